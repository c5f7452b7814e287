"""More blood in the skin: what comes in addition brings its own oxygen."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.sheet import SkinSheet
from skincast.types import FloatMap

ARTERIAL = 0.95
"""Saturation of what a flush or an inflammation brings: inflow outruns use. Ours; it gives redness its measured hue."""


def perfuse(sheet: SkinSheet, added: FloatMap, *, oxygen: float = ARTERIAL) -> None:
    """Add blood to the upper dermis; the saturation becomes that of the mixture.

    Args:
        sheet: is drawn on in place.
        added: volume fraction, >= 0.
        oxygen: saturation of the added blood, 0-1.
    """
    left, top, width, height = cv2.boundingRect((added > 0).astype(np.uint8))
    here = (slice(top, top + height), slice(left, left + width))
    blood, saturation, more = sheet.blood[here], sheet.oxygen[here], added[here]
    blood += more
    pull = np.float32(oxygen) - saturation
    pull *= more
    pull /= np.maximum(blood, np.float32(1e-6))
    saturation += pull
