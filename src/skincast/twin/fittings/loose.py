"""Loose hairs along the edges of the hair, so that neither hair line nor outline is cut with scissors."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.flow import HairFlow, follow, refine
from skincast.twin.fittings.layer import Box, Floats
from skincast.twin.fittings.strands import bent
from skincast.twin.fittings.strokes import cover_of, hair_area, samples_for, splat
from skincast.twin.frame import Frame, Part
from skincast.types import FloatMap, Mask

LINE_PER_CM, FUZZ_PER_CM, FLYAWAY_PER_CM = 80.0, 26.0, 2.5
TUFTS_PER_CM = {"short": 4.0, "cropped": 4.0, "curly": 10.0, "long": 3.0, "bob": 3.0}
HAIRS_PER_TUFT = 14
LINE_ENDS_MM = 40.0
"""Below the forehead's top long hair covers the line."""
TUFT_WIDE_MM = {"cropped": 0.3, "short": 0.7, "curly": 1.1}
SOLID = 1.3
"""Hair area over a pixel in the middle of a tuft."""
TUFT_TURN = {"cropped": 0.3, "short": 0.25, "curly": 1.2, "long": 0.04, "bob": 0.04}
TUFT_MM = {"cropped": 3.0, "short": 8.0, "curly": 9.0, "bun": 5.0, "long": 9.0, "bob": 9.0}


def loose_cover(frame: Frame, box: Box, inside: Mask, flow: HairFlow, random: np.random.Generator) -> FloatMap:
    """Cover by single hairs beyond the shell, 0-1.

    Source: ours, untested: down before the hair line, fuzz on the outline, a few long ones that stand off.
    """
    part = frame.part[box.rows, box.columns]
    near = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    skin = near & ((part == Part.SKIN) | (part == Part.NECK))
    room = near & ((part == Part.BACKGROUND) | (part == Part.CLOTH))
    curly = flow.style == "curly"
    if flow.style in ("long", "bob", "bun"):
        skin &= flow.below_mm(*box.grid_px()) < LINE_ENDS_MM
    area = _line_hairs(box, skin, flow, random)
    area += _outline_hairs(
        box, room, flow, random, per_cm=FUZZ_PER_CM, length_mm=7.0, turn=0.9 if curly else 0.2, width_mm=0.09
    )
    area += _tufts(box, room, flow, random)
    area += _outline_hairs(box, room, flow, random, per_cm=FLYAWAY_PER_CM, length_mm=24.0, turn=0.5, width_mm=0.05)
    return cover_of(area)


def _line_hairs(box: Box, edge: Mask, flow: HairFlow, random: np.random.Generator) -> FloatMap:
    """Roots thin out toward the forehead: most at the line, a few well before it; all grow into the hair."""
    places = _edge_places(box, edge, flow, random, LINE_PER_CM)
    if not len(places):
        return np.zeros(box.shape, np.float32)
    mm, count = flow.mm_per_px, len(places)
    way = flow.direction(places)
    roots = places - random.exponential(2.2, (count, 1)) / mm * way + random.normal(0, 0.7 / mm, (count, 2))
    length = min(20.0, flow.strand_mm) / mm * random.uniform(0.4, 1.3, count)
    paths = bent(follow(flow, roots, length, nodes=8), random, turn=0.25, curl=0.5)
    return _lay(box, paths, random.uniform(0.035, 0.085, count) / mm, float(length.max()))


def _outline_hairs(
    box: Box,
    edge: Mask,
    flow: HairFlow,
    random: np.random.Generator,
    *,
    per_cm: float,
    length_mm: float,
    turn: float,
    width_mm: float,
) -> FloatMap:
    """Hairs that begin a little inside and leave the outline at a small angle."""
    places = _edge_places(box, edge, flow, random, per_cm)
    if not len(places):
        return np.zeros(box.shape, np.float32)
    mm, count = flow.mm_per_px, len(places)
    length = min(length_mm, 1.2 * flow.strand_mm) / mm * random.uniform(0.3, 1.3, count)
    roots = places - 0.35 * length[:, None] * flow.direction(places)
    paths = bent(follow(flow, roots, length, nodes=8), random, turn=turn, curl=0.6)
    return _lay(box, paths, width_mm / mm * random.uniform(0.6, 1.2, count), float(length.max()))


