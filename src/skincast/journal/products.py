"""Products: what a person puts on their skin, how strong, how often, from when to when."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from skincast.catalog import active_names
from skincast.errors import DateRefused, ProductUnknown, ValueRefused
from skincast.journal.chores import attempt_chores
from skincast.journal.consents import require
from skincast.journal.keeping import forget_rows
from skincast.journal.names import clean_name, fold, nearest
from skincast.journal.payload import about, seal, unseal
from skincast.journal.people import Owner
from skincast.journal.schema import product as table
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.types import Ingredient, Product

MOST_A_WEEK = 70.0
"""Ten times a day."""
STRONGEST_SPF = 110.0


class Products:
    """Keeps products; a product that is used differently from a day on is two, one after the other."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        owner: Owner,
        name: str,
        ingredients: Iterable[Ingredient],
        *,
        times_per_week: float,
        opened_on: date,
        today: date,
        spf: float | None = None,
        adherence: float | None = None,
        stopped_on: date | None = None,
        id: str | None = None,  # noqa: A002 - as everywhere
    ) -> Product:
        """Begin with a product.

        Args:
            owner: who uses it.
            name: as the person calls it; no other product in use has it.
            ingredients: actives under any name that the catalog knows; the same one twice is added up.
            times_per_week: as intended, up to 70.
            opened_on: day of the first use.
            today: the day that the person has now.
            spf: sun protection factor, 1-110.
            adherence: share of the intended uses that really happen, 0-1.
            stopped_on: where it is a product of the past.
            id: of a product that comes from another journal; random unless told.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            ValueRefused: an unknown ingredient, a strength or number that cannot be, or a name in use.
            DateRefused: begun in the future, before the person was born, or stopped before it was begun.
        """
        fresh = Product(
            id=id or secrets.token_hex(16),
            name=clean_name(name),
            ingredients=_join(ingredients),
            times_per_week=float(times_per_week),
            opened_on=opened_on,
            stopped_on=stopped_on,
            adherence=adherence,
            spf=spf,
        )
        require_possible(fresh, owner, today=today)
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            _require_free(fresh, read_products(connection, owner))
            insert_product(connection, owner, fresh)
        return fresh

    def change(
        self,
        owner: Owner,
        name_or_id: str,
        *,
        on: date,
        today: date,
        times_per_week: float | None = None,
        ingredients: Iterable[Ingredient] | None = None,
        adherence: float | None = None,
        spf: float | None = None,
    ) -> Product:
        """Use a product differently from a day on: the old use ends there and a new one begins, so that both stay.

        Args:
            owner: who uses it.
            name_or_id: of a product in use.
            on: first day of the new use.
            today: the day that the person has now.
            times_per_week: None: as before; so for the others.
            ingredients: all of them.
            adherence: share of the intended uses, 0-1.
            spf: sun protection factor.

        Returns:
            The product as it is used from then on, under a new id. If it was begun that very day, it is only corrected.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            ProductUnknown: no such product.
            ValueRefused, DateRefused: as `add`.
        """
        joined = None if ingredients is None else _join(ingredients)
        told = {"times_per_week": times_per_week, "ingredients": joined, "adherence": adherence, "spf": spf}
        changes: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            old = find_product(read_products(connection, owner), name_or_id)
            fresh = replace(old, **changes, opened_on=on, stopped_on=None)
            require_possible(fresh, owner, today=today)
            if on == old.opened_on:
                _update(connection, owner, fresh)
                return fresh
            stopped = replace(old, stopped_on=on)
            require_possible(stopped, owner, today=today)
            fresh = replace(fresh, id=secrets.token_hex(16))
            _update(connection, owner, stopped)
            insert_product(connection, owner, fresh)
        return fresh

    def stop(self, owner: Owner, name_or_id: str, *, on: date, today: date) -> Product:
        """Stop using a product: `on` is the first day without it.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            ProductUnknown: no such product.
            DateRefused: in the future, or before it was begun.
        """
        with writing_for(self._store, owner) as connection:
            require(connection, owner)
            old = find_product(read_products(connection, owner), name_or_id)
            stopped = replace(old, stopped_on=on)
            require_possible(stopped, owner, today=today)
            _update(connection, owner, stopped)
        return stopped

    def remove(self, owner: Owner, name_or_id: str) -> Product:
        """Delete a product as if it had never been logged.

        Raises:
            ProductUnknown: no such product.
        """
        with writing_for(self._store, owner) as connection:
            gone = find_product(read_products(connection, owner), name_or_id)
            connection.execute(delete(table).where(table.c.person_pk == owner.pk, table.c.id == gone.id))
            forget_rows(connection)
        attempt_chores(self._store, patient=False)
        return gone

    def all(self, owner: Owner) -> tuple[Product, ...]:
        """Return every product, in the order in which they were begun."""
        with self._store.reading() as connection:
            return read_products(connection, owner)


