"""A person's journal in the order of time, read in one go."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, func, select

from skincast.journal.days import read_days
from skincast.journal.notes import read_notes
from skincast.journal.people import Owner
from skincast.journal.places import read_places
from skincast.journal.products import read_products
from skincast.journal.schema import visit
from skincast.journal.store import Store
from skincast.journal.visit_rows import Wanted, find_visits, newest_fingerprint
from skincast.journal.when import day_of
from skincast.types import History, Product


def read_history(
    store: Store, owner: Owner, *, detail: bool = False, since: date | None = None, until: date | None = None
) -> History:
    """Return everything that a picture or a forecast of a person's skin needs, as it is at one moment.

    Args:
        store: where it lies.
        owner: whose it is.
        detail: scores of regions and lesions too.
        since: first day; None: from the beginning.
        until: last day; None: to the end.

    Returns:
        Visits as the versions measured them that measured last; visits that only others have measured are counted in
        `older`. Products that were in use in those days, places that were told by then.
    """
    with _without_pauses(), store.reading() as connection:
        fingerprint = newest_fingerprint(connection, owner)
        wanted = Wanted(fingerprint=fingerprint, detail=detail, first=since, last=until)
        found = find_visits(connection, owner, wanted)
        days = read_days(connection, owner, first=since, last=until, until=_last_day(connection, owner))
        products, places = read_products(connection, owner), read_places(connection, owner)
        notes = read_notes(connection, owner)
    return History(
        person=owner.person,
        visits=found.visits,
        days=days,
        products=tuple(one for one in products if _used(one, since, until)),
        places=tuple(one for one in places if until is None or one.since <= until),
        notes=tuple(one for one in notes if (since or one.day) <= one.day <= (until or one.day)),
        made_by=found.visits[-1].made_by if found.visits else {},
        older=found.older,
    )


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Put off the search for garbage: forty thousand new objects set it off, and all of them are wanted.

    With much else in memory it takes as long as everything else here. Of two threads, the one that found it switched on
    switches it on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _last_day(connection: Connection, owner: Owner) -> date | None:
    """Day of the last visit, in those days or later."""
    at = connection.scalar(select(func.max(visit.c.at)).where(visit.c.person_pk == owner.pk))
    return None if at is None else day_of(at, owner.person.zone)


def _used(product: Product, since: date | None, until: date | None) -> bool:
    begun = until is None or product.opened_on <= until
    return begun and (since is None or product.stopped_on is None or product.stopped_on > since)
