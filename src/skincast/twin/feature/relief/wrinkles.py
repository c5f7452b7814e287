"""Wrinkles and fine lines on a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np

from skincast.twin.feature.relief.bulges import bulges
from skincast.twin.feature.relief.creases import Furrows, Strokes, cut_furrows, rolled_skin
from skincast.twin.feature.relief.crepe import crepe
from skincast.twin.feature.relief.face_lines import TYPICAL_AGE, aged, face_lines, moved
from skincast.twin.feature.relief.line import STEP_MM, Line, tangents
from skincast.twin.feature.relief.noise import Floats
from skincast.twin.feature.relief.places import amount_map, bare_skin
from skincast.twin.person import Condition, Traits
from skincast.twin.sheet import Canvas, Item, Kind
from skincast.types import FloatMap

WRINKLE_DEPTH_MM = 0.2
"""Deeper than this a line is a wrinkle, not a fine line: it then keeps its shadow in even, frontal light.

Source: ours; profilometry has no agreed limit (fine lines are put below 0.1-0.3 mm).
"""
NEUTRAL: Mapping[str, float] = MappingProxyType({})
CREPE = MappingProxyType(
    {
        "under_eye": 1.0,
        "": 0.8,
        "crows_feet": 0.9,
        "cheek": 0.6,
        "perioral": 0.6,
        "nasolabial": 0.5,
        "jaw": 0.45,
        "glabella": 0.4,
        "forehead": 0.4,
        "temple": 0.4,
        "chin": 0.4,
        "nose": 0.1,
    }
)
"""How much of the fine mesh each region shows (ours, by eye)."""
CREPE_DEPTH_MM = 0.065
DARK_MM = 0.1
"""A sharp furrow of this depth is nearly as dark and dull as furrows get."""
CRISP = MappingProxyType({"nasolabial": 0.1, "marionette": 0.12, "crows_feet": 0.2, "glabella": 0.2})
USUAL_CRISP = 0.25
"""Share of a line's depth that is sharp; folds are the softest (ours, by eye)."""
SEEN_MM = 0.02
"""A line shallower than this is not listed or labeled."""

Drawn = tuple[Line, Floats]
"""A line and its depth along the path today."""


def draw_wrinkles(
    canvas: Canvas, traits: Traits, condition: Condition, *, expression: Mapping[str, float] = NEUTRAL
) -> None:
    """Press a person's lines into the sheet, as deep as today's severity of wrinkles and the expression make them.

    Truth: amounts `line_depth_mm` and `line_width_mm`, labels and items `FINE_LINE` and `WRINKLE`.

    Args:
        canvas: drawn on.
        traits: the seed fixes where lines run, age which families come first.
        condition: severity of `wrinkles`, by region.
        expression: amounts 0-1 as in `Shot.expression`; a smile deepens crow's feet and nasolabial folds.
    """
    lines = face_lines(traits.seed)
    main = _today(lines.main, traits, condition, expression)
    fine = _today(lines.fine, traits, condition, expression)
    shape, mm_per_px = canvas.sheet.shape, canvas.sheet.mm_per_px
    skin = bare_skin(shape)
    layers = [cut_furrows(_strokes(drawn), shape, mm_per_px) for drawn in (main, fine) if drawn]
    if not layers and not condition.of("wrinkles"):
        return
    mesh = _crepe(canvas, traits, condition)
    depth = (_deepest([layer.depth_mm for layer in layers], shape) + mesh) * skin
    sharp = (_deepest([layer.sharp_mm for layer in layers], shape) + mesh) * skin
    if main or fine:
        height = canvas.sheet.height_mm
        height += (rolled_skin(_strokes([*main, *fine]), shape) + _muscle(traits, condition, expression, shape)) * skin
    _press(canvas, sharp)
    _label(canvas, depth, layers)
    canvas.items.extend(_item(line, along) for line, along in (*main, *fine) if along.max() >= SEEN_MM)


def _today(lines: Sequence[Line], traits: Traits, condition: Condition, expression: Mapping[str, float]) -> list[Drawn]:
    drawn = []
    for line in lines:
        severity = moved(condition.of("wrinkles", line.region), line.family, expression)
        along = aged(line, traits.age_years).depth_at(severity) if severity > line.onset else np.zeros(1)
        if along.any():
            drawn.append((line, along))
    return drawn


