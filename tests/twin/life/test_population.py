from __future__ import annotations

import ast
from pathlib import Path

import pytest

from skincast.catalog import evidence
from skincast.settings import PACKAGE_DIR
from skincast.twin.life.drivers import DRIVERS
from skincast.twin.life.population import Effect, Parameter, effects, parameters
from skincast.twin.life.world import CONCERNS, FACTORS
from skincast.twin.life.worlds import WORLDS

ROWS: tuple[Parameter | Effect, ...] = (*parameters().values(), *effects())


def label(row: Parameter | Effect) -> str:
    return row.name if isinstance(row, Parameter) else f"{row.concern} by {row.driver}"


@pytest.mark.parametrize("row", ROWS, ids=label)
def test_every_number_names_its_evidence_or_says_that_it_is_ours(row: Parameter | Effect) -> None:
    assert (row.source == "ours, untested") != bool(row.evidence)
    assert set(row.evidence) <= set(evidence())
    assert row.unit
    assert row.worlds
    assert set(row.worlds) <= set(WORLDS)


def names_read(path: Path) -> set[str]:
    """First arguments of mean(...) and spread(...) that are plain texts."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    plain = (c for c in calls if isinstance(c.func, ast.Name) and c.func.id in ("mean", "spread") and c.args)
    return {c.args[0].value for c in plain if isinstance(c.args[0], ast.Constant) and isinstance(c.args[0].value, str)}


def test_every_number_that_is_read_stands_in_the_table_and_none_stands_there_unread() -> None:
    read = set().union(*(names_read(path) for path in (PACKAGE_DIR / "twin" / "life").rglob("*.py")))
    by_pattern: tuple[str, ...] = (
        "level.",
        "age.",
        "smoker.",
        "contraception.",
        "male.",
        "tone.",
        "deviation.",
        "memory.",
        "couple.",
    )
    by_pattern += ("pool.", "irritancy.", "usual.", "day_swing.")
    known = set(parameters())
    assert read <= known
    assert {name for name in known - read if not name.startswith(by_pattern)} <= {
        "red_days",
        "brown_days",
        "papule_days",
        "comedone_days",
        "pustule_days",
        "nodule_days",
    }


def test_effects_speak_of_known_concerns_and_drivers() -> None:
    assert {row.concern for row in effects()} == set(CONCERNS)
    assert {row.driver for row in effects()} <= set(DRIVERS)
    pairs = [(row.concern, row.driver, row.days) for row in effects()]
    assert len(pairs) == len(set(pairs))


def test_nulls_stay_null() -> None:
    assert not any("whey" in name for name in (*FACTORS, *DRIVERS))
    means = {(row.concern, row.driver): row.mean for row in effects()}
    assert means["acne", "irritants"] == 0  # no purge, E065
    assert means["oiliness", "premenstrual"] == 0  # E006
    assert means["acne", "warmth"] == 0  # the sign of the season is personal, E035
