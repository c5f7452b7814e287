"""Two visits on the flattened face: before, after, and what changed laid over a gray face.

Colors diverge around nothing and are told apart with every common kind of color blindness: red against blue for
redness, orange against purple for pigment (ColorBrewer's RdBu and PuOr). The same color is the same change in every
comparison. What noise may have made is left see-through, and what cannot be compared is hatched.

Source: ours, untested beyond looking.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skincast.report.change.document import beyond_noise, seen_at_either

if TYPE_CHECKING:
    from skincast.types import Change, FloatMap, Mask, Picture

ENLARGED = 2
"""Shown pixels per atlas pixel: maps are smooth, and their edges should be so too."""
ATLAS_MM_PER_PX = 0.5
ROOM_PX = 8
SLIVER_PX = 19
"""Narrower strips beside the jaw and the temples are left out: they show hair and background."""
FRINGE_PX = 5
"""Half of this at the edge of a picture is mixed with nothing."""
FULL_OD = 0.4
"""Optical density from which a change has its full color, in every comparison: a fresh inflamed spot reaches it."""
FAINTEST, STRONGEST = 0.3, 0.92
"""Opacity of no change, were it shown, and of a full one."""
HATCH_PX = 12
HATCH_COLOR, UNSURE_COLOR = 150, 222
GRAY_LOW, GRAY_SHARE = 112.0, 0.5
"""The face below the colors is light and weak, so that no skin tone hides them."""

Rgb = tuple[int, int, int]
Rgba = NDArray[np.uint8]
"""(height, width, 4) uint8, sRGB with opacity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colors:
    """The two ends of a diverging scale."""

    more: Rgb
    less: Rgb

    def css(self, *, more: bool, opacity: float) -> str:
        """A color of the legend."""
        red, green, blue = self.more if more else self.less
        return f"rgb({red} {green} {blue} / {opacity:.2f})"


