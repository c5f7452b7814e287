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
from skincast.cli.counting import counted
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
        Path,
        typer.Option("--out", metavar="DIR", help="Gets the demo's journal, its key, its selfies, and what is drawn."),
    ] = DEFAULT_OUT,
) -> None:
    """Keep the journal of a person who does not exist.

    Ninety days with a selfie a week, all of it made up by `skincast twin` and read as yours would be. The page shows
    what was measured and, beside it, what is true. An earlier demo in the folder is replaced, nothing else.
    """
    tell("Making up ninety days with a selfie a week, and reading every selfie; this takes about half a minute.")
    with counted("Taking and reading selfies") as progress:
        journey = chains.make_journey(out, today=today_in(FALLBACK_ZONE), progress=progress)
    try:
        _show(journey, out)
    finally:
        journey.journal.store.engine.dispose()


def _show(journey: Journey, out: Path) -> None:
    write_text(out / HISTORY, report.render_history(journey.history, truth=journey.truth))
    written = [out / HISTORY, *write_change(journey.change, out)]
    screen = stdout()
    screen.print(report.draw_history(journey.history, width=screen.width))
    for path in written:
        typer.echo(f"Written: {path}")
    typer.echo(f"Selfies: {len(journey.selfies)} in {journey.selfies[0].parent}")
    tell("Nobody here exists. The life was chosen to be worth seeing: it shows a journal, not what a cream does.")
