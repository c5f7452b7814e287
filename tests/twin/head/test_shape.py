"""Faces at rest: people's own size, women and men, young and old."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.face.pose import canonical_face
from skincast.twin.draw import draw_traits
from skincast.twin.head.eye import eye_centers
from skincast.twin.head.net import free_sky, head_net
from skincast.twin.head.shape import face_at_rest, hollow_mm, hollowed
from skincast.twin.person import Sex

PEOPLE = 24


def faces(sex: Sex, age_years: float) -> list[NDArray[np.float32]]:
    return [face_at_rest(draw_traits(seed, sex=sex, age_years=age_years, monk=5)) for seed in range(PEOPLE)]


def mean_mm(people: list[NDArray[np.float32]], first: int, second: int) -> float:
    return float(np.mean([np.linalg.norm(face[first] - face[second]) for face in people]))


def test_pupils_and_mouths_lie_as_far_apart_as_peoples() -> None:
    for sex, pupils in (("male", 64.0), ("female", 62.0)):
        people = faces("male" if sex == "male" else "female", 40)
        apart = [float(np.linalg.norm(np.diff(eye_centers(face), axis=0))) for face in people]
        assert abs(np.mean(apart) - pupils) < 1.5
        assert 1.5 < np.std(apart) < 5


def test_men_have_broader_jaws_and_larger_noses() -> None:
    men, women = faces("male", 35), faces("female", 35)
    assert mean_mm(men, 172, 397) > 1.05 * mean_mm(women, 172, 397)
    assert mean_mm(men, 129, 358) > 1.03 * mean_mm(women, 129, 358)
    assert mean_mm(men, 168, 152) > 1.03 * mean_mm(women, 168, 152)


def test_age_lowers_the_tip_of_the_nose_and_thins_the_lips() -> None:
    young, old = faces("female", 25), faces("female", 75)
    assert mean_mm(old, 6, 1) > mean_mm(young, 6, 1) + 1.0
    assert mean_mm(old, 0, 13) < mean_mm(young, 0, 13) - 1.0
    assert mean_mm(old, 2, 0) > mean_mm(young, 2, 0) + 1.0


def test_hollows_lie_deeper_and_see_less_sky_than_the_cheek() -> None:
    plain = canonical_face().vertices_cm.astype(np.float32) * 10
    deep = hollowed(plain)
    trough, bone = [232, 452, 230, 450], [118, 347]
    assert ((deep - plain)[trough, 2] > 1).all()
    assert ((deep - plain)[bone, 2] < 0.5).all()
    assert (hollow_mm(deep, deep)[[50, 280, 4]] < 0.2).all()
    sky = free_sky(_points())
    assert sky[trough].max() < sky[[50, 280]].min() - 0.1


def _points() -> int:
    net = head_net()
    return int(max(net.face_triangles.max(), net.bust_triangles.max())) + 1


def test_nobody_shares_a_face() -> None:
    people = np.array(faces("female", 35))
    spread = np.linalg.norm(people - people.mean(axis=0), axis=2).mean(axis=1)
    assert spread.min() > 1.0
