"""Scores and values that were made quickly are no different from others."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from skincast.journal.quick import Said, new_day_values, new_photo, new_scores
from skincast.types import DayValue, RegionScore, Score, SeenPhoto

REGIONS = {"nose": RegionScore(value=1.0, sd=None)}


def test_scores_have_every_field() -> None:
    made = new_scores([("acne", "here"), ("pores", "there")], [70.0, 3.0, 8.0, None, None, None], {"pores": REGIONS})
    assert made == {
        "acne": Score(concern="acne", value=70.0, sd=3.0, mdc95=8.0, regions={}, sd_source="here"),
        "pores": Score(concern="pores", value=None, sd=None, mdc95=None, regions=REGIONS, sd_source="there"),
    }
    for score in made.values():
        assert all(hasattr(score, field.name) for field in fields(Score))
        assert pickle.loads(pickle.dumps(score)) == replace(score)  # noqa: S301 - our own bytes
    with pytest.raises(FrozenInstanceError):
        made["acne"].value = 1.0  # type: ignore[misc]


def test_scores_take_exactly_their_numbers() -> None:
    for numbers in ([1.0, 2.0], [1.0, 2.0, 3.0, 4.0]):
        with pytest.raises(ValueError, match="zip"):
            new_scores([("acne", "here")], numbers, {})


def test_photos_have_every_field() -> None:
    made = new_photo(("ab" * 32, "left", 0.9, 0.2, None, True))
    assert made == SeenPhoto(sha256="ab" * 32, view="left", quality=0.9, mm_per_px=0.2, yaw_deg=None, kept=True)
    assert all(hasattr(made, field.name) for field in fields(SeenPhoto))


def test_day_values_have_every_field() -> None:
    said: dict[str, Said] = {"stress": {"oura": 9.0, "person": 4.0}, "uv_index_max": {"environment": [6.0]}}
    made = new_day_values(said, max)
    assert made == {
        "stress": DayValue(value=4.0, source="person", planned=False),
        "uv_index_max": DayValue(value=6.0, source="environment", planned=True),
    }
    assert made["uv_index_max"].planned is True
    assert all(hasattr(made["stress"], field.name) for field in fields(DayValue))
