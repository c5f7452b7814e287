"""Hair of the head in the photo: strands along their flow over the shell, and loose ones that soften its edge."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.color import scalp_hair_rgb
from skincast.twin.fittings.flow import HairFlow, follow, hair_flow, refine
from skincast.twin.fittings.layer import Box, Floats, Glint, Layer, box_around
from skincast.twin.fittings.strokes import cover_of, hair_area, samples_for, splat
from skincast.twin.frame import Frame, Part
from skincast.twin.person import Traits, stream
from skincast.twin.shot import Shot
from skincast.types import FloatMap, Mask

STRAND_WIDTH_MM = 0.16
"""Hairs lie in strands of some; one hair of 0.07 mm would need a hundred thousand of them."""
STRANDS_PER_CM2 = 9.0
LOOSE_PER_CM = 22.0
HIGHLIGHT = 0.05
SKY_DEG = 150.0


def hair_layers(frame: Frame, traits: Traits, shot: Shot) -> tuple[list[Layer], list[Glint]]:
    """Hair with its highlights; nothing for a bald head.

    Source: strands ours, untested; highlights Kajiya & Kay 1989.
    """
    shell = frame.part == Part.HAIR
    places = np.argwhere(shell)
    if len(places) < 50:
        return [], []
    ends = np.stack([places.min(axis=0)[::-1], places.max(axis=0)[::-1]])
    box = box_around(ends, 8.0 / frame.mm_per_px, frame.part.shape)
    if box is None:
        return [], []
    flow = hair_flow(frame, traits)
    inside = shell[box.rows, box.columns]
    texture, loose = _strands(frame, box, inside, flow, traits)
    solid = inside.astype(np.float32)
    alpha = np.maximum(np.maximum(solid, cv2.GaussianBlur(solid, (0, 0), 0.8)), loose)
    rgb = np.asarray(texture[..., None] * scalp_hair_rgb(traits), np.float32)
    layer = Layer(name="hair", box=box, rgb=rgb, alpha=alpha, part=Part.HAIR)
    return [layer], _highlights(frame, box, texture * alpha, flow, shot)


def _strands(frame: Frame, box: Box, inside: Mask, flow: HairFlow, traits: Traits) -> tuple[FloatMap, FloatMap]:
    """Relative brightness inside the shell, and cover by what hangs over its edge."""
    random = stream(traits.seed, "strands")
    mm = frame.mm_per_px
    area_cm2 = float(inside.sum()) * mm**2 / 100
    length_mm = 45.0 if flow.long else 16.0
    fine = _laid(box, inside, flow, random, count=int(STRANDS_PER_CM2 * area_cm2), length_mm=length_mm, mm=mm)
    locks = _laid(box, inside, flow, random, count=int(0.7 * area_cm2), length_mm=1.6 * length_mm, mm=mm)
    weight, bright = fine
    texture = (bright + 0.25) / (weight + 0.25)
    sigma = 1.6 / mm
    lock = cv2.GaussianBlur(locks[1], (0, 0), sigma) / (cv2.GaussianBlur(locks[0], (0, 0), sigma) + 1e-3)
    covered = np.minimum(cv2.GaussianBlur(locks[0], (0, 0), sigma) * 60, 1)
    texture *= 1 + 0.6 * covered * (lock - 1)
    loose = _loose(frame, box, inside, flow, random)
    return np.asarray(np.clip(texture, 0.15, 3.0), np.float32), loose


def _laid(
    box: Box, inside: Mask, flow: HairFlow, random: np.random.Generator, *, count: int, length_mm: float, mm: float
) -> tuple[FloatMap, FloatMap]:
    """Area of strands per pixel, and area times each strand's brightness."""
    rows, columns = np.nonzero(inside)
    chosen = random.integers(0, len(rows), count)
    roots = np.stack([columns[chosen], rows[chosen]], axis=1) + random.random((count, 2)) + [box.left_px, box.top_px]
    length = length_mm / mm * random.uniform(0.5, 1.2, count)
    roots = roots - 0.5 * length[:, None] * flow.direction(roots)
    paths = box.shift(refine(follow(flow, roots, length), samples_for(float(length.max()))))
    area = hair_area(paths, np.full(count, STRAND_WIDTH_MM / mm), taper=0.5)
    value = np.exp(random.normal(-0.08, 0.55, count))[:, None]
    weight = splat(box.shape, paths[..., 0], paths[..., 1], area)
    return weight, splat(box.shape, paths[..., 0], paths[..., 1], area * value)


