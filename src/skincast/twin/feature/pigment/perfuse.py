"""More blood in the skin: what comes in addition brings its own oxygen."""

from __future__ import annotations

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
    np.add(sheet.blood, added, out=sheet.blood)
    pull = added * (np.float32(oxygen) - sheet.oxygen)
    pull /= np.maximum(sheet.blood, np.float32(1e-6))
    np.add(sheet.oxygen, pull, out=sheet.oxygen)
