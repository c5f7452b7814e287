"""The journal as other parts of the house use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skincast.journal.consents import Consents
from skincast.journal.days import Days
from skincast.journal.forecasts import Forecasts
from skincast.journal.history import read_history
from skincast.journal.notes import Notes
from skincast.journal.opening import open_store
from skincast.journal.people import Owner, People
from skincast.journal.places import Places
from skincast.journal.products import Products
from skincast.journal.store import Store
from skincast.journal.visits import Visits
from skincast.types import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Everything that is remembered, one part a kind."""

    store: Store
    people: People
    consents: Consents
    visits: Visits
    days: Days
    products: Products
    places: Places
    notes: Notes
    forecasts: Forecasts

    def history(
        self, owner: Owner, *, detail: bool = False, since: date | None = None, until: date | None = None
    ) -> History:
        """Return a person's journal in the order of time; takes and returns the same as `read_history`."""
        return read_history(self.store, owner, detail=detail, since=since, until=until)


def open_journal(folder: Path, *, key_file: Path, url: str | None = None, passphrase: str | None = None) -> Journal:
    """Open the journal of a folder; takes and raises the same as `open_store`."""
    store = open_store(folder, key_file=key_file, url=url, passphrase=passphrase)
    return Journal(
        store=store,
        people=People(store),
        consents=Consents(store),
        visits=Visits(store),
        days=Days(store),
        products=Products(store),
        places=Places(store),
        notes=Notes(store),
        forecasts=Forecasts(store),
    )
