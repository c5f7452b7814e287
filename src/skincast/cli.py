"""The `skincast` command: results on stdout, everything else on stderr, and an exit code that says how it went."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

import skincast
from skincast import report
from skincast.catalog import Concern
from skincast.catalog import concerns as catalog
from skincast.errors import SkincastError

if TYPE_CHECKING:
    from skincast.report.contract import QualityFacts

DONE, OUR_BUG, USAGE, REFUSED, MODEL, UNREADABLE = 0, 1, 2, 3, 5, 6
WORST_FIRST = (OUR_BUG, MODEL, USAGE, UNREADABLE, REFUSED, DONE)
WORDS = {DONE: "done", REFUSED: "refused", UNREADABLE: "unreadable", USAGE: "not written", OUR_BUG: "failed, our bug"}

MOST_OF_A_BUG = 300
"""Characters: one line in a bug report is enough."""

EPILOG = (
    "Exit codes: 0 done, 1 our bug, 2 usage, 3 photo refused, 5 model or extra missing, 6 file unreadable or unsafe. "
    "Skincast describes how skin looks in a photo; it is not a diagnosis."
)

app = typer.Typer(
    name="skincast",
    help="Read a selfie, measure the skin and say how sure it is.",
    epilog=EPILOG,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Photos = Annotated[list[Path], typer.Argument(metavar="PHOTO", help="Photos: JPEG, PNG, WebP or HEIC files.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="JSON on stdout: one object for one photo, one line each for many.")
]
Closeup = Annotated[bool, typer.Option("--closeup", help="Take a photo without a face as a patch of skin.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code.

    Args:
        arguments: what the shell would give; its own arguments unless told.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        app(args=[argument for argument in given if argument != "--debug"], prog_name="skincast", obj=debug)
    except SkincastError as error:
        _say_error(error)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - the last door: what nobody foresaw is our bug, and a person needs one line
        _say_bug(error, debug=debug)
        sys.exit(OUR_BUG)
    sys.exit(DONE)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"skincast {version('skincast')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug; goes anywhere.")] = False,
) -> None:
    """Take the options that every command has; `main` looks for `--debug` itself."""


@app.command()
def analyze(
    context: typer.Context,
    photos: Photos,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where each photo gets its folder.")] = Path(
        "skincast_out"
    ),
    as_json: AsJson = False,
    closeup: Closeup = False,
    landmarks: Annotated[
        bool, typer.Option("--landmarks", help="Keep the face's landmarks in the JSON; they describe a person.")
    ] = False,
) -> None:
    """Measure the skin in each photo and write a report.

    Each photo gets a folder with analysis.json, report.html, overlay.png, skin.png and a mask for each concern.
    """
    stems = Counter(photo.stem.casefold() for photo in photos)

    def work(photo: Path) -> int:
        analysis = skincast.analyze(photo, closeup=closeup)
        document = report.describe(analysis, landmarks=landmarks)
        shared = stems[photo.stem.casefold()] > 1
        stem = report.choose_stem(out, photo.stem, sha256=document.photo.sha256, shared=shared)
        page = analysis.save(out, stem=stem, landmarks=landmarks) / report.PAGE
        _say_notices(document.quality, document.notices, photo=_named(photo, photos))
        if as_json:
            typer.echo(report.to_json(document, indent=2 if len(photos) == 1 else None))
        elif len(photos) == 1 and document.quality.accepted:
            _stdout().print(report.draw_scores(document))
        if not as_json:
            typer.echo(f"{photo.name}: {page}" if len(photos) > 1 else f"Report: {page}")
        return DONE if document.quality.accepted else REFUSED

    _leave(_do_each(photos, work, debug=bool(context.obj)))


@app.command()
def check(context: typer.Context, photos: Photos, *, as_json: AsJson = False, closeup: Closeup = False) -> None:
    """Tell whether each photo could be scored.

    Says what would make it better; measures nothing.
    """
    checked = []

    def work(photo: Path) -> int:
        document = report.describe_check(skincast.check(photo, closeup=closeup), file=photo.name)
        checked.append((photo.name, document.quality))
        _say_notices(document.quality, (), photo=_named(photo, photos))
        if as_json:
            typer.echo(report.to_json(document, indent=2 if len(photos) == 1 else None))
        return DONE if document.quality.accepted else REFUSED

    codes = _do_each(photos, work, debug=bool(context.obj))
    if checked and not as_json:
        _stdout().print(report.draw_checks(checked))
    _leave(codes)


@app.command()
def concerns(*, as_json: Annotated[bool, typer.Option("--json", help="The whole catalog as JSON.")] = False) -> None:
    """List what is measured, how and where."""
    if as_json:
        rows = TypeAdapter(list[Concern]).dump_json(list(catalog().values()), indent=2)
        typer.echo(rows.decode())
    else:
        _stdout().print(report.draw_catalog())


def _do_each(photos: Sequence[Path], work: Callable[[Path], int], *, debug: bool) -> list[int]:
    """Work on each photo; one that fails does not stop the rest, unless they would all fail alike."""
    codes = []
    for photo in _with_progress(photos):
        try:
            codes.append(work(photo))
        except SkincastError as error:
            if error.exit_code == MODEL:
                raise
            _say_error(error, photo=photo if len(photos) > 1 else None)
            codes.append(error.exit_code)
        except Exception as error:  # noqa: BLE001 - our bug with one photo must not cost the person the others
            _say_bug(error, photo=photo, debug=debug)
            codes.append(OUR_BUG)
    return codes


def _with_progress(photos: Sequence[Path]) -> Iterator[Path]:
    """Show how far it is, where somebody watches and there is something to wait for."""
    screen = _stderr()
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
        _tell(f"{len(codes)} photos: {', '.join(parts)}")
    raise typer.Exit(next((code for code in WORST_FIRST if code in codes), DONE))


def _named(photo: Path, photos: Sequence[Path]) -> str:
    """Name a photo where there are others."""
    return f" {photo.name}" if len(photos) > 1 else ""


def _say_notices(quality: QualityFacts, notices: Iterable[str], *, photo: str) -> None:
    """Say what refused a photo, else what to know about it."""
    for problem in quality.problems:
        whole = problem.refuses and problem.region is None
        if quality.accepted or whole:
            word = "refused" if whole else "left out" if problem.refuses else "note"
            _tell(f"{word}{photo} [{problem.code}]: {problem.message} {problem.advice}")
    for code in notices:
        _tell(f"note{photo} [{code}]: {report.give_notice(code)}")


def _say_error(error: SkincastError, *, photo: Path | None = None) -> None:
    where = "" if photo is None else f"{photo.name}: "
    _tell(f"error [{error.code}]: {where}{error.message}", style="bold")
    _tell(f"hint: {error.hint}")


def _say_bug(error: Exception, *, debug: bool, photo: Path | None = None) -> None:
    if debug:
        traceback.print_exception(error)
    where = "" if photo is None else f" with {photo.name}"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    _tell(
        f"error [bug]: this is a bug of Skincast{where}, not your fault: {what[:MOST_OF_A_BUG]}. "
        "Please report this line and what `skincast --version` says; --debug shows where it happened.",
        style="bold",
    )


def _tell(line: str, *, style: str = "") -> None:
    _stderr().print(Text(line, style=style), soft_wrap=True)


def _stdout() -> Console:
    return Console(highlight=False)


def _stderr() -> Console:
    return Console(stderr=True, highlight=False)
