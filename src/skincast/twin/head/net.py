"""The control net of a head: numbers of its points, its triangles, and which of them bear skin of the sheet.

Points 0-467 are the landmarks of the face mesh and 468-503 its outer ring; then come the lid margins, the inside of
the lips and the loops of the bust.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.face.outline import OVAL
from skincast.face.pose import canonical_face
from skincast.twin.head.subdivide import Step, prepare_step

LANDMARKS = 468
RING = 36
LEVELS = 2

# Around the openings, from the outer corner along the lower lid (lip) and back along the upper one.
# fmt: off
EYE_RIGHT = (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246)
EYE_LEFT = (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466)
MOUTH = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
# fmt: on

Triangles = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Topology shared by all heads."""

    points: int
    lids: tuple[slice, slice]
    """Inner margins of the person's right and left eye; same order as `EYE_RIGHT` and `EYE_LEFT`."""
    lips: tuple[slice, slice]
    """Two loops inside the mouth, same order as `MOUTH`."""
    bust: slice
    steps: tuple[Step, ...]
    face_triangles: Triangles
    """Finest level, numbers of the finest points."""
    bust_triangles: Triangles
    sheet_mm: NDArray[np.float32]
    """(finest points, 2); meaningless on the bust."""


@cache
def bust_loops() -> int:
    """How many loops of `RING` points the bust has."""
    return int(read_arrays("bust.npz")["net"].shape[0])


@cache
def read_arrays(name: str) -> dict[str, NDArray[np.float32]]:
    """Arrays of a file beside this module, in centimeters."""
    with resources.files("skincast.twin.head").joinpath(name).open("rb") as file, np.load(file) as arrays:
        step = float(arrays["step_cm"])
        return {key: arrays[key].astype(np.float32) * np.float32(step) for key in arrays.files if key != "step_cm"}


@cache
def free_sky(points: int) -> NDArray[np.float32]:
    """(finest points,) share of the sky that an ordinary bare head leaves free, baked once."""
    with resources.files("skincast.twin.head").joinpath("sky.npz").open("rb") as file, np.load(file) as arrays:
        share = arrays["sky"].astype(np.float32) / 255
    if len(share) != points:
        raise ValueError(f"sky.npz was baked for {len(share)} points, the net has {points}: run bake_sky.py again")
    return np.asarray(share, np.float32)


@cache
def head_net() -> Net:
    """Build the net and its subdivision; about a quarter of a second, once."""
    ring = np.arange(LANDMARKS, LANDMARKS + RING, dtype=np.int32)
    start = LANDMARKS + RING
    lids = (slice(start, start + 16), slice(start + 16, start + 32))
    lips = (slice(start + 32, start + 52), slice(start + 52, start + 72))
    bust = slice(start + 72, start + 72 + RING * bust_loops())
    inner = [_strip(EYE_RIGHT, _row(lids[0])), _strip(EYE_LEFT[::-1], _row(lids[1])[::-1])]
    inner += [_strip(MOUTH, _row(lips[0])), _strip(_row(lips[0]), _row(lips[1]))]
    face = np.concatenate([_open_face(), _strip(OVAL, ring), *inner])
    loops = [ring, *_row(bust).reshape(-1, RING)]
    body = np.concatenate([_strip(near, outer) for near, outer in pairwise(loops)])
    return _subdivide(face, body, lids=lids, lips=lips, bust=bust)


def _subdivide(
    face: Triangles, body: Triangles, *, lids: tuple[slice, slice], lips: tuple[slice, slice], bust: slice
) -> Net:
    points = bust.stop
    triangles = np.concatenate([face, body]).astype(np.int32)
    steps: list[Step] = []
    for _ in range(LEVELS):
        steps.append(prepare_step(triangles, points if not steps else int(triangles.max()) + 1))
        triangles = steps[-1].triangles
    sheet = np.zeros((points, 2), np.float32)
    sheet[: bust.start] = _sheet_places(lids, lips)
    for step in steps:
        sheet = step.halve(sheet)
    # A step keeps the four children of a triangle together, a quarter in each quarter of its list.
    inside = np.zeros(len(face) + len(body), bool)
    inside[: len(face)] = True
    inside = np.tile(inside, 4**LEVELS)
    return Net(
        points=points,
        lids=lids,
        lips=lips,
        bust=bust,
        steps=tuple(steps),
        face_triangles=triangles[inside],
        bust_triangles=triangles[~inside],
        sheet_mm=sheet,
    )


def _sheet_places(lids: tuple[slice, slice], lips: tuple[slice, slice]) -> NDArray[np.float32]:
    """Places of the control points: the atlas, pixel centers at half pixels; margins continue their edge."""
    atlas = (atlas_points()[:, :2] + 0.5) * ATLAS_MM_PER_PX
    places = np.concatenate([atlas[:LANDMARKS], atlas[478:], np.zeros((72, 2), np.float32)])
    for contour, (rows, reach) in zip(
        (EYE_RIGHT, EYE_LEFT, MOUTH, MOUTH),
        ((lids[0], 0.25), (lids[1], 0.25), (lips[0], 0.5), (lips[1], 1)),
        strict=True,
    ):
        edge = atlas[list(contour)]
        places[rows] = edge + reach * (edge.mean(axis=0) - edge)
    return places.astype(np.float32)


def _open_face() -> Triangles:
    """The mesh without what covers eyes and mouth."""
    triangles = canonical_face().triangles
    closed = np.zeros(len(triangles), bool)
    for opening in (EYE_RIGHT, EYE_LEFT, MOUTH):
        closed |= np.isin(triangles, opening).all(axis=1)
    return triangles[~closed]


def _strip(first: NDArray[np.int32] | tuple[int, ...], second: NDArray[np.int32] | tuple[int, ...]) -> Triangles:
    """Close the band between two loops of equal length."""
    a, b = np.asarray(first), np.asarray(second)
    c, d = np.roll(a, -1), np.roll(b, -1)
    return np.concatenate([np.stack([a, c, b], axis=1), np.stack([c, d, b], axis=1)]).astype(np.int32)


def _row(rows: slice) -> NDArray[np.int32]:
    return np.arange(rows.start, rows.stop, dtype=np.int32)
