"""Early signs: diffuse changes too faint for a score. They mean something only against the same person's earlier photos."""

from __future__ import annotations

import numpy as np

from skincast.catalog import early_signs
from skincast.measure.texture import micro_texture_od
from skincast.types import EarlySign, FloatMap, Skin

EXPOSED = ("cheek_right", "cheek_left", "nose", "forehead")
SHADED = ("jaw_right", "jaw_left", "chin", "temple_right", "temple_left")
CENTER = ("cheek_right", "cheek_left", "nose")
EDGE = ("forehead", "temple_right", "temple_left")
CALM_QUANTILE = 0.5
MIN_PIXELS = 200


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
    first, second = (_calm(skin, pigment, group, unjudged) for group in (here, there))
    return None if first is None or second is None else first - second


def _calm(skin: Skin, pigment: FloatMap, group: tuple[str, ...], unjudged: frozenset[str]) -> float | None:
    names = skin.crop.region_names
    labels = [names.index(name) for name in group if name in names and name not in unjudged]
    if not labels:
        return None
    allowed = np.zeros(256, bool)
    allowed[labels] = True
    values = pigment[skin.mask & allowed[skin.crop.regions]]
    if len(values) < MIN_PIXELS:
        return None
    return float(np.quantile(values[:: max(1, len(values) // 20_000)], CALM_QUANTILE))
