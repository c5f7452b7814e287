"""The demo: ninety days of a person who does not exist, photographed, logged and compared by the real path."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from skincast.errors import JournalNotEmpty, OutputUnwritable
from skincast.journal import Journal, Owner, open_journal
from skincast.pipeline.compare import compare_days
from skincast.pipeline.demo_life import DemoLife, demo_facts, live_demo
from skincast.pipeline.twin_diary import readings_of, uses_of
from skincast.pipeline.twin_import import MORNING, PICTURED
from skincast.pipeline.visit import keep_visit, see_visit
from skincast.report import TrueCourse
from skincast.types import Change, History

DEMO_NAME, ZONE = "Demo", "UTC"
JOURNAL, KEY, SELFIES = "journal", "journal.key", "selfies"
MARK = "made by the demo"
"""A file in the demo's journal, with the names of the photos beside it: what a later demo may replace."""
PHOTO_DAYS = tuple(range(5, 90, 7))
"""Once a week, thirteen times, the last time on the last day."""

Progress = Callable[[int, int], None]
"""Told after every photo: how many are taken and read, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What the demo made, opened from its journal."""

    journal: Journal
    owner: Owner
    history: History
    change: Change
    """From the first visit to the last one."""
    truth: TrueCourse
    """What is true on every day: it is nowhere in the journal."""
    selfies: tuple[Path, ...]
    """The photos, in order; the journal keeps copies of those that could be scored."""


def make_journey(folder: Path, *, today: date, progress: Progress = lambda _done, _total: None) -> Journey:
    """Make the demo's journal anew in a folder, and look at it.

    Args:
        folder: gets `journal/`, `journal.key` and `selfies/`; an earlier demo in it is replaced.
        today: the day on which the journey ends.
        progress: told after every photo.

    Raises:
        JournalNotEmpty: there is a journal in the folder that no demo made.
        JournalUnreachable, OutputUnwritable: the folder cannot be written.
    """
    _clear(folder)
    life = live_demo(today=today)
    selfies = {number: folder / SELFIES / f"{life.day(number)}.jpg" for number in PHOTO_DAYS}
    _mark(folder, selfies.values())
    journal = open_journal(folder / JOURNAL, key_file=folder / KEY)
    now = datetime.combine(today, time(12), tzinfo=UTC)
    owner = _begin(journal, life, now=now)
    _keep_selfies(journal, owner, life, selfies, now=now, progress=progress)
    _keep_days(journal, owner, life, today=today)
    history = journal.history(owner, detail=True)
    change = compare_days(journal, owner, history.visits[0].at.date(), history.visits[-1].at.date())
    return Journey(
        journal=journal,
        owner=owner,
        history=history,
        change=change,
        truth=life.truth(),
        selfies=tuple(selfies.values()),
    )


def _mark(folder: Path, selfies: Iterable[Path]) -> None:
    """Say first that a demo is made here, so that one that was stopped can be replaced as well."""
    try:
        (folder / JOURNAL).mkdir(parents=True, exist_ok=True)
        (folder / JOURNAL / MARK).write_text("\n".join(file.name for file in selfies), encoding="utf-8")
    except OSError as error:
        raise OutputUnwritable(
            f"{folder} cannot be written: {error.strerror}.", hint="Name a folder of yours with --out."
        ) from error


def _clear(folder: Path) -> None:
    """Remove an earlier demo, and nothing else."""
    old = folder / JOURNAL
    if not old.exists():
        return
    if not (old / MARK).exists():
        if any(old.iterdir()):
            raise JournalNotEmpty(
                f"There is something in {old} that no demo made.", hint="Name another folder for the demo with --out."
            )
        return
    try:
        for name in (old / MARK).read_text(encoding="utf-8").splitlines():
            (folder / SELFIES / Path(name).name).unlink(missing_ok=True)
        shutil.rmtree(old)
        (folder / KEY).unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(
            f"The earlier demo in {folder} cannot be removed: {error.strerror}.", hint="Name another folder with --out."
        ) from error


def _begin(journal: Journal, life: DemoLife, *, now: datetime) -> Owner:
    journal.people.add(DEMO_NAME, birth_year=now.year - life.age_years, zone=ZONE, now=now)
    owner = journal.people.find(DEMO_NAME)
    for purpose in ("journal", "photos"):
        journal.consents.grant(owner, purpose, now=now)
    return owner


def _keep_selfies(
    journal: Journal, owner: Owner, life: DemoLife, files: dict[int, Path], *, now: datetime, progress: Progress
) -> None:
    """Take, read and keep one photo after another; one that is refused is no visit, as in life."""
    progress(0, len(files))
    for done, (number, jpeg) in enumerate(life.selfies(tuple(files)), start=1):
        _write(files[number], jpeg)
        sight = see_visit([jpeg])
        if sight.sitting is not None:
            at = datetime.combine(life.day(number), MORNING, tzinfo=UTC)
            keep_visit(journal, owner, sight, at=at, now=now, label=PICTURED)
        progress(done, len(files))


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise OutputUnwritable(
            f"{file} cannot be written: {error.strerror}.", hint="Name a folder of yours with --out."
        ) from error


def _keep_days(journal: Journal, owner: Owner, life: DemoLife, *, today: date) -> None:
    logged, facts = life.logged(), demo_facts()
    journal.days.log(owner, readings_of(logged, {}, facts), today=today)
    for use in uses_of(logged, {}, facts):
        journal.products.add(
            owner,
            use.label,
            use.ingredients,
            times_per_week=use.times_per_week,
            opened_on=use.opened_on,
            stopped_on=use.stopped_on,
            today=today,
        )
