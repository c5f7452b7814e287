"""Optical density -> melanin, hemoglobin, shading and gloss."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import Densities
from skincast.skin.light import pigment_table
from skincast.smooth import local_mean
from skincast.types import FloatMap, Mask

CHROMA_BLUR_MM = 0.45
"""JPEG stores color at half resolution and phones smear it further: finer color is not information."""
GLOSS_SPREAD_MM = 9.0
LOW_RESOLUTION = 8
SHADE_SD = 0.04
"""A face with less shade than this tells nothing about the tone curve: the slope is drawn to zero."""


def split_pigments(densities: Densities, clear: NDArray[np.float32], *, mm_per_px: float) -> tuple[FloatMap, ...]:
    """Split each pixel into melanin, hemoglobin and shading.

    Three channels, three unknowns: the split is exact once the person's own clear skin is taken as zero. White balance
    and exposure drop out, and what colored light leaks in is smooth.

    Args:
        densities: `(h, w, 3)`.
        clear: (3,) the person's own clear skin.
        mm_per_px: of the maps.

    Returns:
        Three `(h, w)` float32 maps: melanin and hemoglobin as green density above clear skin, shading as density.

    Source: Tsumura et al. 1999, JOSA A 16:2169, with directions from `pigment.toml`.
    """
    matrix = _unmixing()
    bias = -(matrix @ clear.astype(np.float64))[:, None]
    parts = cv2.transform(densities, np.hstack([matrix, bias]).astype(np.float32))
    sigma = CHROMA_BLUR_MM / mm_per_px
    smooth = cv2.GaussianBlur(parts[..., :2], (0, 0), sigma)
    return (
        np.ascontiguousarray(smooth[..., 0]),
        np.ascontiguousarray(smooth[..., 1]),
        np.ascontiguousarray(parts[..., 2]),
    )


def remove_tone_curve(pigment: FloatMap, shading: FloatMap, where: Mask, *, mm_per_px: float) -> FloatMap:
    """Take out what a phone's tone curve makes of shade: it deepens the color of darker skin, which looks like pigment.

    The slope of pigment over shading is fitted on this face, at a low resolution where pigment spots do not count.

    Args:
        pigment: melanin or hemoglobin, `(h, w)`.
        shading: of the same face.
        where: readable skin.
        mm_per_px: of the maps.

    Returns:
        The pigment map with `slope * shading` removed; its median over `where` is 0.

    Source: ours, untested.
    """
    size = tuple(max(1, side // LOW_RESOLUTION) for side in reversed(pigment.shape))
    weight = cv2.resize(where.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    chosen = weight > 0.9
    if chosen.sum() < 50:
        return pigment
    x = cv2.resize(shading, size, interpolation=cv2.INTER_AREA)[chosen]
    y = cv2.resize(pigment, size, interpolation=cv2.INTER_AREA)[chosen]
    x0, y0 = np.median(x), np.median(y)
    near = (np.abs(x - x0) < 2.5 * np.std(x)) & (np.abs(y - y0) < max(4 * float(np.median(np.abs(y - y0))), 0.05))
    dx, dy = x[near] - x0, y[near] - y0
    slope = float(np.clip((dx @ dy) / (float(dx @ dx) + len(dx) * SHADE_SD**2), -0.3, 0.6))
    smooth = cv2.GaussianBlur(shading, (0, 0), CHROMA_BLUR_MM / mm_per_px)
    return np.asarray(pigment - slope * (smooth - x0) - y0, np.float32)


def find_gloss(densities: Densities, skin: Mask, *, mm_per_px: float) -> FloatMap:
    """Share of each pixel's light that was mirrored at the surface.

    Mirrored light has the light's own color (neutral after white balance), skin does not: seen against the color of the
    skin around it, the excess of blue tells how much neutral light was added.

    Args:
        densities: `(h, w, 3)`, white balanced.
        skin: where the surrounding color may be learned.
        mm_per_px: of the maps.

    Returns:
        `(h, w)` float32, 0-1.

    Source: dichromatic reflection, Shafer 1985, Color Research & Application 10:210; the local form is ours.
    """
    linear = cv2.exp(-densities)
    red, blue = linear[..., 0], linear[..., 2]
    ratio = densities[..., 2] - densities[..., 0]
    body = local_mean(ratio, skin, GLOSS_SPREAD_MM / mm_per_px)
    body_ratio = cv2.exp(-np.maximum(body, 0.15))  # blue over red of the skin itself
    mirrored = np.maximum((blue - body_ratio * red) / (1 - body_ratio), 0)
    share = np.clip(mirrored / np.maximum(red, 0.01), 0, 1)
    return np.asarray(share, np.float32)


def pigment_vectors() -> NDArray[np.float32]:
    """(2, 3) density in red, green and blue of one unit of melanin and of one unit of hemoglobin."""
    table = pigment_table()
    return np.array([table["melanin"], table["hemoglobin"]], np.float32)


@cache
def _unmixing() -> NDArray[np.float64]:
    table = pigment_table()
    mixing = np.array([table["melanin"], table["hemoglobin"], table["shading"]], np.float64).T
    return np.asarray(np.linalg.inv(mixing), np.float64)
