"""What wet surfaces of the eye mirror: every lamp in its own shape, and a line of tears along the lower lid."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.twin.fittings.eyes import EyeView, lid_curve_px
from skincast.twin.fittings.layer import Floats, Glint
from skincast.twin.fittings.noise import smooth_noise
from skincast.twin.fittings.places import LOWER_LID
from skincast.twin.fittings.strokes import splat
from skincast.twin.frame import Frame
from skincast.twin.person import stream
from skincast.twin.shot import Lamp, Shot
from skincast.types import FloatMap

CORNEA_RADIUS_MM = 7.8
CORNEA_BEHIND_IRIS_MM = 4.2
FRESNEL = 0.025
"""Of the tear film, index 1.34, seen straight on."""
BRIGHTEST = 30.0
SKY_DEG = 150.0
WINDOW_DEG = 35.0
RING_HOLE = 0.72


def eye_glints(eye: EyeView, frame: Frame, shot: Shot) -> list[Glint]:
    """Mirror images of the lamps in one eye.

    The cornea is a convex mirror of 7.8 mm radius: a lamp at half the angle, its image a quarter of its angle in
    radius. Radiance follows from the lamp's strength and size.

    Source: geometric optics; shapes of windows ours.
    """
    found = []
    for number, lamp in enumerate(shot.lamps):
        image = _sky(eye) if lamp.size_deg >= SKY_DEG else _image(eye, lamp, shot)
        if image is not None:
            light = image * np.float32(lamp.strength) * eye.opening
            found.append(Glint(name="cornea", box=eye.box, light=light, lamp=number))
    return [*found, _tear_line(eye, frame, shot)]


def _image(eye: EyeView, lamp: Lamp, shot: Shot) -> FloatMap | None:
    toward = np.asarray(lamp.direction, np.float64) / max(float(np.linalg.norm(lamp.direction)), 1e-6)
    half = toward + np.array([0.0, 0.0, -1.0])
    length = float(np.linalg.norm(half))
    if length < 0.4:
        return None
    center = eye.center_px - CORNEA_BEHIND_IRIS_MM / eye.mm_per_px * eye.gaze[:2]
    place = center + CORNEA_RADIUS_MM / eye.mm_per_px * half[:2] / length
    radius = CORNEA_RADIUS_MM / eye.mm_per_px * np.radians(lamp.size_deg) / 4
    shape = _draw_shape(eye, place, max(float(radius), 0.45), lamp, shot)
    spread = min(float(radius) / 0.45, 1.0) ** 2
    on_cornea = np.clip((1.06 - np.hypot(eye.iris_x, eye.iris_y)) / 0.12, 0, 1)
    return np.asarray(shape * on_cornea * min(_radiance(lamp.size_deg) * spread, BRIGHTEST), np.float32)


def _radiance(size_deg: float) -> float:
    """Mirrored light of a lamp of unit irradiance, in the unit of albedo times irradiance."""
    solid_angle = 2 * np.pi * (1 - np.cos(np.radians(max(size_deg, 0.25)) / 2))
    return float(np.pi * FRESNEL / solid_angle)


def _draw_shape(eye: EyeView, place: Floats, radius_px: float, lamp: Lamp, shot: Shot) -> FloatMap:
    if lamp.ring:
        return np.asarray(_disc(eye, place, radius_px) - _disc(eye, place, radius_px * RING_HOLE), np.float32)
    if lamp.size_deg < WINDOW_DEG:
        return _disc(eye, place, radius_px)
    return _window(eye, place, radius_px, shot)


def _disc(eye: EyeView, place: Floats, radius_px: float) -> FloatMap:
    x, y = eye.box.grid_px()
    distance = np.hypot(x - np.float32(place[0]), y - np.float32(place[1]))
    return np.asarray(np.clip((radius_px + 0.5 - distance) / 1.0, 0, 1), np.float32)


def _window(eye: EyeView, place: Floats, radius_px: float, shot: Shot) -> FloatMap:
    """Panes between bars, slightly turned, with a lighter sky above."""
    random = stream(shot.seed, "window in the eye")
    wide, high = radius_px * random.uniform(0.65, 0.95), radius_px * random.uniform(0.75, 1.05)
    tilt = random.normal(0, 0.08)
    bars = int(random.integers(1, 3))
    sky = random.uniform(0.2, 0.5)
    x, y = eye.box.grid_px()
    dx, dy = x - np.float32(place[0]), y - np.float32(place[1])
    u, v = (dx + tilt * dy) / wide, (dy - tilt * dx) / high
    edge = np.float32(radius_px / 1.2)
    shape = np.clip((1 - np.abs(u)) * edge + 0.5, 0, 1) * np.clip((1 - np.abs(v)) * edge + 0.5, 0, 1)
    for bar in range(bars):
        at = (bar + 1) / (bars + 1) * 2 - 1
        shape *= 1 - 0.7 * np.clip(1 - np.abs(u - at) * wide / max(0.08 * radius_px, 0.6), 0, 1)
    return np.asarray(cv2.GaussianBlur(shape * (1 - sky * v), (0, 0), 0.5), np.float32)


def _sky(eye: EyeView) -> FloatMap:
    """A faint veil over the upper half of the cornea."""
    upper = np.clip(0.6 - 0.8 * eye.iris_y, 0, 1) * (eye.iris_x**2 + eye.iris_y**2 < 1.1)
    return np.asarray(0.5 * FRESNEL * upper, np.float32)


def _tear_line(eye: EyeView, frame: Frame, shot: Shot) -> Glint:
    """Tears stand along the lower lid and glitter in spots."""
    random = stream(shot.seed, f"tears {eye.side}")
    curve = lid_curve_px(frame, LOWER_LID[eye.side], 120)[8:-4, :2]
    curve[:, 1] -= 0.25 / eye.mm_per_px
    local = eye.box.shift(curve)
    spots = np.clip(smooth_noise(random, (1, len(local)), 5.0)[0], 0, 2) ** 2
    step = np.linalg.norm(np.diff(local, axis=0, prepend=local[:1]), axis=1)
    width = 0.28 / eye.mm_per_px
    line = splat(eye.box.shape, local[:, 0], local[:, 1], step * width * (0.02 + 0.10 * spots))
    directed = [lamp.strength * (lamp.size_deg < SKY_DEG) for lamp in shot.lamps]
    brightest = int(np.argmax(directed))
    return Glint(name="tears", box=eye.box, light=line * np.float32(directed[brightest]), lamp=brightest)
