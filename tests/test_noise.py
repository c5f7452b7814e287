"""Noise is not told as change, however many concerns are looked at."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skincast.noise import change_score, standing_out
from skincast.types import Score, ScoreChange


def moved(concern: str, change: float | None, sd: float | None) -> ScoreChange:
    return ScoreChange(concern=concern, before=50, after=None, change=change, sd=sd, mdc95=None, real=None)


def test_one_alarm_among_ten_is_silenced_and_a_large_one_is_not() -> None:
    calm = [moved(f"calm{number}", 0.5, 5) for number in range(9)]
    assert standing_out([*calm, moved("blemishes", -11.2, 5)]) == frozenset()
    assert standing_out([*calm, moved("redness", 15, 5)]) == {"redness"}
    assert standing_out([moved("redness", 11.2, 5)]) == {"redness"}


def test_unjudged_and_unknown_errors_count_as_nothing() -> None:
    assert standing_out([moved("a", None, None), moved("b", 40, None), moved("c", 30, 5)]) == {"c"}


def test_unchanged_skin_raises_an_alarm_in_one_comparison_of_twenty() -> None:
    random = np.random.default_rng(3)
    alarms = sum(
        bool(standing_out([moved(str(number), float(random.normal(0, 4)), 4) for number in range(10)]))
        for _ in range(2000)
    )
    assert 0.03 < alarms / 2000 < 0.07


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(0.5, 12)), max_size=13))
def test_what_stands_out_among_many_stands_out_alone(changes: list[tuple[float, float]]) -> None:
    rows = [moved(str(number), change, sd) for number, (change, sd) in enumerate(changes)]
    alone = {row.concern for row in rows if standing_out([row])}
    assert standing_out(rows) <= alone


def test_an_error_that_nobody_measured_makes_no_change_real() -> None:
    def score(value: float) -> Score:
        return Score(concern="redness", value=value, sd=1, mdc95=3, regions={}, sd_source="table (0 faces)")

    change = change_score(score(20), score(90))
    assert change.change == 70
    assert change.sd is None
    assert change.real is None