def _tufts(box: Box, edge: Mask, flow: HairFlow, random: np.random.Generator) -> FloatMap:
    """Bundles that leave the outline together: what makes it uneven, hair for hair."""
    places = _edge_places(box, edge, flow, random, TUFTS_PER_CM.get(flow.style, 1.6))
    if not len(places):
        return np.zeros(box.shape, np.float32)
    mm, tufts = flow.mm_per_px, len(places)
    length = TUFT_MM.get(flow.style, 8.0) * random.uniform(0.3, 1.2, tufts) / mm
    falling = flow.style in ("long", "bob")
    middle = follow(
        flow, places - (0.15 if falling else 0.6) * length[:, None] * flow.direction(places), length, nodes=6
    )
    middle = bent(middle, random, turn=TUFT_TURN.get(flow.style, 0.1), curl=0.2)
    wide = TUFT_WIDE_MM.get(flow.style, 0.0) / mm * random.uniform(0.5, 1.3, tufts)
    area = SOLID * _leaves(box, middle, wide)
    # Hairs of a tuft stand apart at their roots and meet at its tip; those of long hair leave the others one by one.
    apart = np.linspace(0.1, 0.7, 6) if falling else np.linspace(1.0, 0.2, 6)
    reach = np.minimum(0.17 * length, 1.4 / mm)[:, None, None, None]
    spread = random.normal(0, 1, (tufts, HAIRS_PER_TUFT, 1, 2)) * reach
    paths = middle[:, None] + spread * apart[:, None]
    count = tufts * HAIRS_PER_TUFT
    width = random.uniform(0.09, 0.16, count) / mm
    return np.asarray(area + _lay(box, paths.reshape(count, 6, 2), width, float(length.max())), np.float32)


def _leaves(box: Box, middle: Floats, wide_px: Floats) -> FloatMap:
    """Cover 0-1 by pointed leaves along paths: the dense part of each tuft."""
    step = np.gradient(middle, axis=1)
    aside = np.stack([-step[..., 1], step[..., 0]], axis=-1) / np.linalg.norm(step, axis=-1, keepdims=True)
    half = wide_px[:, None, None] * (np.linspace(1, 0, middle.shape[1]) ** 0.7)[:, None] * aside
    outlines = np.concatenate([middle + half, (middle - half)[:, ::-1]], axis=1)
    corners = np.rint(box.shift(outlines) * 16).astype(np.int32)
    mask = np.zeros(box.shape, np.uint8)
    for leaf in corners:
        cv2.fillPoly(mask, [leaf], 255, cv2.LINE_AA, 4)
    return cv2.GaussianBlur(mask, (0, 0), 0.9).astype(np.float32) / np.float32(255)


def _edge_places(box: Box, edge: Mask, flow: HairFlow, random: np.random.Generator, per_cm: float) -> Floats:
    rows, columns = np.nonzero(edge)
    count = int(len(rows) * flow.mm_per_px / 10 * per_cm)
    if count == 0:
        return np.zeros((0, 2))
    chosen = random.integers(0, len(rows), count)
    return np.stack([columns[chosen] + box.left_px, rows[chosen] + box.top_px], axis=1) + random.random((count, 2))


def _lay(box: Box, paths: Floats, width_px: Floats, longest_px: float) -> FloatMap:
    local = box.shift(refine(paths, samples_for(longest_px)))
    return splat(box.shape, local[..., 0], local[..., 1], hair_area(local, width_px, taper=0.75))
