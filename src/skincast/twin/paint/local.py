"""How the light of a photo falls place by place: shade, where no lamp reaches, and glare, where nothing else shows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.twin.frame import Vectors
from skincast.twin.paint.light import PhotoLight
from skincast.twin.paint.tones import LUMA, Linear
from skincast.types import FloatMap

SHRINK = 4
AROUND_MM = 3.0
"""Smaller bright and dark places are the skin's own."""
TRUST = 0.7
"""How much of a difference to the fitted light is light; the rest is beard, make-up, flush (ours)."""
LEAST_LEVEL, MOST_LEVEL = 0.25, 2.0
GLARE_START = 1.35
"""Skin brighter than this over what the lamp explains at most is partly mirror (ours)."""
MOST_GLARE = 0.75
RAKING = 0.4
"""Least share of the lamp's strength that a shadow's depth is measured by (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLight:
    """Irradiance as it is seen, over its mean on the face; (height, width) each."""

    light: PhotoLight
    level: FloatMap
    """All light, 0.25-2."""
    lamp_share: FloatMap
    """How much of the lamp arrives, over what its direction alone would give, 0-1.2."""
    glare: FloatMap
    """Share of what is seen that is mirrored on the surface, 0-0.75."""


def local_light(linear: Linear, seen: FloatMap, normal: Vectors, light: PhotoLight, mm_per_px: float) -> LocalLight:
    """Compare the fitted light with what the photo shows.

    Args:
        linear: (height, width, 3).
        seen: (height, width) skin, 0-1.
        normal: (height, width, 3) of the smooth face.
        light: fitted to all of it.
        mm_per_px: of the photo.

    Source: ours, untested.
    """
    size = (max(linear.shape[1] // SHRINK, 1), max(linear.shape[0] // SHRINK, 1))
    falling = light.falling(normal)
    skin, expected, bright = (
        np.asarray(cv2.resize(a, size, interpolation=cv2.INTER_AREA), np.float32)
        for a in (seen, falling, np.asarray(linear @ LUMA, np.float32))
    )
    raw = bright / np.maximum(expected, np.float32(1e-3))
    usual = float(np.median(raw[skin > 0.5])) if (skin > 0.5).any() else 1.0
    ratio = np.asarray(np.where(skin > 0.05, raw / np.float32(max(usual, 1e-4)), 1), np.float32)
    full = _around(ratio, skin, linear.shape[1::-1], max(AROUND_MM / mm_per_px / SHRINK, 0.5))
    most = np.float32(GLARE_START) * np.maximum(falling, 1)
    glare = np.clip(1 - most / np.maximum(full * falling, 1e-3), 0, MOST_GLARE)
    matched = np.asarray(np.clip(full, 0, MOST_LEVEL / LEAST_LEVEL), np.float32)
    level = np.clip(falling * cv2.pow(matched, TRUST), LEAST_LEVEL, MOST_LEVEL)
    # At the border of light and shade the lamp still rakes the skin; only a shadow takes it away.
    reach = max(float(np.linalg.norm(light.lamp)), 1e-3)
    arriving = np.maximum(falling - np.float32(light.sky), np.float32(RAKING * reach))
    share = np.clip(1 - (falling - level) / arriving, 0.1, 1.2)
    return LocalLight(
        light=light,
        level=np.asarray(level, np.float32),
        lamp_share=np.asarray(share, np.float32),
        glare=np.asarray(glare, np.float32),
    )


def _around(ratio: FloatMap, skin: FloatMap, size: tuple[int, ...], sigma_px: float) -> FloatMap:
    """The ratio smoothed over skin alone, at the size of the photo."""
    weight = np.asarray(skin + np.float32(1e-3), np.float32)
    around = cv2.GaussianBlur(ratio * weight, (0, 0), sigma_px) / cv2.GaussianBlur(weight, (0, 0), sigma_px)
    return np.asarray(
        cv2.resize(np.asarray(around, np.float32), (size[0], size[1]), interpolation=cv2.INTER_LINEAR), np.float32
    )
