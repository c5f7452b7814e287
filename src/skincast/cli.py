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
from skincast.errors import FileUnreadable, SkincastError

if TYPE_CHECKING:
    from skincast.report.contract import Part, QualityFacts

DONE, OUR_BUG, USAGE, REFUSED, MODEL, UNREADABLE = 0, 1, 2, 3, 5, 6
WORST_FIRST = (OUR_BUG, MODEL, USAGE, UNREADABLE, REFUSED, DONE)
WORDS = {DONE: "done", REFUSED: "refused", UNREADABLE: "unreadable", USAGE: "not written", OUR_BUG: "failed, our bug"}

MOST_OF_A_BUG = 300
"""Characters: one line in a bug report is enough."""

REPORT_IT = "Please report this line and what `skincast --version` says; --debug shows where it happened."

DEFAULT_OUT = Path("skincast_out")

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
    bool, typer.Option("--json", help="JSON on stdout: one object for one photo, one line each for many, errors too.")
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
        analysis = skincast.analyze(_require_photo(photo), closeup=closeup)
        document = report.describe(analysis, landmarks=landmarks)
        page = None
        if folder is not None:
            shared = stems[photo.stem.casefold()] > 1
            stem = report.choose_stem(folder, photo.stem, sha256=document.photo.sha256, shared=shared)
            page = analysis.save(folder, stem=stem, landmarks=landmarks) / report.PAGE
        _say_notices(document.quality, document.notices, photo="" if alone else f" {photo.name}")
        if as_json:
            _print_json(document if alone else report.describe_line(document, file=_as_given(photo)), alone=alone)
            return _code_of(document.quality)
        if alone and document.quality.accepted:
            screen = _stdout()
            screen.print(report.draw_scores(document, width=screen.width))
        typer.echo(f"Report: {page}" if alone else f"{photo.name}: {page}")
        return _code_of(document.quality)

    _leave(_do_each(photos, work, as_json=as_json, debug=bool(context.obj)))


@app.command()
def check(context: typer.Context, photos: Photos, *, as_json: AsJson = False, closeup: Closeup = False) -> None:
    """Tell whether each photo could be scored.

    Says what would make it better; measures nothing.
    """
    alone = len(photos) == 1
    checked = []

    def work(photo: Path) -> int:
        quality = skincast.check(_require_photo(photo), closeup=closeup)
        document = report.describe_check(quality, file=_as_given(photo))
        checked.append((photo.name, document.quality))
        _say_notices(document.quality, (), photo="" if alone else f" {photo.name}")
        if as_json:
            _print_json(document, alone=alone)
        return _code_of(document.quality)

    codes = _do_each(photos, work, as_json=as_json, debug=bool(context.obj))
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
        screen = _stdout()
        screen.print(report.draw_catalog(width=screen.width))


def _require_photo(photo: Path) -> Path:
    """Tell a folder from a photo before anything is read."""
    if photo.is_dir():
        raise FileUnreadable("This is a folder.", hint="Name the photos, for example folder/*.jpg.")
    return photo


def _do_each(photos: Sequence[Path], work: Callable[[Path], int], *, as_json: bool, debug: bool) -> list[int]:
    """Work on each photo; one that fails does not stop the rest, unless they would all fail alike."""

    def print_error(photo: Path, code: str, message: str, hint: str) -> None:
        if as_json:
            line = report.describe_error(code, message, hint, file=_as_given(photo))
            _print_json(line, alone=len(photos) == 1)

    codes = []
    for photo in _with_progress(photos):
        try:
            codes.append(work(photo))
        except SkincastError as error:
            print_error(photo, error.code, error.message, error.hint)
            if error.exit_code == MODEL:
                raise
            _say_error(error, photo=photo)
            codes.append(error.exit_code)
        except Exception as error:  # noqa: BLE001 - our bug with one photo must not cost the person the others
            _say_bug(error, photo=photo, debug=debug)
            print_error(photo, "bug", _describe_bug(error), REPORT_IT)
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


def _code_of(quality: QualityFacts) -> int:
    return DONE if quality.accepted else REFUSED


def _as_given(photo: Path) -> str:
    """The path as it was given; bytes of a name that are no text become question marks."""
    return str(photo).encode("utf-8", "replace").decode()


def _print_json(document: Part, *, alone: bool) -> None:
    typer.echo(report.to_json(document, indent=2 if alone else None))


def _say_notices(quality: QualityFacts, notices: Iterable[str], *, photo: str) -> None:
    """Say what refused a photo and what else to know, or what to know about an accepted one."""
    for note in report.gather_notes(quality):
        other = "left out" if note.left_out and quality.accepted else "note" if quality.accepted else "also"
        word = "refused" if note.refuses else other
        advice = note.advice.replace("use the close-up mode", "use --closeup")
        _tell(f"{word}{photo} [{note.code}]: {note.message} {advice}".rstrip())
    said = {problem.code for problem in quality.problems}
    for code in notices:
        if code not in said:
            _tell(f"note{photo} [{code}]: {report.give_notice(code)}")


def _say_error(error: SkincastError, *, photo: Path | None = None) -> None:
    where = "" if photo is None else f"{photo.name}: "
    _tell(f"error [{error.code}]: {where}{error.message}", style="bold")
    _tell(f"hint: {error.hint}")


def _say_bug(error: Exception, *, debug: bool, photo: Path | None = None) -> None:
    if debug:
        traceback.print_exception(error)
    where = "" if photo is None else f" with {photo.name}"
    _tell(
        f"error [bug]: this is a bug of Skincast{where}, not your fault: {_describe_bug(error)}. {REPORT_IT}",
        style="bold",
    )


def _describe_bug(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:MOST_OF_A_BUG]


def _tell(line: str, *, style: str = "") -> None:
    _stderr().print(Text(line, style=style), soft_wrap=True)


def _stdout() -> Console:
    return Console(highlight=False)


def _stderr() -> Console:
    return Console(stderr=True, highlight=False)
