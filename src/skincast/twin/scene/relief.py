"""Small relief on the smooth head: wrinkles, papules, pores and the skin's own fine furrows turn the normal."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.frame import Vectors
from skincast.twin.person import stream
from skincast.types import FloatMap, Mask

FURROW_MM = 1.1
"""Mean spacing of the primary furrows on the face. Source: 0.4-1.2 mm, Zahouani & Vargiolu 1998."""
FURROW_DEPTH_MM = 0.04
"""Source: 0.02-0.07 mm for primary furrows, Zahouani & Vargiolu 1998."""
TILE_MM, GRID_MM = 48.0, 0.15
"""The net repeats after a tile; it is drawn on this grid whatever the sheet's scale, so that it stays the person's."""
CAVITY_MM = 0.8
CAVITY_DARKENING = 1.1
MAX_SLOPE = 1.6


def tilt_normals(normal: Vectors, height_mm: FloatMap, px_per_mm: FloatMap, rays: Vectors, inside: Mask) -> Vectors:
    """Turn the smooth normals by a relief that is given in photo pixels.

    Args:
        normal: (height, width, 3) unit normals of the smooth head, camera axes.
        height_mm: (height, width) relief, outward positive.
        px_per_mm: (height, width) pixels per millimeter across the line of sight; 0 in the background.
        rays: (height, width, 3) from the camera through each pixel, z = 1.
        inside: (height, width) where the relief holds; elsewhere the normal stays.

    Returns:
        (height, width, 3) unit normals.

    Source: surface gradients without a parametrization, Mikkelsen, J. Graphics, GPU, and Game Tools 2010; the form
    with the gradient held constant along the line of sight follows from it for a perspective camera.
    """
    left, top, width, height = cv2.boundingRect(inside.astype(np.uint8))
    box = np.s_[top : top + height, left : left + width]
    tilted = normal.copy()
    if width:
        slope = _slope(height_mm[box], px_per_mm[box] * inside[box], rays[box])
        tilted[box] = _tilt(normal[box], slope)
    return tilted


def _slope(height_mm: FloatMap, px_per_mm: FloatMap, rays: Vectors) -> Vectors:
    """Gradient of the relief, held constant along each ray."""
    gradient = np.empty_like(rays)
    for axis, (dx, dy) in enumerate(((1, 0), (0, 1))):
        step = cv2.Sobel(height_mm, cv2.CV_32F, dx, dy, scale=0.125)
        gradient[..., axis] = np.clip(step * px_per_mm, -MAX_SLOPE, MAX_SLOPE)
    gradient[..., 2] = -gradient[..., 0] * rays[..., 0] - gradient[..., 1] * rays[..., 1]
    return gradient


def _tilt(normal: Vectors, gradient: Vectors) -> Vectors:
    along = np.einsum("ijk,ijk->ij", gradient, normal)
    tilted = normal * (1 + along)[..., None]
    tilted -= gradient
    length = cv2.sqrt(np.einsum("ijk,ijk->ij", tilted, tilted))
    return np.asarray(tilted / np.maximum(length, 1e-6)[..., None], np.float32)


def cavity(height_mm: FloatMap, mm_per_px: float) -> FloatMap:
    """Share of the sky that small relief leaves free, 0-1: lower at the bottom of a wrinkle or pore.

    Source: ours, untested; the height below the surroundings over the width of the surroundings.
    """
    sigma = CAVITY_MM / mm_per_px
    around = cv2.GaussianBlur(height_mm, (0, 0), sigma)
    sunk = np.maximum(around - height_mm, 0)
    return np.asarray(np.exp(-CAVITY_DARKENING * sunk / CAVITY_MM * 2), np.float32)


def furrows(seed: int, mm_per_px: float, shape: tuple[int, int]) -> FloatMap:
    """The net of fine furrows that every skin has, on the sheet; one person keeps it for ever.

    Args:
        seed: the person's.
        mm_per_px: scale of the sheet.
        shape: (height, width) of the sheet.

    Returns:
        (height, width) millimeters around 0.

    Source: ours, untested; the zero lines of band-passed noise close into cells as furrows do.
    """
    random = stream(seed, "furrows")
    side = round(TILE_MM / GRID_MM)
    net = np.zeros((side, side), np.float32)
    for spacing, depth in ((FURROW_MM, 1.0), (FURROW_MM * 0.6, 0.6)):
        band = _band(random.standard_normal((side, side)).astype(np.float32), spacing / GRID_MM)
        net -= depth * np.exp(-np.abs(band) * 2.0)
    # Cells stand unequally high; that breaks a highlight into islands.
    net += 0.45 * _band(random.standard_normal((side, side)).astype(np.float32), 2.4 * FURROW_MM / GRID_MM)
    scaled = round(TILE_MM / mm_per_px)
    tile = cv2.resize(net, (scaled, scaled), interpolation=cv2.INTER_AREA)
    times = (shape[0] // scaled + 1, shape[1] // scaled + 1)
    return np.asarray(np.tile(tile, times)[: shape[0], : shape[1]] * FURROW_DEPTH_MM, np.float32)


def _band(noise: FloatMap, period_px: float) -> FloatMap:
    """Noise of about one period, tileable, standard deviation 1."""
    side = noise.shape[0]
    pad = int(4 * period_px) + 2
    wide = cv2.copyMakeBorder(noise, pad, pad, pad, pad, cv2.BORDER_WRAP)
    fine, coarse = (cv2.GaussianBlur(wide, (0, 0), max(period_px * share, 0.3)) for share in (0.22, 0.4))
    band = (fine - coarse)[pad : pad + side, pad : pad + side]
    return np.asarray(band / band.std(), np.float32)
