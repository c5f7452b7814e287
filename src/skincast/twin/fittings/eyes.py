"""Eyeballs in the photo: sclera, iris, pupil and the shade of the upper lid."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.twin.fittings.color import iris_rgb, sclera_rgb
from skincast.twin.fittings.layer import Box, Floats, Layer, box_around, find_holes, soft_edge
from skincast.twin.fittings.noise import smooth_noise
from skincast.twin.fittings.places import LOWER_LID, UPPER_LID, smooth_curve
from skincast.twin.fittings.strokes import cover_of, splat
from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.person import Traits, stream
from skincast.twin.shot import Shot
from skincast.types import FloatMap

SMALLEST_EYE_PX = 8
IRIS_RADIUS_MM = 5.85
IRIS_CENTER = (468, 473)
IRIS_RIM = ((469, 470, 471, 472), (474, 475, 476, 477))
CARUNCLE_MM = 1.7
CARUNCLE_RGB = (0.26, 0.105, 0.09)


@dataclass(frozen=True, slots=True, kw_only=True)
class EyeView:
    """One eye as the camera sees it."""

    side: int
    """0 the person's right, 1 the left."""
    box: Box
    opening: FloatMap
    """Cover by the visible eyeball, 0-1, soft at the lids."""
    center_px: Floats
    """(2,) of the iris, photo pixels."""
    iris_x: FloatMap
    """Place on the iris: the rim is the unit circle."""
    iris_y: FloatMap
    corner: FloatMap
    """Share of the opening that is no eyeball: the tissue of its corners, 0-1."""
    radius_px: float
    gaze: Floats
    """(3,) unit, out of the eye, camera axes."""
    mm_per_px: float


def view_eye(frame: Frame, side: int) -> EyeView | None:
    """Find an eye in the frame; None when it is hidden or shut."""
    points = frame.landmarks_px
    lids = points[list(UPPER_LID[side] + LOWER_LID[side])]
    box = box_around(lids, 3.0 / frame.mm_per_px, frame.part.shape)
    if box is None:
        return None
    part = frame.part[box.rows, box.columns]
    ball = (part == Part.EYE).astype(np.float32)
    gap = find_holes(part) * (1 - ball)
    seen = np.maximum(ball, gap)
    if seen.sum() < SMALLEST_EYE_PX:
        return None
    center = points[IRIS_CENTER[side]].astype(np.float64)
    first, second = _iris_axes(frame, side)
    x, y = box.grid_px()
    away_x, away_y = x - np.float32(center[0]), y - np.float32(center[1])
    turn = np.linalg.inv(np.stack([first[:2], second[:2]], axis=1)).astype(np.float32)
    return EyeView(
        side=side,
        box=box,
        opening=soft_edge(seen),
        center_px=center[:2],
        iris_x=np.asarray(turn[0, 0] * away_x + turn[0, 1] * away_y, np.float32),
        iris_y=np.asarray(turn[1, 0] * away_x + turn[1, 1] * away_y, np.float32),
        corner=np.asarray(cv2.GaussianBlur(gap, (0, 0), 0.5 / frame.mm_per_px), np.float32),
        radius_px=float(max(np.linalg.norm(first), np.linalg.norm(second))),
        gaze=_gaze(first, second),
        mm_per_px=frame.mm_per_px,
    )


def _iris_axes(frame: Frame, side: int) -> tuple[Floats, Floats]:
    """Two half axes of the iris in pixels, from its rim; a circle of the usual size where the rim is degenerate."""
    rim = frame.landmarks_px[list(IRIS_RIM[side])].astype(np.float64)
    first, second = (rim[0] - rim[2]) / 2, (rim[1] - rim[3]) / 2
    usual = IRIS_RADIUS_MM / frame.mm_per_px
    if abs(first[0] * second[1] - first[1] * second[0]) < 0.15 * usual**2:
        return np.array([usual, 0.0, 0.0]), np.array([0.0, usual, 0.0])
    if first[0] * second[1] - first[1] * second[0] < 0:
        second = -second
    return first, second


