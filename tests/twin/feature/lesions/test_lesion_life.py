"""Lesions rise, stay and fade; some leave marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.twin.feature.lesions import (
    activity,
    darkness_of_tone,
    lifetime_days,
    look,
    mark_after,
)
from skincast.twin.feature.lesions.lesion_life import LIFETIMES
from skincast.twin.person import Lesion
from skincast.twin.sheet import Kind


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (Kind.PAPULE, 5, 12),
        (Kind.PUSTULE, 5, 13),
        (Kind.NODULE, 14, 60),
        (Kind.CLOSED_COMEDONE, 14, 120),
        (Kind.RED_MARK, 21, 180),
        (Kind.BROWN_MARK, 42, 300),
    ],
)
def test_lifetimes_lie_in_their_published_ranges(kind: Kind, low: float, high: float) -> None:
    random = np.random.default_rng(1)
    days = [lifetime_days(kind, random) for _ in range(400)]
    assert np.mean([low <= day <= high for day in days]) > 0.7
    assert min(days) > 0


def test_brown_marks_last_longer_on_dark_skin() -> None:
    light, dark = (
        np.median([lifetime_days(Kind.BROWN_MARK, np.random.default_rng(i), darkness=d) for i in range(99)])
        for d in (0.0, 1.0)
    )
    assert dark > 2 * light


@given(st.sampled_from(sorted(LIFETIMES)), st.floats(0.5, 400))
def test_activity_rises_once_and_falls_once(kind: Kind, lasts_days: float) -> None:
    ages = np.linspace(-0.1, 1.1, 61) * lasts_days
    curve = np.array([activity(kind, age, lasts_days=lasts_days) for age in ages])
    assert curve[0] == curve[-1] == 0
    assert curve.max() == 1
    turns = np.sign(np.diff(curve))
    turns = turns[turns != 0]
    assert np.count_nonzero(np.diff(turns)) == 1


def test_a_pustule_starts_and_ends_as_a_papule() -> None:
    kinds = [look(Kind.PUSTULE, age, lasts_days=10)[0] for age in range(1, 10)]
    assert kinds[0] is kinds[-1] is Kind.PAPULE
    assert kinds[4] is Kind.PUSTULE
    assert look(Kind.NODULE, 3, lasts_days=30)[0] is Kind.NODULE


def test_marks_follow_inflammation_by_tone() -> None:
    def shares(tone: int, kind: Kind) -> dict[Kind, float]:
        one = Lesion(kind=kind, x_mm=50, y_mm=120, radius_mm=1.5, activity=1, seed=2)
        marks = [mark.lesion for i in range(250) for mark in mark_after(one, tone, np.random.default_rng(i))]
        assert all((mark.x_mm, mark.y_mm) == (50, 120) for mark in marks)
        return {after: sum(mark.kind is after for mark in marks) / 250 for after in (Kind.RED_MARK, Kind.BROWN_MARK)}

    light, dark = shares(1, Kind.PAPULE), shares(10, Kind.PAPULE)
    assert light[Kind.RED_MARK] > 1.5 * dark[Kind.RED_MARK]
    assert dark[Kind.BROWN_MARK] > 4 * light[Kind.BROWN_MARK]
    assert shares(5, Kind.NODULE)[Kind.BROWN_MARK] > shares(5, Kind.PAPULE)[Kind.BROWN_MARK]
    assert sum(shares(9, Kind.OPEN_COMEDONE).values()) == 0


def test_tones_run_from_light_to_dark() -> None:
    assert [darkness_of_tone(tone) for tone in (1, 10)] == [0, 1]
