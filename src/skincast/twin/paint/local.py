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
LEAST_LEVEL, MOST_LEVEL = 0.12, 2.0
GLARE_START = 1.35
"""Skin brighter than this over its usual is partly mirror (ours)."""
MOST_GLARE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLight:
    """Irradiance as it is seen, over its mean on the face; (height, width) each."""

    light: PhotoLight
    level: FloatMap
    """All light, 0.12-2."""
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
    weight = np.asarray(skin + np.float32(1e-3), np.float32)
    ratio = bright / np.maximum(expected, 1e-3)
    usual = float(np.median(ratio[skin > 0.5])) if (skin > 0.5).any() else 1.0
    ratio = np.where(skin > 0.05, ratio / max(usual, 1e-4), 1).astype(np.float32)
    sigma = max(AROUND_MM / mm_per_px / SHRINK, 0.5)
    around = cv2.GaussianBlur(ratio * weight, (0, 0), sigma) / cv2.GaussianBlur(weight, (0, 0), sigma)
    around = cv2.resize(np.asarray(around, np.float32), linear.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    glare = np.clip(1 - GLARE_START / np.maximum(around, 1e-3), 0, MOST_GLARE)
    matte = np.minimum(around, GLARE_START)
    level = np.clip(falling * cv2.pow(np.asarray(matte, np.float32), TRUST), LEAST_LEVEL, MOST_LEVEL)
    lamp = np.maximum(falling - np.float32(light.sky), np.float32(0.05))
    share = np.clip((level - np.float32(light.sky) * np.minimum(matte, 1)) / lamp, 0.1, 1.2)
    return LocalLight(
        light=light,
        level=np.asarray(level, np.float32),
        lamp_share=np.asarray(share, np.float32),
        glare=np.asarray(glare, np.float32),
    )
