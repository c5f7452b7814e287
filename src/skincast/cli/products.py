"""Commands about what a person puts on their skin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from skincast.catalog import actives
from skincast.cli.app import app
from skincast.cli.arguments import AsJson, OnDay, PersonName
from skincast.cli.clocks import read_day, today_in
from skincast.cli.screen import print_json, print_table, tell
from skincast.cli.session import opened_for
from skincast.types import Ingredient

if TYPE_CHECKING:
    from skincast.types import Product

EVERY_DAY = 7.0

group = typer.Typer(name="product", help="Log what is put on the skin, from when to when.", no_args_is_help=True)
app.add_typer(group)

ProductName = Annotated[str, typer.Argument(metavar="NAME", help="What the person calls the product.")]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--active",
        metavar='"NAME %"',
        help='An active ingredient, with its strength if known: "azelaic acid 10". Again for each; '
        "`product actives` lists all.",
    ),
]
Times = Annotated[
    float | None, typer.Option("--times", metavar="N", help="Uses a week: 7 every day, 14 morning and evening.")
]
Spf = Annotated[float | None, typer.Option("--spf", metavar="N", help="Sun protection factor.")]
Adherence = Annotated[
    float | None,
    typer.Option("--adherence", metavar="SHARE", help="Share of these uses that really happen, 0 to 1."),
]


@group.command()
def add(
    context: typer.Context,
    person: PersonName,
    name: ProductName,
    *,
    active: With = None,
    times: Times = EVERY_DAY,
    opened: Annotated[str, typer.Option("--opened", metavar="DATE", help="Day of the first use.")] = "today",
    spf: Spf = None,
    adherence: Adherence = None,
    as_json: AsJson = False,
) -> None:
    """Begin with a product."""
    with opened_for(context, person) as (journal, owner):
        zone = owner.person.zone
        product = journal.products.add(
            owner,
            name,
            _ingredients(active or ()),
            times_per_week=EVERY_DAY if times is None else times,
            opened_on=read_day(opened, zone=zone),
            today=today_in(zone),
            spf=spf,
            adherence=adherence,
        )
    _print(product, as_json=as_json)


@group.command()
def change(
    context: typer.Context,
    person: PersonName,
    name: ProductName,
    *,
    active: With = None,
    times: Times = None,
    on: OnDay = "today",
    spf: Spf = None,
    adherence: Adherence = None,
    as_json: AsJson = False,
) -> None:
    """Use a product differently from a day on.

    The use until then stays in the journal.
    """
    with opened_for(context, person) as (journal, owner):
        zone = owner.person.zone
        product = journal.products.change(
            owner,
            name,
            on=read_day(on, zone=zone),
            today=today_in(zone),
            times_per_week=times,
            ingredients=None if active is None else _ingredients(active),
            adherence=adherence,
            spf=spf,
        )
    _print(product, as_json=as_json)


@group.command()
def stop(
    context: typer.Context, person: PersonName, name: ProductName, *, on: OnDay = "today", as_json: AsJson = False
) -> None:
    """Stop using a product; the day is the first one without it."""
    with opened_for(context, person) as (journal, owner):
        zone = owner.person.zone
        product = journal.products.stop(owner, name, on=read_day(on, zone=zone), today=today_in(zone))
    _print(product, as_json=as_json)


@group.command()
def forget(context: typer.Context, person: PersonName, name: ProductName) -> None:
    """Delete a product as if it had never been logged."""
    with opened_for(context, person) as (journal, owner):
        gone = journal.products.remove(owner, name)
    typer.echo(f"{gone.name}, in use since {gone.opened_on}, is deleted.")


@group.command("list")
def list_products(context: typer.Context, person: PersonName, *, as_json: AsJson = False) -> None:
    """List all products, those of the past too."""
    with opened_for(context, person) as (journal, owner):
        products = journal.products.all(owner)
    if as_json:
        rows = [_describe(one) for one in products]
        print_json({"schema": "skincast.products/1", "person": owner.person.id, "products": rows})
    elif products:
        headings = ("Product", "With", "Uses a week", "From", "Until")
        print_table(headings, [_row(one) for one in products])
    else:
        tell(f"{owner.person.name} has logged no product yet.")


@group.command("actives")
def list_actives() -> None:
    """List the active ingredients that are known by name."""
    rows = [(one.name, one.kind.replace("_", " "), ", ".join((*one.inci, *one.aliases))) for one in actives().values()]
    print_table(("Name", "Kind", "Also called"), rows)


def _ingredients(words: Sequence[str]) -> list[Ingredient]:
    return [_ingredient(one) for one in words]


def _ingredient(words: str) -> Ingredient:
    """Read `azelaic acid 10`, `retinol 0,3 %` or `ceramides`: a number at the end is the strength."""
    plain = words.strip().removesuffix("%").strip()
    name, _, last = plain.rpartition(" ")
    try:
        return Ingredient(active=name.strip(), percent=float(last.replace(",", "."))) if name else _unknown(plain)
    except ValueError:
        return _unknown(plain)


def _unknown(name: str) -> Ingredient:
    """An ingredient whose strength was not told."""
    return Ingredient(active=name, percent=None)


def _print(product: Product, *, as_json: bool) -> None:
    if as_json:
        print_json({"schema": "skincast.product/1", **_describe(product)})
        return
    _, contents, _, begun, ended = _row(product)
    until = f" until {ended}" if ended else ""
    holds = f", with {contents}" if contents else ""
    really = "" if product.adherence is None else f", {100 * product.adherence:.0f} % of them really"
    typer.echo(f"{product.name}{holds}: {product.times_per_week:g} times a week{really}, from {begun}{until}.")


def _row(product: Product) -> tuple[str, ...]:
    return (
        product.name,
        ", ".join([*map(_say, product.ingredients), *([] if product.spf is None else [f"SPF {product.spf:g}"])]),
        f"{product.times_per_week:g}"
        + ("" if product.adherence is None else f", {100 * product.adherence:.0f} % of them"),
        str(product.opened_on),
        "" if product.stopped_on is None else str(product.stopped_on),
    )


def _say(one: Ingredient) -> str:
    label = actives()[one.active].label
    return label if one.percent is None else f"{label} {one.percent:g} %"


def _describe(product: Product) -> dict[str, object]:
    return {
        "id": product.id,
        "name": product.name,
        "ingredients": [{"active": one.active, "percent": one.percent} for one in product.ingredients],
        "spf": product.spf,
        "times_per_week": product.times_per_week,
        "opened_on": product.opened_on.isoformat(),
        "stopped_on": None if product.stopped_on is None else product.stopped_on.isoformat(),
        "adherence": product.adherence,
    }