def _loose(frame: Frame, box: Box, inside: Mask, flow: HairFlow, random: np.random.Generator) -> FloatMap:
    """Fine hairs across the hair line and fly-aways against the room."""
    part = frame.part[box.rows, box.columns]
    near = cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    line = _edge_hairs(box, near & (part == Part.SKIN), flow, random, spread_mm=2.6, length_mm=11.0)
    away = _edge_hairs(box, near & (part == Part.BACKGROUND), flow, random, spread_mm=0.0, length_mm=26.0, share=0.25)
    return cover_of(line + away)


def _edge_hairs(
    box: Box,
    edge: Mask,
    flow: HairFlow,
    random: np.random.Generator,
    *,
    spread_mm: float,
    length_mm: float,
    share: float = 1.0,
) -> FloatMap:
    rows, columns = np.nonzero(edge)
    mm = flow.mm_per_px
    count = int(len(rows) * mm / 10 * LOOSE_PER_CM * share)
    if count == 0:
        return np.zeros(box.shape, np.float32)
    chosen = random.integers(0, len(rows), count)
    roots = np.stack([columns[chosen], rows[chosen]], axis=1) + [box.left_px, box.top_px]
    # Roots thin out toward the forehead: most at the line, a few well before it.
    before = random.exponential(spread_mm, (count, 1)) if spread_mm else np.zeros((count, 1))
    roots = roots - before / mm * flow.direction(roots.astype(np.float64)) + random.normal(0, 0.8 / mm, (count, 2))
    length = length_mm / mm * random.uniform(0.4, 1.3, count)
    paths = _bent(follow(flow, roots, length), random)
    paths = box.shift(refine(paths, samples_for(float(length.max()))))
    area = hair_area(paths, random.uniform(0.035, 0.075, count) / mm, taper=0.7)
    return splat(box.shape, paths[..., 0], paths[..., 1], area)


def _bent(paths: Floats, random: np.random.Generator) -> Floats:
    """Turn and curl each hair a little about its root."""
    nodes = paths.shape[1]
    angle = random.normal(0, 0.22, (len(paths), 1)) + random.normal(0, 0.5, (len(paths), 1)) * np.linspace(0, 1, nodes)
    step = np.diff(paths, axis=1, prepend=paths[:, :1])
    turned = np.stack(
        [
            step[..., 0] * np.cos(angle) - step[..., 1] * np.sin(angle),
            step[..., 0] * np.sin(angle) + step[..., 1] * np.cos(angle),
        ],
        axis=-1,
    )
    return np.asarray(paths[:, :1] + np.cumsum(turned, axis=1))


def _highlights(frame: Frame, box: Box, texture: FloatMap, flow: HairFlow, shot: Shot) -> list[Glint]:
    """Bands where strands lie across the mirror direction; made at half the size, they are soft."""
    shape = (-(-box.height_px // 2), -(-box.width_px // 2))
    normal = cv2.resize(frame.normal[box.rows, box.columns], shape[::-1], interpolation=cv2.INTER_AREA)
    x, y = box.grid_px()
    places = np.stack(np.broadcast_arrays(x[:, ::2], y[::2]), axis=-1)[: shape[0], : shape[1]]
    way = flow.direction(places.astype(np.float64)).astype(np.float32)
    deep = -(way[..., 0] * normal[..., 0] + way[..., 1] * normal[..., 1]) / np.minimum(normal[..., 2], -0.25)
    length = np.sqrt(1 + deep**2)
    grain = np.clip(texture, 0, 2.5) ** 1.5
    found = []
    for number, lamp in enumerate(shot.lamps):
        if lamp.size_deg >= SKY_DEG:
            continue
        toward = np.asarray(lamp.direction, np.float32) / np.float32(np.linalg.norm(lamp.direction))
        half = toward + np.array([0, 0, -1], np.float32)
        half = half / max(float(np.linalg.norm(half)), 1e-3)
        lean = (way[..., 0] * half[0] + way[..., 1] * half[1] + deep * half[2]) / length
        band = np.power(np.clip(1 - lean**2, 0, 1), 26) * np.clip(normal @ toward, 0, 1)
        full = cv2.resize(band.astype(np.float32), box.shape[::-1], interpolation=cv2.INTER_LINEAR)
        light = full * grain * np.float32(HIGHLIGHT * lamp.strength)
        found.append(Glint(name="hair", box=box, light=np.asarray(light, np.float32), lamp=number))
    return found
