"""The command that brings in weather, air and UV of where a person lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli import chains
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.clocks import now, read_day, today_in
from skincast.cli.imports import group
from skincast.cli.screen import as_typed, print_json, say_count, tell
from skincast.cli.session import opened_for
from skincast.settings import read_settings

if TYPE_CHECKING:
    from datetime import date

    from skincast.cli.chains import Journal, Owner, Surroundings, WeatherService


@group.command()
def environment(
    context: typer.Context,
    person: PersonName,
    *,
    first: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="First day. [default: of the journal, as far as the place is known]"
        ),
    ] = None,
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Last day, up to 14 days ahead; those are planned values.")
    ] = "today",
    as_json: AsJson = False,
) -> None:
    """Bring in weather, air and UV of where the person lives.

    A service is asked only with the consent `weather`. Without it, UV is computed from the height of the sun.
    """
    with opened_for(context, person) as (journal, owner):
        zone = owner.person.zone
        days = _first_day(journal, owner) if first is None else read_day(first, zone=zone), read_day(last, zone=zone)
        found = chains.gather_surroundings(journal, owner, *days, now=now(), service=_service())
    counts = {
        "added": found.gathered.added,
        "changed": found.gathered.changed,
        "unchanged": found.gathered.unchanged,
        "refused": len(found.gathered.refused),
    }
    if as_json:
        span = {"from": days[0].isoformat(), "to": days[1].isoformat(), "service_asked": found.asked}
        print_json({"schema": "skincast.import_environment/1", **span, **counts, "notices": list(found.notices)})
        return
    _say(found, owner.person.name)
    added = say_count(counts["added"], "value")
    typer.echo(
        f"{days[0]} to {days[1]}: {added} added, {counts['changed']} changed, {counts['unchanged']} already there, "
        f"{counts['refused']} refused."
    )


def _say(found: Surroundings, name: str) -> None:
    for notice in found.notices:
        tell(f"note: {notice}")
    for one in found.gathered.refused:
        tell(f"refused {one.reading.day} {one.reading.factor} [{one.error.code}]: {one.error.message}")
    if not found.asked:
        tell(
            "No service was asked: UV is computed, weather and air are not known. To ask one: "
            f"skincast consent grant {as_typed(name)} weather"
        )


def _first_day(journal: Journal, owner: Owner) -> date:
    """The first day of which anything is known, but not before the person's first known place."""
    history = journal.history(owner)
    known = [day.day for day in history.days[:1]]
    known += [visit.at.date() for visit in history.visits[:1]]
    first = min(known, default=today_in(owner.person.zone))
    return max([first, *(place.since for place in history.places[:1])])


def _service() -> WeatherService:
    settings = read_settings()
    return chains.WeatherService(
        weather_url=settings.weather_url,
        weather_history_url=settings.weather_history_url,
        air_url=settings.air_url,
    )
