"""Colors of what is not skin: hair, brows, iris, sclera, teeth; linear sRGB albedos under D65."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.person import Traits, stream

Rgb = NDArray[np.float32]
"""(3,) linear sRGB."""

BLACK_HAIR = (0.012, 0.010, 0.0095)
DARK_BROWN_HAIR = (0.036, 0.023, 0.016)
BROWN_HAIR = (0.082, 0.050, 0.030)
BLOND_HAIR = (0.30, 0.205, 0.115)
RED_HAIR = (0.155, 0.058, 0.024)
GRAY_HAIR = (0.27, 0.262, 0.25)

DYED_SHARE = 0.4
"""Of women who color their gray hair; ours."""

BROWN_IRIS = (0.060, 0.028, 0.013)
DARK_IRIS = (0.026, 0.013, 0.008)
HAZEL_IRIS = (0.105, 0.078, 0.034)
GREEN_IRIS = (0.105, 0.120, 0.068)
BLUE_IRIS = (0.105, 0.160, 0.225)
GRAY_IRIS = (0.130, 0.155, 0.170)

LIGHT_EYES_BELOW, LIGHT_EYES_ANYWAY = 0.065, 0.01
"""Melanin of the skin at which eyes other than brown end, and how much of that is left to exceptions (ours)."""


def scalp_hair_rgb(traits: Traits) -> Rgb:
    """Color of the hair on the head, gray with age.

    Source: ours, untested; the share of dark hair follows the melanin of the skin.
    """
    return _grayed(_young_hair_rgb(traits), seen_gray_share(traits))


def face_hair_rgb(traits: Traits) -> Rgb:
    """Color of brows and stubble, `SkinSheet.hair`: darker than blond hair, and gray later than the scalp."""
    young = _young_hair_rgb(traits)
    darker = young * np.float32(0.75 if young[0] < 0.1 else 0.45)
    return _grayed(darker, (0.12 + 0.25 * max(1 - 6 * traits.complexion.melanin, 0.0)) * gray_share(traits) ** 3)


def gray_share(traits: Traits) -> float:
    """Share of gray among the hairs of the head, 0-1.

    Source: 6-23 % of people of 50 have at least half of their hair gray (Panhard 2012, Br J Dermatol 167:865); the
    curve is ours, untested.
    """
    random = stream(traits.seed, "hair gray")
    start = 50 + 6 * float(random.standard_normal())
    return float(1 / (1 + np.exp(-(traits.age_years - start - 8) / 5)))


def seen_gray_share(traits: Traits) -> float:
    """Share of gray on the head that is not dyed, 0-1."""
    dyed = traits.sex == "female" and stream(traits.seed, "hair dye").random() < DYED_SHARE
    return (0.1 if dyed else 1.0) * gray_share(traits)


def iris_rgb(traits: Traits) -> Rgb:
    """Mean color of the iris, by the melanin of the skin.

    Source: colors and shares ours, untested.
    """
    random = stream(traits.seed, "iris color")
    light = float(np.clip((LIGHT_EYES_BELOW - traits.complexion.melanin) / 0.045, LIGHT_EYES_ANYWAY, 1))
    brown = np.array(BROWN_IRIS) + (np.array(DARK_IRIS) - BROWN_IRIS) * float(
        random.beta(1 + 3 * (1 - light), 1.5) * light + (1 - light) * random.uniform(0.6, 1.0)
    )
    choices = np.array([brown, HAZEL_IRIS, GREEN_IRIS, BLUE_IRIS, GRAY_IRIS])
    share = np.array([1 - 0.72 * light, 0.18 * light, 0.10 * light, 0.34 * light, 0.10 * light])
    chosen = choices[int(random.choice(5, p=share / share.sum()))]
    return np.asarray(chosen * np.exp(random.normal(0, 0.12)), np.float32)


def sclera_rgb(traits: Traits) -> Rgb:
    """White of the eye: yellower with age and with dark skin."""
    random = stream(traits.seed, "sclera")
    yellow = 0.06 * np.clip((traits.age_years - 30) / 50, 0, 1) + 0.35 * min(traits.complexion.melanin, 0.3)
    yellow = float(np.clip(yellow + random.normal(0, 0.015), 0, 0.2))
    dim = 1 - 1.1 * min(traits.complexion.melanin, 0.35)
    return np.asarray(
        np.array([0.49, 0.455, 0.44]) * dim * [1 - 0.6 * yellow, 1 - yellow, 1 - 1.8 * yellow], np.float32
    )


def tooth_rgb(traits: Traits) -> Rgb:
    """Enamel, yellower with age."""
    age = float(np.clip((traits.age_years - 20) / 60, 0, 1))
    return np.asarray([0.60 - 0.12 * age, 0.54 - 0.15 * age, 0.44 - 0.18 * age], np.float32)


def _young_hair_rgb(traits: Traits) -> Rgb:
    random = stream(traits.seed, "hair color")
    skin = traits.complexion
    light = float(np.clip((0.09 - skin.melanin) / 0.07, 0, 1))
    darkness = float(random.beta(1.2 + 3 * (1 - light), 1.2)) if light > 0 else 1.0
    steps = np.array([BLOND_HAIR, BROWN_HAIR, DARK_BROWN_HAIR, BLACK_HAIR])
    place = 3 * (darkness * light + (1 - light) * (0.85 + 0.15 * darkness))
    logs = [np.interp(place, range(4), np.log(steps[:, channel])) for channel in range(3)]
    red = light * float(np.clip((skin.pheomelanin_share - 0.35) / 0.3, 0, 1)) * float(random.random() < 0.5)
    mixed = np.exp(logs) * (1 - red) + np.array(RED_HAIR) * red
    return np.asarray(mixed, np.float32)


def _grayed(color: Rgb, share: float) -> Rgb:
    # Mixed as hairs beside one another: the eye sees the mean of both.
    return np.asarray(color * (1 - share) + np.array(GRAY_HAIR) * share, np.float32)
