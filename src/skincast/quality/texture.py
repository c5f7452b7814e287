"""How grainy is the picture, and has the skin's own texture been wiped away?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.quality.findings import Findings
from skincast.quality.look import COARSE, OD_OF_LEVEL, Look
from skincast.types import FloatMap, Mask, Picture

NOISE_KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
MEAN_TO_SD = float(np.sqrt(np.pi / 2) / 6)
BLOCK_PX = 8
FLAT_PERCENTILE = 25.0
FINEST_MM, COARSEST_MM = 0.4, 1.5
SHARP_ENOUGH_MM = 1.0
"""Coarser photos show no skin texture, filtered or not."""
SHOWS_TEXTURE_MM = 0.3


def check_noise(look: Look, skin: Mask) -> Findings:
    """Grain of the photo's own pixels in the flattest blocks of skin.

    Source: Immerkaer 1996, Computer Vision and Image Understanding 64:300; flat blocks and optical density are ours.
    """
    findings = Findings()
    stride = max(1, round(look.crop.native_mm_per_px / look.crop.mm_per_px))
    rows = _middle_rows(look)
    if rows is None:
        return findings
    green = _green_at(look.crop.pixels[rows[0] * COARSE : rows[1] * COARSE], stride)
    bent = np.asarray(cv2.filter2D(green, cv2.CV_16S, NOISE_KERNEL), np.int16)
    grain = np.abs(bent).astype(np.uint16)
    block_mm = BLOCK_PX * stride * look.crop.mm_per_px
    levels, blocks = _block_means(green), _block_means(grain)
    flat = _values_on_skin(MEAN_TO_SD * blocks * 2.4 / (levels + 14.025), look, skin, block_mm=block_mm, top=rows[0])
    if flat.size >= 8:
        findings.measure("noisy", float(np.percentile(flat, FLAT_PERCENTILE)))
    return findings


def check_texture(look: Look, skin: Mask, *, blur_mm: float | None) -> Findings:
    """Texture between 0.4 and 1.5 mm in the flatter blocks of skin, where the photo could show it.

    Args:
        look: the shared pictures.
        skin: coarse, what is this person's skin.
        blur_mm: from `check_sharpness`.
    """
    findings = Findings()
    crop = look.crop
    if blur_mm is None or blur_mm > SHARP_ENOUGH_MM or crop.native_mm_per_px > SHOWS_TEXTURE_MM:
        return findings
    od = cv2.LUT(np.ascontiguousarray(look.half[..., 1]), OD_OF_LEVEL)
    wide = cv2.blur(od, (9, 9))
    band = cv2.GaussianBlur(od, (3, 3), 0) - wide
    rms = np.sqrt(_block_means(band * band))
    flat = _values_on_skin(rms, look, skin, block_mm=BLOCK_PX * crop.color_mm_per_px)
    if flat.size >= 8:
        findings.measure("heavy_makeup_or_filter", float(np.percentile(flat, 50)))
    return findings


def _middle_rows(look: Look) -> tuple[int, int] | None:
    """First and last coarse row of the middle of the face."""
    rows = np.flatnonzero(look.middle.any(axis=1))
    return (int(rows[0]), int(rows[-1]) + 1) if rows.size else None


def _green_at(picture: Picture, stride: int) -> NDArray[np.uint8]:
    """The green channel, each `stride`-th pixel in both directions; averaging would take the grain away."""
    sampled = picture if stride == 1 else np.ascontiguousarray(picture[::stride, ::stride])
    return np.asarray(cv2.extractChannel(sampled, 1), np.uint8)


def _block_means(values: NDArray[np.uint8] | NDArray[np.uint16] | FloatMap) -> FloatMap:
    height, width = values.shape[0] // BLOCK_PX, values.shape[1] // BLOCK_PX
    even = values[: height * BLOCK_PX, : width * BLOCK_PX]
    means = cv2.resize(even, (max(width, 1), max(height, 1)), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float32)


def _values_on_skin(blocks: FloatMap, look: Look, skin: Mask, *, block_mm: float, top: int = 0) -> FloatMap:
    """Values of the blocks that are skin of the middle of the face throughout."""
    height, width = blocks.shape
    clean = (look.middle & skin & ~look.clipped).astype(np.float32)[top:]
    per_block = block_mm / (COARSE * look.crop.mm_per_px)
    end = (max(round(height * per_block), 1), max(round(width * per_block), 1))
    share = cv2.resize(clean[: end[0], : end[1]], (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(blocks[share > 0.8], np.float32)