def _gaze(first: Floats, second: Floats) -> Floats:
    across = np.cross(first, second)
    across = across / max(float(np.linalg.norm(across)), 1e-9)
    return across if across[2] < 0 else -across


def eye_layer(eye: EyeView, frame: Frame, traits: Traits, shot: Shot) -> Layer:
    """Color of one eyeball.

    Source: proportions from anatomy (iris 11.7 mm, pupil 3-5 mm); colors and shades ours, untested.
    """
    rgb = _sclera(eye, frame, traits)
    iris, cover = _iris(eye, traits, shot)
    rgb += cover[..., None] * (iris - rgb)
    rgb *= _lid_shade(eye)[..., None]
    return Layer(name="eye", box=eye.box, rgb=rgb, alpha=eye.opening, part=Part.EYE)


def _sclera(eye: EyeView, frame: Frame, traits: Traits) -> Vectors:
    random = stream(traits.seed, f"sclera {eye.side}")
    white = sclera_rgb(traits)
    away = np.sqrt(np.square(eye.iris_x) + np.square(eye.iris_y))
    pink = np.clip((away - 1.2) / 1.6, 0, 1)[..., None] * np.array([0.02, 0.13, 0.13], np.float32)
    rgb = np.asarray(white * (1 - pink), np.float32)
    veins = _veins(eye, frame, random)[..., None]
    rgb *= 1 - veins * np.array([0.12, 0.5, 0.5], np.float32)
    corner = np.maximum(_caruncle(eye, frame), 0.85 * np.minimum(2 * eye.corner, 1))[..., None]
    return np.asarray(rgb + corner * (np.array(CARUNCLE_RGB, np.float32) * white[0] / 0.49 - rgb), np.float32)


def _veins(eye: EyeView, frame: Frame, random: np.random.Generator) -> FloatMap:
    """A few winding vessels from the corners toward the iris."""
    ends = frame.landmarks_px[[UPPER_LID[eye.side][0], UPPER_LID[eye.side][-1]], :2].astype(np.float64)
    count, samples = 9, 40
    start = ends[random.integers(0, 2, count)] + random.normal(0, 1.2 / eye.mm_per_px, (count, 2))
    reach = random.uniform(0.35, 0.8, (count, 1, 1)) * np.linspace(0, 1, samples)[None, :, None]
    path = start[:, None] + reach * (eye.center_px - start)[:, None]
    path += np.cumsum(random.normal(0, 0.10 / eye.mm_per_px, path.shape), axis=1)
    local = eye.box.shift(path)
    area = random.uniform(0.02, 0.09, (count, 1)) / eye.mm_per_px * np.linspace(1, 0.3, samples)
    step = np.linalg.norm(np.diff(local, axis=1, prepend=local[:, :1]), axis=2)
    return cover_of(splat(eye.box.shape, local[..., 0], local[..., 1], area * step))


def _caruncle(eye: EyeView, frame: Frame) -> FloatMap:
    """The pink corner beside the nose."""
    x, y = eye.box.grid_px()
    inner = frame.landmarks_px[UPPER_LID[eye.side][-1]]
    distance = np.sqrt(np.square(x - inner[0]) + np.square(y - inner[1])) * np.float32(eye.mm_per_px)
    return np.asarray(1 / (1 + np.exp((distance - CARUNCLE_MM - 0.6) / 0.45)), np.float32)


