"""Optical density -> melanin, hemoglobin, shading and gloss."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import Densities
from skincast.skin.light import pigment_table
from skincast.smooth import enlarge, local_mean
from skincast.types import FloatMap, Mask

CHROMA_BLUR_MM = 0.45
"""JPEG stores color at half resolution and phones smear it further: finer color is not information."""
GLOSS_SPREAD_MM = 9.0
LOW_RESOLUTION = 8
FEWEST = 50
LIGHT_MM = 8.0
SHADE_SD = 0.12
MELANIN_SLOPE, BLOOD_SLOPE, LEAST_SLOPE = 1.0, 0.3, 0.3


def split_pigments(
    densities: Densities, clear: NDArray[np.float32], *, mm_per_px: float
) -> tuple[FloatMap, FloatMap, FloatMap]:
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


def give_back_light(
    melanin: FloatMap, hemoglobin: FloatMap, shading: FloatMap, where: Mask, *, mm_per_px: float
) -> tuple[FloatMap, FloatMap, FloatMap]:
    """Give back to the shading what a phone's tone curve made of light and shade.

    The curve deepens the color of darker skin and bleaches brighter skin, which the split reads as pigment: up to all
    of a broad shadow lands in melanin. The slope of each pigment over broad darkness is fitted on this face; pigment
    that is smaller than `LIGHT_MM` stays. Blood may cover a whole cheek, so that hardly any of it is taken for light.

    Args:
        melanin: from `split_pigments`, `(h, w)`.
        hemoglobin: likewise.
        shading: likewise.
        where: readable skin.
        mm_per_px: of the maps.

    Returns:
        The three maps with the same sum; the medians of the pigments over `where` are 0.

    Source: ours; the slopes range from -0.1 to 1.0 on photos of training sets.
    """
    size = (max(1, melanin.shape[1] // LOW_RESOLUTION), max(1, melanin.shape[0] // LOW_RESOLUTION))
    weight = cv2.resize(where.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    sigma = LIGHT_MM / mm_per_px / LOW_RESOLUTION
    count = cv2.GaussianBlur(weight, (0, 0), sigma)
    chosen = (weight > 0.5) & (count > 0.2)
    if chosen.sum() < FEWEST:
        return melanin, hemoglobin, shading
    masked = [values * where for values in (melanin, hemoglobin, melanin + hemoglobin + shading)]
    small = cv2.merge([cv2.resize(values, size, interpolation=cv2.INTER_AREA) for values in masked])
    broad = np.asarray(cv2.GaussianBlur(small, (0, 0), sigma) / np.maximum(count, 1e-3)[..., None], np.float32)
    broad -= np.median(broad[chosen], axis=0)
    dark = broad[..., 2]
    returned = np.zeros_like(melanin)
    freed = []
    for pigment, channel, steepest in ((melanin, 0, MELANIN_SLOPE), (hemoglobin, 1, BLOOD_SLOPE)):
        slope = _slope(dark[chosen], broad[chosen, channel])
        light = enlarge(np.asarray(np.clip(slope, -LEAST_SLOPE, steepest) * dark, np.float32), melanin.shape)
        returned += light
        freed.append(pigment - light)
    return _centered(freed[0], where), _centered(freed[1], where), np.asarray(shading + returned, np.float32)


def _slope(darkness: NDArray[np.float32], pigment: NDArray[np.float32]) -> float:
    """Least squares, drawn to zero where the face has little shade: a flat light tells nothing about the curve."""
    return float(darkness @ pigment) / (float(darkness @ darkness) + len(darkness) * SHADE_SD**2)


def _centered(pigment: FloatMap, where: Mask) -> FloatMap:
    return np.asarray(pigment - np.median(pigment[::3, ::3][where[::3, ::3]]), np.float32)


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
