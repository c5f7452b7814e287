"""Phones as people hold them: plausible cameras, habits and faults."""

from __future__ import annotations

from typing import Literal

import numpy as np

from skincast.twin.optics.cameras import PARAMETRIC
from skincast.twin.shot import Phone

PhoneQuality = Literal["good", "ordinary", "poor"]

CAMERAS = 400
"""How many invented cameras there are to draw from; real phones are of a few hundred models too."""
FAULTS = ("dark", "bright", "cast", "noisy", "blurred", "shaken", "smoothed", "compressed")
_SPREAD = {"good": 0.5, "ordinary": 1.0, "poor": 1.3}


def draw_phone(random: np.random.Generator, quality: PhoneQuality = "good", *, camera: str | None = None) -> Phone:
    """Draw a phone.

    Args:
        random: the shot's stream.
        quality: `good` leaves little to complain about; `ordinary` is what people send; `poor` has one bad fault.
        camera: where the same phone takes many shots; drawn if None.

    Source: ours, untested.
    """
    wide = _SPREAD[quality]
    warm = float(random.normal(0, 0.05)) * wide
    off = float(random.normal(0, 0.02)) * wide
    settings: dict[str, float] = {
        "exposure_ev": float(np.clip(random.normal(0, 0.18 * wide), -0.6, 0.6)),
        "contrast": float(np.clip(random.normal(0.8, 0.25), 0.2, 1.5)),
        "sharpening": float(np.clip(random.gamma(4, 0.14), 0.1, 1.4)),
        "denoise": float(np.clip(random.beta(2, 5) * (0.7 + 0.3 * wide), 0.05, 0.8)),
        "noise": float(np.clip(np.exp(random.normal(np.log(0.007 * wide), 0.4)), 0.002, 0.03)),
        "blur_px": float(np.abs(random.normal(0, 0.35)) * wide),
        "motion_px": float(max(random.normal(-0.5, 0.8), 0) * wide),
    }
    jpeg_quality = int(random.integers(86, 97))
    if quality == "poor":
        fault = str(random.choice(FAULTS))
        jpeg_quality = int(random.integers(15, 35)) if fault == "compressed" else jpeg_quality
        if fault == "cast":
            warm = float(random.choice([-1, 1]) * random.uniform(0.25, 0.4))
        settings |= _fault(fault, random)
    return Phone(
        camera=camera or f"{PARAMETRIC}{random.integers(CAMERAS)}",
        white_balance_error=(warm + off, -warm + off),
        jpeg_quality=jpeg_quality,
        **settings,
    )


def _fault(fault: str, random: np.random.Generator) -> dict[str, float]:
    """What a fault does to the settings; nothing for one that is none of them."""
    at = float(random.uniform())
    return {
        "dark": {"exposure_ev": -1.5 - 1.2 * at},
        "bright": {"exposure_ev": 1.3 + 0.8 * at},
        "noisy": {"noise": 0.045 + 0.05 * at, "denoise": 0.2},
        "blurred": {"blur_px": 2.5 + 3.0 * at},
        "shaken": {"motion_px": 10.0 + 14.0 * at},
        "smoothed": {"denoise": 0.85 + 0.15 * at},
    }.get(fault, {})
