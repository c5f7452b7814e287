"""Every row of the catalog of factors can be trusted by those who draw forms and refuse values from it."""

from __future__ import annotations

import re
from collections import Counter
from importlib import resources
from typing import get_args

import pytest

from skincast.catalog import Factor, evidence, factor_names, factors
from skincast.catalog.life import FactorKind, HowAsked, read_factors

UNITS = {
    *("h", "min", "ms", "days", "points", "yes or no", "servings", "drinks", "cigarettes"),
    *("SED", "UV index", "%", "°C", "m/s", "µg/m³", "ml"),
}
UNIT_OF_ENDING = {
    "_hours": "h",
    "_min": "min",
    "_ms": "ms",
    "_percent": "%",
    "_c": "°C",
    "_m_s": "m/s",
    "_ug_m3": "µg/m³",
    "_ml": "ml",
    "_sed": "SED",
    "_servings": "servings",
    "_drinks": "drinks",
    "_cigarettes": "cigarettes",
}
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ALIAS = re.compile(r"[a-z][a-z0-9]*([_.][a-z0-9]+)*")
EXTRA = """
[[factor]]
name = "singing_min"
label = "Singing"
kind = "lifestyle"
unit = "min"
low = 0.0
high = 1440.0
usual = 5.0
swing = 10.0
lags_days = [0, 1]
asked = "amount"
question = "How many minutes did you sing today?"
aliases = ["song"]
"""


@pytest.fixture(params=list(factors().values()), ids=list(factors()))
def factor(request: pytest.FixtureRequest) -> Factor:
    row = request.param
    assert isinstance(row, Factor)
    return row


def catalog_text() -> str:
    return resources.files("skincast.catalog").joinpath("factors.toml").read_text("utf-8")


def test_no_row_is_lost() -> None:
    assert len(factors()) == catalog_text().count("[[factor]]") == 26


def test_the_row_has_words_of_its_own(factor: Factor) -> None:
    assert NAME.fullmatch(factor.name)
    assert factor.label.strip() == factor.label != ""
    assert factor.meaning.endswith(".")
    assert factor.kind in get_args(FactorKind)
    assert factor.asked in get_args(HowAsked)


def test_the_unit_is_known_and_the_name_tells_it(factor: Factor) -> None:
    assert factor.unit in UNITS
    told = [unit for ending, unit in UNIT_OF_ENDING.items() if factor.name.endswith(ending)]
    assert told == [] or factor.unit in told


def test_an_ordinary_day_is_possible(factor: Factor) -> None:
    numbers = (factor.low, factor.high, factor.usual, factor.swing)
    assert all(isinstance(number, float) for number in numbers)
    assert factor.low <= factor.usual <= factor.high
    assert 0 < factor.swing < factor.high - factor.low


def test_no_day_is_longer_than_a_day(factor: Factor) -> None:
    longest = {"h": 24.0, "min": 1440.0, "%": 100.0, "yes or no": 1.0}
    if factor.unit in longest:
        assert (factor.low, factor.high) == (0.0, longest[factor.unit])


def test_effects_come_after_their_cause(factor: Factor) -> None:
    first, last = factor.lags_days
    assert isinstance(first, int)
    assert isinstance(last, int)
    assert 0 <= first <= last


def test_a_question_is_there_where_one_is_asked(factor: Factor) -> None:
    assert bool(factor.question) == (factor.asked != "not_asked")
    assert "?" in factor.question or not factor.question


def test_a_scale_has_whole_steps_and_a_word_for_each_or_none(factor: Factor) -> None:
    if factor.asked == "scale":
        assert factor.low.is_integer()
        assert factor.high.is_integer()
        assert len(factor.labels) in {0, factor.high - factor.low + 1}
        assert len(set(factor.labels)) == len(factor.labels)
    else:
        assert factor.labels == ()


def test_a_scale_without_words_explains_its_ends(factor: Factor) -> None:
    if factor.asked == "scale" and not factor.labels:
        assert f"{factor.low:g} (" in factor.question
        assert f"{factor.high:g} (" in factor.question


def test_yes_or_no_is_one_or_zero(factor: Factor) -> None:
    assert (factor.asked == "yes_no") == (factor.unit == "yes or no")


def test_amounts_add_up_and_states_do_not(factor: Factor) -> None:
    assert factor.joins in {"sum", "mean", "max", "last"}
    if factor.unit in {"%", "°C", "m/s", "µg/m³", "yes or no", "days"} or factor.asked == "scale":
        assert factor.joins != "sum"


def test_every_name_leads_to_one_factor() -> None:
    names = Counter(known for row in factors().values() for known in (row.name, *row.aliases))
    assert [name for name, times in names.items() if times > 1] == []
    assert set(factor_names()) == set(names)
    assert all(ALIAS.fullmatch(name) for name in names)
    assert factor_names()["sleep"] == factor_names()["sleep_hours"] == "sleep_hours"


def test_a_derived_factor_comes_from_a_logged_one(factor: Factor) -> None:
    if factor.derived_from is not None:
        source = factors()[factor.derived_from]
        assert source.derived_from is None
        assert source.asked != "not_asked"
        assert factor.asked == "not_asked"


def test_the_evidence_speaks_of_the_factor(factor: Factor) -> None:
    assert len(set(factor.evidence)) == len(factor.evidence)
    known = [factor.name, *factor.aliases]
    for row in (evidence()[one] for one in factor.evidence):
        spoken = row.factor_or_ingredient.lower().replace("glycaemic", "glycemic")
        assert row.direction != "measure"
        assert any(name in spoken or name.partition("_")[0] in spoken for name in known), row.id


def test_nothing_is_claimed_about_what_no_study_names() -> None:
    silent = {name for name, row in factors().items() if not row.evidence}
    assert silent == {
        *(
            "heart_rate_variability_ms",
            "exercise_min",
            "uv_index_max",
            "time_outdoors_min",
            "wind_m_s",
            "cloud_percent",
        ),
        *("alcohol_drinks", "menstrual_flow", "shaving", "face_touching", "mask_wearing_min"),
    }


def test_findings_of_no_effect_are_kept() -> None:
    assert "E006" in factors()["cycle_day"].evidence
    assert "E017" not in {one for row in factors().values() for one in row.evidence}, "whey is not logged: no effect"


def test_a_new_factor_is_one_row() -> None:
    grown = read_factors(catalog_text() + EXTRA)
    assert list(grown) == [*factors(), "singing_min"]
    assert grown["singing_min"].lags_days == (0, 1)
    assert grown["singing_min"].evidence == ()
    assert {name: grown[name] for name in factors()} == factors()


@pytest.mark.parametrize("wrong", [EXTRA + 'smell = "roses"\n', EXTRA.replace('unit = "min"\n', "")])
def test_a_row_with_a_wrong_field_is_refused(wrong: str) -> None:
    with pytest.raises(TypeError):
        read_factors(wrong)
