"""The mesh of hair-thin lines of aged or thirsty skin: along the wrinkles of its place, and across them."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from skincast.twin.feature.relief.face_lines import face_lines
from skincast.twin.feature.relief.tiles import LANES, TILE_MM, crepe_tile, folded, laid_out
from skincast.twin.person import stream
from skincast.twin.sheet import SHEET_WIDTH_MM
from skincast.types import FloatMap


@lru_cache(maxsize=1)
def crepe(seed: int, shape: tuple[int, int]) -> FloatMap:
    """The mesh of fine lines that a person has everywhere, to be scaled by how much of it shows.

    Kept for the features of one sheet: age and thirst deepen the same mesh.

    Args:
        seed: the person's.
        shape: (height, width) of the sheet.

    Returns:
        (height, width) float32, 0 on the ridges to about 1 in the lines; not to be changed.

    Source: ours, untested; textures of fixed directions mixed by the local one.
    """
    grain = face_lines(seed).grain
    random = stream(seed, "crepe")
    mm_per_px = SHEET_WIDTH_MM / shape[1]
    lane = np.arctan2(grain[..., 1], grain[..., 0]) / (2 * np.pi) * LANES % LANES
    mesh = np.zeros(shape, np.float32)
    corner = random.integers(0, 2**31)
    for index in range(LANES):
        apart = np.abs((lane - index + LANES / 2) % LANES - LANES / 2)
        share = cv2.resize(np.maximum(1 - apart, 0).astype(np.float32), shape[::-1], interpolation=cv2.INTER_LINEAR)
        tile = crepe_tile(round(TILE_MM / mm_per_px), index)
        cv2.accumulateProduct(laid_out(tile, np.random.default_rng(corner), shape), share, mesh)
    return folded(mesh, random, mm_per_px=mm_per_px, reach_mm=2.0)
