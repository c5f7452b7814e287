"""The journal as other parts of the house use it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from skincast.journal.opening import open_store
from skincast.journal.people import People
from skincast.journal.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Everything that is remembered, one part a kind."""

    store: Store
    people: People


def open_journal(folder: Path, *, key_file: Path, url: str | None = None, passphrase: str | None = None) -> Journal:
    """Open the journal of a folder; takes and raises the same as `open_store`."""
    store = open_store(folder, key_file=key_file, url=url, passphrase=passphrase)
    return Journal(store=store, people=People(store))
