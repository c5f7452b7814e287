"""Traits -> the shape of the face at rest: the 468 landmarks of the bare head.

The space of shapes was fitted to generated faces with the same face mesh network that later finds the twins (see
`training/head_shapes`), so that finding them proves little and shapes that the network cannot see are missing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.face.pose import FACE_POPULATION_CV, canonical_face
from skincast.twin.head.net import EYE_LEFT, EYE_RIGHT, LANDMARKS, MOUTH, read_arrays
from skincast.twin.head.solid import bump
from skincast.twin.person import Traits, stream

Array = NDArray[np.float32]

MEAN_DEPTH_SHARE = 0.5
"""How much of the network's mean depth is believed against the canonical head's own profile."""
MOST_SDS = 2.0
SEX_STEPS, SEX_SD = 1.35, 0.3
"""How far a sex lies from the middle of both, in halves of the way between their means, and how much people differ."""
MIDDLE_AGE, AGE_SPAN, AGE_SHARE = 35.0, 40.0, 1.0
"""How much of the fitted direction of age is believed (ours)."""
ASYMMETRY_MM = 0.4
MALE_SIZE, FEMALE_SIZE = 0.968, 0.925
"""Over the canonical face, which is larger than people: set so that pupils lie 64 and 62 mm apart (ours, rounded)."""
NOSE_NARROWER_MM, HEAD_NARROWER_MM = 1.3, 2.2
"""Each side: photos from nearby widen noses, and the mesh's sides lie before the ears (ours)."""
TIP_LOWER_MM, RIM_LOWER_MM = 1.6, 1.4
"""The smoothed depth turns every nose up and opens its holes to the front (ours)."""
HOLLOWS: tuple[tuple[int, int, tuple[float, float, float], float], ...] = (
    (232, 452, (8, 5, 12), 1.5),
    (230, 450, (12, 5, 12), 2.1),
    (244, 464, (5, 6, 9), 0.5),
    (190, 414, (6, 6, 9), 0.4),
    (118, 347, (12, 7, 16), -1.0),
    (65, 295, (14, 6, 22), -1.3),
    (205, 425, (9, 10, 16), -0.7),
    (203, 423, (5, 8, 12), 1.7),
    (18, 18, (15, 5, 12), 1.5),
)
"""Landmarks on both sides, radius and how far back, millimeters: tear trough, lower lid, inner corner, above it; then
what stands out over them: cheek bone, brow ridge, the cheek over its fold; fold, groove below the lip."""


def face_at_rest(traits: Traits) -> Array:
    """(468, 3) millimeters, head axes, before firmness and expression.

    Source: principal components of generated faces and their directions of sex and age, as these looked to us; what the
    network's depth cannot tell is ours, untested.
    """
    random = stream(traits.seed, "face shape")
    arrays = read_arrays("face_shapes.npz")
    canonical = canonical_face().vertices_cm.astype(np.float32)
    weights = np.clip(random.normal(size=len(arrays["modes"])), -MOST_SDS, MOST_SDS).astype(np.float32)
    believed = np.array([1, 1, MEAN_DEPTH_SHARE], np.float32)
    sex = (1.0 if traits.sex == "male" else -1.0) * SEX_STEPS + float(random.normal(0, SEX_SD))
    age = AGE_SHARE * (traits.age_years - MIDDLE_AGE) / AGE_SPAN
    shift = arrays["mean_shift"] + sex * arrays["sex"] + age * arrays["age"]
    shape = 10 * (canonical + believed * shift + np.tensordot(weights, arrays["modes"], axes=1))
    shape = hollowed(shape)
    shape = shape + _asymmetry(shape, random) + _own_features(shape, random)
    shape = shape + _volumes(shape, random)
    shape = shape + _sex(shape, sex / SEX_STEPS) + _age(shape, traits.age_years)
    middle = MALE_SIZE if traits.sex == "male" else FEMALE_SIZE
    size = middle * float(np.exp(random.normal(0, 0.7 * FACE_POPULATION_CV)))
    return np.asarray(_set_lids(_close_mouth(_proportions(shape)) * np.float32(size), traits, random), np.float32)


def hollowed(shape: Array) -> Array:
    """Deepen what a smoothed depth fills up in everybody: sockets, tear troughs, the grooves of cheek, lip and chin.

    Args:
        shape: (468, 3) millimeters, head axes.

    Source: ours; shade of under-eye, inner corner, fold and chin over the cheek's as in portraits of a training set.
    """
    shift = np.zeros_like(shape)
    for right, left, radius, back in HOLLOWS:
        for mark in {right, left}:
            shift[:, 2] += back * bump(shape, shape[mark], radius)
    return shape + shift


