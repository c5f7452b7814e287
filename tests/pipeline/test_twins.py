"""Lives into a folder: the same on any number of processes, gone on with after a kill, refused where others lie."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from skincast.errors import OutputUnwritable, TwinFolderTaken
from skincast.pipeline import twins
from skincast.pipeline.twin_selfies import Photographed
from skincast.pipeline.twins import law_of_worlds, look_of_twins, make_twins
from skincast.settings import PACKAGE_DIR
from skincast.twin.folder import open_order, write_chunk
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


NO_LAW = {"skincast.types", "skincast.errors", "skincast.settings", "skincast.face", "skincast.twin"}
"""What lives import without being moved by it: nouns, regions and the looks of lesions, which only pictures show."""


def test_the_law_is_every_file_that_moves_a_life() -> None:
    law = law_of_worlds()
    assert len(law) == 16
    assert law == law_of_worlds()
    named = {name for place in twins.LAW for name, _ in twins._files(PACKAGE_DIR.joinpath(place), place)}
    assert {"twin/life/population.toml", "twin/life/worlds/flare.py", "catalog/factors.toml"} <= named
    assert not any(name.endswith("frozen.toml") for name in named)
    for file in (PACKAGE_DIR / "twin" / "life").rglob("*.py"):
        for module in _imported(file):
            path = module.removeprefix("skincast.").replace(".", "/")
            known = {f"{path}.py", f"{path}/__init__.py"} & named
            assert known or any(module == one or module.startswith(f"{one}.") for one in NO_LAW), (file.name, module)


def test_the_look_of_selfies_is_part_of_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "plain", people=1)
    assert open_order(tmp_path / "plain").look == ""
    monkeypatch.setattr(twins, "photograph", lambda _folder, chunk, _person: _unseen(chunk))
    make(tmp_path / "seen", people=1, selfies="weekly")
    assert open_order(tmp_path / "seen").look == look_of_twins() != ""


def test_a_full_disk_is_said_and_can_be_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(twins, "write_chunk", _full)
        with pytest.raises(OutputUnwritable, match="No space"):
            make(tmp_path, people=2)
    make(tmp_path, people=2)
    assert open_order(tmp_path).people == 2


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def _unseen(chunk: Chunk) -> Photographed:
    return Photographed(measured=chunk.measured[0], measured_sd=chunk.measured_sd[0])


def _imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {module for module in froms if module.startswith("skincast.")}


def _never(*_: object, **__: object) -> Chunk:
    raise AssertionError("lived again")
