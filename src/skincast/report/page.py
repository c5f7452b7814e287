"""Analysis -> one HTML file that opens offline, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

import base64
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from skincast.catalog import early_signs
from skincast.report import wording
from skincast.report.cards import Card, fill_card
from skincast.report.layers import LEVELS, MIDDLING, Ramp, choose_ramp, encode_layer, level_map, shown_skin_color
from skincast.report.notes import gather_notes, leave_out_results
from skincast.report.view import View, choose_view, encode_jpeg, show

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.report.contract import AnalysisDocument

LAYER_SHARE = 0.5
"""Layers are this share of the shown photo's size: maps are smooth, and thirteen of them must load at once."""

MONK_COLORS = (
    "#f6ede4", "#f3e7db", "#f7ead0", "#eadaba", "#d7bd96", "#a07e56", "#825c43", "#604134", "#3a312a", "#292420",
)  # fmt: skip
"""The ten tones of the Monk scale (Monk 2023), lightest first."""


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
    cards = _cards(analysis, document, view=view, ramp=ramp)
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
        not_judged=_not_judged(cards),
        notes=gather_notes(document.quality),
        notices=_notices(document),
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


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("skincast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(name_region=wording.name_region)
    return environment.get_template("report.html.j2")


def _cards(analysis: Analysis, document: AnalysisDocument, *, view: View, ramp: Ramp) -> list[Card]:
    move = view.from_original(analysis.photo.reduction)
    places = tuple(face_map()["regions"])
    return [
        fill_card(
            document,
            name,
            places=places,
            layer=_layer(analysis, name, view=view, ramp=ramp) if row.mask else None,
            move=move,
        )
        for name, row in document.concerns.items()
    ]


def _not_judged(cards: list[Card]) -> dict[str, list[str]]:
    """Reason -> names of the concerns that were not judged for it."""
    reasons: dict[str, list[str]] = {}
    for card in cards:
        if card.row.score is None:
            reasons.setdefault(card.why_not, []).append(card.row.label)
    return reasons


def _notices(document: AnalysisDocument) -> list[str]:
    """What a reader should know and no note has said."""
    said = {problem.code for problem in document.quality.problems}
    texts = [wording.give_notice(code) for code in document.notices if code not in said]
    return texts if document.quality.accepted else [leave_out_results(text) for text in texts]


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
