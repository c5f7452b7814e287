"""A twin out of its folder into the journal of a person: days, products and selfies, as if somebody had kept them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from skincast.catalog import concerns
from skincast.errors import ConsentMissing, SkincastError, TwinMixed, VisitExists
from skincast.journal import Journal, Owner
from skincast.photo import read_file, strip_photo
from skincast.pipeline.twin_diary import TWIN, Use, readings_of, unknown_factors, uses_of
from skincast.pipeline.visit import keep_visit, see_visit
from skincast.twin.folder.read import Measured, Record, read_record
from skincast.types import Score, Sitting

Progress = Callable[[int, int], None]
"""Told after every visit: how many are done, and of how many."""
MORNING = time(7, 30)
"""The format tells days; photos are taken in the morning."""
PICTURED, SIMULATED = "twin: nobody real", "twin: simulated scores without a photo"
"""What the visits of a twin are called."""
SD_SOURCE = "as the folder tells it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """Something that the journal did not take."""

    place: str
    """A day with the factor, product or photo on it; or a name."""
    code: str
    message: str


@dataclass(slots=True, kw_only=True)
class Brought:
    """What became of one person of a folder."""

    name: str
    """In the folder."""
    pictured: bool
    """True: visits are analyzed selfies; False: scores without photos, made by no analysis."""
    visits: int = 0
    visits_known: int = 0
    values: int = 0
    values_known: int = 0
    products: int = 0
    products_known: int = 0
    untaken: list[Untaken] = field(default_factory=list)


def import_twin(
    journal: Journal,
    owner: Owner,
    folder: Path,
    *,
    name: str | None = None,
    now: datetime,
    today: date,
    progress: Progress,
) -> Brought:
    """Take in one person of a folder; a second time adds nothing.

    Selfies go the way of every photo. Where the folder has none, its scores become visits without photos that say so
    and that no version of the analysis has made: they never stand beside analyzed photos in one history.

    Args:
        journal: where to.
        owner: who stands for the twin: somebody with nothing in the journal but what a folder brought.
        folder: in the backtest format.
        name: of the person in the folder; None: the only one.
        now: this moment.
        today: the day that the person has now.
        progress: told after every visit.

    Raises:
        ConsentMissing: the person did not agree to a journal.
        TwinMixed: the journal of the person holds more than a twin.
        TwinFolderUnreadable, PersonUnknown: as `read_record`.
    """
    journal.consents.require(owner, "journal")
    _require_unmixed(journal, owner)
    record = read_record(folder, name)
    brought = Brought(name=record.name, pictured=bool(record.selfies))
    _log_days(journal, owner, record, brought, today=today)
    for use in uses_of(record.happened, record.planned, record.factors):
        keep_use(journal, owner, use, brought, today=today)
    _keep_visits(journal, owner, record, brought, now=now, progress=progress)
    return brought


def keep_use(journal: Journal, owner: Owner, use: Use, brought: Brought, *, today: date) -> None:
    """Put one run of use of a product into a journal, unless it is there."""
    product_id = _digest(owner, use.name, use.opened_on.isoformat(), repr(use.times_per_week))
    if any(product.id == product_id for product in journal.products.all(owner)):
        brought.products_known += 1
        return
    try:
        journal.products.add(
            owner,
            use.label,
            use.ingredients,
            times_per_week=use.times_per_week,
            opened_on=use.opened_on,
            stopped_on=use.stopped_on,
            adherence=use.adherence,
            today=today,
            id=product_id,
        )
    except SkincastError as error:
        _refuse(brought, f"{use.opened_on} {use.name}", error)
    else:
        brought.products += 1


def _require_unmixed(journal: Journal, owner: Owner) -> None:
    real_visit = any(visit.label not in {PICTURED, SIMULATED} for visit in journal.visits.all(owner))
    if real_visit or any(reading.source != TWIN for reading in journal.days.readings(owner)):
        raise TwinMixed(
            f"The journal of {owner.person.name} holds days or visits that no twin has brought.",
            hint="Begin a person for the twin, so that nobody's own history is mixed with a made-up one: "
            "`skincast person add NAME --born YEAR`.",
        )


def _log_days(journal: Journal, owner: Owner, record: Record, brought: Brought, *, today: date) -> None:
    readings = readings_of(record.happened, record.planned, record.factors)
    logged = journal.days.log(owner, readings, today=today)
    brought.values, brought.values_known = logged.added + logged.changed, logged.unchanged
    for one in logged.refused:
        _refuse(brought, f"{one.reading.day} {one.reading.factor}", one.error)
    for name in unknown_factors(record.factors):
        said = f"No factor of the catalog is called {name!r} and has that unit: its values are left out."
        brought.untaken.append(Untaken(place=name, code="factor_unknown", message=said))


def _tell_unjudged(record: Record, brought: Brought) -> None:
    """Name the concerns of simulated scores that no visit can hold."""
    for name in sorted({name for told in record.observed.values() for name in told}):
        if not _can_judge(name, record):
            said = f"No concern of the catalog is called {name!r} with scores of 0 to 100: its scores are left out."
            brought.untaken.append(Untaken(place=name, code="concern_unknown", message=said))


def _keep_visits(
    journal: Journal, owner: Owner, record: Record, brought: Brought, *, now: datetime, progress: Progress
) -> None:
    days = sorted(record.selfies or record.observed)
    if not record.selfies:
        _tell_unjudged(record, brought)
    for number, day in enumerate(days):
        progress(number, len(days))
        at = datetime.combine(day, MORNING, ZoneInfo(owner.person.zone)).astimezone(UTC)
        try:
            if record.selfies:
                _keep_selfie(journal, owner, record.selfies[day], brought, at=at, now=now)
            else:
                _keep_scores(journal, owner, record, day, brought, at=at, now=now)
        except VisitExists:
            brought.visits_known += 1
        except ConsentMissing:
            raise
        except SkincastError as error:
            _refuse(brought, day.isoformat(), error)
    progress(len(days), len(days))


def _keep_selfie(journal: Journal, owner: Owner, file: Path, brought: Brought, *, at: datetime, now: datetime) -> None:
    """Analyze one selfie as every photo, unless it belongs to a visit already."""
    data = strip_photo(read_file(file))
    digest = hashlib.sha256(data).hexdigest()
    if journal.visits.knows(owner, [digest]):
        brought.visits_known += 1
        return
    sight = see_visit([data])
    if sight.unreadable:
        raise sight.unreadable[0]
    if sight.sitting is None:
        refusing = (p for one in sight.analyses if one is not None for p in one.quality.problems if p.refuses)
        brought.untaken += [Untaken(place=file.name, code=p.code, message=p.message) for p in refusing][:1]
        return
    keep_visit(journal, owner, sight, at=at, now=now, imported=True, label=PICTURED)
    brought.visits += 1


def _keep_scores(
    journal: Journal, owner: Owner, record: Record, day: date, brought: Brought, *, at: datetime, now: datetime
) -> None:
    """Keep the scores of a day as a visit that shows nothing."""
    told = {name: one for name, one in record.observed[day].items() if _can_judge(name, record)}
    rows = json.dumps({name: (one.value, one.sd) for name, one in sorted(told.items())})
    maker = {"twin": record.made_by} if record.made_by else {"backtest_folder": "1"}
    sitting = Sitting(
        photos=(),
        scores={name: _score(name, one) for name, one in told.items()},
        lesions=(),
        maps=None,
        documents=(),
        made_by={"skincast": version("skincast"), **maker},
    )
    journal.visits.keep(
        owner,
        sitting,
        at=at,
        zone=owner.person.zone,
        origin="imported",
        now=now,
        label=SIMULATED,
        id=_digest(owner, record.name, day.isoformat(), rows),
    )
    brought.visits += 1


def _can_judge(name: str, record: Record) -> bool:
    """Whether a concern is the catalog's, on the catalog's scale."""
    facts: Mapping[str, object] = record.concerns.get(name, {})
    on_scale = (facts.get("bounds"), facts.get("direction")) == ([0, 100], "higher_is_better")
    return name in concerns() and on_scale


def _score(name: str, measured: Measured) -> Score:
    sd = measured.sd
    return Score(
        concern=name,
        value=min(100.0, max(0.0, measured.value)),
        sd=sd,
        mdc95=None if sd is None else 1.96 * math.sqrt(2) * sd,
        regions={},
        sd_source=SD_SOURCE,
    )


def _digest(owner: Owner, *parts: str) -> str:
    """The same thing of the same person has the same id, so that nothing is taken twice."""
    return hashlib.sha256("\n".join([owner.person.id, *parts]).encode()).hexdigest()[:32]


def _refuse(brought: Brought, place: str, error: SkincastError) -> None:
    brought.untaken.append(Untaken(place=place, code=error.code, message=error.message))
