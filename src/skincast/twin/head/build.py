"""Traits + condition + shot -> the geometry of one head at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.bust import fit_bust, follow_head, outer_ring
from skincast.twin.head.eye import drape_lids, eye_centers, irises, make_eyeballs
from skincast.twin.head.net import LANDMARKS, MOUTH, RING, Net, head_net
from skincast.twin.head.shape import face_at_rest
from skincast.twin.head.solid import Solid, make_solid, smooth_normals
from skincast.twin.person import Condition, Traits
from skincast.twin.shot import Shot

Array = NDArray[np.float32]

KEEP_ROUNDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Every surface of one head, in head axes and millimeters, and its landmarks."""

    solids: tuple[Solid, ...]
    landmarks_mm: Array
    """(478, 3)"""


def build_head(traits: Traits, condition: Condition, shot: Shot) -> Head:
    """Build the geometry of a person as they look in one shot.

    Args:
        traits: who; the same traits give the same face.
        condition: `firmness` sags jowls and deepens the folds beside nose and mouth.
        shot: expression, glasses and fringe; the pose is applied by `see_head`.

    Returns:
        The head, in its own axes.

    Source: ours, untested beyond the share of twins that the face mesh finds.
    """
    del condition, shot
    net = head_net()
    face = face_at_rest(traits)
    centers = eye_centers(face)
    control = _control(face, net, centers, male=float(traits.sex == "male"))
    fine = _subdivide(control, net)
    landmarks = np.concatenate([fine[:LANDMARKS], irises(centers)])
    solids = [*_skin(fine, net), *make_eyeballs(centers)]
    return Head(solids=tuple(solids), landmarks_mm=landmarks)


def _control(face: Array, net: Net, centers: Array, *, male: float) -> Array:
    """All points of the net for one face."""
    ring = outer_ring(face)
    control = np.zeros((net.points, 3), np.float32)
    control[:LANDMARKS] = face
    control[LANDMARKS : LANDMARKS + RING] = ring
    control[net.bust] = fit_bust(face, ring, male=male)
    control = drape_lids(control, net, centers)
    edge = control[list(MOUTH)]
    for rows, back, inward in ((net.lips[0], 3.5, 0.02), (net.lips[1], 9.0, 0.1)):
        control[rows] = edge + inward * (edge.mean(axis=0) - edge) + np.array([0, 0, back], np.float32)
    return control


def _subdivide(control: Array, net: Net) -> Array:
    """Smooth, with the landmarks kept about where they were: smoothing alone would shrink nose and chin."""
    wanted = control
    first = net.steps[0]
    for _ in range(KEEP_ROUNDS):
        control = control + 0.8 * (wanted - first.smooth(control)[: len(wanted)])
    points = control
    for step in net.steps:
        points = step.smooth(points)
    return points


def _skin(fine: Array, net: Net) -> list[Solid]:
    """The face with its sheet, and the neck that continues it."""
    both = np.concatenate([net.face_triangles, net.bust_triangles])
    normals = smooth_normals(fine, both)
    follow = follow_head(fine)
    return [
        _part(Part.SKIN, fine, net.face_triangles, normals, follow, net.sheet_mm),
        _part(Part.NECK, fine, net.bust_triangles, normals, follow, np.zeros_like(net.sheet_mm)),
    ]


def _part(
    part: Part, fine: Array, triangles: NDArray[np.int32], normals: Array, follow: Array, place: Array
) -> Solid:
    """Cut the points of one part out of the whole skin."""
    used = np.unique(triangles)
    number = np.zeros(len(fine), np.int32)
    number[used] = np.arange(len(used))
    return make_solid(
        part, fine[used], number[triangles], normals=normals[used], follow=follow[used], place_mm=place[used]
    )
