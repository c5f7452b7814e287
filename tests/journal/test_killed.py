"""A program that is killed at any moment loses nothing that it acknowledged, and leaves nothing half.

Every other kill comes from outside after a random time, the rest at a random call or return: in the first way the
moments are spread over time, in the second over the code, where most of the danger lies between two quick calls.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url
from tests.journal import lives, making, worker
from tests.journal.homes import Home, database, home_at, lay_template
from tests.journal.killing import Killer, Outcome
from tests.journal.whole import require_whole, take_everything

from skincast.errors import PersonUnknown
from skincast.journal import Journal, open_journal
from skincast.journal.backup import backup, restore, verify_backup
from skincast.journal.migrate import bring_down, bring_up, newest_revision, revision_of
from skincast.journal.needles import Sought, gather_needles
from skincast.journal.search import search_folder

BEN = "Ben Beispiel"
SHARES = {
    "visits": 0.24,
    "days": 0.14,
    "notes": 0.06,
    "erase": 0.22,
    "withdraw": 0.06,
    "migrate": 0.16,
    "backup": 0.04,
    "restore": 0.08,
}
"""Of all kills."""
POSTGRES_SHARE = 0.25
"""So many more of each follow on PostgreSQL."""
OLDEST = "0001"
MEMORY = Path("/dev/shm")  # noqa: S108 - the folders made in it are our own
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'"""
KINDS = [("sqlite", act) for act in SHARES] + [("postgresql", act) for act in ("visits", "days", "erase", "migrate")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a journal held when the task began."""

    mia: dict[str, Any]
    ben: dict[str, Any]
    sought: Sought
    """Everything by which Mia could be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A home to copy for every run, and what is in it."""

    home: Home
    act: str
    before: Before


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One task that ended, and what it began with."""

    outcome: Outcome
    seed: int
    before: Before


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: whoever is killed needs no disk, and a disk would only make it slow."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="skincast-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(params=KINDS, ids="-".join)
def base(request: pytest.FixtureRequest, place: Path) -> Iterator[Base]:
    """What every run begins with a copy of."""
    where, act = request.param
    with ExitStack() as stack:
        if where == "sqlite":
            home = stack.enter_context(home_at(place / "base"))
            home.folder.parent.mkdir()
            lay_template(home, request.getfixturevalue("sqlite_template"))
        else:
            template = request.getfixturevalue("postgres_template")
            url = stack.enter_context(database(request.getfixturevalue("postgres"), template=template))
            home = stack.enter_context(home_at(place / "base", url=url))
        before = prepare(home, act)
        home.close()
        yield Base(home=home, act=act, before=before)


def prepare(home: Home, act: str) -> Before:
    """Fill a home with Mia, who is written about, and Ben, who is not."""
    journal = home.open()
    ben = lives.live(journal, BEN, seed=2)
    grown = act not in {"visits", "days", "notes"}
    mia = lives.live(journal, worker.MIA, seed=1) if grown else making.make_owner(journal, worker.MIA)
    if act == "migrate":
        bring_down(journal.store, revision=OLDEST)
        bring_up(journal.store)
    if act == "restore":
        backup(journal.store, home.folder.with_name(worker.BACKUP), now=making.NOW)
    with journal.store.reading() as connection:
        sought = gather_needles(connection, mia)
    before = Before(mia=take_everything(journal, mia), ben=take_everything(journal, ben), sought=sought)
    if act == "migrate":
        bring_down(journal.store, revision=OLDEST)
    return before


@contextmanager
def copy_of(base: Base, place: Path, postgres: str | None) -> Iterator[Home]:
    """A home of its own that begins as `base` is."""
    shutil.copytree(base.home.folder.parent, place)
    with ExitStack() as stack:
        url = None
        if base.home.url is not None and postgres is not None:
            url = stack.enter_context(database(postgres, template=make_url(base.home.url).database))
        yield stack.enter_context(home_at(place, url=url))
    shutil.rmtree(place)


def await_end(home: Home) -> None:
    """What a killed program told PostgreSQL last is done or dropped once its server process is gone."""
    if home.url is None:
        return
    with psycopg.connect(home.url, autocommit=True) as connection:
        while connection.execute(OTHERS).fetchone() != (0,):
            connection.execute("SELECT pg_sleep(0.002)")


def check_visits(journal: Journal, run: Run) -> None:
    owner = journal.people.find(worker.MIA)
    acknowledged = run.outcome.said("ack")
    assert len(acknowledged) <= len(journal.visits.all(owner)) <= len(acknowledged) + 1
    for number, visit_id in acknowledged:
        made = worker.visit_seed({"seed": run.seed}, int(number))
        sitting = making.make_sitting(made, 2, maps=False)
        kept = journal.visits.find(owner, visit_id)
        assert (kept.scores, kept.lesions) == (sitting.scores, sitting.lesions)
        assert journal.visits.photos(owner, visit_id) == making.make_photos(made, 2)
        assert journal.visits.maps(owner, visit_id) == worker.MAPS
        assert journal.visits.documents(owner, visit_id) == sitting.documents


def check_days(journal: Journal, run: Run) -> None:
    readings = set(journal.days.readings(journal.people.find(worker.MIA)))
    acknowledged = [int(number) for (number,) in run.outcome.said("ack")]
    for number in range(worker.LOGS):
        logged = set(worker.readings_of({"seed": run.seed}, number))
        assert logged <= readings or (number not in acknowledged and not logged & readings)


def check_notes(journal: Journal, run: Run) -> None:
    there = {note.id for note in journal.history(journal.people.find(worker.MIA)).notes}
    gone = {note_id for (note_id,) in run.outcome.said("gone")}
    acknowledged = [note_id for (note_id,) in run.outcome.said("ack")]
    lasting = {note_id for number, note_id in enumerate(acknowledged) if number % 3 != 2}
    assert lasting <= there
    assert not gone & there
    assert len(there - set(acknowledged)) <= 1


def check_erased(journal: Journal, run: Run) -> None:
    try:
        owner = journal.people.find(worker.MIA)
    except PersonUnknown:
        searched = search_folder(journal.store.folder, run.before.sought.needles)
        assert searched.found == ()
    else:
        assert run.outcome.said("ack") == []
        assert take_everything(journal, owner) == run.before.mia


def check_withdrawn(journal: Journal, run: Run) -> None:
    owner = journal.people.find(worker.MIA)
    after = take_everything(journal, owner)
    if journal.consents.allows(owner, "photos"):
        assert run.outcome.said("ack") == []
        assert after == run.before.mia
    else:
        assert [(photos, maps) for _, photos, maps, *_ in after["visits"].values()] == [(None, None)] * 2
        assert after["readings"] == run.before.mia["readings"]


def check_migrated(journal: Journal, run: Run) -> None:
    with journal.store.reading() as connection:
        assert revision_of(connection) == newest_revision()
    assert take_everything(journal, journal.people.find(worker.MIA)) == run.before.mia


def check_backup(journal: Journal, run: Run) -> None:
    file = journal.store.folder.with_name(worker.BACKUP)
    assert file.exists() or not run.outcome.said("ack")
    if file.exists():
        assert verify_backup(file, key_file=key_of(journal)).people == 2
    assert take_everything(journal, journal.people.find(worker.MIA)) == run.before.mia


def check_restored(journal: Journal, run: Run) -> None:
    """All or nothing; and where it is nothing, the same backup can be restored after all."""
    folder, key_file = journal.store.folder.with_name(worker.RESTORED), key_of(journal)
    with restored_at(folder, key_file) as restored:
        require_whole(restored)
        people = restored.people.all()
        assert len(people) == 2 or not people
    if not people:
        assert run.outcome.said("ack") == []
        restore(folder, folder.with_name(worker.BACKUP), key_file=key_file, now=making.NOW)
    with restored_at(folder, key_file) as restored:
        require_whole(restored)
        assert take_everything(restored, restored.people.find(worker.MIA)) == run.before.mia
        assert take_everything(restored, restored.people.find(BEN)) == run.before.ben


@contextmanager
def restored_at(folder: Path, key_file: Path) -> Iterator[Journal]:
    restored = open_journal(folder, key_file=key_file)
    yield restored
    restored.store.engine.dispose()


def key_of(journal: Journal) -> Path:
    assert journal.store.key_file is not None
    return journal.store.key_file


CHECKS: dict[str, Callable[[Journal, Run], None]] = {
    "visits": check_visits,
    "days": check_days,
    "notes": check_notes,
    "erase": check_erased,
    "withdraw": check_withdrawn,
    "migrate": check_migrated,
    "backup": check_backup,
    "restore": check_restored,
}


def check(home: Home, base: Base, outcome: Outcome, *, seed: int) -> None:
    """Open the journal as whoever comes next does, and look at everything."""
    await_end(home)
    journal = home.open()
    require_whole(journal)
    assert take_everything(journal, journal.people.find(BEN)) == base.before.ben
    CHECKS[base.act](journal, Run(outcome=outcome, seed=seed, before=base.before))


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_half(
    request: pytest.FixtureRequest, base: Base, killer: Killer, place: Path
) -> None:
    share = SHARES[base.act] * (1 if base.home.is_sqlite else POSTGRES_SHARE)
    runs = max(1, round(request.config.getoption("--kill-runs") * share))
    postgres = None if base.home.is_sqlite else request.getfixturevalue("postgres")
    seconds, steps = rehearse(base, killer, place, postgres)
    killed = 0
    for run in range(runs):
        chance = random.Random(f"{base.act} {run}")  # noqa: S311 - a moment, no secret
        moment = {"kill_s": chance.uniform(0, seconds)} if run % 2 else {"step": chance.randint(1, steps)}
        with copy_of(base, place / f"run{run}", postgres) as home:
            outcome = killer.run(home, base.act, seed=run, **moment)
            assert outcome.killed or outcome.status == 0, (run, moment)
            killed += outcome.killed
            check(home, base, outcome, seed=run)
    request.node.user_properties.append(("killed", f"{killed} of {runs}"))
    assert killed >= runs // 3, "too few were killed in time: the runs show little"


def rehearse(base: Base, killer: Killer, place: Path, postgres: str | None) -> tuple[float, int]:
    """Do the task to its end, twice: how long it takes, and how many steps."""
    outcomes = []
    for name, step in (("timed", None), ("counted", 0)):
        with copy_of(base, place / name, postgres) as home:
            outcome = killer.run(home, base.act, seed=0, step=step)
            assert outcome.status == 0
            assert outcome.said("ack")
            check(home, base, outcome, seed=0)
            outcomes.append(outcome)
    return outcomes[0].seconds, int(outcomes[1].said("steps")[0][0])
