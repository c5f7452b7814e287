"""Early signs: diffuse changes too faint for a score; read them only against earlier photos of the person."""

from __future__ import annotations

import numpy as np

from skincast.catalog import early_signs
from skincast.measure.texture import micro_texture_od
from skincast.types import EarlySign, FloatMap, Mask, Skin

EXPOSED = ("cheek_right", "cheek_left", "nose", "forehead")
SHADED = ("jaw_right", "jaw_left", "chin", "temple_right", "temple_left")
CENTER = ("cheek_right", "cheek_left", "nose")
EDGE = ("forehead", "temple_right", "temple_left")
STRIDE = 3
"""Every third pixel: these are means of whole regions."""
MIN_PIXELS = 30


def measure_early_signs(skin: Skin, unjudged: frozenset[str]) -> tuple[EarlySign, ...]:
    """Measure every early sign of the catalog; None where this photo cannot tell.

    Args:
        skin: the clean skin.
        unjudged: regions that the quality room ruled out.

    Source: ours, untested; a series of photos decides, not one.
    """
    values = {
        "micro_texture": micro_texture_od(skin, unjudged),
        "diffuse_melanin": _contrast(skin, skin.melanin, EXPOSED, SHADED, unjudged),
        "diffuse_inflammation": _contrast(skin, skin.hemoglobin, CENTER, EDGE, unjudged),
    }
    return tuple(
        EarlySign(name=row.name, value=values[row.name], sd=None, unit=row.unit) for row in early_signs().values()
    )


def _contrast(
    skin: Skin, pigment: FloatMap, here: tuple[str, ...], there: tuple[str, ...], unjudged: frozenset[str]
) -> float | None:
    """Difference of the calm halves of two groups of regions: spots and lesions lie in the other half."""
    mask = skin.mask[::STRIDE, ::STRIDE]
    if mask.sum() < MIN_PIXELS:
        return None
    level = _without_side_light(pigment[::STRIDE, ::STRIDE], mask)
    first, second = (_calm(skin, level, mask, group, unjudged) for group in (here, there))
    return None if first is None or second is None else first - second


def _without_side_light(pigment: FloatMap, mask: Mask) -> FloatMap:
    """Take out the slope from left to right: skin is symmetric, colored light from a window is not."""
    column = np.broadcast_to(np.arange(pigment.shape[1], dtype=np.float32), pigment.shape)[mask]
    values = pigment[mask]
    offset = column - column.mean()
    slope = float(offset @ values) / max(float(offset @ offset), 1e-6)
    return np.asarray(pigment - slope * np.arange(pigment.shape[1], dtype=np.float32), np.float32)


def _calm(skin: Skin, level: FloatMap, mask: Mask, group: tuple[str, ...], unjudged: frozenset[str]) -> float | None:
    names = skin.crop.region_names
    allowed = np.zeros(256, bool)
    allowed[[names.index(name) for name in group if name in names and name not in unjudged]] = True
    values = level[mask & allowed[skin.crop.regions[::STRIDE, ::STRIDE]]]
    return float(np.median(values)) if len(values) >= MIN_PIXELS else None
