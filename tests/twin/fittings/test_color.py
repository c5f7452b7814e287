from __future__ import annotations

import numpy as np
from tests.twin.fittings.conftest import MakePerson

from skincast.twin.fittings import face_hair_rgb, iris_rgb, scalp_hair_rgb
from skincast.twin.fittings.color import gray_share, sclera_rgb, tooth_rgb


def test_hair_turns_gray_with_age(person: MakePerson) -> None:
    shares = [[gray_share(person(seed=seed, age=age)) for seed in range(30)] for age in (20, 45, 60, 80)]
    means = np.mean(shares, axis=1)
    assert means[0] < 0.02
    assert means[3] > 0.8
    assert (np.diff(means) > 0).all()


def test_dark_skin_has_dark_hair_and_dark_eyes(person: MakePerson) -> None:
    for seed in range(40):
        dark = person(seed=seed, melanin=0.3, age=20)
        assert scalp_hair_rgb(dark).max() < 0.03
        assert iris_rgb(dark)[2] < 0.02


def test_skin_of_the_middle_has_brown_eyes_with_few_exceptions(person: MakePerson) -> None:
    irises = np.array([iris_rgb(person(seed=seed, melanin=0.08)) for seed in range(300)])
    other = (irises[:, 0] < 1.8 * irises[:, 2]).mean()
    assert 0 < other < 0.05


def test_light_skin_has_every_eye_and_hair_color(person: MakePerson) -> None:
    people = [person(seed=seed, melanin=0.015) for seed in range(120)]
    irises = np.array([iris_rgb(who) for who in people])
    hair = np.array([scalp_hair_rgb(who) for who in people])
    blue, brown = (irises[:, 2] > irises[:, 0]).mean(), (irises[:, 0] > 1.8 * irises[:, 2]).mean()
    assert 0.25 < blue < 0.75
    assert 0.1 < brown < 0.6
    assert hair[:, 0].max() > 0.15
    assert hair[:, 0].min() < 0.03


def test_colors_belong_to_the_person(person: MakePerson) -> None:
    for color in (scalp_hair_rgb, face_hair_rgb, iris_rgb, sclera_rgb, tooth_rgb):
        assert (color(person(seed=8)) == color(person(seed=8))).all()
        assert ((color(person(seed=8)) > 0) & (color(person(seed=8)) < 0.9)).all()
