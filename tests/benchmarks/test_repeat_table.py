"""The table of SDs from retakes with a known spread, and its way into the product's file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from benchmarks.retake.report import make_tables
from benchmarks.retake.series import Retake
from benchmarks.retake.table import LEAST_SD, build_table, provisional_table
from benchmarks.retake.toml_file import write_toml


def make_retakes(
    *, faces: int, mm: float, sd: float, low_quality_times: float = 1.0, seed: int = 0, tag: str = ""
) -> list[Retake]:
    random = np.random.default_rng(seed)
    retakes = []
    for face in range(faces):
        for draw in range(40):
            low = draw % 4 == 0
            stray = sd * (low_quality_times if low else 1.0)
            level = 50 + face
            retakes.append(
                Retake(
                    series=f"{tag}{face}@1",
                    face=f"{tag}{face}",
                    size=1.0,
                    tone="light",
                    kind="random",
                    change=f"draw {draw}",
                    refused_because=(),
                    quality=0.3 if low else 0.9,
                    native_mm_per_px=mm,
                    scores={"acne": level + random.normal(0, stray)},
                    regions={("acne", "nose"): level + random.normal(0, 2 * sd)},
                )
            )
    return retakes


def test_spread_is_found_at_each_resolution() -> None:
    retakes = make_retakes(faces=20, mm=0.25, sd=2.0) + make_retakes(faces=20, mm=0.5, sd=4.0, tag="far", seed=1)
    row = build_table(retakes, ["acne"])["acne"]
    assert row.mm_per_px == (0.25, 0.5)
    assert row.sd == pytest.approx((2.0, 4.0), rel=0.1)
    assert row.n_faces == (20, 20)
    assert row.low_quality_factor == pytest.approx(1.0, abs=0.1)


def test_region_ratio() -> None:
    row = build_table(make_retakes(faces=20, mm=0.25, sd=2.0), ["acne"])["acne"]
    assert row.region_ratio == pytest.approx(2.0, rel=0.1)


def test_low_quality_widens_and_the_rest_is_not_blamed_for_it() -> None:
    row = build_table(make_retakes(faces=30, mm=0.25, sd=2.0, low_quality_times=3.0), ["acne"])["acne"]
    assert row.sd[0] == pytest.approx(2.0, rel=0.12)
    assert row.low_quality_factor == pytest.approx(3.0, rel=0.12)


def test_bins_with_few_faces_join_their_neighbor() -> None:
    retakes = make_retakes(faces=20, mm=0.25, sd=2.0) + make_retakes(faces=3, mm=0.5, sd=2.0, tag="far")
    row = build_table(retakes, ["acne"])["acne"]
    assert len(row.sd) == 1
    assert row.n_faces == (23,)


def test_a_score_that_never_moved_still_gets_the_least_sd() -> None:
    row = build_table(make_retakes(faces=10, mm=0.25, sd=0.0), ["acne"])["acne"]
    assert row.sd == (LEAST_SD,)


def test_a_concern_that_was_never_scored_twice_takes_the_largest_sd() -> None:
    rows = build_table(make_retakes(faces=10, mm=0.25, sd=6.0), ["acne", "pores"])
    assert not rows["pores"].measured
    assert rows["pores"].sd == (max(rows["acne"].sd),)
    assert rows["pores"].n_faces == (0,)


def test_the_file_can_be_read_back(tmp_path: Path) -> None:
    rows = build_table(make_retakes(faces=10, mm=0.25, sd=2.0), ["acne", "pores"])
    path = tmp_path / "repeatability.toml"
    head = {"date": "2026-01-02", "n_faces": 10, "conditions": "none"}
    write_toml(path, rows, head=head, low_quality_below=0.5)
    table = tomllib.loads(path.read_text("utf-8"))
    assert table["n_faces"] == 10
    assert table["low_quality_below"] == 0.5
    assert table["concern"]["acne"]["sd"] == list(rows["acne"].sd)
    assert table["concern"]["pores"]["n_faces"] == [0]


def test_reports_name_every_concern() -> None:
    retakes = make_retakes(faces=10, mm=0.25, sd=2.0)
    rows = build_table(retakes, ["acne", "pores"])
    by_concern = make_tables(retakes, rows)[0]
    assert [row[0] for row in by_concern.rows] == ["acne", "pores"]


def test_a_provisional_table_says_that_nothing_was_measured() -> None:
    rows = provisional_table(["acne"])
    assert rows["acne"].n_faces == (0,)
    assert not rows["acne"].measured
