"""Analysis -> one HTML file that opens offline, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

import base64
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from skincast.catalog import Concern, concerns, early_signs
from skincast.report import wording
from skincast.report.document import Z80
from skincast.report.layers import LEVELS, MIDDLING, Ramp, choose_ramp, encode_layer, level_map, shown_skin_color
from skincast.report.rings import Ring, draw_rings, ring_style
from skincast.report.view import View, choose_view, encode_jpeg, show

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.report.contract import AnalysisDocument, ConcernRow

LAYER_SHARE = 0.5
"""Layers are this share of the shown photo's size: maps are smooth, and thirteen of them must load at once."""

MONK_COLORS = (
    "#f6ede4", "#f3e7db", "#f7ead0", "#eadaba", "#d7bd96", "#a07e56", "#825c43", "#604134", "#3a312a", "#292420",
)  # fmt: skip
"""The ten tones of the Monk scale (Monk 2023), lightest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLine:
    """One line of a card's region table."""

    name: str
    words: str
    score: float | None
    number: str
    give: int | None
    """Half of the 80 % range."""
    amount: float
    """Opacity on the face map, 0-1: more where there is more to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKind:
    """How many findings of one type there are."""

    words: str
    count: int
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A raw quantity in words."""

    words: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that the page says about one concern."""

    name: str
    concern: Concern
    row: ConcernRow
    number: str
    trust: str
    why_not: str
    regions: tuple[RegionLine, ...]
    some_unknown: bool
    layer: str | None
    rings: tuple[Ring, ...]
    found: int
    kinds: tuple[FoundKind, ...]
    quantities: tuple[Quantity, ...]


def render_page(analysis: Analysis, document: AnalysisDocument, *, title: str) -> str:
    """Write the page.

    Args:
        analysis: of one photo.
        document: the same analysis as the contract has it; every number on the page is read from it.
        title: what to call the photo.

    Returns:
        HTML that needs no other file.
    """
    view = choose_view(analysis)
    width, height = view.size_px
    skin_color = MIDDLING if analysis.skin is None else shown_skin_color(analysis.skin)
    ramp = choose_ramp(skin_color)
    cards = [_card(analysis, document, name, view=view, ramp=ramp) for name in document.concerns]
    rows = document.concerns.values()
    return _template().render(
        title=title,
        document=document,
        photo={
            "uri": _data_uri(encode_jpeg(show(analysis.photo.pixels, view)), "jpeg"),
            "width": width,
            "height": height,
        },
        cards=cards,
        judged=sum(row.score is not None for row in rows),
        chosen=_choose(cards),
        skin_color="rgb({} {} {})".format(*skin_color),
        key_colors=[f"rgb({r} {g} {b} / {a / 255:.2f})" for r, g, b, a in ramp[:: LEVELS // 6].tolist()],
        face_map=face_map(),
        monk_colors=MONK_COLORS,
        early_signs=early_signs(),
        words=wording,
        sd_sources=sorted({row.sd_source for row in rows if row.sd_source}),
        evidences=sorted({wording.EVIDENCE.get(row.evidence, row.evidence) for row in rows}),
    )


@cache
def face_map() -> dict[str, Any]:
    """The stylized face: `view_box`, `outline`, `regions` and `features` as point lists."""
    return tomllib.loads(resources.files("skincast.report").joinpath("face_map.toml").read_text("utf-8"))


def _places() -> dict[str, str]:
    """Regions that can be drawn: a close-up has none."""
    regions: dict[str, str] = face_map()["regions"]
    return regions


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("skincast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(name_region=wording.name_region, give_notice=wording.give_notice)
    return environment.get_template("report.html.j2")


def _choose(cards: list[Card]) -> str | None:
    """Open with what there is most to see of."""
    judged = [card for card in cards if card.row.score is not None and card.layer]
    return min(judged, key=lambda card: card.row.score or 0.0).name if judged else None


def _card(analysis: Analysis, document: AnalysisDocument, name: str, *, view: View, ramp: Ramp) -> Card:
    row = document.concerns[name]
    number, trust = ("", "") if row.score is None else wording.say_score(row.score, row.sd, row.mdc95)
    regions = _regions(row)
    findings = [finding for finding in document.findings if finding.concern == name]
    kinds = Counter(finding.type for finding in findings)
    places = tuple(_places())  # quantities of one region would bury those of the face
    return Card(
        name=name,
        concern=concerns()[name],
        row=row,
        number=number,
        trust=trust,
        why_not="" if row.unjudged_because is None else wording.explain(row.unjudged_because),
        regions=regions,
        some_unknown=any(line.score is None for line in regions),
        layer=_layer(analysis, name, view=view, ramp=ramp) if row.mask else None,
        rings=draw_rings(findings, view.from_original(analysis.photo.reduction)),
        found=len(findings),
        kinds=tuple(
            FoundKind(words=wording.name_finding(kind), count=count, style=ring_style(kind))
            for kind, count in sorted(kinds.items())
        ),
        quantities=tuple(_quantity(raw, value) for raw, value in row.raw.items() if not raw.startswith(places)),
    )


def _regions(row: ConcernRow) -> tuple[RegionLine, ...]:
    if row.score is None or all(region.score is None for name, region in row.regions.items() if name in _places()):
        return ()
    return tuple(
        RegionLine(
            name=name,
            words=wording.name_region(name),
            score=region.score,
            number="not judged" if region.score is None else wording.say_score(region.score, None, None)[0],
            give=None if region.sd is None else max(1, round(Z80 * region.sd)),
            amount=0.0 if region.score is None else round(0.06 + 0.9 * (1 - region.score / 100), 2),
        )
        for name, region in row.regions.items()
        if name in _places()
    )


def _quantity(name: str, value: float) -> Quantity:
    words, unit = wording.name_quantity(name)
    return Quantity(words=words, value=f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}", unit=unit)


def _layer(analysis: Analysis, name: str, *, view: View, ramp: Ramp) -> str | None:
    """The map of one concern as a picture; None where nothing on it is strong enough to be seen."""
    if analysis.skin is None:
        return None
    width, height = view.size_px
    size = max(1, round(width * LAYER_SHARE)), max(1, round(height * LAYER_SHARE))
    move = view.from_color(analysis.skin.crop, share=LAYER_SHARE)
    levels = level_map(analysis.measurements[name].map, move, size)
    return _data_uri(encode_layer(levels, ramp), "png")


def _data_uri(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
