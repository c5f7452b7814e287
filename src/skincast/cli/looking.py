"""Commands that look at what is in a journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli.app import app
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.clocks import read_day
from skincast.cli.files import write_text
from skincast.cli.screen import as_typed, stdout, tell
from skincast.cli.session import opened_for
from skincast.errors import HistoryMissing, OutputUnwritable
from skincast.report.history import draw_history, history_json, plot_history, render_history

if TYPE_CHECKING:
    from collections.abc import Callable

    from skincast.types import History

DRAWINGS: dict[str, Callable[[History], str]] = {".html": render_history, ".svg": plot_history}

FirstDay = Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day to show.")]
LastDay = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day to show.")]


@app.command()
def history(
    context: typer.Context,
    person: PersonName,
    *,
    as_json: AsJson = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Write a picture: FILE.html, a page, or FILE.svg, the plot alone."),
    ] = None,
    since: FirstDay = None,
    until: LastDay = None,
) -> None:
    """Show how the scores went, and what was logged beside them."""
    draw = None if plot is None else _drawing_for(plot)
    with opened_for(context, person) as (journal, owner):
        zone = owner.person.zone
        first, last = (None if words is None else read_day(words, zone=zone) for words in (since, until))
        found = journal.history(owner, detail=True, since=first, until=last)
    _require_visits(found, within=first is not None or last is not None)
    if plot is not None and draw is not None:
        write_text(plot, draw(found))
        tell(f"Written: {plot}. It holds a person's journal: share it as you would a diary.")
    if as_json:
        typer.echo(history_json(found))
    elif plot is None:
        screen = stdout()
        screen.print(draw_history(found, width=screen.width))
        tell(f"As a picture: skincast history {as_typed(found.person.name)} --plot history.html")


def _drawing_for(plot: Path) -> Callable[[History], str]:
    draw = DRAWINGS.get(plot.suffix.casefold())
    if draw is None:
        raise OutputUnwritable(
            f"A plot is a page or a picture, and {plot.name} is neither.",
            hint="Name a file that ends in .html or .svg.",
        )
    return draw


def _require_visits(found: History, *, within: bool) -> None:
    if found.visits:
        return
    if found.older:
        raise HistoryMissing(
            f"All {found.older} visits were measured by another version, whose numbers do not compare with today's.",
            hint="Measure kept photos again with `skincast remeasure PERSON`.",
        )
    when = " in these days" if within else " yet"
    raise HistoryMissing(
        f"{found.person.name} has no visit{when}.", hint="The first photo begins it: `skincast visit PERSON PHOTO`."
    )
