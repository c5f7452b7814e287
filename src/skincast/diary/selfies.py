"""A folder of old photos -> sittings with their dates."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo

from skincast.diary.clock import EARLIEST, instant_of
from skincast.diary.complaint import Complaint, Refused
from skincast.diary.exif import Taken, read_taken
from skincast.diary.photo_file import read_exif
from skincast.diary.photo_name import is_of_another_day, read_name
from skincast.errors import FileUnreadable

DatedBy = Literal["exif", "name"]
_SITTING: Final = timedelta(minutes=10)
_RENAME: Final = "rename it to begin with the day it was taken, such as 2024-03-31.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPhotos:
    """Photos of one sitting, in the order in which they were taken."""

    at: datetime
    """When the first was taken, UTC; noon where the person is if only the day is known."""
    time_known: bool
    zone_known: bool
    """Whether the camera wrote how far its clock was from UTC; if not, it is read as hanging where the person is."""
    dated_by: DatedBy
    """`name` if a photo among them has its date from its name alone."""
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """One photo and when it was taken."""

    at: datetime
    path: Path
    taken: Taken


def find_selfies(folder: Path | str, *, zone: ZoneInfo, now: datetime) -> Iterator[DatedPhotos | Complaint]:
    """Date every photo below a folder and gather those of one sitting.

    The date is that of the camera (EXIF `DateTimeOriginal`), else the one in the file's name; never that of the file,
    which says when it was copied. A camera's time without a zone is read where the person is: shown twice when summer
    time ends, it is the first of the two; skipped when summer time begins, it is that of a clock not set yet. Nothing
    is decoded: whether a photo can be read at all is for the visit to find out.

    Args:
        folder: Looked through with all folders in it, but for hidden ones; links are not followed.
        zone: Where the person lives.
        now: Aware; photos from later are refused.

    Yields:
        First the complaints in the order of paths, then the sittings in the order of time: photos taken within ten
        minutes of the first, or with no time but the same day. Files that are no photos are passed over.

    Raises:
        FileUnreadable: No such folder, or no permission; on the first step.
    """
    photos: list[_Dated] = []
    for path in _files(Path(folder)):
        try:
            dated = _date(path, zone=zone, now=now)
        except Refused as refused:
            yield Complaint(line=0, code=refused.code, message=refused.message, path=path)
        else:
            photos += [dated] if dated else []
    photos.sort(key=lambda photo: (photo.at, photo.path))
    sittings = _gather(photos)
    for sitting in sittings:
        yield from _drop_copies(sitting)
    for sitting in sittings:
        yield _join(sitting)


def _files(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        message = f"The folder cannot be read: {error.strerror}."
        raise FileUnreadable(message, hint="Check the path, and that you may read the folder.") from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(place, name) for name in sorted(names) if not name.startswith("."))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def _date(path: Path, *, zone: ZoneInfo, now: datetime) -> _Dated | None:
    """Date one photo; None for what is no photo.

    Raises:
        Refused: It has no date, or one that cannot be.
    """
    exif = read_exif(path)
    if exif is None:
        return None
    taken = read_taken(exif) or read_name(path.stem)
    if taken is None:
        other = is_of_another_day(path.stem)
        why = "its name tells when it was sent or shot off a screen" if other else "there is none in its name either"
        raise Refused("photo_undated", f"The photo has no date inside, and {why}: {_RENAME}.")
    if taken.stamp.date() < EARLIEST:
        message = f"{taken.stamp.date()} is before {EARLIEST.year}: the camera's clock was never set; {_RENAME}."
        raise Refused("date_too_early", message)
    at = _instant(taken.stamp, zone)
    if at > now if taken.time_known else taken.stamp.date() > now.astimezone(zone).date():
        raise Refused("date_future", f"{taken.stamp.date()} lies in the future; {_RENAME}.")
    return _Dated(at=at, path=path, taken=taken)


def _instant(stamp: datetime, zone: ZoneInfo) -> datetime:
    try:
        return instant_of(stamp, zone) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except OverflowError:  # the last day of the year 9999
        return datetime.max.replace(tzinfo=UTC)


def _gather(photos: list[_Dated]) -> list[list[_Dated]]:
    """Gather what lies within ten minutes of the first; photos without a time lie apart, by their day."""
    sittings: list[list[_Dated]] = []
    open_sittings: dict[bool, list[_Dated]] = {}
    for photo in photos:
        sitting = open_sittings.get(photo.taken.time_known)
        if sitting is None or photo.at - sitting[0].at > _SITTING:
            sitting = open_sittings[photo.taken.time_known] = []
            sittings.append(sitting)
        sitting.append(photo)
    return sittings


def _drop_copies(sitting: list[_Dated]) -> Iterator[Complaint]:
    """Drop photos that are byte for byte another one of the sitting: a copy is no second look."""
    kept: list[_Dated] = []
    for photo in sitting:
        if any(filecmp.cmp(photo.path, other.path, shallow=False) for other in kept):
            yield Complaint(line=0, code="photo_duplicate", message="The photo is a copy of another.", path=photo.path)
        else:
            kept.append(photo)
    sitting[:] = kept


def _join(sitting: list[_Dated]) -> DatedPhotos:
    return DatedPhotos(
        at=sitting[0].at,
        time_known=sitting[0].taken.time_known,
        zone_known=all(photo.taken.stamp.tzinfo is not None for photo in sitting),
        dated_by="name" if any(photo.taken.by == "name" for photo in sitting) else "exif",
        paths=tuple(photo.path for photo in sitting),
    )
