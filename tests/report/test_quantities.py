"""Raw quantities read as words, and weighted counts as whole things."""

from __future__ import annotations

import pytest

from skincast.report.quantities import WEIGHTED, Quantity, name_quantity, needs_scale, say_count, say_quantity
from skincast.report.wording import FINDINGS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("spot_area_mm2", ("Area of brown spots", "mm²")),
        ("comedone_open_count", ("Open comedones", "")),
        ("roughness_od", ("Roughness", "optical density")),
        ("new_share_percent", ("New share", "%")),
        ("density_per_cm2", ("Pores for the area", "per cm²")),
        ("tone_unevenness_delta_e", ("Unevenness of color", "CIE Delta E")),
        ("odd", ("Odd", "")),
    ],
)
def test_quantities_are_split_into_words_and_unit(name: str, words: tuple[str, str]) -> None:
    assert name_quantity(name) == words


@pytest.mark.parametrize(
    ("weighted", "candidates", "words"),
    [
        (0.159, 1, "about 0 (1 candidate)"),
        (21.8, 43, "about 22 (43 candidates)"),
        (0.0, 0, "about 0"),
    ],
)
def test_a_weighted_count_is_told_in_whole_things(weighted: float, candidates: int, words: str) -> None:
    assert say_count(weighted, candidates=candidates) == words


def test_candidates_are_the_findings_of_the_types_that_a_count_sums() -> None:
    said = say_quantity("inflammatory_count", 4.1, found={"papule": 6, "nodule": 1, "mark_red": 9})

    assert said == Quantity(words="Inflamed spots", value="about 4 (7 candidates)")


def test_a_plain_count_is_whole_and_other_numbers_keep_three_digits() -> None:
    assert say_quantity("pore_count", 619.0, found={}).value == "619"
    assert say_quantity("total_length_mm", 298.123, found={}).value == "298 mm"
    assert say_quantity("new_index", 1234.5, found={}).value == "1234"


def test_weighted_counts_name_types_that_exist() -> None:
    assert {kind for kinds in WEIGHTED.values() for kind in kinds} <= set(FINDINGS)


@pytest.mark.parametrize("name", ["size_mm", "spot_area_mm2", "density_per_cm2", "load_per_100_cm2"])
def test_lengths_and_areas_need_a_scale(name: str) -> None:
    assert needs_scale(name)


@pytest.mark.parametrize("name", ["area_percent", "line_count", "depth_od"])
def test_shares_counts_and_densities_do_not(name: str) -> None:
    assert not needs_scale(name)
