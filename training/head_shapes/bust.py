"""Lay a net of quads from the face's outer ring over skull, ears' place and neck down to the shoulders.

The body below is a handful of rounded solids melted together, about 16 cm broad, 20 cm long and 23 cm from chin to
crown; the net is drawn onto it and relaxed. Ours, untested.

    python bust.py ../../src/skincast/twin/head/bust.npz
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skincast.face.outline import OVAL, canonical_ring_cm
from skincast.face.pose import canonical_face

LOOPS = 11
ROUNDS = 20
MELT_CM = 2.2
STEP_CM = 0.001
SHARE_ON_BODY = np.minimum(np.arange(LOOPS - 1) / 2, 1)

Array = NDArray[np.float64]

# Way stations from the ring to the shoulders: over the crown, past the ear, under the chin. Centimeters.
OVER = [
    (0, -10.3, -3.3),
    (0, -13.6, 1.5),
    (0, -13.9, 7),
    (0, -10, 13),
    (0, -3, 14.6),
    (0, 4, 12.5),
    (0, 10, 11.5),
    (0, 18, 14),
]
PAST = [(7.9, 0, 3.8), (7.9, 0, 6), (7.8, 0.8, 8), (7.2, 3, 9), (6.4, 7, 9), (6.8, 11, 9), (9.5, 14.5, 9), (20, 19, 9)]
UNDER = [
    (0, 9.8, -3.5),
    (0, 10.4, -2),
    (0, 10.9, 0),
    (0, 11.5, 1.8),
    (0, 13, 2.6),
    (0, 15, 2.6),
    (0, 18, 2.2),
    (0, 24, -1),
]


def ellipsoid(points: Array, center: tuple[float, float, float], radii: tuple[float, float, float]) -> Array:
    """Approximate signed distance."""
    scaled = (points - center) / np.array(radii)
    length = np.linalg.norm(scaled, axis=-1)
    slope = np.linalg.norm(scaled / np.array(radii), axis=-1)
    return np.asarray(length * (length - 1) / np.maximum(slope, 1e-9))


def capsule(points: Array, start: tuple[float, float, float], end: tuple[float, float, float], radius: float) -> Array:
    """Signed distance to a rod with round ends."""
    a, b = np.array(start), np.array(end)
    share = np.clip(((points - a) @ (b - a)) / ((b - a) @ (b - a)), 0, 1)
    return np.asarray(np.linalg.norm(points - a - share[..., None] * (b - a), axis=-1) - radius)


def melt(first: Array, second: Array, reach: float = MELT_CM) -> Array:
    """Smooth union."""
    share = np.clip(0.5 + 0.5 * (second - first) / reach, 0, 1)
    return np.asarray(second * (1 - share) + first * share - reach * share * (1 - share))


def body(points: Array) -> Array:
    """Signed distance to head, neck and shoulders."""
    skull = ellipsoid(points, (0, -4.2, 4.7), (8.2, 9.6, 9.9))
    head = melt(skull, ellipsoid(points, (0, 2.6, 2.2), (8.0, 7.4, 6.4)))
    neck = capsule(points, (0, 3, 6.8), (0, 19, 8.6), 5.2)
    both = melt(head, neck, 2.0)
    slopes = [capsule(points, (0, 12, 9.5), (side * 18, 20, 9), 4.2) for side in (-1, 1)]
    shoulders = melt(slopes[0], slopes[1])
    chest = ellipsoid(points, (0, 27, 8), (19, 9, 10))
    return melt(melt(both, shoulders, 3.0), chest, 3.0)


def project(points: Array) -> Array:
    """Move points onto the body along its gradient."""
    for _ in range(3):
        here = body(points)
        step = 1e-3
        slope = np.stack([(body(points + step * axis) - here) / step for axis in np.eye(3)], axis=-1)
        points = points - (here / np.maximum((slope**2).sum(axis=-1), 0.2))[..., None] * slope
    return points


def first_net() -> Array:
    """(LOOPS + 1, 36, 3) between the way stations, the ring included."""
    ring = canonical_ring_cm()
    angle = 2 * np.pi * np.arange(36) / 36
    over, under = np.clip(np.cos(angle), 0, 1) ** 2, np.clip(-np.cos(angle), 0, 1) ** 2
    ways = [np.array(way, float) for way in (OVER, PAST, UNDER)]
    at = np.linspace(0, len(OVER) - 1, LOOPS + 1)
    lines = [np.stack([np.interp(at, np.arange(len(way)), way[:, k]) for k in range(3)], axis=1) for way in ways]
    side = np.sin(angle)
    net = over[None, :, None] * lines[0][:, None] + under[None, :, None] * lines[2][:, None]
    past = np.repeat(lines[1][:, None], 36, axis=1)
    past[..., 0] *= np.sign(side) * np.abs(side)
    net[..., 1:] += (np.abs(side) ** 2)[None, :, None] * past[..., 1:]
    net[..., 0] += past[..., 0]
    net[0] = ring
    return np.asarray(net)


def relax(net: Array) -> Array:
    """Pull each knot to the middle of its neighbors and back onto the body; ring and last loop stay.

    The ring does not lie on the body, so the first loops leave it in the direction in which the face arrives there.
    """
    net[2:] = project(net[2:])
    oval = canonical_face().vertices_cm[list(OVAL)]
    for _ in range(ROUNDS):
        middle = (net[:-2] + net[2:] + np.roll(net[1:-1], 1, axis=1) + np.roll(net[1:-1], -1, axis=1)) / 4
        pulled = net[1:-1] + 0.5 * (middle - net[1:-1])
        on_body = project(pulled)
        net[1:-1] = pulled + SHARE_ON_BODY[:, None, None] * (on_body - pulled)
        for k in range(1, 4):
            before = oval if k == 1 else net[k - 2]
            bent = (-before + 4 * net[k - 1] + 4 * net[k + 1] - net[k + 2]) / 6
            net[k] += (0.8, 0.6, 0.3)[k - 1] * (bent - net[k])
    return np.asarray((net + net[:, (-np.arange(36)) % 36] * np.array([-1.0, 1.0, 1.0])) / 2)


def main(target: Path) -> None:
    """Lay the net and write it."""
    net = relax(first_net())[1:]
    np.savez_compressed(target, net=np.rint(net / STEP_CM).astype(np.int16), step_cm=np.float32(STEP_CM))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
