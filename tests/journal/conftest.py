"""A fresh journal for every test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from tests.conftest import NO_POSTGRES
from tests.journal import making
from tests.journal.homes import Home, database, empty, home_at, lay_template, migrate_empty, replace_database
from tests.journal.killing import Killer

from skincast.journal import Journal, Owner
from skincast.journal.store import Store
from skincast.settings import read_settings

KINDS = ("sqlite", "postgresql")


@pytest.fixture
def now() -> datetime:
    """The moment at which a test happens."""
    return making.NOW


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated, empty SQLite database."""
    folder = tmp_path_factory.mktemp("template")
    migrate_empty(folder)
    return folder


@pytest.fixture(scope="session")
def postgres() -> str:
    """URL of a PostgreSQL server where databases may be made; without it the test is skipped loudly, or fails."""
    url = os.environ.get("SKINCAST_TEST_POSTGRES")
    if url:
        return url
    reason = f"{NO_POSTGRES}: set SKINCAST_TEST_POSTGRES, or run .ci/postgres make test"
    if read_settings().require_data:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_template(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a migrated, empty PostgreSQL database."""
    with database(postgres) as url:
        migrate_empty(tmp_path_factory.mktemp("template"), url=url)
        name = make_url(url).database
        assert name is not None
        yield name


@pytest.fixture
def sqlite_home(tmp_path: Path, sqlite_template: Path) -> Iterator[Home]:
    """Where a journal on SQLite lies: migrated, nobody in it, no key yet."""
    with home_at(tmp_path) as home:
        lay_template(home, sqlite_template)
        yield home


@pytest.fixture(scope="session")
def postgres_database(postgres: str, postgres_template: str) -> Iterator[str]:
    """URL of a database that one test after the other begins with empty tables."""
    with database(postgres, template=postgres_template) as url:
        yield url


@pytest.fixture
def postgres_home(tmp_path: Path, postgres: str, postgres_template: str, postgres_database: str) -> Iterator[Home]:
    """The same on PostgreSQL."""
    if not empty(postgres_database):
        replace_database(postgres, postgres_database, template=postgres_template)
    with home_at(tmp_path, url=postgres_database) as home:
        yield home


@pytest.fixture(params=KINDS)
def home(request: pytest.FixtureRequest) -> Home:
    """Where the journal of this test lies; `home.open()` opens it again, as another program would."""
    name = "sqlite_home" if request.param == "sqlite" else "postgres_home"
    chosen: Home = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def journal(home: Home) -> Journal:
    """An empty journal."""
    return home.open()


@pytest.fixture
def store(journal: Journal) -> Store:
    """The store of that journal."""
    return journal.store


@pytest.fixture
def owner(journal: Journal, now: datetime) -> Owner:
    """Somebody who agreed to a journal and to keeping photos."""
    return making.make_owner(journal, "Mia Muster", now=now)


@pytest.fixture(scope="session")
def killer() -> Iterator[Killer]:
    """Programs that write to a journal, to be run together or killed."""
    with Killer() as running:
        yield running
