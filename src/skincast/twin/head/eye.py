"""Eyeballs behind the lids, and lids that lie on them."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.net import EYE_LEFT, EYE_RIGHT, LANDMARKS, Net
from skincast.twin.head.solid import Solid, Triangles, bump, grid_triangles, make_solid, smoothstep

EYEBALL_MM = 12.0
"""Radius: adults' eyes are 24.2 mm across and 23.7 mm high (Bekerman 2014, J Ophthalmol 503645)."""
IRIS_MM = 5.85
"""Half the visible iris (Rufer 2005)."""
LID_MM = 1.6
"""Thickness of the margin (ours)."""
CLEAR_MM = 0.12
CORNER_MM = 0.6
RIM_DEGREES = 100
RINGS, SPOKES = 16, 32

Array = NDArray[np.float32]


def eye_centers(face: Array) -> Array:
    """(2, 3) centers of the person's right and left eyeball, such that the open lids lie on the ball.

    Source: ours; the cornea stands about as far forward as the lids' middle.
    """
    return np.array([_center(face[list(contour)]) for contour in (EYE_RIGHT, EYE_LEFT)], np.float32)


def drape_lids(control: Array, net: Net, centers: Array) -> Array:
    """Lay lid edges and margins onto the eyeballs; `control` is (points, 3) with lids anywhere."""
    draped = control.copy()
    for contour, rows, center in zip((EYE_RIGHT, EYE_LEFT), net.lids, centers, strict=True):
        edge = list(contour)
        outer = _lift(control[edge], center, EYEBALL_MM + LID_MM)
        for mark, move in zip(edge, outer - control[edge], strict=True):
            near = bump(control[:LANDMARKS], control[mark], 4.5)
            near[list(EYE_RIGHT + EYE_LEFT)] = 0
            draped[:LANDMARKS] += near[:, None] * move * 0.35
        draped[edge] = outer
        draped[rows] = _margin(outer, center)
    return draped


def clear_eyeballs(points: Array, centers: Array) -> Array:
    """Push skin that would cut into an eyeball out of it; `points` is (n, 3) of the fine skin."""
    cleared = points.copy()
    for center in centers:
        step = points - center
        distance = np.linalg.norm(step, axis=1)
        inside = (distance < EYEBALL_MM + CLEAR_MM) & (step[:, 2] < -0.2 * EYEBALL_MM)
        cleared[inside] = center + step[inside] / distance[inside, None] * (EYEBALL_MM + CLEAR_MM)
    return cleared


def make_eyeballs(centers: Array) -> list[Solid]:
    """Two balls, front halves only."""
    ball, triangles = _ball()
    solids = []
    for center in centers:
        vertices = center + ball * EYEBALL_MM
        # The lids and lashes shade the ball's upper part and its corners.
        shade = 0.35 + 0.65 * smoothstep(-ball[:, 2], 0.55, 0.95) * smoothstep(ball[:, 1], -0.75, 0.0)
        solids.append(make_solid(Part.EYE, vertices, triangles, occlusion=shade, normals=ball))
    return solids


def make_corners(control: Array, net: Net) -> list[Solid]:
    """What shows beside the ball in the corners of the eye: a fan behind the lids' margins, part of the eye.

    Without it one would look past the ball into the head.
    """
    solids = []
    for rows, mirrored in zip(net.lids, (False, True), strict=True):
        rim = control[rows]
        middle = rim.mean(axis=0)
        wide = middle + 1.08 * (rim - middle) + np.array([0, 0, CORNER_MM], np.float32)
        count = len(rim)
        around = np.arange(count)
        fan = np.stack([around, (around + 1) % count, np.full(count, count)], axis=1)
        vertices = np.concatenate([wide, (middle + np.array([0, 0, 4 * CORNER_MM], np.float32))[None]])
        facing = np.tile(np.array([0.0, 0.0, -1.0], np.float32), (count + 1, 1))
        triangles = np.asarray(fan[:, ::-1] if mirrored else fan, np.int32)
        solids.append(make_solid(Part.EYE, vertices, triangles, normals=facing, occlusion=0.45))
    return solids


def irises(centers: Array) -> Array:
    """(10, 3) iris middle and four points on its rim, right eye first, as the mesh numbers them from 468."""
    depth = float(np.sqrt(EYEBALL_MM**2 - IRIS_MM**2))
    rows = [
        (0, 0, -EYEBALL_MM),
        (IRIS_MM, 0, -depth),
        (0, -IRIS_MM, -depth),
        (-IRIS_MM, 0, -depth),
        (0, IRIS_MM, -depth),
    ]
    return np.concatenate([center + np.array(rows, np.float32) for center in centers]).astype(np.float32)


def _center(edge: Array) -> Array:
    """Behind the middle of the opening; as deep as the upper and lower lids' middles want it."""
    middle = (edge[0] + edge[8]) / 2
    middle = middle + 0.01 * (edge[0] - edge[8])
    lids = np.concatenate([edge[3:6], edge[11:14]])
    aside = np.linalg.norm(lids[:, :2] - middle[:2], axis=1)
    back = np.sqrt(np.maximum((EYEBALL_MM + LID_MM) ** 2 - aside**2, 1))
    return np.array([middle[0], middle[1], np.median(lids[:, 2] + back)], np.float32)


def _lift(points: Array, center: Array, radius: float) -> Array:
    """Move points in depth onto a ball; beyond three quarters of it they stay where they are."""
    aside = np.linalg.norm(points[:, :2] - center[:2], axis=1)
    depth = center[2] - np.sqrt(np.maximum(radius**2 - aside**2, 0))
    share = 1 - smoothstep(aside, 0.72 * radius, 1.05 * radius)
    lifted = points.copy()
    lifted[:, 2] += share * (depth - points[:, 2])
    return lifted


def _margin(outer: Array, center: Array) -> Array:
    """The inner edge of the lid: straight back onto the ball, a trace toward the opening's middle."""
    inner = outer + 0.04 * (outer.mean(axis=0) - outer)
    inner = _lift(inner, center, EYEBALL_MM + 0.05)
    inner[:, 2] = np.maximum(inner[:, 2], outer[:, 2] + 0.8)
    return inner


@cache
def _ball() -> tuple[Array, Triangles]:
    """Unit cap that looks to the camera: (n, 3) and its triangles."""
    polar = np.radians(np.linspace(0, RIM_DEGREES, RINGS))[:, None]
    turn = np.linspace(0, 2 * np.pi, SPOKES, endpoint=False)[None]
    cap = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), -np.cos(polar) + 0 * turn], axis=-1)
    return cap.reshape(-1, 3).astype(np.float32), grid_triangles(RINGS, SPOKES, around=True)
