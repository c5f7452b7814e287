"""Skin tone: ITA and a Monk range. A sorting aid from an uncalibrated photo, never truth."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import Skin, Tone

TONE_REGIONS = ("cheek_right", "cheek_left", "forehead", "patch")
MONK_HEX = ("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420")
"""Monk Skin Tone Scale 1-10, Google 2022."""
ITA_CLASSES = ((55.0, "very light"), (41.0, "light"), (28.0, "intermediate"), (10.0, "tan"), (-30.0, "brown"))
"""Lower limits in degrees; below the last is dark. Chardon 1991, Del Bino 2006."""
LIGHTNESS_SD = 8.0
"""What an unknown exposure does to L* (ours, from repeated exposures within 1/2 EV)."""
B_STAR_SD = (2.5, 5.0)
"""What an unknown white balance does to b*, from a well-known to an unknown illuminant (ours)."""
MATT = 0.15
STRIDE, MIN_PIXELS = 3, 25
RANGE_SDS = 1.28
"""The range holds 80 %."""
UNREADABLE_SD = 30.0
"""Degrees; beyond this the light hides the class."""


def measure_tone(skin: Skin) -> Tone:
    """Read ITA and the Monk range off the clear skin of cheeks and forehead.

    Args:
        skin: the clean skin.

    Returns:
        The tone; without an ITA where b* <= 0, which is bad light and no skin.

    Source: Chardon et al. 1991; one preprint finds ICC 0.40-0.78 for ITA between phones, so the SD is wide.
    """
    lab = _clear_lab(skin)
    if lab is None:
        return Tone(ita_deg=None, ita_sd_deg=None, ita_class=None, monk=None, monk_low=None, monk_high=None)
    if lab[2] <= 0:
        return Tone(ita_deg=None, ita_sd_deg=None, ita_class=None, monk=None, monk_low=None, monk_high=None)
    ita = ita_deg(lab[0], lab[2])
    ita_sd = _ita_sd(lab, skin.illuminant_confidence)
    reach = RANGE_SDS * ita_sd
    # By angle and not by color distance: an angle forgives most of what an unknown exposure does to lightness.
    edges = (monk_ita_deg()[:-1] + monk_ita_deg()[1:]) / 2
    lightest, monk, darkest = (int(np.sum(edges > angle)) + 1 for angle in (ita + reach, ita, ita - reach))
    return Tone(
        ita_deg=ita,
        ita_sd_deg=ita_sd,
        ita_class=_class_range(ita, reach) if ita_sd <= UNREADABLE_SD else None,
        monk=monk,
        monk_low=lightest,
        monk_high=darkest,
    )


def _class_range(ita: float, reach: float) -> str:
    """Every class that the interval touches: "light to tan"."""
    return " to ".join(dict.fromkeys((ita_class(ita + reach), ita_class(ita - reach))))


def ita_deg(lightness: float, b_star: float) -> float:
    """Individual typology angle in degrees: `atan2(L* - 50, b*)`."""
    return float(np.degrees(np.arctan2(lightness - 50.0, b_star)))


def ita_class(ita: float) -> str:
    """Name of the ITA class."""
    return next((name for limit, name in ITA_CLASSES if ita > limit), "dark")


def _clear_lab(skin: Skin) -> NDArray[np.float64] | None:
    """Median L*, a*, b* of clear skin without gloss, from every third row and column."""
    names = skin.crop.region_names
    allowed = np.zeros(256, bool)
    allowed[[names.index(name) for name in TONE_REGIONS if name in names]] = True
    every = (slice(None, None, STRIDE), slice(None, None, STRIDE))
    where = skin.mask[every] & allowed[skin.crop.regions[every]] & (skin.gloss[every] < MATT)
    if where.sum() < MIN_PIXELS:
        return None
    pixels = skin.picture[every][where].astype(np.float32).reshape(-1, 1, 3) / 255
    return np.asarray(np.median(cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab).reshape(-1, 3), axis=0), np.float64)


def _ita_sd(lab: NDArray[np.float64], confidence: float) -> float:
    """Carry the errors of L* and b* through the angle."""
    height, width = lab[0] - 50.0, lab[2]
    radius = max(height**2 + width**2, 25.0)
    b_sd = B_STAR_SD[1] + confidence * (B_STAR_SD[0] - B_STAR_SD[1])
    return float(np.degrees(np.hypot(width * LIGHTNESS_SD, height * b_sd) / radius))


@cache
def monk_ita_deg() -> NDArray[np.float64]:
    """(10,) the typology angles of the ten Monk colors, falling."""
    rgb = np.array([[int(code[i : i + 2], 16) for i in (0, 2, 4)] for code in MONK_HEX], np.float32) / 255
    lab = cv2.cvtColor(rgb.reshape(1, -1, 3), cv2.COLOR_RGB2Lab).reshape(-1, 3).astype(np.float64)
    return np.array([ita_deg(row[0], row[2]) for row in lab])
