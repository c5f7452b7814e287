"""Scores, day values and facts of photos made by the ten thousand.

A history of a thousand visits and days holds 23,000 of them. What a frozen dataclass does to set its fields would take
more than half of the time that such a history may take; setting its slots takes a third of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from skincast.types import DayValue, RegionScore, Score, SeenPhoto

Said: TypeAlias = Mapping[str, float | list[float]]

_new = object.__new__
_set_concern, _set_score, _set_sd, _set_mdc95, _set_regions, _set_sd_source = (
    vars(Score)[name].__set__ for name in ("concern", "value", "sd", "mdc95", "regions", "sd_source")
)
_set_sha256, _set_view, _set_quality, _set_mm_per_px, _set_yaw_deg, _set_kept = (
    vars(SeenPhoto)[name].__set__ for name in ("sha256", "view", "quality", "mm_per_px", "yaw_deg", "kept")
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
        _set_regions(made, regions.get(concern, none) if regions else none)
        _set_sd_source(made, sd_source)
    return scores


def new_photo(fields: tuple[Any, ...]) -> SeenPhoto:
    """Return the facts of a photo; takes SHA-256, view, quality, millimeters per pixel, yaw and whether it is kept."""
    sha256, view, quality, mm_per_px, yaw_deg, kept = fields
    made = _new(SeenPhoto)
    _set_sha256(made, sha256)
    _set_view(made, view)
    _set_quality(made, quality)
    _set_mm_per_px(made, mm_per_px)
    _set_yaw_deg(made, yaw_deg)
    _set_kept(made, kept)
    return made


def new_day_values(said: Mapping[str, Said], choose: Callable[[Said], str]) -> dict[str, DayValue]:
    """Return the values of a day by factor.

    Args:
        said: factor -> source -> value; a planned value stands in brackets.
        choose: tells whose word counts where several sources have one.
    """
    values: dict[str, DayValue] = {}
    for factor, words in said.items():
        source = next(iter(words)) if len(words) == 1 else choose(words)
        value = words[source]
        values[factor] = made = _new(DayValue)
        planned = value.__class__ is list
        _set_value(made, value[0] if planned else value)  # type: ignore[index]
        _set_source(made, source)
        _set_planned(made, planned)
    return values
