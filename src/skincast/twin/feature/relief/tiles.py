"""Endless cloths of skin texture: made once a scale, laid over a person with a shift and a fold of their own.

Textures are filtered noise, periodic, so that a tile of 64 mm covers the sheet without a seam.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap

TILE_MM = 64.0
LANES = 4
"""Directions for which a crepe is kept; between two of them both are mixed."""
TILE_SEED = 20_000


@lru_cache(maxsize=12)
def crepe_tile(side_px: int, lane: int) -> FloatMap:
    """Fine furrows along one direction that fork, join and end: 0 on the ridges to 1 at the bottom.

    Args:
        side_px: pixels of `TILE_MM`.
        lane: 0 level, then in steps of 180 / `LANES` degrees.
    """
    angle = np.pi * lane / LANES
    long_net = _furrowed(side_px, period_mm=1.7, stretch=9.0, angle=angle, seed=lane)
    short_net = _furrowed(side_px, period_mm=1.2, stretch=7.0, angle=angle + 0.3, seed=lane + LANES)
    across = _furrowed(side_px, period_mm=2.2, stretch=6.0, angle=angle + 1.15, seed=lane + 2 * LANES)
    return np.asarray(np.maximum(np.maximum(long_net, 0.7 * short_net), 0.5 * across), np.float32)


@lru_cache(maxsize=4)
def glyph_tile(side_px: int) -> FloatMap:
    """The skin's polygons: fine furrows that close into cells of 0.4-1.2 mm; 0 on the plateaus to 1 in the furrows.

    Args:
        side_px: pixels of `TILE_MM`.

    Source: cell sizes as in Zahouani & Vargiolu 1998; zero lines of band-passed noise ours.
    """
    nets = [
        _furrowed(side_px, period_mm=period, stretch=1.6, angle=angle, seed=90 + k)
        for k, (period, angle) in enumerate(((1.7, 0.5), (1.5, 2.1), (0.9, 1.2)))
    ]
    return np.asarray(np.maximum(np.maximum(nets[0], nets[1]), 0.6 * nets[2]), np.float32)


@lru_cache(maxsize=4)
def bump_tile(side_px: int) -> FloatMap:
    """Unevenness of 0.4-3 mm: low domes of unequal size with the odd pit; mean 0, SD 1.

    Args:
        side_px: pixels of `TILE_MM`.
    """
    large, middle, small = (
        _band(side_px, period_mm=period, stretch=1.2, angle=0.8, seed=120 + k)
        for k, period in enumerate((3.4, 1.7, 0.9))
    )
    # The product of two sizes clusters the bumps; skin is never uneven evenly.
    domes = (
        0.55 * large
        + 0.6 * middle * (1 + 0.5 * np.clip(large, -1, 2))
        + 0.3 * small * (1 + 0.5 * np.clip(middle, -1, 2))
    )
    domes = np.tanh(domes * 0.7)
    return np.asarray((domes - domes.mean()) / domes.std(), np.float32)


def laid_out(tile: FloatMap, random: np.random.Generator, shape: tuple[int, int]) -> FloatMap:
    """A tile repeated over a whole sheet from a random corner; (height, width) float32."""
    side = tile.shape[0]
    down, right = random.integers(0, side, 2)
    corner = np.roll(tile, (-down, -right), axis=(0, 1))[: shape[0], : shape[1]]
    below, beside = max(shape[0] - side, 0), max(shape[1] - side, 0)
    return np.asarray(cv2.copyMakeBorder(corner, 0, below, 0, beside, cv2.BORDER_WRAP), np.float32)


def folded(values: FloatMap, random: np.random.Generator, *, mm_per_px: float, reach_mm: float = 5.0) -> FloatMap:
    """Values shifted to and fro by a few millimeters in slow waves, which hides that a tile repeats."""
    height, width = values.shape
    x = _slow_waves(random, values.shape, reach_mm / mm_per_px) + np.arange(width, dtype=np.float32)
    y = _slow_waves(random, values.shape, reach_mm / mm_per_px) + np.arange(height, dtype=np.float32)[:, None]
    return np.asarray(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.float32)


def _slow_waves(random: np.random.Generator, shape: tuple[int, ...], reach_px: float) -> FloatMap:
    knots = random.standard_normal((7, 8)).astype(np.float32) * np.float32(reach_px)
    return np.asarray(cv2.resize(knots, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _furrowed(side_px: int, *, period_mm: float, stretch: float, angle: float, seed: int) -> FloatMap:
    """Narrow furrows along the zero lines of a band of noise, of uneven depth, blurred as the pixel blurs them."""
    band = _band(side_px, period_mm=period_mm, stretch=stretch, angle=angle, seed=seed)
    mood = _band(side_px, period_mm=5 * period_mm, stretch=1.0, angle=0.0, seed=seed + 500)
    furrow = np.exp(-((np.abs(band) * 2.6) ** 1.2)) * np.clip(0.5 + 0.6 * mood, 0, 1.5)
    return np.asarray(furrow, np.float32)


def _band(side_px: int, *, period_mm: float, stretch: float, angle: float, seed: int) -> FloatMap:
    """Periodic noise of about one period, longer along `angle` (radians, clockwise from level); mean 0, SD 1."""
    # Drawn at a fixed grain, so that the same texture comes at every scale.
    grid = 256
    spectrum = np.fft.rfft2(np.random.default_rng([TILE_SEED, seed]).standard_normal((grid, grid)))
    down = np.fft.fftfreq(grid, TILE_MM / grid)[:, None]
    right = np.fft.rfftfreq(grid, TILE_MM / grid)[None]
    along = np.cos(angle) * right + np.sin(angle) * down
    aside = np.cos(angle) * down - np.sin(angle) * right
    radius = np.hypot(along * stretch, aside) * period_mm
    gain = np.exp(-0.5 * ((radius - 1) / 0.32) ** 2)
    return _resampled(np.fft.irfft2(spectrum * gain, (grid, grid)), side_px)


def _resampled(wave: NDArray[np.float64], side_px: int) -> FloatMap:
    pad = 8
    wide: FloatMap = np.pad(wave / wave.std(), pad, mode="wrap").astype(np.float32)
    scale = side_px / wave.shape[0]
    to_fine = np.array([[scale, 0, (0.5 - pad) * scale - 0.5], [0, scale, (0.5 - pad) * scale - 0.5]])
    if scale < 1:
        wide = np.asarray(cv2.GaussianBlur(wide, (0, 0), 0.4 / scale), np.float32)
    return np.asarray(cv2.warpAffine(wide, to_fine, (side_px, side_px), flags=cv2.INTER_CUBIC), np.float32)
