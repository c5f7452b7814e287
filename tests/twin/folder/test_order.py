"""A run goes on only with what it began, and a folder of something else is left alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from skincast.errors import OutputUnwritable, TwinFolderTaken, TwinFolderUnreadable
from skincast.twin.folder import Order, open_folder, open_order
from skincast.twin.folder.order import ORDER_FILE, write_order

ORDER = Order(people=3, days=20, selfies="none", world="flare", seed=4, law="0123")


def test_a_new_folder_is_begun_and_the_same_order_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "twins"
    assert not open_folder(folder, ORDER)
    assert not open_folder(folder, ORDER)
    write_order(folder, ORDER, finished=True)
    assert open_folder(folder, ORDER)
    assert open_order(folder) == ORDER
    assert [file.name for file in folder.iterdir()] == [ORDER_FILE]


def test_other_lives_are_refused_and_what_differs_is_named(tmp_path: Path) -> None:
    open_folder(tmp_path, ORDER)
    with pytest.raises(TwinFolderTaken) as refusal:
        open_folder(tmp_path, replace(ORDER, seed=5, law="4567"))
    assert "seed 4, not 5" in refusal.value.message
    assert "law 0123, not 4567" in refusal.value.message
    assert "days" not in refusal.value.message
    assert "--out" in refusal.value.hint


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("dear diary")
    with pytest.raises(TwinFolderTaken):
        open_folder(tmp_path, ORDER)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputUnwritable):
        open_folder(tmp_path / "file" / "twins", ORDER)


def test_what_is_not_finished_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(TwinFolderUnreadable, match=r"twin\.json"):
        open_order(tmp_path)
    open_folder(tmp_path, ORDER)
    with pytest.raises(TwinFolderUnreadable) as refusal:
        open_order(tmp_path)
    assert "again" in refusal.value.hint


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"schema": "skincast.twin/1"}',
        json.dumps({"schema": "skincast.twin/2", "order": {}, "finished": True}),
        json.dumps({"schema": "skincast.twin/1", "order": {"people": 1}, "finished": True}),
        json.dumps({"schema": "skincast.twin/1", "order": None, "finished": "yes"}),
    ],
)
def test_an_order_that_somebody_else_wrote(tmp_path: Path, content: str) -> None:
    (tmp_path / ORDER_FILE).write_text(content)
    for reading in (lambda: open_order(tmp_path), lambda: open_folder(tmp_path, ORDER)):
        with pytest.raises(TwinFolderUnreadable):
            reading()
