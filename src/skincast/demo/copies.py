"""The bundled portrait taken again: another light, another framing, and spots painted on known places of the face."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from skincast.types import Picture

HEMOGLOBIN = (0.15, 1.0, 0.75)
"""Density of a red spot in red, green and blue, relative to green (ours, near the skin room's direction)."""
MELANIN = (0.5, 1.0, 1.45)
"""Density of a brown spot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Something painted onto the photo: a soft disk of pigment."""

    x_px: float
    y_px: float
    radius_px: float
    density: float
    """Optical density added in green at its center."""
    pigment: tuple[float, float, float] = HEMOGLOBIN
    steepness: float = 9.0
    """How sharp the edge is: the cover falls from 88 to 12 % over 4 radii divided by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One way to take the portrait again; the defaults change nothing."""

    exposure_ev: float = 0.0
    warmth: float = 0.0
    """Shift of red against blue, shares: 0.03 is a slightly warm lamp."""
    rotation_deg: float = 0.0
    scale: float = 1.0
    noise_levels: float = 0.0
    spots: tuple[Spot, ...] = ()
    seed: int = 0


def draw_copy(portrait: Picture, copy: Copy) -> bytes:
    """Draw one copy.

    Args:
        portrait: (h, w, 3) uint8 sRGB.
        copy: what is different.

    Returns:
        A JPEG file of quality 93.
    """
    linear = np.power(portrait.astype(np.float32) / 255, 2.2)
    for spot in copy.spots:
        _paint(linear, spot)
    gains = 2.0**copy.exposure_ev * np.array([1 + copy.warmth, 1, 1 - copy.warmth], np.float32)
    levels = 255 * np.power(np.clip(linear * gains, 0, 1), 1 / 2.2)
    levels += np.random.default_rng(copy.seed).normal(0, max(copy.noise_levels, 1e-6), levels.shape)
    height, width = portrait.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), copy.rotation_deg, copy.scale)
    framed = cv2.warpAffine(
        np.clip(np.rint(levels), 0, 255).astype(np.uint8), turn, (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    return bytes(
        simplejpeg.encode_jpeg(np.ascontiguousarray(framed), quality=93, colorspace="RGB", colorsubsampling="444")
    )


def _paint(linear: NDArray[np.float32], spot: Spot) -> None:
    """Multiply by the pigment's transmission."""
    y, x = np.mgrid[0 : linear.shape[0], 0 : linear.shape[1]].astype(np.float32)
    far = np.hypot(x - spot.x_px, y - spot.y_px) / spot.radius_px
    cover = 1 / (1 + np.exp(np.clip((far - 1) * spot.steepness, -30, 30)))
    linear *= np.exp(-spot.density * cover[..., None] * np.array(spot.pigment, np.float32))
