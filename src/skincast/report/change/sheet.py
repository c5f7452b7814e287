"""Before, after and what changed as one PNG picture with its legend: for looking and for sending on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from skincast.report.change import words
from skincast.report.change.document import NOISE_SDS
from skincast.report.change.marks import RADIUS_PX, LesionMark, mark_lesions
from skincast.report.change.pictures import COLORS, FULL_OD, OTHER, Cut, cut_face, opacity, paint_change, show_face
from skincast.report.lettering import fit, printable
from skincast.report.when import day_there, say_day

if TYPE_CHECKING:
    from skincast.types import Change

PAPER, INK, SOFT = (246, 244, 240), (32, 36, 42), (89, 96, 106)
EDGE_PX, GAP_PX, TITLE_PX, FOOT_PX = 32, 28, 104, 150
LEGEND_PX = (640, 22)
LARGE, SMALL = 32, 22
"""Sizes of writing."""


def draw_change_map(change: Change, pigment: str = "hemoglobin") -> bytes:
    """Draw the two faces side by side, and beside them what changed of one pigment beyond noise.

    Args:
        change: of two visits whose photos were kept.
        pigment: `hemoglobin` (red: more) or `melanin` (orange: more).

    Returns:
        A PNG file.

    Raises:
        ValueError: the comparison has no such map; `maps_missing_because` names the reason.
    """
    cut = cut_face(change)
    painted = paint_change(change, pigment, cut)
    width, height = cut.size_px
    sheet = Image.new("RGB", (2 * EDGE_PX + 3 * width + 2 * GAP_PX, TITLE_PX + height + FOOT_PX), PAPER)
    names = words.name_pigment(pigment)
    tiles = (
        (f"Before: {_day(change, after=False)}", show_face(change, cut, after=False)),
        (f"After: {_day(change, after=True)}", show_face(change, cut, after=True)),
        (f"{names.title}: what changed", painted),
    )
    for number, (title, tile) in enumerate(tiles):
        left = EDGE_PX + number * (width + GAP_PX)
        _write(sheet, (left, 22), title, size=LARGE, color=INK)
        if number < 2:
            _write(sheet, (left, 62), _called(change, cut, after=number == 1), size=SMALL, color=SOFT)
        face = Image.fromarray(tile)
        sheet.paste(face, (left, TITLE_PX), face)
        if number < 2:
            for mark in mark_lesions(change.lesions, cut, after=number == 1):
                _mark(sheet, mark, left=left)
    _legend(sheet, change, pigment, cut)
    return _encode(sheet)


def _day(change: Change, *, after: bool) -> str:
    visit = change.after if after else change.before
    return say_day(day_there(visit.at, visit.zone))


def _called(change: Change, cut: Cut, *, after: bool) -> str:
    """What a visit is called, where the font of the picture has the letters."""
    label = printable((change.after if after else change.before).label)
    return fit(label, width_px=cut.size_px[0], size_px=SMALL) if label.isascii() else ""


def _legend(sheet: Image.Image, change: Change, pigment: str, cut: Cut) -> None:
    """Colors below the map, the shapes below the faces."""
    names = words.name_pigment(pigment)
    left, top = EDGE_PX + 2 * (cut.size_px[0] + GAP_PX), TITLE_PX + cut.size_px[1] + 18
    length = min(LEGEND_PX[0], cut.size_px[0])
    sheet.paste(_ramp(pigment, length, least=NOISE_SDS * change.noise_od[pigment]), (left, top))
    _write(sheet, (left, top + 30), names.less, size=SMALL, color=SOFT)
    _write(sheet, (left + length, top + 30), names.more, size=SMALL, color=SOFT, anchor="ra")
    _write(
        sheet,
        (left, top + 62),
        "gray: noise could explain it; hatched: cannot be compared",
        size=SMALL,
        color=SOFT,
    )
    x = EDGE_PX + RADIUS_PX
    for fate in dict.fromkeys(match.fate for match in change.lesions):
        _shape(sheet, x, top + 11, fate, color=INK, width=3)
        _write(sheet, (int(x + 1.7 * RADIUS_PX), top - 1), words.name_fate(fate), size=SMALL, color=INK)
        x += 70 + 11 * len(words.name_fate(fate))
    _write(sheet, (EDGE_PX, top + 62), words.PICTURE_DISCLAIMER, size=SMALL, color=SOFT)


def _ramp(pigment: str, length: int, *, least: float) -> Image.Image:
    """The colors from a full fall to a full rise, over the gray of a face."""
    change = np.linspace(-FULL_OD, FULL_OD, length, dtype=np.float32)
    colors = COLORS.get(pigment, OTHER)
    gray = np.full((length, 3), 195.0, np.float32)
    for color, where in ((colors.more, change > least), (colors.less, change < -least)):
        gray += (np.array(color, np.float32) - gray) * np.where(where, opacity(change), 0)[:, None]
    return Image.fromarray(np.repeat(np.rint(gray).astype(np.uint8)[None], LEGEND_PX[1], axis=0))


def _mark(sheet: Image.Image, mark: LesionMark, *, left: int) -> None:
    """White on a dark halo, to be seen on light and on dark skin."""
    x, y = left + mark.x, TITLE_PX + mark.y
    _shape(sheet, x, y, mark.fate, color=(20, 22, 30), width=5)
    _shape(sheet, x, y, mark.fate, color=(255, 255, 255), width=2)


def _shape(sheet: Image.Image, x: float, y: float, fate: str, *, color: tuple[int, int, int], width: int) -> None:
    """Draw a plus for new, a ring for still there, a cross for gone, a square for a mark left, a dot for not clear."""
    draw, r, outer = ImageDraw.Draw(sheet), RADIUS_PX, width / 2  # Pillow draws outlines inward
    if fate == "new":
        draw.line([(x - r, y), (x + r, y)], color, width)
        draw.line([(x, y - r), (x, y + r)], color, width)
    elif fate == "gone":
        s = 0.75 * r
        draw.line([(x - s, y - s), (x + s, y + s)], color, width)
        draw.line([(x - s, y + s), (x + s, y - s)], color, width)
    elif fate == "mark_left":
        s = 0.85 * r + outer
        draw.rectangle([x - s, y - s, x + s, y + s], outline=color, width=width)
    else:
        s = (r if fate == "persisting" else 0.35 * r) + outer
        draw.ellipse([x - s, y - s, x + s, y + s], outline=color, width=width)


def _write(
    sheet: Image.Image, at: tuple[int, int], text: str, *, size: int, color: tuple[int, int, int], anchor: str = "la"
) -> None:
    ImageDraw.Draw(sheet).text(at, text, color, ImageFont.load_default(size), anchor=anchor)


def _encode(sheet: Image.Image) -> bytes:
    file = io.BytesIO()
    sheet.save(file, "PNG", compress_level=6)
    return file.getvalue()
