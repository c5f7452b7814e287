"""Other people's records of a life, from their files into a person's journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from skincast.diary import Complaint, DatedPhotos, find_selfies, read_apple_health, read_table
from skincast.diary.mapping import Mapping
from skincast.errors import SkincastError, VisitExists
from skincast.journal import Journal, Owner
from skincast.journal.days import Refused
from skincast.photo import read_file, strip_photo
from skincast.pipeline.visit import Sight, keep_visit, see_visit
from skincast.types import Reading, Visit

SELFIE = "old photo"
"""Label of a visit from a folder of old photos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What became of a file's readings."""

    added: int
    changed: int
    unchanged: int
    complaints: tuple[Complaint, ...]
    """Lines of the file that could not be taken."""
    refused: tuple[Refused, ...] = ()
    """Readings that the journal did not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheredPhotos:
    """What became of the old photos of one sitting."""

    found: DatedPhotos
    sight: Sight | None
    """None where the photos belong to a visit already."""
    visit: Visit | None
    """None where there is no new visit."""


def gather_health(journal: Journal, owner: Owner, file: Path, *, today: date) -> Gathered:
    """Take in an export of Apple Health; raises as `read_apple_health`."""
    return _log(journal, owner, read_apple_health(file, today=today), today=today)


def gather_table(journal: Journal, owner: Owner, file: Path, mapping: Mapping | str | Path, *, today: date) -> Gathered:
    """Take in a table of days; raises as `read_table`."""
    zone = ZoneInfo(owner.person.zone)
    return _log(journal, owner, read_table(file, mapping, zone=zone, today=today), today=today)


def gather_selfies(
    journal: Journal, owner: Owner, folder: Path, *, now: datetime
) -> Iterator[GatheredPhotos | Complaint]:
    """Turn a folder of old photos into visits, one sitting after another, oldest first.

    Args:
        journal: where to.
        owner: whose photos they are; other people's photos are not told apart.
        folder: looked through with all folders in it.
        now: this moment.

    Yields:
        Complaints about photos without a date, then each sitting with what became of it.

    Raises:
        FileUnreadable: no such folder.
        ConsentMissing: the person did not agree to a journal.
    """
    for found in find_selfies(folder, zone=ZoneInfo(owner.person.zone), now=now):
        yield found if isinstance(found, Complaint) else _keep_photos(journal, owner, found, now=now)


def _keep_photos(journal: Journal, owner: Owner, found: DatedPhotos, *, now: datetime) -> GatheredPhotos:
    if _all_known(journal, owner, found.paths):
        return GatheredPhotos(found=found, sight=None, visit=None)
    sight = see_visit(found.paths)
    if sight.sitting is None:
        return GatheredPhotos(found=found, sight=sight, visit=None)
    try:
        visit = keep_visit(journal, owner, sight, at=found.at, now=now, imported=True, label=SELFIE)
    except VisitExists:
        return GatheredPhotos(found=found, sight=None, visit=None)
    return GatheredPhotos(found=found, sight=sight, visit=visit)


def _all_known(journal: Journal, owner: Owner, paths: Sequence[Path]) -> bool:
    """Whether a folder that is read again has nothing new here: then nothing needs to be analyzed."""
    try:
        hashes = [hashlib.sha256(strip_photo(read_file(path))).hexdigest() for path in paths]
    except SkincastError:
        return False
    return set(hashes) <= journal.visits.knows(owner, hashes)


def _log(journal: Journal, owner: Owner, stream: Iterable[Reading | Complaint], *, today: date) -> Gathered:
    readings: list[Reading] = []
    complaints: list[Complaint] = []
    for one in stream:
        if isinstance(one, Complaint):
            complaints.append(one)
        else:
            readings.append(one)
    logged = journal.days.log(owner, readings, today=today)
    return Gathered(
        added=logged.added,
        changed=logged.changed,
        unchanged=logged.unchanged,
        complaints=tuple(complaints),
        refused=logged.refused,
    )
