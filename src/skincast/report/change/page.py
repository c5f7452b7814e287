"""Change -> one HTML file that opens offline, on a phone and on a desk, without any script."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from skincast.report import wording
from skincast.report.change import words
from skincast.report.change.document import NOISE_SDS, describe_change
from skincast.report.change.marks import LesionMark, list_lesions, mark_lesions
from skincast.report.change.pictures import (
    COLORS,
    FULL_OD,
    OTHER,
    Cut,
    Rgba,
    cut_face,
    encode_webp,
    opacity,
    paint_change,
    show_face,
)
from skincast.report.change.summary import order_scores, say_summary
from skincast.report.history.plot import templates
from skincast.report.history.words import say_label
from skincast.report.when import read_clock, say_clock, say_days

if TYPE_CHECKING:
    from skincast.report.change.contract import ChangeDocument
    from skincast.report.change.document import Regions
    from skincast.report.history.contract import VisitRow
    from skincast.types import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture on the page, with the lesions on it."""

    title: str
    caption: str
    uri: str
    alt: str
    marks: tuple[LesionMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What the colors of a map mean."""

    gradient: str
    less: str
    more: str
    least_od: str
    """Smaller changes get no color."""


def render_change(change: Change, *, regions: Regions | None = None) -> str:
    """Write the page of a comparison.

    Args:
        change: of two visits.
        regions: places of the regions on the atlas; without them no region is summed up.

    Returns:
        HTML that needs no other file and asks for none.
    """
    document = describe_change(change, regions=regions)
    drawn = change.pictures is not None
    cut = cut_face(change) if drawn else None
    missing = document.maps_missing_because
    judged = order_scores(document)
    return (
        templates()
        .get_template("change.html.j2")
        .render(
            document=document,
            when=[_when(document.before), _when(document.after)],
            called=[say_label(row.label) if row.label else "" for row in (document.before, document.after)],
            full_od=f"{FULL_OD:.2f}",
            between=say_days(abs(document.days)),
            scores=[(document.scores[name], words.say_row(name, document.scores[name])) for name in judged],
            not_judged=[row.label for name, row in document.scores.items() if name not in judged],
            summary=say_summary(document),
            faces=[] if cut is None else [_face(change, cut, document, after=after) for after in (False, True)],
            maps=[] if cut is None else [_map(change, cut, document, pigment) for pigment in document.maps],
            size=(0, 0) if cut is None else cut.size_px,
            why_not=words.say_why_no_maps(missing) if missing else None,
            lesions=list_lesions(change.lesions, mapped=drawn),
            fates=[
                (fate, words.name_fate(fate, mapped=drawn), number) for fate, number in document.fates.items() if number
            ],
            regions_told=_regions(document),
            privacy=words.PRIVACY[drawn],
            words=words,
            wording=wording,
            name_region=wording.name_region,
        )
    )


def _when(visit: VisitRow) -> str:
    return say_clock(read_clock(visit.at, visit.zone))


def _face(change: Change, cut: Cut, document: ChangeDocument, *, after: bool) -> Shown:
    visit = document.after if after else document.before
    return Shown(
        title="After" if after else "Before",
        caption=_when(visit),
        uri=_uri(show_face(change, cut, after=after)),
        alt=f"The flattened face {'after' if after else 'before'}",
        marks=mark_lesions(change.lesions, cut, after=after),
    )


def _map(change: Change, cut: Cut, document: ChangeDocument, pigment: str) -> tuple[Shown, Legend, str]:
    names, noise = words.name_pigment(pigment), document.maps[pigment].noise_od
    shown = Shown(
        title=f"{names.title}: what changed",
        caption=words.say_pigment(pigment, document.maps[pigment]),
        uri=_uri(paint_change(change, pigment, cut)),
        alt=f"Where the face is {names.more} or {names.less}; the words below tell the same",
    )
    legend = Legend(
        gradient=_gradient(pigment, NOISE_SDS * noise),
        less=names.less,
        more=names.more,
        least_od=f"{NOISE_SDS * noise:.2f}",
    )
    return shown, legend, pigment


def _regions(document: ChangeDocument) -> list[tuple[str, str, list[str]]]:
    """Name, comparable share and mean change of each pigment of every region that can be compared."""
    names = sorted({name for pigment in document.maps.values() for name in pigment.regions}, key=_from_the_top)
    lines = []
    for name in names:
        rows = [pigment.regions[name] for pigment in document.maps.values()]
        cells = [words.say_region(row) for row in rows]
        if rows[0].change_od is not None:
            lines.append((wording.name_region(name), f"{100 * rows[0].comparable_share:.0f} %", cells))
    return lines


def _from_the_top(region: str) -> tuple[int, bool]:
    """Forehead first; the right side before the left."""
    order = list(wording.REGIONS)
    base = next((name for name in order if region.startswith(name)), order[-1])
    return order.index(base), region.endswith("_left")


def _gradient(pigment: str, least_od: float) -> str:
    """Stops from a full fall over nothing to a full rise, as on the map."""
    colors = COLORS.get(pigment, OTHER)
    share = min(1.0, least_od / FULL_OD)
    faint, full = (float(one) for one in opacity(np.array([share * FULL_OD, FULL_OD], np.float32)))
    stops = [
        f"{colors.css(more=False, opacity=full)} 0%",
        f"{colors.css(more=False, opacity=faint)} {50 - 50 * share:.1f}%",
        f"transparent {50 - 50 * share:.1f}% {50 + 50 * share:.1f}%",
        f"{colors.css(more=True, opacity=faint)} {50 + 50 * share:.1f}%",
        f"{colors.css(more=True, opacity=full)} 100%",
    ]
    return ", ".join(stops)


def _uri(picture: Rgba) -> str:
    return f"data:image/webp;base64,{base64.b64encode(encode_webp(picture)).decode('ascii')}"
