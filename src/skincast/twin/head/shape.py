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
ASYMMETRY_MM = 0.4
MALE_SIZE, FEMALE_SIZE = 1.025, 0.975
"""Face size by sex about the mean of all (ours, untested)."""


def face_at_rest(traits: Traits) -> Array:
    """(468, 3) millimeters, head axes, before firmness and expression.

    Source: principal components of generated faces; the directions of age and sex are ours, untested.
    """
    random = stream(traits.seed, "face shape")
    arrays = read_arrays("face_shapes.npz")
    canonical = canonical_face().vertices_cm.astype(np.float32)
    weights = np.clip(random.normal(size=len(arrays["modes"])), -MOST_SDS, MOST_SDS).astype(np.float32)
    believed = np.array([1, 1, MEAN_DEPTH_SHARE], np.float32)
    shape = 10 * (canonical + believed * arrays["mean_shift"] + np.tensordot(weights, arrays["modes"], axes=1))
    shape = shape + _asymmetry(shape, random) + _own_features(shape, random)
    shape = shape + _sex(shape, traits) + _age(shape, traits.age_years)
    middle = MALE_SIZE if traits.sex == "male" else FEMALE_SIZE
    size = middle * float(np.exp(random.normal(0, 0.7 * FACE_POPULATION_CV)))
    return np.asarray(_set_lids(_close_mouth(shape), traits, random) * size, np.float32)


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
    width = random.normal(0, 1.2)
    for mark, side in ((129, -1), (358, 1)):
        shift[:, 0] += bump(shape, shape[mark], 8) * width * side
    return shift


def _sex(shape: Array, traits: Traits) -> Array:
    """Men: brow ridge, wider jaw, longer chin, larger nose, lower brows; women the other way. Ours, untested."""
    way = 1.0 if traits.sex == "male" else -1.0
    shift = np.zeros_like(shape)
    for mark in (105, 334):
        shift[:, 2] -= way * 1.6 * bump(shape, shape[mark], (18, 8, 25))
        shift[:, 1] += way * 0.9 * bump(shape, shape[mark], (18, 8, 25))
    for mark, side in ((172, -1), (397, 1)):
        shift[:, 0] += (2.0 if way > 0 else -3.6) * side * bump(shape, shape[mark], 26)
        shift[:, 1] += way * 1.0 * bump(shape, shape[mark], 26)
    shift[:, 1] += way * 2.4 * bump(shape, shape[152], (28, 22, 30))
    shift[:, 2] -= way * 1.2 * bump(shape, shape[152], 20)
    shift += (
        way * bump(shape, shape[5], (14, 18, 14))[:, None] * (0.13, 0.08, -0.05) * (shape - shape[168]) * (1, 1, -1)
    )
    for mark in (205, 425):
        shift[:, 2] += way * 0.9 * bump(shape, shape[mark], 18)
    for mark, sign in ((0, -1), (17, 1)):
        shift[:, 1] -= way * 1.1 * sign * bump(shape, shape[mark], (18, 5, 12))
    for contour in (EYE_RIGHT, EYE_LEFT):
        middle = shape[list(contour)].mean(axis=0)
        opening = bump(shape, middle, (14, 7, 14))[:, None] * (shape - middle)
        shift -= way * 0.09 * opening
    return shift


def _age(shape: Array, age_years: float) -> Array:
    """Longer nose, thinner and flatter lips, hollow temples and cheeks, sunken sockets. Ours, untested."""
    old = float(np.clip((age_years - 30) / 45, -0.3, 1.2))
    shift = np.zeros_like(shape)
    tip = bump(shape, shape[2], (14, 12, 14))
    shift[:, 1] += old * 2.2 * tip
    for mark, sign in ((0, -1), (17, 1)):
        shift[:, 1] -= old * 1.3 * sign * bump(shape, shape[mark], (20, 5, 14))
        shift[:, 2] += old * 1.2 * bump(shape, shape[mark], (22, 8, 14))
    for mark in (139, 368):
        shift[:, 2] += old * 1.5 * bump(shape, shape[mark], 15)
    for mark in (205, 425, 187, 411):
        shift[:, 2] += old * 1.5 * bump(shape, shape[mark], 15)
    for mark in (223, 443):
        shift[:, 2] += old * 1.0 * bump(shape, shape[mark], 9)
        shift[:, 1] += old * 1.4 * bump(shape, shape[mark], (14, 6, 14))
    return shift


def _set_lids(shape: Array, traits: Traits, random: np.random.Generator) -> Array:
    """Open the eyes as far as people do: the network sees them wider.

    Source: opening 9.7 +- 1.2 mm in young adults (Read 2006, Optom Vis Sci 83:715); its parts and the droop are ours.
    """
    droop = 0.9 * float(np.clip((traits.age_years - 40) / 35, 0, 1))
    above = float(np.clip(random.normal(3.9, 0.45), 2.9, 4.9)) - droop
    below = float(np.clip(random.normal(5.5, 0.4), 4.6, 6.4))
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
