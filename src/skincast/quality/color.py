"""Is the skin's color one that skin has in neutral light?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.quality.features import EYES
from skincast.quality.findings import Findings
from skincast.quality.look import Look
from skincast.types import Mask

LOWEST_HUE_DEG = 18.0
HIGHEST_HUE_DEG = 78.0
"""Skin of every tone has a CIELAB hue within under neutral light (ours, from training faces, light to very dark)."""
HIGHEST_CHROMA = 43.0
DARKEST_LEVEL = 20
"""Luma below which eight bits tell no color."""
SPREAD_WEIGHT = 20.0
EYE_WHITE_LOW = (-4.0, -4.0)
EYE_WHITE_HIGH = (22.0, 22.0)
"""CIELAB a*, b* between which eye whites of the training faces lie; tired and irritated eyes included."""
IRISES = (slice(468, 473), slice(473, 478))
IRIS_MARGIN = 1.15
FEWEST_WHITE_PX = 12


def check_color(look: Look, skin: Mask) -> Findings:
    """Color cast, and photos without color.

    Args:
        look: the shared pictures.
        skin: coarse, what is this person's skin.
    """
    findings = Findings()
    middle = look.middle & skin & (look.luma >= DARKEST_LEVEL)
    if middle.sum() < 50:
        return findings
    a, b = _median_ab(look, middle)
    findings.measure("color_cast.colorless", _chroma_left(look, float(np.hypot(a, b))))
    if findings.problems:  # a hue of gray is noise
        return findings
    findings.measure("color_cast", distance_from_skin(a, b))
    white = _eye_white(look)
    if white is not None:
        findings.measure("color_cast.eyes", _distance_from_box(*_ab_of(white)))
    return findings


def distance_from_skin(a: float, b: float) -> float:
    """Distance of a color from the wedge of hues and chromas that skin has in neutral light.

    Args:
        a: CIELAB a*.
        b: CIELAB b*.

    Returns:
        Distance in the a*b* plane; 0 inside the wedge.

    Source: ours, untested beyond the training faces.
    """
    chroma, hue_deg = float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)))
    excess_deg = max(_turn(LOWEST_HUE_DEG - hue_deg), _turn(hue_deg - HIGHEST_HUE_DEG), 0.0)
    if excess_deg == 0.0:
        return max(0.0, chroma - HIGHEST_CHROMA)
    return chroma * float(np.sin(np.radians(min(excess_deg, 90.0))))


def _turn(angle_deg: float) -> float:
    """Bring an angle into -180 to 180."""
    return (angle_deg + 180.0) % 360.0 - 180.0


def _median_ab(look: Look, where: Mask) -> tuple[float, float]:
    """CIELAB a*, b* of the median color."""
    return _ab_of(np.median(look.picture[where][::2], axis=0))


def _ab_of(color: NDArray[np.floating]) -> tuple[float, float]:
    """CIELAB a*, b* of one sRGB color, 0-255."""
    pixel = np.asarray(color, np.float32).reshape(1, 1, 3) / 255
    lab = cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)
    return float(lab[0, 0, 1]), float(lab[0, 0, 2])


def _distance_from_box(a: float, b: float) -> float:
    """How far a color is outside the colors that eye whites have, the larger of both axes."""
    below, above = np.array(EYE_WHITE_LOW) - (a, b), np.array((a, b)) - EYE_WHITE_HIGH
    return max(float(np.maximum(below, above).max()), 0.0)


def _eye_white(look: Look) -> NDArray[np.floating] | None:
    """Median color of the brighter part of both eyes outside the iris; None where too little of them is in sight."""
    landmarks = look.crop.landmarks
    if not landmarks.size:
        return None
    pixels = [_white_of(look, eye, iris) for eye, iris in zip(EYES, IRISES, strict=True)]
    bright = [part[part[:, 1] >= np.percentile(part[:, 1], 60)] for part in pixels if len(part) >= FEWEST_WHITE_PX]
    return np.median(np.concatenate(bright), axis=0) if bright else None


def _white_of(look: Look, eye: tuple[int, ...], iris: slice) -> NDArray[np.uint8]:
    """`(n, 3)` color-level pixels of an eye without its iris."""
    corners = np.rint(look.crop.landmarks[list(eye), :2]).astype(np.int32)
    left, top = (int(v) for v in np.maximum(corners.min(axis=0), 0))
    right, bottom = (int(v) for v in np.maximum(corners.max(axis=0), 0))
    part = look.half[top:bottom, left:right]
    if part.size == 0:
        return part.reshape(-1, 3)
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(mask, [corners - np.array([left, top], np.int32)], 1)
    ring = look.crop.landmarks[iris, :2]
    radius = IRIS_MARGIN * float(np.linalg.norm(ring[1:] - ring[0], axis=1).max())
    center = (round(float(ring[0, 0])) - left, round(float(ring[0, 1])) - top)
    cv2.circle(mask, center, int(np.ceil(radius)), 0, -1)
    inside = look.crop.inside[top : top + part.shape[0], left : left + part.shape[1]]
    return np.asarray(part[mask.astype(bool) & inside], np.uint8)


def _chroma_left(look: Look, chroma: float) -> float:
    """Chroma, or less where the whole face, lips included, has one tint: a toned print has chroma but no color."""
    if not look.crop.landmarks.size:
        return chroma
    redness = (look.od[..., 0] - look.od[..., 1])[look.middle | look.features][::2]
    low, high = np.percentile(redness, [5, 95])
    return min(chroma, SPREAD_WEIGHT * float(high - low))
