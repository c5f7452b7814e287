"""Where a photo shows skin that can be painted: not hair, not eyes, not what is turned away."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.face.regions import feature_polygons
from skincast.twin.frame import Part
from skincast.twin.paint.geometry import Seat, in_regions
from skincast.twin.paint.light import PhotoLight
from skincast.twin.paint.tones import Linear
from skincast.types import FloatMap, Labels, Mask

FACING = (0.22, 0.45)
"""Cosine between skin and camera where features begin to show and from which on they show fully."""
EDGE_MM = 1.3
"""A feature fades this far before hair, brows, lips and eyes."""
EYE_OPENINGS = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
"""Landmarks along the lids' edges: dark circles reach up to the lashes."""
OPENING_GROWN_MM = 0.4
LASHES = ("under_eye_left", "under_eye_right")
"""Where roughness is lashes over skin, not hair."""
LID_LOOSER = 1.8
"""Lids may be this much darker and of another hue: they are thin, made up, and in circles of their own."""
HOLE_MM2, ISLAND_MM2 = 25.0, 60.0
"""Smaller holes in what looks like skin are skin: a lesion, a mole, a few hairs."""
LOOK_MM = 0.8
DARKER_OD, CHROMA_OD, ROUGH_OD = 0.9, 0.42, 0.12
"""Beyond these a place is no skin: darker than the light explains, of another hue, as rough as hair (ours)."""


def facing_skin(seat: Seat) -> FloatMap:
    """(height, width) 0-1 of the box: the sheet where it is seen well enough, off eyes, brows and lips."""
    frame = seat.frame
    share = np.clip((-frame.normal[..., 2] - FACING[0]) / (FACING[1] - FACING[0]), 0, 1)
    share = share * share * (3 - 2 * share) * (frame.part == Part.SKIN)
    if len(seat.points):
        share *= ~_features(seat)
    return np.asarray(share, np.float32)


def _features(seat: Seat) -> Mask:
    """Eyes, brows, lips and nostrils with the margins of `skincast.face`, but of the eyes only what the lids leave."""
    mask = np.zeros(seat.frame.part.shape, np.uint8)
    for opening in EYE_OPENINGS:
        _fill(mask, seat, opening, OPENING_GROWN_MM)
    for polygon in feature_polygons():
        if not polygon.name.startswith("eye_"):
            _fill(mask, seat, polygon.points, polygon.grow_mm)
    return mask > 0


def _lids(seat: Seat) -> Mask:
    """Skin around the eyes, where lashes make it rough."""
    mask = in_regions(seat, LASHES).astype(np.uint8)
    for polygon in feature_polygons():
        if polygon.name.startswith("eye_") and len(seat.points):
            _fill(mask, seat, polygon.points, polygon.grow_mm)
    return mask > 0


def _fill(mask: Labels, seat: Seat, points: tuple[int, ...], grown_mm: float) -> None:
    corners = np.rint(seat.points[list(points), :2]).astype(np.int32)
    cv2.fillPoly(mask, [corners], 1)
    width = max(1, round(2 * grown_mm / seat.mm_per_px))
    cv2.polylines(mask, [corners], isClosed=True, color=1, thickness=width)


def bare_skin(
    linear: Linear, seat: Seat, light: PhotoLight, cheek: NDArray[np.float64], where: Mask | None
) -> FloatMap:
    """How much of a feature shows at each place of the box.

    Args:
        linear: (height, width, 3) light of the box.
        seat: of the sheet.
        light: explains shade, so that shade is not taken for hair.
        cheek: (3,) linear, the person's own skin.
        where: (height, width) skin as the caller knows it; None: told from color and roughness alone.

    Returns:
        (height, width) 0-1.

    Source: ours, untested.
    """
    share = facing_skin(seat)
    # A caller's mask replaces the guess.
    skin = _skin_like(linear, seat, light, cheek) if where is None else where
    solid = ((share > 0) & skin).astype(np.uint8)
    depth_mm = cv2.distanceTransform(solid, cv2.DIST_L2, 3) * np.float32(seat.mm_per_px)
    soft = np.clip(depth_mm / np.float32(EDGE_MM), 0, 1)
    return np.asarray(share * soft * soft * (3 - 2 * soft), np.float32)


def _skin_like(linear: Linear, seat: Seat, light: PhotoLight, cheek: NDArray[np.float64]) -> Mask:
    """Places whose color and roughness are those of this person's skin."""
    usual = -np.log(np.maximum(cheek, 0.003))
    density = -cv2.log(np.maximum(linear, np.float32(0.003)))
    sigma = max(LOOK_MM / seat.mm_per_px, 0.6)
    smooth = np.asarray(cv2.GaussianBlur(density, (0, 0), sigma), np.float32)
    hue = np.stack([smooth[..., 1] - smooth[..., 0], smooth[..., 2] - smooth[..., 1]], axis=2)
    own_hue = np.array([usual[1] - usual[0], usual[2] - usual[1]], np.float32)
    off = np.abs(hue - own_hue).max(axis=2)
    darker = smooth[..., 1] + cv2.log(light.falling(seat.frame.normal)) - np.float32(usual[1])
    fine = density[..., 1] - smooth[..., 1]
    rough = cv2.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), 2 * sigma))
    # The darker the skin, the more its gloss and the noise move its hue.
    looser = np.float32(1 + 0.35 * max(float(usual[1]) - 1.5, 0))
    skin = (darker < DARKER_OD) & (off < CHROMA_OD * looser) & (rough < ROUGH_OD * looser)
    skin |= _lids(seat) & (darker < LID_LOOSER * DARKER_OD) & (off < LID_LOOSER * CHROMA_OD * looser)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * int(sigma) + 3,) * 2)
    closed = np.asarray(cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_CLOSE, kernel), np.uint8)
    area = seat.mm_per_px**2
    whole = cv2.morphologyEx(_filled(closed, HOLE_MM2 / area), cv2.MORPH_OPEN, kernel)
    # An island of skin amid hair is hair.
    return np.asarray(_filled(np.asarray(1 - whole, np.uint8), ISLAND_MM2 / area) == 0)


def _filled(mask: Labels, most_px: float) -> Labels:
    """The mask without its small holes."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(1 - mask)
    small = np.zeros(count, np.uint8)
    small[1:] = stats[1:, cv2.CC_STAT_AREA] < most_px
    return np.asarray(mask | small[parts], np.uint8)
