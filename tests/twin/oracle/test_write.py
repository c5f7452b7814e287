"""Ceilings beside a folder's hidden truth."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from skincast.errors import TwinFolderUnreadable
from skincast.twin.folder.order import Order, open_folder
from skincast.twin.folder.write import finish_folder, write_chunk
from skincast.twin.life.lives import live_chunk
from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.oracle.forecasts import LEVELS
from skincast.twin.oracle.write import HEAD, write_oracle

LAW = "today"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    order = Order(people=10, days=25, selfies="none", world="linear", seed=5, law=LAW)
    made = tmp_path / "lives"
    open_folder(made, order)
    write_chunk(made, live_chunk(WORLDS["linear"], 5, 0, 10, 25))
    finish_folder(made, order, chunks=1)
    return made


def test_every_origin_concern_and_horizon_has_a_row_in_both_files(folder: Path) -> None:
    told = []
    for file in write_oracle(folder, law=LAW, n_futures=4, progress=lambda done, _: told.append(done)):
        with gzip.open(file, "rt") as rows:
            table = list(csv.DictReader(rows))
        assert tuple(table[0]) == HEAD
        assert len(table) == 2 * 1 * len(CONCERNS) * 3
        assert {row["person_id"] for row in table} == {"t0000004", "t0000009"}
        for row in table:
            quantiles = [float(row[name]) for name in HEAD[4 : 4 + len(LEVELS)]]
            assert quantiles == sorted(quantiles)
            assert 0.0 <= float(row["p_worse"]) <= 1.0
    assert told == [1]


def test_lives_under_another_law_are_refused(folder: Path) -> None:
    with pytest.raises(TwinFolderUnreadable, match="another law"):
        write_oracle(folder, law="tomorrow")


def test_an_unfinished_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TwinFolderUnreadable):
        write_oracle(tmp_path, law=LAW)