def _strokes(drawn: Sequence[Drawn]) -> Strokes:
    """A line opens as it deepens."""
    openness = [0.65 + 0.35 * along / line.depth_mm for line, along in drawn]
    return Strokes(
        place_mm=np.concatenate([line.path_mm for line, _ in drawn]),
        direction=np.concatenate([tangents(line.path_mm) for line, _ in drawn]),
        depth_mm=np.concatenate([along for _, along in drawn]),
        half_width_mm=np.concatenate(
            [line.half_width_mm * wide for (line, _), wide in zip(drawn, openness, strict=True)]
        ),
        overhang=np.concatenate([line.overhang for line, _ in drawn]),
        crisp=np.concatenate([np.full(len(along), CRISP.get(line.family, USUAL_CRISP)) for line, along in drawn]),
        step_mm=STEP_MM,
    )


def _muscle(traits: Traits, condition: Condition, expression: Mapping[str, float], shape: tuple[int, int]) -> FloatMap:
    """Muscle stands out as far as its deepest lines have come."""

    def shown(family: str, region: str) -> float:
        late = float(np.clip((TYPICAL_AGE[family] - traits.age_years) / 70, 0, 0.5))
        return max(moved(condition.of("wrinkles", region), family, expression) - late, 0) / (1 - late)

    eyes = (shown("crows_feet", "crows_feet_right") + shown("crows_feet", "crows_feet_left")) / 2
    return bulges(traits.seed, shape, frown=shown("glabella", "glabella"), squint=eyes)


def _crepe(canvas: Canvas, traits: Traits, condition: Condition) -> FloatMap:
    strength = amount_map(condition, "wrinkles", CREPE, canvas.sheet.shape)
    depth_mm = CREPE_DEPTH_MM * float(np.clip((traits.age_years - 15) / 45, 0.25, 1.0))
    return depth_mm * strength * crepe(traits.seed, canvas.sheet.shape)


def _deepest(layers: Sequence[FloatMap], shape: tuple[int, int]) -> FloatMap:
    """Furrows that meet run into each other: the deeper one rules, the other adds a little."""
    depth = np.zeros(shape, np.float32)
    for layer in layers:
        both = depth + layer
        depth = np.asarray(cv2.addWeighted(cv2.max(depth, layer), 0.75, both, 0.25, 0), np.float32)
    return depth


def _press(canvas: Canvas, sharp: FloatMap) -> None:
    """Light in a furrow meets skin again and again: its floor is darker and redder than the height alone tells."""
    inside = 1 - np.exp(sharp * np.float32(-1 / DARK_MM))
    sheet = canvas.sheet
    np.subtract(sheet.height_mm, sharp, out=sheet.height_mm)
    for values, gain in ((sheet.blood, 0.12), (sheet.melanin, 0.14), (sheet.sheen, -0.6)):
        np.multiply(values, 1 + np.float32(gain) * inside, out=values)


def _label(canvas: Canvas, depth: FloatMap, layers: Sequence[Furrows]) -> None:
    known = canvas.amount("line_depth_mm")
    np.maximum(known, depth, out=known)
    width = canvas.amount("line_width_mm")
    for layer in layers:
        np.maximum(width, layer.width_mm, out=width)
    inside = (width > 0) & (depth >= SEEN_MM)
    canvas.labels[inside] = np.where(depth[inside] > WRINKLE_DEPTH_MM, Kind.WRINKLE, Kind.FINE_LINE)


def _item(line: Line, along: Floats) -> Item:
    deepest = int(along.argmax())
    depth = float(along[deepest])
    shown = line.path_mm[along >= SEEN_MM / 2][:: round(1.6 / STEP_MM)]
    return Item(
        kind=Kind.WRINKLE if depth > WRINKLE_DEPTH_MM else Kind.FINE_LINE,
        x_mm=float(line.path_mm[deepest, 0]),
        y_mm=float(line.path_mm[deepest, 1]),
        radius_mm=float(line.half_width_mm[deepest]),
        strength=min(depth / 0.8, 1.0),
        depth_mm=depth,
        path_mm=tuple((float(x), float(y)) for x, y in shown),
    )