def hollow_mm(points: Array, shape: Array) -> Array:
    """How deep the hollows of `hollowed` are at any points of the same face, (n,) millimeters."""
    depth = np.zeros(len(points), np.float32)
    for right, left, radius, back in HOLLOWS:
        for mark in {right, left}:
            depth += max(back, 0.0) * bump(points, shape[mark], radius)
    return depth


def _proportions(shape: Array) -> Array:
    """What a network that saw photos only has wrong of every head."""
    shift = np.zeros_like(shape)
    for mark, side in ((129, 1), (358, -1)):
        shift[:, 0] += NOSE_NARROWER_MM * side * bump(shape, shape[mark], (7, 10, 14))
    for marks, side in (((234, 127, 132), 1), ((454, 356, 361), -1)):
        weight = np.max([bump(shape, shape[mark], (12, 20, 30)) for mark in marks], axis=0)
        shift[:, 0] += HEAD_NARROWER_MM * side * weight
    shift[:, 1] += TIP_LOWER_MM * bump(shape, shape[1], (11, 6, 8))
    for mark in (79, 309):
        shift[:, 1] += RIM_LOWER_MM * bump(shape, shape[mark], (7, 3, 6))
    return shape + shift


def _asymmetry(shape: Array, random: np.random.Generator) -> Array:
    """Slow warps that tell left from right: nobody is symmetric."""
    shift = np.zeros_like(shape)
    for _ in range(6):
        center = shape[random.integers(LANDMARKS)]
        shift += bump(shape, center, float(random.uniform(18, 40)))[:, None] * random.normal(0, ASYMMETRY_MM, 3)
    return np.asarray(shift, np.float32)


def _own_features(shape: Array, random: np.random.Generator) -> Array:
    """What the smoothed depth has lost: nose, brow ridge, lips and chin vary from the side, too."""
    shift = np.zeros_like(shape)
    for mark, radius, sd in (
        (4, 9, 1.5),
        (195, 9, 1.2),
        (6, 9, 1.3),
        (9, 20, 1.0),
        (0, 9, 0.8),
        (17, 9, 0.8),
        (152, 16, 2),
    ):
        shift[:, 2] += bump(shape, shape[mark], radius) * random.normal(0, sd)
    width = random.normal(0, 1.7)
    for mark, side in ((129, -1), (358, 1)):
        shift[:, 0] += bump(shape, shape[mark], 8) * width * side
    shift[:, 1] += random.normal(0, 1.2) * bump(shape, shape[1], (11, 6, 8))
    corners = random.normal(-0.9, 0.9)
    for mark in (61, 291):
        shift[:, 1] += corners * bump(shape, shape[mark], (9, 6, 12))
    full = random.normal(0, 0.9)
    for mark, sign in ((0, -1), (17, 1)):
        shift[:, 1] += full * sign * bump(shape, shape[mark], (18, 5, 12))
    return shift


def _volumes(shape: Array, random: np.random.Generator) -> Array:
    """Cheek bones, cheeks, temples, sockets and forehead: fat and bone that a smoothed depth cannot hold. Ours."""
    shift = np.zeros_like(shape)
    full, bone = random.normal(0, 1), random.normal(0.6, 1.0)
    aside = random.normal(0, 0.9)
    socket, temple, hollow = random.normal(0, 0.9), random.normal(0, 1.0), random.normal(0, 1.1)
    for right, left, radius, forward, out in (
        (117, 346, (12, 9, 16), bone, aside),
        (205, 425, (14, 14, 18), 0.8 * full, 0.5 * full),
        (213, 433, (13, 14, 20), 0.3 * full, 1.3 * full),
        (187, 411, (10, 12, 16), -hollow, 0.0),
        (139, 368, (12, 16, 20), temple, 0.5 * temple),
        (27, 257, (11, 6, 12), -socket, 0.0),
    ):
        for mark, side in ((right, -1), (left, 1)):
            weight = bump(shape, shape[mark], radius)
            shift[:, 2] -= forward * weight
            shift[:, 0] += side * out * weight
    shift[:, 2] += random.normal(0, 1.5) * bump(shape, shape[151], (40, 16, 30))
    return shift


