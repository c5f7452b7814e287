"""Products: what is in them, how often, and from when to when."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from tests.journal import making

from skincast.errors import DateRefused, JournalDamaged, ProductUnknown, ValueRefused
from skincast.journal import Journal, Owner
from skincast.journal.products import find_product
from skincast.journal.schema import product as table
from skincast.types import Ingredient, Product

TODAY = making.NOW.date()
MARCH = date(2026, 3, 1)


def add(journal: Journal, owner: Owner, name: str = "Night cream", **changes: Any) -> Product:
    given: dict[str, Any] = {
        "ingredients": [Ingredient(active="retinol", percent=0.3)],
        "times_per_week": 7,
        "opened_on": MARCH,
        "today": TODAY,
    }
    return journal.products.add(owner, name, **{**given, **changes})


def test_comes_back_as_added(journal: Journal, owner: Owner) -> None:
    cream = add(journal, owner, " Night   cream ", adherence=0.8)
    screen = add(journal, owner, "Sunscreen", ingredients=[], times_per_week=14, spf=50, opened_on=TODAY)
    assert cream == Product(
        id=cream.id,
        name="Night cream",
        ingredients=(Ingredient(active="retinol", percent=0.3),),
        times_per_week=7.0,
        opened_on=MARCH,
        stopped_on=None,
        adherence=0.8,
        spf=None,
    )
    assert journal.products.all(owner) == (cream, screen)


def test_ingredients_answer_to_what_packages_say(journal: Journal, owner: Owner) -> None:
    told = [
        Ingredient(active="Retinyl Palmitate", percent=0.5),
        Ingredient(active="retinyl acetate", percent=0.25),
        Ingredient(active="vitamin_a", percent=None),
    ]
    assert add(journal, owner, ingredients=told).ingredients == (
        Ingredient(active="retinyl_esters", percent=0.75),
        Ingredient(active="retinol", percent=None),
    )


def test_an_unknown_ingredient_names_the_nearest(journal: Journal, owner: Owner) -> None:
    with pytest.raises(ValueRefused, match="Did you mean 'retinol'"):
        add(journal, owner, ingredients=[Ingredient(active="retinoll", percent=1)])


def test_what_cannot_be_is_refused(journal: Journal, owner: Owner) -> None:
    wrong: list[dict[str, Any]] = [
        {"times_per_week": 0},
        {"times_per_week": 71},
        {"times_per_week": math.nan},
        {"adherence": 1.01},
        {"adherence": -0.01},
        {"spf": 0.5},
        {"spf": 200},
        {"ingredients": [Ingredient(active="retinol", percent=0.0)]},
        {"ingredients": [Ingredient(active="retinol", percent=100.1)]},
        {"name": ""},
        {"name": "x" * 101},
    ]
    for changes in wrong:
        with pytest.raises(ValueRefused):
            add(journal, owner, **changes)
    assert journal.products.all(owner) == ()


def test_days_that_cannot_be_are_refused(journal: Journal, owner: Owner) -> None:
    wrong: list[dict[str, Any]] = [
        {"opened_on": TODAY + timedelta(days=1)},
        {"opened_on": date(1989, 12, 31)},
        {"stopped_on": MARCH - timedelta(days=1)},
        {"stopped_on": TODAY + timedelta(days=1)},
    ]
    for changes in wrong:
        with pytest.raises(DateRefused):
            add(journal, owner, **changes)
    assert journal.products.all(owner) == ()


def test_a_name_is_in_use_once(journal: Journal, owner: Owner) -> None:
    add(journal, owner, stopped_on=TODAY)
    second = add(journal, owner, "NIGHT cream", opened_on=TODAY)
    with pytest.raises(ValueRefused, match="in use already"):
        add(journal, owner, "night-cream", opened_on=TODAY)
    assert journal.products.stop(owner, "night cream", on=TODAY, today=TODAY).id == second.id


def test_is_stopped_by_name_or_id(journal: Journal, owner: Owner) -> None:
    cream, gel = add(journal, owner), add(journal, owner, "Gel")
    stopped = journal.products.stop(owner, "NIGHT CREAM", on=TODAY, today=TODAY)
    assert stopped == replace(cream, stopped_on=TODAY)
    assert journal.products.stop(owner, gel.id, on=MARCH, today=TODAY) == replace(gel, stopped_on=MARCH)
    with pytest.raises(DateRefused):
        journal.products.stop(owner, cream.id, on=MARCH - timedelta(days=1), today=TODAY)
    with pytest.raises(DateRefused):
        journal.products.stop(owner, cream.id, on=TODAY + timedelta(days=1), today=TODAY)
    assert stopped in journal.products.all(owner)


def test_a_change_ends_the_old_use_and_begins_a_new_one(journal: Journal, owner: Owner) -> None:
    cream = add(journal, owner, adherence=0.5)
    april = date(2026, 4, 1)
    stronger = [Ingredient(active="retinol", percent=1.0)]
    new = journal.products.change(owner, "night cream", on=april, today=TODAY, times_per_week=3, ingredients=stronger)
    assert new == replace(
        cream, id=new.id, times_per_week=3, ingredients=tuple(stronger), opened_on=april, stopped_on=None
    )
    assert new.id != cream.id
    assert journal.products.all(owner) == (replace(cream, stopped_on=april), new)
    assert journal.products.change(owner, cream.name, on=TODAY, today=TODAY, adherence=1.0).times_per_week == 3


def test_a_change_on_the_first_day_corrects(journal: Journal, owner: Owner) -> None:
    cream = add(journal, owner)
    fixed = journal.products.change(owner, cream.id, on=MARCH, today=TODAY, spf=15)
    assert fixed == replace(cream, spf=15)
    assert journal.products.all(owner) == (fixed,)


def test_a_change_that_cannot_be_changes_nothing(journal: Journal, owner: Owner) -> None:
    cream = add(journal, owner)
    for wrong, error in (
        ({"on": MARCH - timedelta(days=1)}, DateRefused),
        ({"on": TODAY + timedelta(days=1)}, DateRefused),
        ({"on": TODAY, "times_per_week": 0.0}, ValueRefused),
        ({"on": TODAY, "ingredients": [Ingredient(active="gold", percent=1)]}, ValueRefused),
    ):
        with pytest.raises(error):
            journal.products.change(owner, cream.id, today=TODAY, **wrong)
    assert journal.products.all(owner) == (cream,)


def test_is_removed(journal: Journal, owner: Owner) -> None:
    cream = add(journal, owner)
    assert journal.products.remove(owner, "night cream") == cream
    assert journal.products.all(owner) == ()


def test_unknown_and_strange_products_are_not_there(journal: Journal, owner: Owner) -> None:
    other = making.make_owner(journal, "Ben")
    theirs = add(journal, other)
    acts: list[Callable[[], object]] = [
        lambda: journal.products.stop(owner, theirs.id, on=TODAY, today=TODAY),
        lambda: journal.products.change(owner, theirs.name, on=TODAY, today=TODAY, spf=10),
        lambda: journal.products.remove(owner, theirs.id),
    ]
    for act in acts:
        with pytest.raises(ProductUnknown):
            act()
    assert journal.products.all(other) == (theirs,)


def test_the_one_in_use_is_meant() -> None:
    past, now = (
        Product(
            id=str(stopped),
            name="Gel",
            ingredients=(),
            times_per_week=7,
            opened_on=MARCH,
            stopped_on=stopped,
            adherence=None,
        )
        for stopped in (TODAY, None)
    )
    assert find_product([past, now], "gel") == now
    assert find_product([past], "gel") == past


def test_swapped_products_are_noticed(journal: Journal, owner: Owner) -> None:
    add(journal, owner), add(journal, owner, "Gel")
    with journal.store.writing() as connection:
        one, two = connection.execute(select(table)).all()
        connection.execute(update(table).where(table.c.pk == one.pk).values(sealed=two.sealed))
    with pytest.raises(JournalDamaged):
        journal.products.all(owner)
