"""Commands about where a person lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli.app import app
from skincast.cli.arguments import NUMBERS_MAY_BE_NEGATIVE, AsJson, PersonName
from skincast.cli.clocks import read_day
from skincast.cli.screen import print_json, print_table, tell
from skincast.cli.session import opened_for

if TYPE_CHECKING:
    from skincast.types import Place

group = typer.Typer(
    name="place", help="Say where a person lives: it tells the sun and the weather.", no_args_is_help=True
)
app.add_typer(group)


@group.command("set", context_settings=NUMBERS_MAY_BE_NEGATIVE)
def set_place(
    context: typer.Context,
    person: PersonName,
    latitude: Annotated[float, typer.Argument(metavar="LAT", help="Degrees north; south is negative.")],
    longitude: Annotated[float, typer.Argument(metavar="LON", help="Degrees east; west is negative.")],
    *,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="First day there.")] = "today",
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What the person calls it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Live somewhere from a day on. One decimal is enough: what is finer is dropped."""
    with opened_for(context, person) as (journal, owner):
        day = read_day(since, zone=owner.person.zone)
        place = journal.places.move(owner, latitude_deg=latitude, longitude_deg=longitude, since=day, label=label)
    if as_json:
        print_json({"schema": "skincast.place/1", **_describe(place)})
        return
    where = _say(place)
    typer.echo(f"{owner.person.name} lives at {where} since {day}, kept to a tenth of a degree, some ten kilometers.")


@group.command("list")
def list_places(context: typer.Context, person: PersonName, *, as_json: AsJson = False) -> None:
    """List where a person lived, and since when."""
    with opened_for(context, person) as (journal, owner):
        places = journal.places.all(owner)
    if as_json:
        rows = [_describe(one) for one in places]
        print_json({"schema": "skincast.places/1", "person": owner.person.id, "places": rows})
    elif places:
        print_table(("Since", "Where", "Called"), [(str(one.since), _say(one), one.label) for one in places])
    else:
        tell(f"It is not known where {owner.person.name} lives.")


@group.command()
def forget(
    context: typer.Context,
    person: PersonName,
    since: Annotated[str, typer.Argument(metavar="DATE", help="First day there, as `place list` shows it.")],
) -> None:
    """Delete a place."""
    with opened_for(context, person) as (journal, owner):
        day = read_day(since, zone=owner.person.zone)
        journal.places.forget(owner, since=day)
    typer.echo(f"The place since {day} is deleted.")


def _say(place: Place) -> str:
    """Degrees with their directions: 52.5 N, 13.4 E."""
    north, east = "NS"[place.latitude_deg < 0], "EW"[place.longitude_deg < 0]
    return f"{abs(place.latitude_deg):.1f} {north}, {abs(place.longitude_deg):.1f} {east}"


def _describe(place: Place) -> dict[str, object]:
    return {
        "since": place.since.isoformat(),
        "latitude_deg": place.latitude_deg,
        "longitude_deg": place.longitude_deg,
        "label": place.label,
    }
