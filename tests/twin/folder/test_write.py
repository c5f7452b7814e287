"""The folder is the backtest format to the letter, and holds nothing of the truth outside `life/`."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from skincast.catalog import factors
from skincast.twin.folder import Order, finish_folder, is_written, open_folder, write_chunk
from skincast.twin.folder.columns import CYCLE_NAME, NORMALS, WORSE_MARGIN
from skincast.twin.life.lives import FIRST_DAY, Chunk, live_chunk
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS
from skincast.twin.life.worlds import WORLDS

PEOPLE, DAYS = 11, 60
ORDER = Order(people=PEOPLE, days=DAYS, selfies="none", world="linear", seed=3, law="0")


@cache
def lived() -> Chunk:
    return live_chunk(WORLDS["linear"], 3, 0, PEOPLE, DAYS, schedule="mixed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("twins")
    write_all(place)
    return place


def write_all(place: Path) -> None:
    open_folder(place, ORDER)
    write_chunk(place, lived())
    finish_folder(place, ORDER, chunks=1)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(row: dict[str, str]) -> int:
    return (date.fromisoformat(row["date"]) - FIRST_DAY).days


def test_the_files_are_those_of_the_format_and_their_heads_too(folder: Path) -> None:
    assert {file.name for file in folder.iterdir()} == {
        *("observations.csv", "exposures.csv", "people.csv", "origins.csv", "meta.json", "twin.json", "life")
    }
    heads = {file.name: file.read_text("utf-8").splitlines()[0] for file in folder.glob("*.csv")}
    assert heads == {
        "observations.csv": "person_id,date,concern,value,sd",
        "exposures.csv": "person_id,date,factor,value,planned",
        "people.csv": "person_id,role",
        "origins.csv": "person_id,origin_date",
    }
    assert all(b"\r" not in file.read_bytes() for file in folder.glob("*.csv"))


def test_every_name_stands_in_the_meta_file(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    assert {row["concern"] for row in rows(folder, "observations.csv")} <= meta["concerns"].keys()
    assert {row["factor"] for row in rows(folder, "exposures.csv")} <= meta["factors"].keys()
    assert meta["horizons"] == [7, 30, 90]
    assert set(meta["concerns"]) == set(CONCERNS)
    assert meta["concerns"]["acne"] == {
        "bounds": [0, 100],
        "direction": "higher_is_better",
        "worse_margin": WORSE_MARGIN,
    }
    assert set(meta["factors"]) == {*FACTORS, *PRODUCTS, CYCLE_NAME} - {"cycle_day"}
    assert {row["missing"] for name, row in meta["factors"].items() if name in PRODUCTS} == {"zero"}
    assert {row["missing"] for name, row in meta["factors"].items() if name not in PRODUCTS} == {"unknown"}
    kinds = {"lifestyle", "environment", "cycle", "product", "body"}
    assert all(row["kind"] in kinds and row["driver_shift"] > 0 for row in meta["factors"].values())
    assert all(meta["factors"][name]["unit"] == factors()[name].unit for name in FACTORS if name != "cycle_day")


def test_observations_are_what_was_measured_and_never_the_truth(folder: Path) -> None:
    chunk = lived()
    read = rows(folder, "observations.csv")
    assert len(read) == np.count_nonzero(~np.isnan(chunk.measured))
    truths = 0
    for row in read:
        place = (int(row["person_id"][1:]), day_of(row), CONCERNS.index(row["concern"]))
        assert float(row["value"]) == pytest.approx(chunk.measured[place], abs=0.051)
        assert float(row["sd"]) == pytest.approx(chunk.measured_sd[place], abs=0.051)
        assert 0 <= float(row["value"]) <= 100
        truths += abs(float(row["value"]) - chunk.scores[place]) < 0.051
    assert truths < 0.2 * len(read)


def test_exposures_tell_what_happened_and_what_was_known_beforehand(folder: Path) -> None:
    chunk = lived()
    read = rows(folder, "exposures.csv")
    assert {row["planned"] for row in read} == {"0", "1"}
    ahead = {row["factor"] for row in read if row["planned"] == "1"}
    assert ahead <= {*NORMALS, *PRODUCTS}
    per_name: dict[tuple[str, str], int] = defaultdict(int)
    for row in read:
        per_name[row["factor"], row["planned"]] += 1
        if row["factor"] in PRODUCTS:
            assert 0 < float(row["value"]) <= 1
    for k, name in enumerate(FACTORS):
        known = np.count_nonzero(~np.isnan(chunk.logged_factors[..., k]))
        assert per_name[CYCLE_NAME if name == "cycle_day" else name, "0"] == known
    for k, name in enumerate(PRODUCTS):
        assert per_name[name, "0"] == np.count_nonzero(np.nan_to_num(chunk.logged_products[..., k]) > 0.005)
    assert all(per_name[name, "1"] == PEOPLE * DAYS for name in NORMALS)


def test_people_without_a_cycle_have_no_phases(folder: Path) -> None:
    cycling = lived().lives.people.cycling
    told = {int(row["person_id"][1:]) for row in rows(folder, "exposures.csv") if row["factor"] == CYCLE_NAME}
    assert told
    assert all(cycling[person] for person in told)


def test_every_fifth_person_is_for_testing_and_only_they_have_origins(folder: Path) -> None:
    roles = {row["person_id"]: row["role"] for row in rows(folder, "people.csv")}
    assert len(roles) == PEOPLE
    assert [name for name, role in roles.items() if role == "test"] == ["t0000004", "t0000009"]
    asked: dict[str, list[date]] = defaultdict(list)
    for row in rows(folder, "origins.csv"):
        asked[row["person_id"]].append(date.fromisoformat(row["origin_date"]))
    assert list(asked) == ["t0000004", "t0000009"]
    last = FIRST_DAY + timedelta(days=DAYS - 1)
    assert all(days == sorted(days) and days[-1] + timedelta(days=7) <= last for days in asked.values())


def test_rows_are_ordered_by_person_and_day(folder: Path) -> None:
    for name in ("observations.csv", "exposures.csv"):
        order = [(row["person_id"], row["date"]) for row in rows(folder, name)]
        assert order == sorted(order)


def test_the_life_is_apart_and_whole(folder: Path) -> None:
    with np.load(folder / "life" / "00000.npz", allow_pickle=False) as life:
        assert life["true_scores"].shape == (PEOPLE, DAYS, len(CONCERNS))
        assert np.allclose(life["true_scores"], lived().scores, atol=0.05)
        assert life["concerns"].tolist() == list(CONCERNS)


def test_the_same_lives_are_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_all(tmp_path)
    for file in sorted(folder.rglob("*.*")):
        assert (tmp_path / file.relative_to(folder)).read_bytes() == file.read_bytes(), file.name


def test_a_chunk_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    open_folder(tmp_path, ORDER)
    left = tmp_path / "parts" / "00000.new"
    left.mkdir(parents=True)
    (left / "observations.csv").write_text("half a li")
    assert not is_written(tmp_path, 0)
    write_chunk(tmp_path, lived())
    assert is_written(tmp_path, 0)
    assert not left.exists()
