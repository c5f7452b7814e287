"""The command that sets two visits side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from skincast import report
from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.clocks import read_day
from skincast.cli.files import write_bytes, write_text
from skincast.cli.screen import stdout, tell
from skincast.cli.session import opened_for

if TYPE_CHECKING:
    from skincast.types import Change, Mask

PAGE, DOCUMENT = "change.html", "change.json"

Day = Annotated[str, typer.Argument(metavar="DATE", help="Day of a visit: 2026-03-01, today or yesterday.")]


@app.command()
def compare(
    context: typer.Context,
    person: PersonName,
    before: Day,
    after: Day,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write a page, the pictures and the JSON there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set two visits side by side.

    Scores, what became of spots, and a map of what changed. The map needs kept photos of both visits. Of several
    visits on a day the last one counts.
    """
    with opened_for(context, person) as (journal, owner):
        days = [read_day(words, zone=owner.person.zone) for words in (before, after)]
        change = chains.compare_days(journal, owner, *days)
    if out is not None:
        shows = "pictures of a face" if change.maps else "a person's scores"
        tell(f"Written: {', '.join(map(str, write_change(change, out)))}. They hold {shows}: share them accordingly.")
    regions = _find_regions()
    if as_json:
        typer.echo(report.change_json(change, regions=regions))
        return
    screen = stdout()
    screen.print(report.draw_change(change, width=screen.width, regions=regions))
    if out is None:
        tell("As a page with pictures: --out DIR" if change.maps else "As a page: --out DIR")


def write_change(change: Change, out: Path) -> list[Path]:
    """Write a comparison as a page, a document and, where photos were kept, a picture of each pigment.

    Returns:
        The files, the page first.

    Raises:
        OutputUnwritable: they cannot be written.
    """
    regions = _find_regions()
    write_text(out / PAGE, report.render_change(change, regions=regions))
    write_text(out / DOCUMENT, report.change_json(change, regions=regions) + "\n")
    pictures = {out / f"{pigment}.png": pigment for pigment in change.maps}
    for path, pigment in pictures.items():
        write_bytes(path, report.draw_change_map(change, pigment))
    return [out / PAGE, out / DOCUMENT, *pictures]


def _find_regions() -> dict[str, Mask]:
    """Where each region lies on the atlas."""
    labels = chains.atlas_regions()
    return {name: np.asarray(labels == place) for place, name in enumerate(chains.region_names()) if name}
