"""The command that shows a journal without needing anybody's photos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skincast import report
from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.clocks import FALLBACK_ZONE, today_in
from skincast.cli.comparing import write_change
from skincast.cli.files import write_text
from skincast.cli.screen import stdout, tell

if TYPE_CHECKING:
    from skincast.cli.chains import Journey

DEFAULT_OUT = Path("demo_out")
HISTORY = "history.html"


@app.command()
def demo(
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Gets the demo's journal, its key, and what is drawn of it.")
    ] = DEFAULT_OUT,
) -> None:
    """Keep the journal of a person who does not exist.

    Nine visits in twelve weeks: copies of the bundled portrait with painted spots, in other light and framing, labeled
    as such. An earlier demo in the folder is replaced, nothing else.
    """
    tell("Measuring nine made-up visits; this takes some seconds.")
    journey = chains.make_journey(out, today=today_in(FALLBACK_ZONE))
    try:
        _show(journey, out)
    finally:
        journey.journal.store.engine.dispose()


def _show(journey: Journey, out: Path) -> None:
    write_text(out / HISTORY, report.render_history(journey.history))
    written = [out / HISTORY, *write_change(journey.change, out)]
    screen = stdout()
    screen.print(report.draw_history(journey.history, width=screen.width))
    for path in written:
        typer.echo(f"Written: {path}")
    tell("These are painted copies of one portrait: they show how a journal looks, not what a cream does.")
