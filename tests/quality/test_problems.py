"""Every row of the catalog is sound, said in plain words, and reachable."""

from __future__ import annotations

import pytest
from tests.quality.cases import CASES

from skincast.face import region_names
from skincast.quality import Fault, faults, region_words
from skincast.types import Crop, Face, Photo

FAULTS = [pytest.param(fault, id=key) for key, fault in faults().items()]
CODES = (
    "no_face multiple_faces face_too_small out_of_frame pose_yaw pose_pitch pose_roll too_dark too_bright clipped "
    "uneven_light color_cast blurred noisy low_resolution occluded heavy_makeup_or_filter expression too_little_left"
)


def test_the_codes_are_those_of_the_contract() -> None:
    assert {fault.code for fault in faults().values()} == set(CODES.split())


def test_every_row_has_a_case() -> None:
    assert set(CASES) == set(faults())


@pytest.mark.parametrize("fault", FAULTS)
def test_every_row_is_reached(fault: Fault, photo: Photo, face: Face, crop: Crop) -> None:
    quality = CASES[fault.key](photo, face, crop)
    opening = fault.message.partition("{region}")[0]
    hits = [
        problem
        for problem in quality.problems
        if problem.code == fault.code
        and problem.message.startswith(opening)
        and (problem.region is not None) == fault.per_region
    ]
    assert hits, (quality.problems, quality.values)
    for problem in hits:
        assert fault.is_beyond(problem.value, problem.limit)
        assert problem.limit == (fault.refuse if problem.refuses else fault.notice)
        assert "{" not in problem.message + problem.advice
    assert fault.key in quality.values


@pytest.mark.parametrize("fault", FAULTS)
def test_words_are_plain(fault: Fault) -> None:
    for text in (fault.message, fault.advice):
        assert text.endswith(".")
        assert text[0].isupper()
        assert "  " not in text
        assert not {"you failed", "bad", "wrong", "must"} & set(text.lower().split())
    assert ("{region}" in fault.message) == fault.per_region
    assert fault.measures
    assert fault.unit


@pytest.mark.parametrize("fault", FAULTS)
def test_limits_and_score_get_worse_together(fault: Fault) -> None:
    assert fault.notice is not None or fault.refuse is not None
    if fault.notice is not None and fault.refuse is not None:
        assert fault.is_beyond(fault.refuse, fault.notice)
    grades = [grade for _, grade in (fault.score if fault.worse == "above" else fault.score[::-1])]
    assert grades == sorted(grades, reverse=True)
    assert [value for value, _ in fault.score] == sorted(value for value, _ in fault.score)
    if fault.score and fault.refuse is not None and not fault.per_region:
        assert fault.grade(fault.refuse) == 0.0


def test_every_region_has_words() -> None:
    assert set(region_words()) == {*region_names()[1:], "patch"}
