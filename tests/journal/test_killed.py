"""A program that is killed at any moment loses nothing that it acknowledged, and leaves nothing half.

Every other kill comes from outside after a random time, the rest at a random call or return: in the first way the
moments are spread over time, in the second over the code, where most of the danger lies between two quick calls.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url
from tests.journal import lives, making, worker
from tests.journal.aftermath import BEN, CHECKS, Before, Run
from tests.journal.homes import Home, database, home_at, lay_template
from tests.journal.killing import Killer, Outcome
from tests.journal.whole import require_whole, take_everything

from skincast.journal import Journal, Owner
from skincast.journal.archive import export_person
from skincast.journal.backup import backup
from skincast.journal.migrate import bring_down, bring_up
from skincast.journal.needles import Sought, gather_needles

SHARES = {
    "visits": 0.22,
    "days": 0.12,
    "notes": 0.04,
    "erase": 0.2,
    "withdraw": 0.06,
    "migrate": 0.14,
    "export": 0.04,
    "import": 0.08,
    "backup": 0.04,
    "restore": 0.06,
}
"""Of all kills."""
POSTGRES_SHARE = 0.25
"""So many more of each follow on PostgreSQL."""
OLDEST = "0001"
MEMORY = Path("/dev/shm")  # noqa: S108 - the folders made in it are our own
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'"""
KINDS = [("sqlite", act) for act in SHARES] + [
    ("postgresql", act) for act in ("visits", "days", "erase", "import", "migrate")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A home to copy for every run, and what is in it."""

    home: Home
    act: str
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
    if act == "import":
        return prepare_elsewhere(journal, ben)
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


def prepare_elsewhere(journal: Journal, ben: Owner) -> Before:
    """Mia keeps her journal somewhere else; beside this one lies her archive."""
    place = journal.store.folder.parent
    with home_at(place / "elsewhere") as home:
        other = home.open()
        mia = lives.live(other, worker.MIA, seed=1)
        export_person(other, mia, place / worker.ARCHIVE, now=making.NOW)
        before = take_everything(other, mia)
    shutil.rmtree(place / "elsewhere")
    nothing = Sought(needles=(), not_sought=())
    return Before(mia=before, ben=take_everything(journal, ben), sought=nothing)


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
