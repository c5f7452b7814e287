"""Is the skin's color one that skin has in neutral light?"""

from __future__ import annotations

import cv2
import numpy as np

from skincast.quality.findings import Findings
from skincast.quality.look import Look
from skincast.types import Mask

LOWEST_HUE_DEG = 18.0
HIGHEST_HUE_DEG = 78.0
"""CIELAB hue of skin of every tone under neutral light lies within (ours, from the training faces; light to very dark)."""
HIGHEST_CHROMA = 43.0
SPREAD_WEIGHT = 20.0


def check_color(look: Look, skin: Mask) -> Findings:
    """Color cast, and photos without color.

    Args:
        look: the shared pictures.
        skin: coarse, what is this person's skin.
    """
    findings = Findings()
    middle = look.middle & skin
    if middle.sum() < 50:
        return findings
    a, b = _median_ab(look, middle)
    findings.measure("color_cast.colorless", _chroma_left(look, float(np.hypot(a, b))))
    if not findings.problems:  # a hue of gray is noise
        findings.measure("color_cast", distance_from_skin(a, b))
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
    color = np.median(look.picture[where][::2], axis=0).astype(np.float32).reshape(1, 1, 3) / 255
    lab = cv2.cvtColor(color, cv2.COLOR_RGB2LAB)
    return float(lab[0, 0, 1]), float(lab[0, 0, 2])


def _chroma_left(look: Look, chroma: float) -> float:
    """Chroma, or less where the whole face, lips included, has one tint: a toned print has chroma but no color."""
    if not look.crop.landmarks.size:
        return chroma
    seen = look.middle | look.features
    redness = (look.od[..., 0] - look.od[..., 1])[seen][::2]
    low, high = np.percentile(redness, [5, 95])
    return min(chroma, SPREAD_WEIGHT * float(high - low))