COLORS = {
    "hemoglobin": Colors(more=(200, 22, 34), less=(20, 82, 190)),
    "melanin": Colors(more=(200, 92, 0), less=(92, 44, 160)),
}
OTHER = Colors(more=(200, 22, 34), less=(20, 82, 190))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The part of the atlas that is shown, in atlas pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def size_px(self) -> tuple[int, int]:
        """Shown width and height."""
        return ENLARGED * self.width, ENLARGED * self.height

    def place(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Shown pixels of a place on the atlas."""
        x, y = x_mm / ATLAS_MM_PER_PX - self.left, y_mm / ATLAS_MM_PER_PX - self.top
        return round(ENLARGED * x, 1), round(ENLARGED * y, 1)

    def of(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """The shown part of a map."""
        return values[self.top : self.top + self.height, self.left : self.left + self.width]


def shown_face(change: Change) -> Mask:
    """(448, 512) the part of the atlas that is drawn: what either visit saw, without slivers and ragged edges.

    Raises:
        ValueError: a comparison without pictures, or one in which nothing was seen.
    """
    seen = seen_at_either(change)
    if seen is None or not seen.any():
        raise ValueError(f"the comparison has no pictures: {change.maps_missing_because}")
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (SLIVER_PX, SLIVER_PX))
    opened = cv2.morphologyEx(seen.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(opened)
    if count < 2:
        return seen
    return np.asarray(labels == 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA])))


def cut_face(change: Change) -> Cut:
    """Choose the part of the atlas that is drawn.

    Raises:
        ValueError: as `shown_face`.
    """
    seen = shown_face(change)
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    top, left = max(0, int(rows[0]) - ROOM_PX), max(0, int(columns[0]) - ROOM_PX)
    bottom, right = min(seen.shape[0], int(rows[-1]) + ROOM_PX + 1), min(seen.shape[1], int(columns[-1]) + ROOM_PX + 1)
    return Cut(left=left, top=top, width=right - left, height=bottom - top)


def show_face(change: Change, cut: Cut, *, after: bool) -> Rgba:
    """Enlarge one visit's picture; see-through where it shows nothing.

    Args:
        change: with pictures.
        cut: what is shown.
        after: True for the second visit.
    """
    shown = shown_face(change)
    picture = np.zeros((*shown.shape, 3), np.uint8) if change.pictures is None else change.pictures[after]
    kernel = np.ones((FRINGE_PX, FRINGE_PX), np.uint8)
    whole = cv2.morphologyEx((picture.any(axis=2) & shown).astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    inside = cv2.erode(whole, kernel) > 0
    large = cv2.resize(np.asarray(cut.of(picture), np.uint8), cut.size_px, interpolation=cv2.INTER_CUBIC)
    return np.dstack([large, _opacity(np.asarray(cut.of(inside), bool), cut)])


def paint_change(change: Change, pigment: str, cut: Cut) -> Rgba:
    """Paint what changed of one pigment onto a gray face.

    Args:
        change: with pictures and maps.
        pigment: one of `change.maps`.
        cut: what is shown.

    Raises:
        ValueError: no map of that pigment.
    """
    if pigment not in change.maps or change.pictures is None:
        raise ValueError(f"the comparison has no map of {pigment}: {change.maps_missing_because}")
    seen = np.asarray(cut.of(shown_face(change)), bool)
    comparable = _grow(_comparable(change, pigment), cut)
    painted = _hatch(_gray(np.maximum(*change.pictures), cut), _grow(seen, cut, part=True) & ~comparable)
    strength = opacity(_enlarge(change.maps[pigment], cut))
    colors = COLORS.get(pigment, OTHER)
    for color, where in zip((colors.more, colors.less), beyond_noise(change, pigment), strict=True):
        share = np.where(comparable & _grow(where, cut), strength, 0)[..., None]
        painted += (np.array(color, np.float32) - painted) * share
    return np.dstack([np.rint(painted).astype(np.uint8), _opacity(seen, cut)])


def opacity(od: NDArray[np.float32]) -> NDArray[np.float32]:
    """How opaque a change of so much optical density is drawn where it is drawn at all."""
    share = np.clip(np.abs(od) / FULL_OD, 0, 1)
    return np.asarray(FAINTEST + (STRONGEST - FAINTEST) * share, np.float32)


def encode_webp(picture: Rgba) -> bytes:
    """Return a small WebP file that keeps what is see-through."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "WEBP", quality=86, method=4, exact=False)
    return file.getvalue()


def _comparable(change: Change, pigment: str) -> Mask:
    whole = change.maps[pigment] != 0 if change.comparable is None else change.comparable
    return np.asarray(whole)


def _enlarge(values: FloatMap, cut: Cut) -> FloatMap:
    part = np.asarray(cut.of(values), np.float32)
    return np.asarray(cv2.resize(part, cut.size_px, interpolation=cv2.INTER_LINEAR), np.float32)


def _grow(mask: Mask, cut: Cut, *, part: bool = False) -> Mask:
    small = (mask if part else np.asarray(cut.of(mask), bool)).astype(np.float32)
    return np.asarray(cv2.resize(small, cut.size_px, interpolation=cv2.INTER_LINEAR) > 0.5)


def _opacity(seen: Mask, cut: Cut) -> NDArray[np.uint8]:
    large = cv2.resize(seen.astype(np.float32), cut.size_px, interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.rint(255 * large), np.uint8)


def _gray(picture: Picture, cut: Cut) -> FloatMap:
    """The face in light gray, three channels."""
    part = np.asarray(cut.of(picture), np.uint8)
    gray = cv2.resize(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), cut.size_px, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.repeat(GRAY_LOW + GRAY_SHARE * gray[..., None].astype(np.float32), 3, axis=2), np.float32)


def _hatch(gray: FloatMap, where: Mask) -> FloatMap:
    """Cover what cannot be compared with thin diagonal lines."""
    height, width = where.shape
    down, right = np.mgrid[0:height, 0:width]
    lines = (down + right) % HATCH_PX < 2
    covered = np.where(lines[..., None], np.float32(HATCH_COLOR), 0.35 * gray + 0.65 * UNSURE_COLOR)
    return np.asarray(np.where(where[..., None], covered, gray), np.float32)
