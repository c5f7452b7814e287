"""Strands over the shell of hair: light and dark ones beside and above each other."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.color import seen_gray_share
from skincast.twin.fittings.flow import HairFlow, follow
from skincast.twin.fittings.layer import Box, Floats
from skincast.twin.fittings.noise import smooth_noise
from skincast.twin.person import Traits, stream
from skincast.types import FloatMap, Mask

STRANDS_PER_CM2 = 34.0
LOCKS_PER_CM2 = 1.6
LOCK_MM = 2.4
CLUMPS_MM = {"curly": 3.5}
"""Grain of curls that stand before one another."""
SHADES = 24
DEEPEST = 0.42
"""Brightness of the strands that lie lowest, over those on top: little light reaches them."""
MIDDLE = 96
"""Gray value that stands for a strand of the mean color."""


def strand_texture(box: Box, inside: Mask, flow: HairFlow, traits: Traits) -> FloatMap:
    """Brightness of the hair relative to its mean, about 1.

    Strands are painted over one another as they lie, not added up: the upper one hides the lower.

    Source: ours, untested.
    """
    random = stream(traits.seed, "strands")
    mm, gray = flow.mm_per_px, seen_gray_share(traits)
    mixed = 0.28 if flow.style == "curly" else 0.26 + 0.9 * gray * (1 - gray)
    area_cm2 = float(inside.sum()) * mm**2 / 100
    locks = _paint(
        box,
        inside,
        flow,
        random,
        count=int(LOCKS_PER_CM2 * area_cm2),
        wide_px=LOCK_MM / mm,
        spread=0.12 if flow.style in ("cropped", "curly") else 0.25,
    )
    fine = _paint(
        box,
        inside,
        flow,
        random,
        count=int(STRANDS_PER_CM2 * area_cm2),
        wide_px=1.0,
        spread=mixed,
    )
    soft = cv2.GaussianBlur(locks, (0, 0), 1.0 / mm) * cv2.GaussianBlur(fine, (0, 0), 0.45)
    if flow.style in CLUMPS_MM:
        soft *= 1 + 0.28 * (1 - 0.6 * gray) * np.clip(
            smooth_noise(random, box.shape, CLUMPS_MM[flow.style] / mm), -1.4, 1.4
        )
    return np.asarray(np.clip(soft / soft[inside].mean(), 0.15, 3.0), np.float32)


def _paint(
    box: Box, inside: Mask, flow: HairFlow, random: np.random.Generator, *, count: int, wide_px: float, spread: float
) -> FloatMap:
    canvas = np.full(box.shape, MIDDLE, np.uint8)
    if count < SHADES:
        return np.ones(box.shape, np.float32)
    rows, columns = np.nonzero(inside)
    chosen = random.integers(0, len(rows), count)
    roots = np.stack([columns[chosen] + box.left_px, rows[chosen] + box.top_px], axis=1) + random.random((count, 2))
    length = flow.strand_mm / flow.mm_per_px * random.uniform(0.5, 1.3, count)
    roots = roots - 0.5 * length[:, None] * flow.direction(roots)
    curly = flow.style == "curly"
    paths = follow(flow, roots, length, nodes=12 if curly else 7)
    paths = bent(paths, random, turn=0.6 if curly else 0.04, curl=0.5 if curly else 0.05)
    corners = np.rint(box.shift(paths) * 16).astype(np.int32)
    depth = np.linspace(DEEPEST, 1.25, SHADES) if wide_px < 2 else np.linspace(0.8, 1.1, SHADES)
    shades = np.clip(MIDDLE * depth * np.exp(random.normal(-0.5 * spread**2, spread, SHADES)), 12, 250)
    thick = max(1, round(wide_px))
    for group, shade in zip(np.array_split(corners, SHADES), shades, strict=True):
        cv2.polylines(canvas, list(group), False, int(shade), thick, cv2.LINE_AA, 4)
    return canvas.astype(np.float32) / np.float32(MIDDLE)


def bent(paths: Floats, random: np.random.Generator, *, turn: float, curl: float) -> Floats:
    """Turn each hair about its root and curl it, by angles of these SDs in radians."""
    nodes = paths.shape[1]
    angle = random.normal(0, turn, (len(paths), 1)) + random.normal(0, curl, (len(paths), 1)) * np.linspace(0, 1, nodes)
    step = np.diff(paths, axis=1, prepend=paths[:, :1])
    cos, sin = np.cos(angle), np.sin(angle)
    turned = np.stack([step[..., 0] * cos - step[..., 1] * sin, step[..., 0] * sin + step[..., 1] * cos], axis=-1)
    return np.asarray(paths[:, :1] + np.cumsum(turned, axis=1))
