"""How much a photo's skin shines, and where a painted bump would catch the light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Vectors
from skincast.twin.paint.tones import Linear
from skincast.types import FloatMap

ALPHA = 0.24
"""GGX roughness of the lobe that glints are drawn with."""
AROUND_MM = 5.0
STRONG_PERCENT = 99.0
SHARE = 1.0
"""Of the brightest sheen of the photo that a mirror facing the lamp would give (ours, by eye)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """Colorless light on top of the skin's own."""

    strength: FloatMap
    """(height, width) linear light that a place facing the lamp would mirror."""
    half: NDArray[np.float32]
    """(3,) unit, half way between lamp and camera."""

    def lobe(self, normal: Vectors) -> FloatMap:
        """Share of `strength` that places of these normals mirror, 0-1."""
        cosine = np.clip(normal @ self.half, 0, 1)
        square = np.float32(ALPHA**2)
        return np.asarray(np.square(square / (cosine * cosine * (square - 1) + 1)), np.float32)


def read_gloss(linear: Linear, seen: FloatMap, direction: NDArray[np.float32], mm_per_px: float) -> Gloss:
    """Measure the sheen of a photo.

    Args:
        linear: (height, width, 3).
        seen: (height, width) skin, 0-1.
        direction: (3,) unit, toward the lamp.
        mm_per_px: of the photo.

    Returns:
        Gloss whose strength follows the sheen around; none on matte skin.

    Source: dichromatic split (Shafer 1985) against the skin's median hue; amounts ours.
    """
    half = direction + np.array([0, 0, -1], np.float32)
    half = np.asarray(half / max(float(np.linalg.norm(half)), 1e-6), np.float32)
    size = (max(linear.shape[1] // 2, 1), max(linear.shape[0] // 2, 1))
    small, weight = (cv2.resize(a, size, interpolation=cv2.INTER_AREA) for a in (linear, seen))
    skin = weight > 0.8
    if skin.sum() < 50:
        return Gloss(strength=np.zeros(linear.shape[:2], np.float32), half=half)
    white = np.where(skin, _white(np.asarray(small, np.float32), skin), 0).astype(np.float32)
    strong = SHARE * float(np.percentile(white[skin], STRONG_PERCENT))
    sigma = AROUND_MM / mm_per_px / 2
    around = cv2.GaussianBlur(white, (0, 0), sigma) / np.maximum(
        cv2.GaussianBlur(skin.astype(np.float32), (0, 0), sigma), 0.05
    )
    local = strong * np.clip(around / max(0.35 * strong, 1e-4), 0.15, 1.0)
    full = cv2.resize(local.astype(np.float32), linear.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return Gloss(strength=np.asarray(full, np.float32), half=half)


def _white(linear: Linear, skin: NDArray[np.bool_]) -> FloatMap:
    """Colorless light over what this skin usually has."""
    own = np.median(linear[skin], axis=0)
    hue = own / own.mean()
    spread = float(((hue - 1) ** 2).mean())
    mean = linear.mean(axis=2)
    # Least squares of light = amount * hue + white.
    amount = ((linear - mean[..., None]) @ (hue - 1).astype(np.float32)) / np.float32(3 * max(spread, 1e-3))
    white = mean - amount
    return np.asarray(np.maximum(white - np.median(white[skin]), 0), np.float32)
