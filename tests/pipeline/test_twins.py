"""Lives into a folder: the same on any number of processes, gone on with after a kill, refused where others lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from skincast.errors import TwinFolderTaken
from skincast.pipeline import twins
from skincast.pipeline.twins import law_of_worlds, make_twins
from skincast.settings import PACKAGE_DIR
from skincast.twin.folder import write_chunk
from skincast.twin.folder.order import Selfies
from skincast.twin.life.lives import Chunk

PEOPLE = 1003
"""Three chunks, the last one with three people."""


def make(
    folder: Path, *, people: int = PEOPLE, seed: int = 7, workers: int = 1, selfies: Selfies = "none"
) -> list[int]:
    told: list[int] = []
    make_twins(
        folder,
        people=people,
        days=3,
        selfies=selfies,
        world="linear",
        seed=seed,
        workers=workers,
        progress=lambda done, _total: told.append(done),
    )
    return told


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    assert make(folder) == [0, 500, 1000, PEOPLE]
    return content(folder)


def test_three_chunks_become_one_folder(whole: dict[str, bytes]) -> None:
    people = whole["people.csv"].decode().split()
    assert len(people) == PEOPLE + 1
    assert people[-1].startswith("t0001002,")
    assert sum(name.startswith("life/") for name in whole) == 3
    assert not any(name.startswith("parts") for name in whole)


@pytest.mark.slow
def test_any_number_of_processes_makes_the_same_bytes(whole: dict[str, bytes], tmp_path: Path) -> None:
    told = make(tmp_path, workers=2)
    assert content(tmp_path) == whole
    assert sorted(told) == told
    assert told[-1] == PEOPLE


@pytest.mark.parametrize("dies_at", ["write_chunk", "finish_folder"])
def test_a_run_that_was_killed_goes_on(
    whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    written: list[int] = []

    def write(folder: Path, chunk: Chunk) -> None:
        if dies_at == "write_chunk" and written:
            (folder / "parts" / f"{chunk.number:05d}.new").mkdir()
            raise KeyboardInterrupt
        written.append(chunk.number)
        write_chunk(folder, chunk)

    def finish(folder: Path, *_: object, **__: object) -> None:
        (folder / "observations.csv.new").write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(twins, "write_chunk", write)
        if dies_at == "finish_folder":
            patch.setattr(twins, "finish_folder", finish)
        with pytest.raises(KeyboardInterrupt):
            make(tmp_path)
    again: list[int] = []

    def write_again(folder: Path, chunk: Chunk) -> None:
        again.append(chunk.number)
        write_chunk(folder, chunk)

    monkeypatch.setattr(twins, "write_chunk", write_again)
    told = make(tmp_path)
    assert again == ([1, 2] if dies_at == "write_chunk" else [])
    assert told[0] == (500 if again else PEOPLE)
    assert content(tmp_path) == whole


def test_a_finished_folder_is_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, people=2)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    monkeypatch.setattr(twins, "live_chunk", _never)
    assert make(tmp_path, people=2) == [2]
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


@pytest.mark.parametrize(
    "other",
    [
        lambda folder, _patch: make(folder, people=3),
        lambda folder, _patch: make(folder, people=2, seed=8),
        lambda folder, _patch: make(folder, people=2, selfies="weekly"),
        lambda folder, patch: (patch.setattr(twins, "law_of_worlds", lambda: "another"), make(folder, people=2)),
    ],
    ids=["people", "seed", "selfies", "law"],
)
def test_other_lives_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: Callable[[Path, pytest.MonkeyPatch], object]
) -> None:
    make(tmp_path, people=2)
    before = content(tmp_path)
    with pytest.raises(TwinFolderTaken):
        other(tmp_path, monkeypatch)
    assert content(tmp_path) == before


def test_more_people_change_nobody_s_life(whole: dict[str, bytes], tmp_path: Path) -> None:
    make(tmp_path, people=2)
    few = (tmp_path / "exposures.csv").read_bytes()
    assert whole["exposures.csv"].startswith(few)


def test_the_law_is_every_file_that_moves_a_life() -> None:
    law = law_of_worlds()
    assert len(law) == 16
    assert law == law_of_worlds()
    named = [name for room in twins.LAW_ROOMS for name, _ in twins._files(_room(room), room)]
    assert {"twin.life/population.toml", "twin.life/worlds/flare.py", "catalog/factors.toml"} <= set(named)


def _never(*_: object, **__: object) -> Chunk:
    raise AssertionError("lived again")


def _room(name: str) -> Path:
    return PACKAGE_DIR.joinpath(*name.split("."))
