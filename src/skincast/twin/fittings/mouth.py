"""Between the lips: teeth, tongue and the dark behind; the shadow line of a closed mouth."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.color import tooth_rgb
from skincast.twin.fittings.layer import Box, Floats, Layer, box_around, find_holes, flat_color, soft_edge
from skincast.twin.fittings.places import LOWER_LIP_INSIDE, UPPER_LIP_INSIDE, smooth_curve
from skincast.twin.fittings.strokes import cover_of, splat
from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.person import Traits, stream
from skincast.types import FloatMap

TOOTH_WIDTHS_MM = (8.5, 6.6, 7.6, 7.0, 6.8, 9.0)
"""From the middle to the side, upper jaw. Source: anatomy texts."""
DARK_RGB = (0.018, 0.005, 0.004)
TONGUE_RGB = (0.20, 0.070, 0.062)
SEAM_RGB = (0.035, 0.010, 0.008)
HOLLOW_SKY = 0.06


def mouth_layers(frame: Frame, traits: Traits) -> list[Layer]:
    """The open mouth's inside where it is seen, else the seam between the lips."""
    upper, lower = (smooth_curve(frame.landmarks_px[list(n)], 80) for n in (UPPER_LIP_INSIDE, LOWER_LIP_INSIDE))
    box = box_around(np.concatenate([upper, lower]), 3.0 / frame.mm_per_px, frame.part.shape)
    if box is None:
        return []
    part = frame.part[box.rows, box.columns]
    seen = np.maximum((part == Part.MOUTH).astype(np.float32), find_holes(part))
    layers = [_seam(frame, box, upper, lower)]
    if seen.sum() > 10:
        alpha = soft_edge(seen)
        rgb = _inside(frame, box, upper, lower, traits)
        layers.append(Layer(name="mouth", box=box, rgb=rgb, alpha=alpha, part=Part.MOUTH))
    return layers


def _seam(frame: Frame, box: Box, upper: Floats, lower: Floats) -> Layer:
    """Where lips touch they shade each other: darkest at the corners and in the middle of the upper lip's bow."""
    gap = np.linalg.norm(upper - lower, axis=1) * frame.mm_per_px
    path = box.shift((upper + lower) / 2)
    step = np.linalg.norm(np.diff(path, axis=0, prepend=path[:1]), axis=1)
    closed = np.exp(-np.square(gap / 2.2)) * np.interp(
        np.linspace(0, 1, 80), [0, 0.08, 0.5, 0.92, 1], [0, 1, 0.8, 1, 0]
    )
    line = splat(box.shape, path[:, 0], path[:, 1], step * closed * 0.9 / frame.mm_per_px)
    wide = cv2.GaussianBlur(line, (0, 0), max(0.35 / frame.mm_per_px, 0.5))
    return Layer(name="seam", box=box, rgb=flat_color(SEAM_RGB, box.shape), alpha=cover_of(1.3 * wide), part=None)


def _inside(frame: Frame, box: Box, upper: Floats, lower: Floats, traits: Traits) -> Vectors:
    """Teeth where the geometry has them, tongue and dark behind."""
    across, below, above = _mouth_places(frame, box, upper, lower)
    gap_mm = float(np.linalg.norm(upper[40] - lower[40]) * frame.mm_per_px)
    rgb = np.broadcast_to(np.array(DARK_RGB, np.float32), (*box.shape, 3)).copy()
    tongue = np.exp(-np.square(across / 15)) * np.clip(1 - above / max(0.6 * gap_mm, 2.0), 0, 1) * (gap_mm > 6)
    rgb += tongue[..., None] * (np.array(TONGUE_RGB, np.float32) - rgb)
    # The hollow behind the teeth sees next to no sky.
    teeth = np.clip((frame.occlusion[box.rows, box.columns] - HOLLOW_SKY) / HOLLOW_SKY, 0, 1)
    teeth *= frame.part[box.rows, box.columns] == Part.MOUTH
    upper_row = np.clip(0.5 + (above - below) / 2, 0, 1)
    shade = upper_row * _tooth_shade(across, 0, traits) + (1 - upper_row) * _tooth_shade(across, 1, traits)
    rgb += teeth[..., None] * (tooth_rgb(traits) * shade[..., None] - rgb)
    lip_shade = 1 - 0.4 * np.exp(-below / 1.2)
    return np.asarray(rgb * lip_shade[..., None], np.float32)


def _mouth_places(frame: Frame, box: Box, upper: Floats, lower: Floats) -> tuple[FloatMap, FloatMap, FloatMap]:
    """Millimeters from the middle along the mouth, below the upper lip and above the lower one."""
    axis = (upper[-1] - upper[0])[:2]
    axis = axis / max(float(np.linalg.norm(axis)), 1e-6)
    down = np.array([-axis[1], axis[0]])
    middle = (upper[40] + lower[40])[:2] / 2
    x, y = box.grid_px()
    dx, dy = x - np.float32(middle[0]), y - np.float32(middle[1])
    along = np.asarray(dx * axis[0] + dy * axis[1], np.float32)
    depth = np.asarray(dx * down[0] + dy * down[1], np.float32)
    edges = []
    for curve in (upper, lower):
        local = curve[:, :2] - middle
        edges.append(np.interp(along, local @ axis, local @ down).astype(np.float32))
    mm = np.float32(frame.mm_per_px)
    return along * mm, (depth - edges[0]) * mm, (edges[1] - depth) * mm


def _tooth_shade(across: FloatMap, row: int, traits: Traits) -> FloatMap:
    """Gaps between teeth and their rounded sides; row 0 is the upper one."""
    random = stream(traits.seed, f"teeth {row}")
    widths = np.array(TOOTH_WIDTHS_MM) * (0.72 if row else 1.0) * np.exp(random.normal(0, 0.03, 6))
    gaps = np.concatenate([[0.0], np.cumsum(widths)])
    place = np.abs(across)
    number = np.clip(np.searchsorted(gaps, place) - 1, 0, 5)
    inside = np.minimum(place - gaps[number], gaps[number + 1] - place)
    shade = 1 - 0.25 * np.exp(-np.square(inside / 0.3)) - 0.12 * np.exp(-inside / 1.5)
    own = np.exp(random.normal(0, 0.04, 6))[number]
    return np.asarray(shade * own * (0.85 if row else 1.0), np.float32)
