"""Commands about photos alone: nothing is remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import TypeAdapter
from rich.progress import Progress

import skincast
from skincast import report
from skincast.catalog import Concern
from skincast.catalog import concerns as catalog
from skincast.cli.app import DONE, MODEL, OUR_BUG, REFUSED, UNREADABLE, USAGE, app
from skincast.cli.notices import as_given, require_photo, say_notices
from skincast.cli.screen import REPORT_IT, describe_bug, say_bug, say_error, stderr, stdout, tell
from skincast.errors import SkincastError

if TYPE_CHECKING:
    from skincast.report.contract import Part, QualityFacts

WORST_FIRST = (OUR_BUG, MODEL, USAGE, UNREADABLE, REFUSED, DONE)
WORDS = {DONE: "done", REFUSED: "refused", UNREADABLE: "unreadable", USAGE: "not written", OUR_BUG: "failed, our bug"}

DEFAULT_OUT = Path("skincast_out")

Photos = Annotated[list[Path], typer.Argument(metavar="PHOTO", help="Photos: JPEG, PNG, WebP or HEIC files.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="JSON on stdout: one object for one photo, one line each for many, errors too.")
]
Closeup = Annotated[bool, typer.Option("--closeup", help="Take a photo without a face as a patch of skin.")]


@app.command()
def analyze(
    context: typer.Context,
    photos: Photos,
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Where each photo gets its folder. [default: skincast_out; with --json no folder is written]",
        ),
    ] = None,
    as_json: AsJson = False,
    closeup: Closeup = False,
    landmarks: Annotated[
        bool, typer.Option("--landmarks", help="Keep the face's landmarks in the JSON; they describe a person.")
    ] = False,
) -> None:
    """Measure the skin in each photo and write a report.

    Each photo gets a folder with analysis.json, report.html, overlay.png, skin.png and a mask for each concern.
    """
    alone = len(photos) == 1
    stems = Counter(photo.stem.casefold() for photo in photos)
    folder = DEFAULT_OUT if out is None and not as_json else out

    def work(photo: Path) -> int:
        analysis = skincast.analyze(require_photo(photo), closeup=closeup)
        document = report.describe(analysis, landmarks=landmarks)
        page = None
        if folder is not None:
            shared = stems[photo.stem.casefold()] > 1
            stem = report.choose_stem(folder, photo.stem, sha256=document.photo.sha256, shared=shared)
            page = analysis.save(folder, stem=stem, landmarks=landmarks) / report.PAGE
        say_notices(document.quality, document.notices, photo="" if alone else f" {photo.name}")
        if as_json:
            _print_json(document if alone else report.describe_line(document, file=as_given(photo)), alone=alone)
            return _code_of(document.quality)
        if alone and document.quality.accepted:
            screen = stdout()
            screen.print(report.draw_scores(document, width=screen.width))
        typer.echo(f"Report: {page}" if alone else f"{photo.name}: {page}")
        return _code_of(document.quality)

    _leave(_do_each(photos, work, as_json=as_json, debug=context.obj.debug))


@app.command()
def check(context: typer.Context, photos: Photos, *, as_json: AsJson = False, closeup: Closeup = False) -> None:
    """Tell whether each photo could be scored.

    Says what would make it better; measures nothing.
    """
    alone = len(photos) == 1
    checked = []

    def work(photo: Path) -> int:
        quality = skincast.check(require_photo(photo), closeup=closeup)
        document = report.describe_check(quality, file=as_given(photo))
        checked.append((photo.name, document.quality))
        say_notices(document.quality, (), photo="" if alone else f" {photo.name}")
        if as_json:
            _print_json(document, alone=alone)
        return _code_of(document.quality)

    codes = _do_each(photos, work, as_json=as_json, debug=context.obj.debug)
    if checked and not as_json:
        stdout().print(report.draw_checks(checked))
    _leave(codes)


@app.command()
def concerns(*, as_json: Annotated[bool, typer.Option("--json", help="The whole catalog as JSON.")] = False) -> None:
    """List what is measured, how and where."""
    if as_json:
        rows = TypeAdapter(list[Concern]).dump_json(list(catalog().values()), indent=2)
        typer.echo(rows.decode())
    else:
        screen = stdout()
        screen.print(report.draw_catalog(width=screen.width))


def _do_each(photos: Sequence[Path], work: Callable[[Path], int], *, as_json: bool, debug: bool) -> list[int]:
    """Work on each photo; one that fails does not stop the rest, unless they would all fail alike."""

    def print_error(photo: Path, code: str, message: str, hint: str) -> None:
        if as_json:
            line = report.describe_error(code, message, hint, file=as_given(photo))
            _print_json(line, alone=len(photos) == 1)

    codes = []
    for photo in _with_progress(photos):
        try:
            codes.append(work(photo))
        except SkincastError as error:
            print_error(photo, error.code, error.message, error.hint)
            if error.exit_code == MODEL:
                raise
            say_error(error, photo=photo)
            codes.append(error.exit_code)
        except Exception as error:  # noqa: BLE001 - our bug with one photo must not cost the person the others
            say_bug(error, photo=photo, debug=debug)
            print_error(photo, "bug", describe_bug(error), REPORT_IT)
            codes.append(OUR_BUG)
    return codes


def _with_progress(photos: Sequence[Path]) -> Iterator[Path]:
    """Show how far it is, where somebody watches and there is something to wait for."""
    screen = stderr()
    if len(photos) < 2 or not screen.is_terminal:
        yield from photos
        return
    with Progress(console=screen, transient=True) as progress:
        yield from progress.track(photos, description="Reading photos")


def _leave(codes: Sequence[int]) -> NoReturn:
    """Count what became of the photos, and leave with the worst code."""
    if len(codes) > 1:
        counts = Counter(codes)
        parts = [f"{counts[code]} {word}" for code, word in WORDS.items() if counts[code] or code in (DONE, REFUSED)]
        tell(f"{len(codes)} photos: {', '.join(parts)}")
    raise typer.Exit(next((code for code in WORST_FIRST if code in codes), DONE))


def _code_of(quality: QualityFacts) -> int:
    return DONE if quality.accepted else REFUSED


def _print_json(document: Part, *, alone: bool) -> None:
    typer.echo(report.to_json(document, indent=2 if alone else None))
