"""A journal of one person, and copies of the bundled portrait to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from skincast.demo import Copy, draw_copy
from skincast.journal import Journal, Owner, open_journal
from skincast.photo import read_photo
from skincast.types import Picture

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The moment at which a test happens."""
    return NOW


@pytest.fixture
def today() -> date:
    """Its day."""
    return NOW.date()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """An empty journal."""
    opened = open_journal(tmp_path / "journal", key_file=tmp_path / "key" / "master.key")
    yield opened
    opened.store.engine.dispose()


@pytest.fixture
def owner(journal: Journal) -> Owner:
    """Somebody who agreed to a journal, and not to keeping photos."""
    journal.people.add("Ada", birth_year=1990, zone="Europe/Berlin", now=NOW)
    owner = journal.people.find("Ada")
    journal.consents.grant(owner, "journal", now=NOW)
    return owner


@pytest.fixture
def photos_kept(journal: Journal, owner: Owner) -> Owner:
    """The same person, who also agreed to keeping photos."""
    journal.consents.grant(owner, "photos", now=NOW)
    return owner


@pytest.fixture(scope="session")
def hopper(portrait: Path) -> Picture:
    """The portrait of the demo, (600, 512, 3)."""
    return read_photo(portrait.with_name("hopper.jpg")).pixels


@pytest.fixture(scope="session")
def selfie(hopper: Picture) -> bytes:
    """A photo."""
    return draw_copy(hopper, Copy(seed=1))


@pytest.fixture(scope="session")
def other_selfie(hopper: Picture) -> bytes:
    """The same face in another light."""
    return draw_copy(hopper, Copy(exposure_ev=0.2, warmth=0.02, rotation_deg=2, noise_levels=1, seed=2))