def _sex(shape: Array, way: float) -> Array:
    """Depth above all: men's brow ridge, jaw and nose stand out, women's cheeks and lips do. Ours, untested.

    Args:
        shape: (468, 3) millimeters.
        way: 1 an ordinary man, -1 an ordinary woman.
    """
    shift = np.zeros_like(shape)
    for mark in (105, 334):
        shift[:, 2] -= way * 1.5 * bump(shape, shape[mark], (18, 8, 25))
    for mark, side in ((172, -1), (397, 1)):
        shift[:, 0] += (1.6 if way > 0 else 2.6) * way * side * bump(shape, shape[mark], 24)
    shift[:, 1] += way * 0.7 * bump(shape, shape[152], (28, 22, 30))
    for mark, side in ((148, -1), (377, 1)):
        shift[:, 0] += way * 1.6 * side * bump(shape, shape[mark], (10, 9, 20))
    nose = bump(shape, shape[5], (13, 18, 14))[:, None] * (shape - shape[168])
    shift += way * nose * np.array([0.07, 0.05, 0.05], np.float32)
    for mark in (205, 425):
        shift[:, 2] += way * 1.1 * bump(shape, shape[mark], 18)
    for mark, sign in ((0, -1), (17, 1)):
        shift[:, 1] -= way * 0.6 * sign * bump(shape, shape[mark], (18, 5, 12))
        shift[:, 2] += way * 0.5 * bump(shape, shape[mark], (16, 5, 12))
    for contour in (EYE_RIGHT, EYE_LEFT):
        middle = shape[list(contour)].mean(axis=0)
        shift -= way * 0.035 * bump(shape, middle, (15, 8, 14))[:, None] * (shape - middle)
    return shift


def _age(shape: Array, age_years: float) -> Array:
    """What flattens and hollows, which the network's depth cannot tell: lips, temples, cheeks, sockets. Ours."""
    old = float(np.clip((age_years - 30) / 45, -0.3, 1.2))
    shift = np.zeros_like(shape)
    for mark, sign in ((0, -1), (17, 1)):
        shift[:, 1] -= old * 1.1 * sign * bump(shape, shape[mark], (20, 5, 14))
        shift[:, 2] += old * 1.4 * bump(shape, shape[mark], (22, 8, 14))
    for mark in (139, 368):
        shift[:, 2] += old * 2.2 * bump(shape, shape[mark], 15)
    for mark in (205, 425, 187, 411):
        shift[:, 2] += old * 1.9 * bump(shape, shape[mark], 14)
    for mark in (223, 443):
        shift[:, 2] += old * 1.3 * bump(shape, shape[mark], 9)
    for mark in (119, 348):
        shift[:, 2] += old * 1.0 * bump(shape, shape[mark], (10, 6, 12))
    return shift


def _set_lids(shape: Array, traits: Traits, random: np.random.Generator) -> Array:
    """Open the eyes as far as people do: the network sees them wider.

    Source: opening 9.7 +- 1.2 mm in young adults (Read 2006, Optom Vis Sci 83:715); its parts and the droop are ours.
    """
    droop = 0.9 * float(np.clip((traits.age_years - 40) / 35, 0, 1))
    wide = 0.3 if traits.sex == "female" else -0.1
    above = float(np.clip(random.normal(3.9, 0.5), 2.8, 4.9)) - droop + wide
    below = float(np.clip(random.normal(5.4, 0.45), 4.4, 6.4)) + wide
    set_ = shape.copy()
    for contour in (EYE_RIGHT, EYE_LEFT):
        pupil = (shape[contour[0], 1] + shape[contour[8], 1]) / 2
        for row, goal in ((contour[9:], -above), (contour[1:8], below)):
            middle = float(shape[row[3], 1] - pupil)
            for mark in row:
                move = (shape[mark, 1] - pupil) * (goal / middle - 1)
                near = bump(shape, shape[mark], (2.5, 3.5, 10))
                near[list(EYE_RIGHT + EYE_LEFT)] = 0
                set_[:, 1] += 0.3 * near * move
                set_[mark, 1] += move
    return set_


def _close_mouth(shape: Array) -> Array:
    """Bring the inner lips together: the mesh leaves a gap in a mouth at rest."""
    closed = shape.copy()
    lower, upper = np.array(MOUTH[1:10]), np.array(MOUTH[:10:-1])
    middle = (shape[lower] + shape[upper]) / 2
    for row in (lower, upper):
        step = middle - shape[row]
        closed[row] = middle
        for mark, move in zip(row, step, strict=True):
            near = bump(shape, shape[mark], 3.0)
            near[list(MOUTH)] = 0
            closed += near[:, None] * move * 0.3
    return closed


def eye_openings() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Contours of the person's right and left eye."""
    return EYE_RIGHT, EYE_LEFT
