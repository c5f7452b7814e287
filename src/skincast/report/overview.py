"""One quiet picture of the whole: the photo with what stands out most, and a line below that says what is drawn."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from skincast.report.layers import choose_ramp, level_map, shown_skin_color
from skincast.report.rings import SURE, Ring, draw_rings, ring_style
from skincast.report.view import View, choose_view, show
from skincast.types import Affine, Picture

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.report.contract import AnalysisDocument
    from skincast.types import Skin

FINE = 8
"""OpenCV draws at an eighth of a pixel."""
MOST_RINGS = 24
QUIET = 0.8
"""The map's opacity, against the page's."""


def draw_overview(analysis: Analysis, document: AnalysisDocument) -> bytes:
    """Draw the map of the lowest score and rings around the sure findings on the face.

    Returns:
        A PNG file; the face with some room around it, at most 1400 pixels long, and a line of words below.
    """
    view = choose_view(analysis)
    picture = show(analysis.photo.pixels, view)
    lowest = _lowest(document)
    if analysis.skin is not None and lowest is not None:
        picture = _blend(picture, analysis.skin, analysis.measurements[lowest].map, view)
    rings = _sure_rings(document, view.from_original(analysis.photo.reduction))
    picture = _outline(picture, rings)
    return _with_words(picture, _words(document, lowest, rings=rings))


def _lowest(document: AnalysisDocument) -> str | None:
    scores = {name: row.score for name, row in document.concerns.items() if row.score is not None}
    return min(scores, key=lambda name: scores[name]) if scores else None


def _blend(picture: Picture, skin: Skin, strength: np.ndarray, view: View) -> Picture:
    levels = level_map(strength, view.from_color(skin.crop), view.size_px)
    colors = choose_ramp(shown_skin_color(skin))[levels]
    share = colors[..., 3:].astype(np.float32) * (QUIET / 255)
    mixed = picture + (colors[..., :3].astype(np.float32) - picture) * share
    return np.asarray(np.rint(mixed), np.uint8)


def _sure_rings(document: AnalysisDocument, move: Affine) -> tuple[Ring, ...]:
    """Ring what is sure and round; lines would need a long ring that hides more than it shows."""
    sure = [row for row in document.findings if row.confidence >= SURE and ring_style(row.type) != "quiet"]
    return draw_rings(sure, move)[:MOST_RINGS]


def _outline(picture: Picture, rings: tuple[Ring, ...]) -> Picture:
    """Draw white rings on a soft dark halo, to be seen on light and on dark skin."""
    haloed = picture.copy()
    for ring in rings:
        _ellipse(haloed, ring, color=(20, 22, 30), width=3)
    drawn = np.asarray(cv2.addWeighted(picture, 0.5, haloed, 0.5, 0), np.uint8)
    for ring in rings:
        _ellipse(drawn, ring, color=(255, 255, 255), width=1)
    return drawn


def _ellipse(picture: Picture, ring: Ring, *, color: tuple[int, int, int], width: int) -> None:
    center = round(ring.x * FINE), round(ring.y * FINE)
    axes = round(ring.rx * FINE), round(ring.ry * FINE)
    cv2.ellipse(picture, center, axes, 0, 0, 360, color, width, cv2.LINE_AA, int(np.log2(FINE)))


def _words(document: AnalysisDocument, lowest: str | None, *, rings: tuple[Ring, ...]) -> str:
    parts = []
    if lowest is not None:
        parts.append(f"Blue: {document.concerns[lowest].label.lower()}, the lowest score")
    if rings:
        parts.append(f"Rings: {len(rings)} sure finding{'' if len(rings) == 1 else 's'}")
    return " · ".join([*parts, "how skin looks in one photo, not a diagnosis"])


def _with_words(picture: Picture, words: str) -> bytes:
    height, width = picture.shape[:2]
    wide = ImageFont.load_default(22).getlength(words)
    size = max(9, int(22 * min(1.0, 0.94 * width / wide)))
    sheet = Image.new("RGB", (width, height + round(2.2 * size)), (252, 251, 248))
    sheet.paste(Image.fromarray(picture))
    ImageDraw.Draw(sheet).text((size, height + round(0.5 * size)), words, (60, 64, 72), ImageFont.load_default(size))
    file = io.BytesIO()
    sheet.save(file, "PNG", compress_level=1)
    return file.getvalue()
