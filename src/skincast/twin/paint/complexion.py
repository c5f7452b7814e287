"""The even skin behind a photo: whose cheeks have this color, if the exposure and the white balance are uncertain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics import Balance, SkinColors, draw_complexion, skin_colors, white_balance
from skincast.twin.person import Complexion
from skincast.twin.sheet import blank_canvas

CAMERA = "parametric:0"
EXPOSURE_SD, CAST_SD = 0.35, 0.16
"""How far the light on a cheek strays in density, all channels together and each alone (ours, untested)."""
METERING, MIDDLE_OD = 0.2, 1.3
"""Share of a face's distance from the middle green density that the phone's exposure takes away (ours)."""
VEIL = 0.018
"""White light over all skin: its own faint sheen and the lens's flare; it takes the color out of dark skin."""
PALEST, DARKEST = 0.006, 0.45
STEPS = 40
BLUE_SHARE = 0.45
"""Of what blue lacks to green in a change by blood (fitted with the blue of the bare sensor)."""
BLOOD_FACTORS = (0.5, 0.7, 1.0, 1.4, 2.0)
BLOOD_SD = 0.35
"""Of the logarithm of blood around what is usual for the melanin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidates:
    people: tuple[Complexion, ...]
    density: NDArray[np.float64]
    """(n, 3)."""
    log_prior: NDArray[np.float64]


def estimate_complexion(cheek_linear: NDArray[np.float64]) -> Complexion:
    """The most plausible even skin of a photo.

    Hue and lightness both tell melanin; a dark exposure moves only the lightness, a cast only the hue. The mean over
    all people that could stand behind the color is the least wrong answer.

    Args:
        cheek_linear: (3,) linear light of the cheeks, 0-1, red first.

    Returns:
        A complexion with the melanin and the blood that fit best, the rest usual for that melanin.

    Source: posterior mean on a grid; priors ours, untested.
    """
    known = _candidates()
    seen = -np.log(np.maximum(cheek_linear, 1e-3))
    residual = seen - known.density
    covariance = EXPOSURE_SD**2 * np.ones((3, 3)) + CAST_SD**2 * np.eye(3)
    score = known.log_prior - 0.5 * np.einsum("ni,ij,nj->n", residual, np.linalg.inv(covariance), residual)
    weight = np.exp(score - score.max())
    weight /= weight.sum()
    melanin = float(np.exp(weight @ np.log([one.melanin for one in known.people])))
    blood = float(np.exp(weight @ np.log([one.blood for one in known.people])))
    return replace(_usual(melanin), blood=blood)


def photo_colors(complexion: Complexion) -> SkinColors:
    """The colors of a complexion in daylight: changes are read off it, so that light and camera cancel.

    Blue is the bare sensor's. The colorimetric matrix takes so much green away from it that blood hardly darkens it,
    and that it brightens it on dark skin; in real photos inflamed skin loses 0.87 of green's density in blue and 0.25
    in red.

    Source: medians of 268 boxed papules of the training set of close-ups.
    """
    return skin_colors(complexion, _phone_balance(), "D65")


def as_photographed(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """Density of a change of skin with the blue that photos show: see `photo_colors`.

    Args:
        density: (height, width, 3), from the optics.
    """
    lacking = np.maximum(density[..., 1] - density[..., 2], 0)
    density[..., 2] += np.float32(BLUE_SHARE) * lacking
    return density


@cache
def _phone_balance() -> Balance:
    balance = white_balance(CAMERA, {"D65": 1.0})
    matrix = balance.matrix.copy()
    matrix[2] = (0, 0, 1)
    return replace(balance, matrix=matrix)


def even_color(colors: SkinColors, complexion: Complexion) -> NDArray[np.float64]:
    """(3,) linear color of even skin."""
    canvas = blank_canvas(64.0, melanin=complexion.melanin, blood=complexion.blood, oxygen=complexion.oxygen)
    return np.asarray(colors.linear(canvas.sheet)[0, 0], np.float64)


def _metered(density: NDArray[np.float64]) -> NDArray[np.float64]:
    """The density that a phone leaves, which makes dark faces lighter and light ones darker."""
    return np.asarray(density - METERING * (density[1] - MIDDLE_OD))


@cache
def _usual(melanin: float) -> Complexion:
    """The middle of people with this melanin."""
    return draw_complexion(_Middle(), melanin=melanin)  # type: ignore[arg-type]


class _Middle:
    """Chance that always draws the mean."""

    def standard_normal(self, size: int) -> NDArray[np.float64]:
        """Zeros."""
        return np.zeros(size)


@cache
def _candidates() -> _Candidates:
    people, prior, density = [], [], []
    for melanin in np.geomspace(PALEST, DARKEST, STEPS):
        usual = _usual(float(melanin))
        colors = skin_colors(usual, white_balance(CAMERA, {"D65": 1.0}), "D65")
        for factor in BLOOD_FACTORS:
            person = replace(usual, blood=usual.blood * factor)
            people.append(person)
            prior.append(-0.5 * (np.log(factor) / BLOOD_SD) ** 2)
            density.append(_metered(-np.log(even_color(colors, person) + VEIL)))
    return _Candidates(people=tuple(people), density=np.array(density), log_prior=np.array(prior))