def _iris(eye: EyeView, traits: Traits, shot: Shot) -> tuple[Vectors, FloatMap]:
    """Color of iris and pupil, and where they cover the sclera."""
    radius = np.sqrt(np.square(eye.iris_x) + np.square(eye.iris_y))
    soft = max(0.05, 0.6 / eye.radius_px)
    cover = np.clip((1.02 + soft - radius) / (2 * soft), 0, 1)
    fibers = _fibers(eye, radius, traits)
    base = iris_rgb(traits)
    inner = np.exp(-np.square((radius - 0.42) / 0.16))[..., None]
    warm = np.array([1.35, 1.05, 0.75], np.float32)
    rgb = base * np.asarray(0.72 + 0.5 * fibers[..., None], np.float32) * (1 + (warm - 1) * inner)
    limbus = 0.72 * np.exp(-np.square((radius - 1.0) / 0.13))
    rgb = rgb * (1 - limbus)[..., None] * _caustic(eye, shot)[..., None]
    pupil = _pupil_radius(traits, shot)
    hole = np.clip((pupil + soft - radius) / (2 * soft), 0, 1)[..., None]
    return np.asarray(rgb * (1 - hole) + 0.004 * hole, np.float32), np.asarray(cover, np.float32)


def _fibers(eye: EyeView, radius: FloatMap, traits: Traits) -> FloatMap:
    """Radial fibers, 0-1: fine noise around, coarse noise outward."""
    random = stream(traits.seed, f"iris {eye.side}")
    rings, around = 10, 180
    grain = random.standard_normal((rings, around)).astype(np.float32)
    fine = cv2.GaussianBlur(cv2.copyMakeBorder(grain, 0, 0, 8, 8, cv2.BORDER_WRAP), (0, 0), sigmaX=0.8, sigmaY=1.8)
    coarse = smooth_noise(random, (rings, around + 16), 12)
    table = 0.5 + 0.9 * fine + 0.12 * coarse
    angle = (np.arctan2(eye.iris_y, eye.iris_x) / (2 * np.pi) + 0.5) * around + 8
    return np.clip(
        cv2.remap(table, angle.astype(np.float32), (radius * (rings - 1)).astype(np.float32), cv2.INTER_LINEAR), 0, 1
    )


def _caustic(eye: EyeView, shot: Shot) -> FloatMap:
    """The cornea gathers light on the far side of the iris."""
    toward = np.zeros(2)
    for lamp in shot.lamps:
        if lamp.size_deg < 150:
            direction = np.asarray(lamp.direction) / max(float(np.linalg.norm(lamp.direction)), 1e-6)
            toward += lamp.strength * direction[:2]
    lean = -(eye.iris_x * np.float32(toward[0]) + eye.iris_y * np.float32(toward[1]))
    return np.asarray(np.clip(1.05 + 0.9 * lean, 0.6, 1.7), np.float32)


def _pupil_radius(traits: Traits, shot: Shot) -> float:
    """Share of the iris; narrower in bright light and with age (Winn 1994, numbers ours)."""
    bright = min(sum(lamp.strength for lamp in shot.lamps), 2.0)
    age = float(np.clip((traits.age_years - 20) / 60, 0, 1))
    person = 0.03 * float(stream(traits.seed, "pupil").standard_normal())
    return float(np.clip(0.44 - 0.10 * bright - 0.06 * age + person, 0.2, 0.6))


def _lid_shade(eye: EyeView) -> FloatMap:
    """Lids and lashes keep light from the upper part of the ball and from its corners."""
    drop = np.array([[1, 0, 0], [0, 1, 1.5 / eye.mm_per_px]], np.float32)
    size = eye.box.shape[::-1]
    lowered = cv2.warpAffine(eye.opening, drop, size)
    sigma = 1.1 / eye.mm_per_px
    shade = 0.5 * cv2.GaussianBlur(lowered, (0, 0), sigma) + 0.5 * cv2.GaussianBlur(eye.opening, (0, 0), 0.7 * sigma)
    return np.asarray(0.22 + 0.78 * np.clip(1.1 * shade, 0, 1) ** 1.3, np.float32)


def lid_curve_px(frame: Frame, numbers: tuple[int, ...], count: int) -> Floats:
    """A lid's margin from the temple to the nose, (count, 3) photo pixels."""
    return smooth_curve(frame.landmarks_px[list(numbers)], count)
