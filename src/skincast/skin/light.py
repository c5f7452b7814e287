"""What color the light had."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.density import Densities
from skincast.types import Mask

PHONE_ERROR_SD = (0.08, 0.12)
"""What a phone's own white balance leaves behind, in ln(red/green) and ln(blue/green) (ours, untested)."""
SCLERA_COLOR = (0.04, -0.05)
"""The white of the eye is a little warm: ln(red/green), ln(blue/green) (ours, untested)."""
SCLERA_SD = (0.10, 0.12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Illuminant:
    """The light's estimated color cast: `ln(red/green)` and `ln(blue/green)` of a white surface, and how sure it is."""

    red_green: float
    blue_green: float
    confidence: float

    @property
    def density(self) -> NDArray[np.float32]:
        """What to add to the densities so that a white surface becomes neutral; the green channel stays."""
        return np.array([self.red_green, 0.0, self.blue_green], np.float32)


def find_illuminant(skin: NDArray[np.float32], whites_of_eyes: NDArray[np.float32]) -> Illuminant:
    """Estimate the color of the light from the skin itself and from the whites of the eyes.

    Skin varies between people and phones err, both by known amounts: the estimate is the Bayesian mean of the phone's
    prior (neutral), the distance of this skin from the measured locus of cheeks, and the eye whites where they can be
    seen.

    Args:
        skin: `(n, 3)` densities of clear skin.
        whites_of_eyes: `(m, 3)` densities, possibly empty.

    Returns:
        The illuminant; `confidence` is the share of the prior variance that the photo removed, 0-1.

    Source: ours; locus from Lu et al. 2025.
    """
    middle = np.median(skin, axis=0)
    locus = pigment_table()["locus"]
    sclera = _sclera_color(whites_of_eyes)
    means, confidences = [], []
    for k, (row, channel) in enumerate((("red_green", 0), ("blue_green", 2))):
        seen = float(middle[1] - middle[channel])
        # The locus is written for densities, whose sign is opposite to the logarithm of the ratio.
        expected = -(locus[row]["at_zero"] + locus[row]["slope"] * float(middle[1]))
        precision = [PHONE_ERROR_SD[k] ** -2, locus[row]["sd"] ** -2]
        values = [0.0, seen - expected]
        if sclera is not None:
            precision.append(SCLERA_SD[k] ** -2)
            values.append(float(sclera[k]) - SCLERA_COLOR[k])
        means.append(float(np.average(values, weights=precision)))
        confidences.append(1 - precision[0] / sum(precision))
    return Illuminant(red_green=means[0], blue_green=means[1], confidence=float(np.mean(confidences)))


def sclera_mask(whites: Mask, densities: Densities) -> Mask:
    """Of the eye openings, the brightest fifth that is neither blown nor strongly colored."""
    if not whites.any():
        return whites
    green = densities[..., 1]
    limit = np.quantile(green[whites], 0.2)
    return whites & (green <= limit) & (green > 0.02)


def _sclera_color(densities: NDArray[np.float32]) -> NDArray[np.float32] | None:
    if len(densities) < 12:
        return None
    middle = np.median(densities, axis=0)
    return np.array([middle[1] - middle[0], middle[1] - middle[2]], np.float32)


@cache
def pigment_table() -> dict[str, Any]:
    """Pigment directions and the skin locus, from `pigment.toml`."""
    return tomllib.loads(resources.files("skincast.skin").joinpath("pigment.toml").read_text("utf-8"))