def read_products(connection: Connection, owner: Owner) -> tuple[Product, ...]:
    """See `Products.all`; within a transaction."""
    rows = connection.execute(select(table.c.id, table.c.sealed).where(table.c.person_pk == owner.pk))
    products = (_read(owner, row.id, row.sealed) for row in rows)
    return tuple(sorted(products, key=lambda one: (one.opened_on, one.name, one.id)))


def find_product(products: Sequence[Product], name_or_id: str) -> Product:
    """Return the product of that id, or the one in use of that name, or the last one of that name.

    Raises:
        ProductUnknown: none.
    """
    same = [one for one in products if one.id == name_or_id or fold(one.name) == fold(name_or_id)]
    if not same:
        raise ProductUnknown(
            f"There is no product called {name_or_id!r}.",
            hint="See all of them with `skincast product list PERSON`, or begin one with `skincast product add`.",
        )
    return max(same, key=lambda one: (one.stopped_on is None, one.opened_on))


def require_possible(product: Product, owner: Owner, *, today: date) -> None:
    """Refuse a product that cannot be.

    Raises:
        ValueRefused: a number that cannot be.
        DateRefused: a day that cannot be.
    """
    numbers = (
        0 < product.times_per_week <= MOST_A_WEEK,
        product.adherence is None or 0 <= product.adherence <= 1,
        product.spf is None or 1 <= product.spf <= STRONGEST_SPF,
        all(one.percent is None or 0 < one.percent <= 100 for one in product.ingredients),
    )
    if not all(numbers):
        raise ValueRefused(
            f"{product.name!r} has a number that cannot be.",
            hint="A product is used up to 70 times a week, its strengths are above 0 and up to 100 percent, its SPF is "
            "1 to 110, and adherence is a share of 0 to 1.",
        )
    days = [product.opened_on, *([] if product.stopped_on is None else [product.stopped_on])]
    if max(days) > today or days != sorted(days) or days[0].year < owner.person.birth_year:
        raise DateRefused(
            f"{product.name!r} cannot have been begun or stopped on that day.",
            hint="A product is stopped after it was begun, and neither is in the future or before the person was born.",
        )


def _join(ingredients: Iterable[Ingredient]) -> tuple[Ingredient, ...]:
    """Name ingredients as the catalog does; several spellings of one are added up, as far as strengths were told."""
    known = active_names()
    percents: dict[str, list[float]] = {}
    for one in ingredients:
        name = known.get(one.active) or known.get(one.active.strip().casefold()) or known.get(fold(one.active))
        if name is None:
            raise ValueRefused(
                f"There is no active ingredient called {one.active!r}.{nearest(one.active, known)}",
                hint="See all of them with `skincast product actives`.",
            )
        percents.setdefault(name, []).extend([] if one.percent is None else [float(one.percent)])
    return tuple(Ingredient(active=name, percent=math.fsum(told) if told else None) for name, told in percents.items())


def _require_free(fresh: Product, products: Iterable[Product]) -> None:
    same = [one for one in products if fold(one.name) == fold(fresh.name)]
    if fresh.stopped_on is None and any(one.stopped_on is None for one in same):
        raise ValueRefused(
            f"A product called {fresh.name!r} is in use already.",
            hint="Stop it first, change it, or give the other one another name.",
        )


def insert_product(connection: Connection, owner: Owner, product: Product) -> None:
    """Insert a product as it is."""
    row = {"id": product.id, "person_pk": owner.pk, "sealed": _seal(owner, product)}
    connection.execute(insert(table).values(row))


def _update(connection: Connection, owner: Owner, product: Product) -> None:
    mine = update(table).where(table.c.person_pk == owner.pk, table.c.id == product.id)
    connection.execute(mine.values(sealed=_seal(owner, product)))


def _seal(owner: Owner, product: Product) -> bytes:
    facts = {
        "name": product.name,
        "ingredients": [[one.active, one.percent] for one in product.ingredients],
        "times_per_week": product.times_per_week,
        "opened_on": product.opened_on.isoformat(),
        "stopped_on": None if product.stopped_on is None else product.stopped_on.isoformat(),
        "adherence": product.adherence,
        "spf": product.spf,
    }
    return seal(owner.cipher, facts, about=about("product", product.id))


def _read(owner: Owner, product_id: str, sealed: bytes) -> Product:
    facts = unseal(owner.cipher, sealed, about=about("product", product_id))
    stopped_on = facts.pop("stopped_on")
    return Product(
        id=product_id,
        ingredients=tuple(Ingredient(active=active, percent=percent) for active, percent in facts.pop("ingredients")),
        opened_on=date.fromisoformat(facts.pop("opened_on")),
        stopped_on=None if stopped_on is None else date.fromisoformat(stopped_on),
        **facts,
    )
