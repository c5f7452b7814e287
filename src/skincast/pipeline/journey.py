"""The demo: nine visits of a person who does not exist, kept, logged and compared by the real path."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib import resources
from pathlib import Path

from skincast.demo import DEMO_NAME, LABEL, cream_opened, demo_days, demo_visits, draw_copy
from skincast.errors import JournalNotEmpty
from skincast.journal import Journal, Owner, open_journal
from skincast.journal.store import DATABASE
from skincast.photo import read_photo
from skincast.pipeline.compare import compare_days
from skincast.pipeline.visit import keep_visit, see_visit
from skincast.types import Change, History, Ingredient

PORTRAIT = "hopper.jpg"
JOURNAL, KEY = "journal", "journal.key"
BORN, ZONE = 1985, "UTC"
MARK = "made by the demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What the demo made, opened from its journal."""

    journal: Journal
    owner: Owner
    history: History
    change: Change
    """From the first visit to the last one."""


def make_journey(folder: Path, *, today: date) -> Journey:
    """Make the demo's journal anew in a folder, and look at it.

    Args:
        folder: gets `journal/` and `journal.key`; an earlier demo in it is replaced.
        today: the day on which the journey ends.

    Raises:
        JournalNotEmpty: there is a journal in the folder that no demo made.
        JournalUnreachable: the folder cannot be written.
    """
    _clear(folder)
    journal = open_journal(folder / JOURNAL, key_file=folder / KEY)
    (folder / JOURNAL / MARK).touch()
    now = datetime.combine(today, time(12), tzinfo=UTC)
    owner = _begin(journal, now=now)
    _keep_visits(journal, owner, today=today, now=now)
    journal.days.log(owner, demo_days(today), today=today)
    journal.products.add(
        owner,
        "Demo cream",
        (Ingredient(active="azelaic_acid", percent=10.0),),
        times_per_week=7,
        opened_on=cream_opened(today),
        today=today,
    )
    history = journal.history(owner, detail=True)
    change = compare_days(journal, owner, history.visits[0].at.date(), history.visits[-1].at.date())
    return Journey(journal=journal, owner=owner, history=history, change=change)


def _clear(folder: Path) -> None:
    """Remove an earlier demo, and nothing else."""
    old = folder / JOURNAL
    if not old.exists():
        return
    if (old / DATABASE).exists() and not (old / MARK).exists():
        raise JournalNotEmpty(
            f"There is a journal in {old} that no demo made.", hint="Name another folder for the demo with --out."
        )
    shutil.rmtree(old)
    (folder / KEY).unlink(missing_ok=True)


def _begin(journal: Journal, *, now: datetime) -> Owner:
    journal.people.add(DEMO_NAME, birth_year=BORN, zone=ZONE, now=now)
    owner = journal.people.find(DEMO_NAME)
    for purpose in ("journal", "photos"):
        journal.consents.grant(owner, purpose, now=now)
    return owner


def _keep_visits(journal: Journal, owner: Owner, *, today: date, now: datetime) -> None:
    portrait = read_photo(resources.files("skincast.demo").joinpath(PORTRAIT).read_bytes()).pixels
    for visit in demo_visits(today):
        sight = see_visit([draw_copy(portrait, visit.copy)])
        keep_visit(journal, owner, sight, at=visit.at, now=now, label=LABEL)
