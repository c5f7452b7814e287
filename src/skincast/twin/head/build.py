"""Traits + condition + shot -> the geometry of one head at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.bust import face_size, fit_bust, follow_head, outer_ring
from skincast.twin.head.cloth import make_cloth
from skincast.twin.head.ear import make_ears
from skincast.twin.head.expression import express
from skincast.twin.head.eye import clear_eyeballs, drape_lids, eye_centers, irises, make_corners, make_eyeballs
from skincast.twin.head.hair import behind_line_mm, haircut_of, hides_ears, make_hair, shade_of_hair
from skincast.twin.head.mouth import make_mouth
from skincast.twin.head.net import LANDMARKS, MOUTH, RING, Net, bust_loops, free_sky, head_net
from skincast.twin.head.sag import sag, slackness
from skincast.twin.head.shape import face_at_rest
from skincast.twin.head.solid import Solid, make_solid, smooth_normals
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.shot import Shot

Array = NDArray[np.float32]

KEEP_ROUNDS = 2
UPPER_LIP, LOWER_LIP = 13, 14
EAR_FRONTS = (234, 454)
EAR_STEP_MM = (1.0, -6.0, 17.0)
"""From the outermost landmark before the ear to the ear's canal: outward, down, away."""


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
        shot: expression; the pose is applied by `see_head`, glasses and fringe by the fittings.

    Returns:
        The head, in its own axes.

    Source: ours, untested beyond the share of twins that the face mesh finds.
    """
    net = head_net()
    rest = sag(face_at_rest(traits), slackness(traits, condition))
    centers = eye_centers(rest)
    face = express(rest, shot.expression)
    control = _control(face, rest, net, centers, male=float(traits.sex == "male"))
    fine = clear_eyeballs(_subdivide(control, net), centers)
    solids = [*_skin(fine, net, traits), *make_eyeballs(centers), *make_corners(control, net)]
    solids += make_mouth(fine[UPPER_LIP], fine[LOWER_LIP], shot.expression.get("mouth_open", 0.0))
    solids += [] if hides_ears(haircut_of(traits)) else _ears(rest, traits)
    solids.append(make_cloth(control[net.bust], traits, loops=bust_loops()))
    return Head(solids=tuple(solids), landmarks_mm=np.concatenate([fine[:LANDMARKS], irises(centers)]))


def _control(face: Array, rest: Array, net: Net, centers: Array, *, male: float) -> Array:
    """All points of the net for one face."""
    size = face_size(rest)
    ring = outer_ring(face, size)
    control = np.zeros((net.points, 3), np.float32)
    control[:LANDMARKS] = face
    control[LANDMARKS : LANDMARKS + RING] = ring
    control[net.bust] = fit_bust(ring, size, male=male)
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


def _skin(fine: Array, net: Net, traits: Traits) -> list[Solid]:
    """The face with its sheet, the neck that continues it, and the hair upon both."""
    both = np.concatenate([net.face_triangles, net.bust_triangles])
    normals = smooth_normals(fine, both)
    follow = follow_head(fine)
    cut = haircut_of(traits)
    inside = behind_line_mm(fine, cut, size=float(face_size(fine[:LANDMARKS])))
    sky = free_sky(len(fine)) * shade_of_hair(inside, cut)
    skin = make_solid(Part.SKIN, fine, both, normals=normals, follow=follow, occlusion=sky, place_mm=net.sheet_mm)
    return [
        _cut_out(skin, Part.SKIN, net.face_triangles),
        _cut_out(skin, Part.NECK, net.bust_triangles),
        *make_hair(fine, normals, both, cut, inside),
    ]


def _cut_out(skin: Solid, part: Part, triangles: NDArray[np.int32]) -> Solid:
    """One part of the whole skin with points of its own: along the seam both have theirs."""
    used = np.unique(triangles)
    number = np.zeros(len(skin.vertices_mm), np.int32)
    number[used] = np.arange(len(used))
    return Solid(
        part=part,
        vertices_mm=skin.vertices_mm[used],
        triangles=number[triangles],
        normals=skin.normals[used],
        occlusion=skin.occlusion[used],
        place_mm=skin.place_mm[used] * np.float32(part == Part.SKIN),
        follow=skin.follow[used],
    )


def _ears(rest: Array, traits: Traits) -> list[Solid]:
    random = stream(traits.seed, "ears")
    size = float(face_size(rest))
    right, left = (
        rest[mark] + np.array(EAR_STEP_MM, np.float32) * np.array([side, 1, 1], np.float32) * size
        for mark, side in zip(EAR_FRONTS, (-1, 1), strict=True)
    )
    return make_ears(
        (right, left),
        age_years=traits.age_years,
        stand_deg=float(random.uniform(16, 34)),
        size=size * float(random.normal(0.96, 0.05)),
    )


def build_bare(rest: Array) -> Array:
    """(finest points, 3) skin of a face at rest, (468, 3) millimeters, without hair, eyes and the rest."""
    net = head_net()
    centers = eye_centers(rest)
    return clear_eyeballs(_subdivide(_control(rest, rest, net, centers, male=0.5), net), centers)
