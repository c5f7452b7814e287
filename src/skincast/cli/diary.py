"""Commands about days: what was logged, and what may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter

from skincast.catalog import Factor, factors
from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import NUMBERS_MAY_BE_NEGATIVE, AsJson, OnDay, PersonName
from skincast.cli.clocks import read_day, today_in
from skincast.cli.screen import as_typed, print_json, print_table, tell
from skincast.cli.session import opened_for
from skincast.cli.values import read_value, say_range, say_value
from skincast.errors import HistoryMissing, ValueRefused
from skincast.report.history.words import name_source
from skincast.types import PERSON, Reading

if TYPE_CHECKING:
    from datetime import date

    from skincast.cli.chains import Journal, Owner
    from skincast.types import DayValue

LONGEST_SHOWN = 16
"""Characters of a factor's name in a list."""


@app.command(context_settings=NUMBERS_MAY_BE_NEGATIVE)
def log(
    context: typer.Context,
    person: PersonName,
    factor: Annotated[
        str | None, typer.Argument(metavar="FACTOR", help="What it is, such as sleep or stress; `factors` lists all.")
    ] = None,
    value: Annotated[
        list[str] | None, typer.Argument(metavar="VALUE", help="A number, yes or no, or a word of the scale.")
    ] = None,
    *,
    on: OnDay = "today",
    forget: Annotated[bool, typer.Option("--forget", help="Delete what the person logged for this factor.")] = False,
    as_json: AsJson = False,
) -> None:
    """Log what a day was like, or show it.

    Without FACTOR, shows all that is known of the day. A value that was logged before is replaced. A night belongs to
    the day on which it ends.
    """
    with opened_for(context, person) as (journal, owner):
        day = read_day(on, zone=owner.person.zone)
        if factor is None:
            _show(journal, owner, day, as_json=as_json)
            return
        row = chains.find_factor(factor)
        if forget:
            said = _forget(journal, owner, row, day)
        else:
            said = _log(journal, owner, row, day, _require_value(row, value))
        if as_json:
            print_json(_describe_day(journal, owner, day))
        else:
            typer.echo(said)


@app.command("factors")
def list_factors(
    *, as_json: Annotated[bool, typer.Option("--json", help="The whole catalog as JSON.")] = False
) -> None:
    """List what can be logged about a day, and in which unit."""
    if as_json:
        typer.echo(TypeAdapter(list[Factor]).dump_json(list(factors().values()), indent=2).decode())
        return
    rows = [(_short(row), row.label, say_range(row), _origin(row)) for row in factors().values()]
    print_table(("Name", "What it is", "A day can have", "Known from"), rows)
    tell("All names, what each value counts, and what is known of its effect on skin: --json and docs/factors.md")


def _require_value(row: Factor, value: list[str] | None) -> float:
    if not value:
        raise ValueRefused(
            f"{row.question or row.meaning} {row.label} needs a value: {say_range(row)}.",
            hint="Say it after the factor: `skincast log PERSON FACTOR VALUE`. See the day with `skincast log PERSON`.",
        )
    return read_value(row, " ".join(value))


def _log(journal: Journal, owner: Owner, row: Factor, day: date, value: float) -> str:
    before = _own_value(journal, owner, row, day)
    journal.days.log_one(
        owner, Reading(factor=row.name, day=day, value=value, source=PERSON), today=today_in(owner.person.zone)
    )
    said = f"{row.label}: {say_value(row, value)} on {day}"
    return said if before is None or before == value else f"{said}; it was {say_value(row, before)}"


def _forget(journal: Journal, owner: Owner, row: Factor, day: date) -> str:
    if not journal.days.remove(owner, factor=row.name, day=day):
        raise HistoryMissing(
            f"{owner.person.name} has logged no value for {row.label} on {day}.",
            hint="See what was logged with `skincast log PERSON --on DATE`.",
        )
    known = {name: one for found in journal.days.between(owner, day, day) for name, one in found.values.items()}
    other = known.get(row.name)
    left = "" if other is None else f"; now {say_value(row, other.value)} counts, from {name_source(other.source)}"
    return f"{row.label}: forgotten on {day}{left}"


def _own_value(journal: Journal, owner: Owner, row: Factor, day: date) -> float | None:
    own = [one for one in journal.days.readings(owner, day, day) if one.factor == row.name and one.source == PERSON]
    return own[0].value if own else None


def _show(journal: Journal, owner: Owner, day: date, *, as_json: bool) -> None:
    if as_json:
        print_json(_describe_day(journal, owner, day))
        return
    values = _values_of(journal, owner, day)
    notes = [note for note in journal.notes.all(owner) if note.day == day]
    if values:
        rows = [(factors()[name].label, _say(name, one), name_source(one.source)) for name, one in values.items()]
        print_table((f"{day}", "Value", "From"), rows)
    for note in notes:
        typer.echo(f"Note: {note.text}")
    if not values and not notes:
        typer.echo(f"Nothing is known of {day}.")
    open_names = [_short(row) for row in factors().values() if row.question and row.name not in values]
    tell(f"Can still be logged: {', '.join(open_names)}.")
    tell(f"For example: skincast log {as_typed(owner.person.name)} sleep 7.5 --on {day}")


def _values_of(journal: Journal, owner: Owner, day: date) -> dict[str, DayValue]:
    """What counts of each factor, in the order of the catalog."""
    known = {name: one for found in journal.days.between(owner, day, day) for name, one in found.values.items()}
    return {name: known[name] for name in factors() if name in known}


def _describe_day(journal: Journal, owner: Owner, day: date) -> dict[str, object]:
    return {
        "schema": "skincast.day/1",
        "person": owner.person.id,
        "day": day.isoformat(),
        "values": {
            name: {
                "value": one.value,
                "unit": factors()[name].unit,
                "source": one.source,
                "planned": one.planned,
            }
            for name, one in _values_of(journal, owner, day).items()
        },
        "notes": [{"id": note.id, "text": note.text} for note in journal.notes.all(owner) if note.day == day],
    }


def _say(name: str, one: DayValue) -> str:
    return say_value(factors()[name], one.value) + (" (planned)" if one.planned else "")


def _short(row: Factor) -> str:
    """What is easiest to type: the name without its unit, as `sleep` for `sleep_hours`, or a short alias."""
    words = set(row.name.split("_"))
    plain = next((alias for alias in row.aliases if set(alias.split("_")) <= words), row.name)
    return plain if len(plain) <= LONGEST_SHOWN else min(row.aliases, key=len, default=plain)


def _origin(row: Factor) -> str:
    if row.derived_from is not None:
        return f"computed from {_short(factors()[row.derived_from])}"
    return "you" if row.question else "devices, services"
