"""Scores and day values made by the ten thousand.

A history of a thousand visits and days holds 23,000 of them. What a frozen dataclass does to set its fields would take
more than half of the time that such a history may take; setting its slots takes a third of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from skincast.types import DayValue, RegionScore, Score

_new = object.__new__
_set_concern, _set_score, _set_sd, _set_mdc95, _set_regions, _set_sd_source = (
    vars(Score)[name].__set__ for name in ("concern", "value", "sd", "mdc95", "regions", "sd_source")
)
_set_value, _set_source, _set_planned = (vars(DayValue)[name].__set__ for name in ("value", "source", "planned"))


def new_scores(
    named: Iterable[tuple[str, str]],
    numbers: Sequence[float | None],
    regions: Mapping[str, dict[str, RegionScore]],
) -> dict[str, Score]:
    """Return scores by concern.

    Args:
        named: concern and where its SD is from.
        numbers: value, SD and smallest real change of each, one after the other.
        regions: concern -> scores of its regions, where they are wanted.
    """
    scores: dict[str, Score] = {}
    none: dict[str, RegionScore] = {}
    number = iter(numbers)
    for (concern, sd_source), value, sd, mdc95 in zip(named, number, number, number, strict=True):
        scores[concern] = made = _new(Score)
        _set_concern(made, concern)
        _set_score(made, value)
        _set_sd(made, sd)
        _set_mdc95(made, mdc95)
        _set_regions(made, regions.get(concern, none))
        _set_sd_source(made, sd_source)
    return scores


def new_day_values(chosen: Iterable[tuple[str, tuple[str, float | list[float]]]]) -> dict[str, DayValue]:
    """Return the values of a day by factor; takes factor, and source and value; a planned value stands in brackets."""
    values: dict[str, DayValue] = {}
    for factor, (source, value) in chosen:
        values[factor] = made = _new(DayValue)
        planned = value.__class__ is list
        _set_value(made, value[0] if planned else value)  # type: ignore[index]
        _set_source(made, source)
        _set_planned(made, planned)
    return values
