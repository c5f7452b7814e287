"""Scale space: round things of known size that stand out from the skin around them, in several maps at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import FloatMap, Labels, Mask

FINE_PX = 1.6
"""A level whose blur exceeds this many of its pixels is halved: the pixels carry nothing more."""
RADIUS = 1.7
"""Radius of the disc that answers most strongly, over the center blur (1.71 for a sharp edge)."""

DISC_RESPONSE = 0.25
"""What a disc of contrast 1 answers at its own scale: 0.29 for a sharp one, less for what photos blur."""
COVER = 1.25
"""The rim of a disc answers as well, at finer scales: nothing is looked for within this many radii."""
CHAIN_REACH = 3.0
"""Beads on a crease lie about this many center blurs apart: just outside the disc."""

Stack = NDArray[np.float32]
"""(h, w, c) float32: several maps in one array."""
Column = NDArray[np.float32]
"""(n,) float32: one value a blob."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One scale: how much each pixel's disc stands out from the ring around it.

    `contrast` is `(h / step, w / step, c)`, higher = darker or more pigment than the ring.
    """

    sigma_mm: float
    step: int
    sigma_px: float
    contrast: Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Blobs:
    """Blobs, strongest first. `x` and `y` are in pixels of the maps, `level` the index of the scale."""

    x: Column
    y: Column
    radius_mm: Column
    level: NDArray[np.int64]
    strength: Column
    contrast: NDArray[np.float32]
    """(n, c) contrast in each map at the blob's own scale."""
    roundness: Column
    """Weaker over stronger curvature of the response, 0-1: 1 is a disc, 0 a line."""
    chain: Column
    """How strongly the response goes on at both opposite sides, 0-1: 1 is a bead on a crease, 0 stands alone."""

    def __len__(self) -> int:
        return len(self.x)

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Blobs:
        """The blobs that `which` selects."""
        return Blobs(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def halve(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Half the resolution; symmetric for odd sizes too, so that a mirrored photo gives mirrored values."""
    height, width = values.shape[:2]
    return np.asarray(
        cv2.resize(values, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_LINEAR), np.float32
    )


def local_mean(stack: Stack, weight: FloatMap, *, spread_px: float) -> Stack:
    """Gaussian mean over the mask only, so that what lies outside does not leak in.

    It is smooth, hence taken at a quarter of the resolution.

    Args:
        stack: `(h, w, c)`.
        weight: `(h, w)` 0-1, 0 outside the mask.
        spread_px: SD of the Gaussian, in pixels.
    """
    height, width = weight.shape
    parts = [*(stack[..., k] * weight for k in range(stack.shape[2])), weight]
    sums = halve(halve(np.asarray(cv2.merge(parts), np.float32)))
    sums = np.asarray(cv2.GaussianBlur(sums, (0, 0), spread_px / 4), np.float32)
    mean = sums[..., :-1] / np.maximum(sums[..., -1:], 1e-3)
    return np.asarray(cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR), np.float32).reshape(
        stack.shape
    )


def flatten(stack: Stack, slow: Stack, weight: FloatMap) -> Stack:
    """Take away the slow part, from `local_mean`: about 0 remains on even skin, exactly 0 outside the mask."""
    every = _with_channels(np.asarray(cv2.merge([weight] * stack.shape[2]), np.float32))
    return _with_channels(np.asarray(cv2.multiply(_minus(stack, slow), every), np.float32))


def scale_space(flat: Stack, *, mm_per_px: float, sigmas_mm: tuple[float, ...]) -> list[Level]:
    """Blur on and on, and subtract each blur from the one before, halving the resolution where the blur allows it.

    Args:
        flat: `(h, w, c)` from `flatten`.
        mm_per_px: of `flat`.
        sigmas_mm: blurs, ascending by about 1.5; each but the last is the center of a level, the next its surround.

    Returns:
        One level less than there are blurs.

    Source: differences of Gaussians, Burt and Adelson 1983, IEEE Trans. Commun. 31:532.
    """
    levels: list[Level] = []
    step, done, center = 1, 0.0, flat
    for index, sigma_mm in enumerate(sigmas_mm):
        pixel = mm_per_px * step
        blurred = _blurred(center, float(np.sqrt(sigma_mm**2 - done**2)) / pixel)
        if index:
            levels.append(Level(sigma_mm=done, step=step, sigma_px=done / pixel, contrast=_minus(center, blurred)))
        center, done = blurred, sigma_mm
        while sigma_mm / (mm_per_px * step) > FINE_PX and min(center.shape[:2]) > 8:
            center, step = _with_channels(halve(center)), 2 * step
    return levels


def find_blobs(
    levels: list[Level],
    weights: NDArray[np.float32],
    mask: Mask,
    *,
    shape: tuple[int, int],
    threshold: float | tuple[float, ...],
) -> Blobs:
    """Local maxima, within each scale, of a weighted sum of the maps.

    Args:
        levels: from `scale_space`.
        weights: `(c,)` or `(levels, c)`.
        mask: where a center may lie, of any resolution.
        shape: `(height, width)` of the frame that blobs are placed in.
        threshold: least response, for all or for each level.

    Returns:
        All maxima of all scales, strongest first; `keep_strongest` thins them.
    """
    rows = np.broadcast_to(np.atleast_2d(weights), (len(levels), levels[0].contrast.shape[2]))
    floors = threshold if isinstance(threshold, tuple) else (threshold,) * len(levels)
    found = [_peaks(levels[k], rows[k], mask, index=k, shape=shape, floor=floors[k]) for k in range(len(levels))]
    whole = Blobs(
        **{field.name: np.concatenate([getattr(one, field.name) for one in found]) for field in fields(Blobs)}
    )
    return whole.take(np.argsort(-whole.strength, kind="stable"))


def refine_radius(blobs: Blobs, levels: list[Level], weights: NDArray[np.float32], shape: tuple[int, int]) -> Column:
    """Radius between the scales, from a parabola through the responses of the neighbor scales; `(n,)` mm."""
    at_center = np.stack(
        [sample(level.contrast, blobs, shape) @ weights.astype(np.float32) for level in levels], axis=1
    )
    row, k = np.arange(len(blobs)), np.clip(blobs.level, 1, len(levels) - 2)
    below, here, above = at_center[row, k - 1], at_center[row, k], at_center[row, k + 1]
    bend = below + above - 2 * here
    shift = np.where(bend < 0, 0.5 * (below - above) / np.minimum(bend, -1e-9), 0.0) + (k - blobs.level)
    ratio = (levels[-1].sigma_mm / levels[0].sigma_mm) ** (1 / (len(levels) - 1))
    return np.asarray(blobs.radius_mm * ratio ** np.clip(shift, -0.6, 0.6), np.float32)


def keep_strongest(x: Column, y: Column, radius_px: Column, rank: Column, *, most: int = 400) -> NDArray[np.int64]:
    """Of discs that cover each other's center keep the one that ranks highest, across scales.

    Args:
        x: centers.
        y: centers.
        radius_px: two discs are one where their centers are closer than a radius, `COVER` radii of the stronger.
        rank: higher wins.
        most: look at no more than this many, the highest.

    Returns:
        Indices of those kept, highest rank first.
    """
    order = np.argsort(-rank, kind="stable")[:most]
    x, y, radius = x[order], y[order], radius_px[order]
    apart = np.square(x[:, None] - x) + np.square(y[:, None] - y)
    near = apart < np.square(np.maximum(COVER * radius[:, None], radius))
    alive = np.ones(len(order), bool)
    for k in range(len(order)):
        if alive[k]:
            alive[k + 1 :] &= ~near[k, k + 1 :]
    return order[alive]


def sample(values: NDArray[np.float32], blobs: Blobs, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Values of a map at the blobs' centers, between the pixels.

    Args:
        values: `(h', w')` or `(h', w', c)` with up to 4 channels, of any resolution.
        blobs: placed in pixels of `shape`.
        shape: `(height, width)` of the frame that blobs are placed in.

    Returns:
        `(n,)` or `(n, c)`.
    """
    if not len(blobs):
        return np.zeros((0, *values.shape[2:]), np.float32)
    column = (blobs.x + 0.5) * (values.shape[1] / shape[1]) - 0.5
    row = (blobs.y + 0.5) * (values.shape[0] / shape[0]) - 0.5
    # OpenCV's maps hold at most 32767 places a row.
    found = cv2.remap(values, column[:, None], row[:, None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32).reshape(len(blobs), *values.shape[2:])


def label_at(labels: Labels, blobs: Blobs) -> Labels:
    """The label of the pixel that each blob's center lies in."""
    row = np.clip(np.rint(blobs.y).astype(np.int64), 0, labels.shape[0] - 1)
    column = np.clip(np.rint(blobs.x).astype(np.int64), 0, labels.shape[1] - 1)
    return np.asarray(labels[row, column])


def level_noise(levels: list[Level], weights: NDArray[np.float32], mask: Mask) -> list[float]:
    """Robust SD of the weighted response at each scale: what this skin's own unevenness looks like there."""
    noise = []
    for level in levels:
        every = max(1, 4 // level.step)
        rows = slice(None, None, every)
        inside = _at_step(mask, level)[rows, rows]
        values = (level.contrast[rows, rows] @ weights.astype(np.float32))[inside]
        noise.append(float(1.4826 * np.median(np.abs(values))) if values.size else 0.0)
    return noise


def _blurred(stack: Stack, sigma_px: float) -> Stack:
    if sigma_px < 0.25:
        return stack
    size = 2 * int(np.ceil(2.5 * sigma_px)) + 1
    return _with_channels(np.asarray(cv2.GaussianBlur(stack, (size, size), sigma_px), np.float32))


def _minus(first: Stack, second: Stack) -> Stack:
    return _with_channels(np.asarray(cv2.subtract(first, second), np.float32))


def _with_channels(stack: NDArray[np.float32]) -> Stack:
    return stack if stack.ndim == 3 else stack[..., None]


def _at_step(mask: Mask, level: Level) -> Mask:
    height, width = level.contrast.shape[:2]
    small = cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(small, bool)


def _peaks(
    level: Level, weights: NDArray[np.float32], mask: Mask, *, index: int, shape: tuple[int, int], floor: float
) -> Blobs:
    response = np.asarray(cv2.transform(level.contrast, weights[None].astype(np.float32)), np.float32)
    top = (response >= cv2.dilate(response, np.ones((3, 3), np.uint8))) & (response > floor)
    top[[0, -1]] = top[:, [0, -1]] = False
    row, column = np.nonzero(top & _at_step(mask, level))
    height, width = shape
    scale_x, scale_y = width / response.shape[1], height / response.shape[0]
    return Blobs(
        x=((column + 0.5) * scale_x - 0.5).astype(np.float32),
        y=((row + 0.5) * scale_y - 0.5).astype(np.float32),
        radius_mm=np.full(len(row), RADIUS * level.sigma_mm, np.float32),
        level=np.full(len(row), index),
        strength=response[row, column],
        contrast=level.contrast[row, column],
        roundness=_roundness(response, row, column),
        chain=_chain(response, row, column, CHAIN_REACH * level.sigma_px),
    )


def _roundness(response: FloatMap, row: NDArray[np.int64], column: NDArray[np.int64]) -> Column:
    """Ratio of the two curvatures at each peak."""
    around = {(dy, dx): response[row + dy, column + dx] for dy in (-1, 0, 1) for dx in (-1, 0, 1)}
    yy = around[1, 0] + around[-1, 0] - 2 * around[0, 0]
    xx = around[0, 1] + around[0, -1] - 2 * around[0, 0]
    xy = (around[1, 1] + around[-1, -1] - around[1, -1] - around[-1, 1]) / 4
    mean, half = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    strong, weak = -(mean - half), -(mean + half)
    return np.clip(weak / np.maximum(strong, 1e-9), 0, 1).astype(np.float32)


def _chain(response: FloatMap, row: NDArray[np.int64], column: NDArray[np.int64], reach_px: float) -> Column:
    """Along the best of four directions, the weaker of the two responses `reach_px` away, over the peak's own."""
    height, width = response.shape
    best = np.zeros(len(row), np.float32)
    for dx, dy in ((1.0, 0.0), (0.0, 1.0), (0.7071, 0.7071), (0.7071, -0.7071)):
        step_x, step_y = round(dx * reach_px), round(dy * reach_px)
        ahead = response[np.clip(row + step_y, 0, height - 1), np.clip(column + step_x, 0, width - 1)]
        behind = response[np.clip(row - step_y, 0, height - 1), np.clip(column - step_x, 0, width - 1)]
        best = np.maximum(best, np.minimum(ahead, behind))
    return np.clip(best / np.maximum(response[row, column], 1e-9), 0, 1).astype(np.float32)
