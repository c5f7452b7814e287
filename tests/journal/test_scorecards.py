"""Scores come back to the last bit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.journal.scorecards import (
    pack_detail,
    pack_scores,
    read_lesions,
    read_regions,
    read_scores,
)
from skincast.types import Lesion, RegionScore, Score, Sitting

number = st.none() | st.floats(allow_nan=False, allow_infinity=False)
regions = st.dictionaries(st.text(max_size=6), st.builds(RegionScore, value=number, sd=number), max_size=3)
score = st.builds(
    Score, concern=st.just(""), value=number, sd=number, mdc95=number, regions=regions, sd_source=st.text()
)
lesion = st.builds(
    Lesion,
    concern=st.text(max_size=5),
    type=st.text(max_size=5),
    region=st.text(max_size=5),
    **dict.fromkeys(("x_mm", "y_mm", "size_mm", "confidence"), st.floats(allow_nan=False, allow_infinity=False)),
)


def make_sitting(scores: dict[str, Score], *lesions: Lesion, made_by: dict[str, str] | None = None) -> Sitting:
    return Sitting(
        photos=(), scores=scores, lesions=lesions, maps=None, documents=(), made_by=made_by or {"skincast": "1"}
    )


@given(st.dictionaries(st.text(max_size=8), score, max_size=4))
def test_scores_come_back(scores: dict[str, Score]) -> None:
    named = {
        name: Score(
            concern=name, value=one.value, sd=one.sd, mdc95=one.mdc95, regions=one.regions, sd_source=one.sd_source
        )
        for name, one in scores.items()
    }
    sitting = make_sitting(named)
    detail = pack_detail(sitting)
    assert read_scores(pack_scores(sitting), read_regions(detail)) == (named, "1")


@given(st.lists(lesion, max_size=3))
def test_lesions_come_back(lesions: list[Lesion]) -> None:
    assert read_lesions(pack_detail(make_sitting({}, *lesions))) == tuple(lesions)


def test_numbers_written_by_nobody_are_none() -> None:
    bare = Score(concern="acne", value=None, sd=None, mdc95=None, regions={}, sd_source="nowhere")
    sitting = make_sitting({"acne": bare}, made_by={"measures": "1"})
    assert read_scores(pack_scores(sitting), {}) == ({"acne": bare}, None)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    wrong = Score(concern="acne", value=value, sd=1.0, mdc95=2.0, regions={}, sd_source="table")
    with pytest.raises(ValueError, match="no number"):
        pack_scores(make_sitting({"acne": wrong}))
