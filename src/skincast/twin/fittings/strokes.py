"""Hairs thinner than a pixel: curves laid down by the area they cover, so that every scale shows the same hair."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap

Floats = NDArray[np.float64]


def splat(shape: tuple[int, int], x_px: Floats, y_px: Floats, area_px: Floats) -> FloatMap:
    """Spread small areas over the four pixels around each place.

    Args:
        shape: (height, width) of the map.
        x_px: any shape; places outside the map are dropped.
        y_px: like `x_px`.
        area_px: square pixels that each sample covers.

    Returns:
        (height, width) float32, covered area per pixel; sums to the areas inside. May exceed 1.
    """
    height, width = shape
    x, y, area = x_px.ravel(), y_px.ravel(), np.broadcast_to(area_px, x_px.shape).ravel()
    inside = (x > 0) & (y > 0) & (x < width - 1) & (y < height - 1)
    x, y, area = x[inside], y[inside], area[inside]
    left, top = x.astype(np.int64), y.astype(np.int64)
    right_share, low_share = x - left, y - top
    first = top * width + left
    places = np.concatenate([first, first + 1, first + width, first + width + 1])
    upper, lower = area * (1 - low_share), area * low_share
    parts = [upper * (1 - right_share), upper * right_share, lower * (1 - right_share), lower * right_share]
    total = np.bincount(places, np.concatenate(parts), height * width).astype(np.float32)
    return np.asarray(total.reshape(shape), np.float32)


def bend(root: Floats, middle: Floats, tip: Floats, samples: int) -> Floats:
    """Quadratic curves from roots to tips.

    Args:
        root: (n, d) first points.
        middle: (n, d) control points.
        tip: (n, d) last points.
        samples: points per curve, at least 2.

    Returns:
        (n, samples, d).
    """
    t = np.linspace(0, 1, samples)[None, :, None]
    return np.asarray((1 - t) ** 2 * root[:, None] + 2 * t * (1 - t) * middle[:, None] + t**2 * tip[:, None])


def lay_hairs(shape: tuple[int, int], paths_px: Floats, width_px: Floats, *, taper: float = 0.7) -> FloatMap:
    """Cover by hairs that thin out toward their tips.

    Args:
        shape: (height, width) of the map.
        paths_px: (n, k, 2) points along each hair.
        width_px: (n,) width at the root.
        taper: share of the width that is gone at the tip.

    Returns:
        (height, width) float32, 0-1; hairs overlap by chance, as they do in life.
    """
    area = hair_area(paths_px, width_px, taper=taper)
    return cover_of(splat(shape, paths_px[..., 0], paths_px[..., 1], area))


def hair_area(paths_px: Floats, width_px: Floats, *, taper: float = 0.7) -> Floats:
    """(n, k) square pixels that each sample of each hair covers."""
    away = np.diff(paths_px, axis=1)
    step = np.hypot(away[..., 0], away[..., 1])
    length = np.concatenate([step[:, :1], step], axis=1)
    thinner = 1 - taper * np.linspace(0, 1, paths_px.shape[1]) ** 1.5
    return np.asarray(length * width_px[:, None] * thinner)


def cover_of(area: FloatMap) -> FloatMap:
    """Share of a pixel hidden by so much hair area laid at random."""
    return np.asarray(1 - np.exp(-area), np.float32)


def samples_for(length_px: float) -> int:
    """Points per hair so that neighbors lie less than 1.2 px apart."""
    return max(3, int(np.ceil(length_px / 1.2)) + 1)
