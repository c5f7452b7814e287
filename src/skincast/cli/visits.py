"""Commands about visits: photos that are measured and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from skincast import report
from skincast.cli import chains
from skincast.cli.app import REFUSED, app
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.clocks import now, read_day, read_moment
from skincast.cli.notices import as_given, say_notices
from skincast.cli.screen import as_typed, print_json, say_error, stdout, tell
from skincast.cli.session import opened_for
from skincast.report.history import describe_history
from skincast.report.history.document import describe_visit
from skincast.report.history.tables import say_changes
from skincast.report.when import day_there

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.cli.chains import Journal, Owner, Sight
    from skincast.types import Visit

Photos = Annotated[
    list[Path],
    typer.Argument(metavar="PHOTO", help="Photos of one sitting: one, a burst, or front, left and right."),
]


@app.command()
def visit(
    context: typer.Context,
    person: PersonName,
    photos: Photos,
    *,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="When: 2026-03-01T08:00, where the person is. [default: now]"),
    ] = None,
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What to call the visit.")] = "",
    closeup: Annotated[bool, typer.Option("--closeup", help="Take a photo without a face as a patch of skin.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write a report of each photo there, as `analyze` does."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the photos of one sitting and remember the scores.

    Several photos are read together. The photos themselves are kept only if the person agreed to it.
    """
    with opened_for(context, person) as (journal, owner):
        moment = now() if at is None else read_moment(at, zone=owner.person.zone)
        journal.consents.require(owner, "journal")
        sight = chains.see_visit(photos, closeup=closeup)
        _say_what_was_seen(photos, sight, out=out)
        if sight.sitting is None:
            _leave_without(photos, sight, as_json=as_json)
        kept = chains.keep_visit(journal, owner, sight, at=moment, now=now(), label=label)
        changes = _say_changes(journal, owner, kept)
    if as_json:
        _print_visit(owner, kept, photos, sight, changes)
    else:
        _show_visit(owner, kept, sight, changes)


@app.command()
def remeasure(context: typer.Context, person: PersonName, *, as_json: AsJson = False) -> None:
    """Measure kept photos again with this version.

    Scores of different versions do not compare; afterwards those of kept photos do. Older scores stay beside them.
    """
    with opened_for(context, person) as (journal, owner):
        done = chains.remeasure(journal, owner, now=now())
    counts = {
        "measured": done.measured,
        "current": done.current,
        "not_kept": done.not_kept,
        "refused": done.refused,
    }
    if as_json:
        print_json({"schema": "skincast.remeasured/1", "person": owner.person.id, **counts})
        return
    typer.echo(
        f"Visits: {done.measured} measured again, {done.current} by this version already, {done.not_kept} without kept "
        f"photos, {done.refused} that this version does not score."
    )
    if done.not_kept or done.refused:
        tell("The scores of the last two stay in the journal, but do not compare with newer ones.")


@app.command("forget-visit")
def forget_visit(
    context: typer.Context,
    person: PersonName,
    day: Annotated[str, typer.Argument(metavar="DATE", help="Day of the visit; of several the last one.")],
) -> None:
    """Delete a visit with its scores and photos."""
    with opened_for(context, person) as (journal, owner):
        found = journal.visits.on(owner, read_day(day, zone=owner.person.zone))
        journal.visits.remove(owner, found.id)
    typer.echo(f"The visit of {owner.person.name}, {_when(found)}, is deleted.")


def _say_what_was_seen(photos: Sequence[Path], sight: Sight, *, out: Path | None) -> None:
    """Say of each photo why it was refused, and what else to know."""
    for place, (photo, analysis) in enumerate(zip(photos, sight.analyses, strict=True)):
        if analysis is None:
            say_error(sight.unreadable[place], photo=photo)
            continue
        document = report.describe(analysis)
        say_notices(document.quality, document.notices, photo="" if len(photos) == 1 else f" {photo.name}")
        if out is not None:
            stem = report.choose_stem(out, photo.stem, sha256=document.photo.sha256, shared=False)
            tell(f"Report of {photo.name}: {analysis.save(out, stem=stem) / report.PAGE}")


def _leave_without(photos: Sequence[Path], sight: Sight, *, as_json: bool) -> NoReturn:
    """Leave: there is nothing to keep."""
    if as_json:
        print_json({"schema": "skincast.visit/1", "visit": None, **_left_out(photos, sight)})
    tell("Nothing was kept: no photo could be scored." if len(photos) > 1 else "Nothing was kept.")
    codes = [error.exit_code for error in sight.unreadable.values()]
    raise typer.Exit(max(codes, default=REFUSED))


def _say_changes(journal: Journal, owner: Owner, kept: Visit) -> list[str]:
    """What really changed up to this visit; nothing where other versions measured what was before."""
    until = day_there(kept.at, kept.zone)
    document = describe_history(journal.history(owner, detail=True, until=until))
    return say_changes(document)


def _show_visit(owner: Owner, kept: Visit, sight: Sight, changes: list[str]) -> None:
    screen = stdout()
    screen.print(report.draw_scores(report.describe(_together(sight)), width=screen.width))
    if len(kept.photos) > 1:
        typer.echo(f"{len(kept.photos)} photos were read together.")
    for line in changes:
        typer.echo(line)
    typer.echo(f"Kept as a visit of {owner.person.name}, {_when(kept)}.")
    if not any(photo.kept for photo in kept.photos):
        tell(
            "The scores are kept, the photos are not. To keep those of later visits: "
            f"skincast consent grant {as_typed(owner.person.name)} photos"
        )


def _when(kept: Visit) -> str:
    return f"{kept.at.astimezone(ZoneInfo(kept.zone)):%Y-%m-%d %H:%M} in {kept.zone}"


def _together(sight: Sight) -> Analysis:
    """The best photo with the scores of all photos together: what the table of one photo shows, fused."""
    if sight.sitting is None:
        raise ValueError("no photo of the visit could be scored")
    best = max(
        (one for one in sight.analyses if one is not None and one.quality.accepted),
        key=lambda one: (not one.closeup, one.quality.score),
    )
    return replace(best, scores=sight.sitting.scores)


def _print_visit(owner: Owner, kept: Visit, photos: Sequence[Path], sight: Sight, changes: list[str]) -> None:
    print_json(
        {
            "schema": "skincast.visit/1",
            "person": owner.person.id,
            "visit": describe_visit(kept).model_dump(mode="json", by_alias=True),
            "changes": changes,
            **_left_out(photos, sight),
        }
    )


def _left_out(photos: Sequence[Path], sight: Sight) -> dict[str, object]:
    """Photos that have no part in the visit, with the reasons."""
    given = list(zip(photos, sight.analyses, strict=True))
    return {
        "refused": [
            {"file": as_given(photo), "quality": report.describe(one).quality.model_dump(mode="json", by_alias=True)}
            for photo, one in given
            if one is not None and not one.quality.accepted
        ],
        "unreadable": [
            {
                "file": as_given(photos[place]),
                "error": {"code": error.code, "message": error.message, "hint": error.hint},
            }
            for place, error in sight.unreadable.items()
        ],
    }
