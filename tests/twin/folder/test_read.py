"""One person comes out of a folder as it was written, whoever wrote it; what cannot be read is named."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from skincast.errors import PersonUnknown, TwinFolderUnreadable
from skincast.twin.folder import Order, finish_folder, open_folder, write_chunk
from skincast.twin.folder.read import Measured, read_record
from skincast.twin.life.lives import live_chunk
from skincast.twin.life.worlds import WORLDS

DAY = date(2026, 3, 1)
META = {
    "concerns": {"acne": {"bounds": [0, 100], "direction": "higher_is_better"}},
    "factors": {"sleep_hours": {"kind": "lifestyle", "unit": "h"}, "retinol": {"kind": "product", "unit": "share"}},
}
EXPOSED = "person_id,date,factor,value,planned\n"
FILES = {
    "people.csv": "person_id,role\nada,fit\nbo,test\n",
    "observations.csv": "person_id,date,concern,value,sd\nada,2026-03-01,acne,71.5,3.2\nbo,2026-03-01,acne,40,\n",
    "exposures.csv": (
        "person_id,date,factor,value,planned\nada,2026-03-01,sleep_hours,7.5,0\n"
        "ada,2026-03-02,retinol,0.5,1\nada1,2026-03-01,sleep_hours,2,0\n"
    ),
    "meta.json": json.dumps(META),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_one_person_and_nobody_else(folder: Path) -> None:
    ada = read_record(folder, "ada")
    assert ada.observed == {DAY: {"acne": Measured(value=71.5, sd=3.2)}}
    assert ada.happened == {DAY: {"sleep_hours": 7.5}}
    assert ada.planned == {date(2026, 3, 2): {"retinol": 0.5}}
    assert (ada.name, ada.made_by, ada.selfies) == ("ada", "", {})
    assert read_record(folder, "bo").observed == {DAY: {"acne": Measured(value=40, sd=None)}}
    assert ada.factors["retinol"]["kind"] == "product"


def test_packed_files_a_mark_at_the_beginning_and_quotes_make_no_difference(folder: Path) -> None:
    plain = read_record(folder, "ada")
    for name in FILES:
        text = (folder / name).read_text("utf-8").replace("ada,", '"ada",').replace("\n", "\r\n")
        (folder / name).unlink()
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode("utf-8-sig")))
    assert read_record(folder, "ada") == plain


def test_who_is_meant(folder: Path) -> None:
    for name in (None, "Ada", ""):
        with pytest.raises(PersonUnknown) as refusal:
            read_record(folder, name)
        assert "ada, bo" in refusal.value.hint
    (folder / "people.csv").write_text("person_id,role\nbo,fit\n")
    assert read_record(folder).name == "bo"


def test_selfies_are_found_by_their_days(folder: Path) -> None:
    (folder / "selfies" / "ada").mkdir(parents=True)
    for name in ("2026-03-09.jpg", "2026-03-01.jpg", "2026-03-01.json", "2026-03-01.truth.zip"):
        (folder / "selfies" / "ada" / name).touch()
    assert [day.day for day in read_record(folder, "ada").selfies] == [1, 9]
    (folder / "selfies" / "ada" / "me.jpg").touch()
    with pytest.raises(TwinFolderUnreadable, match="'me' is no day"):
        read_record(folder, "ada")


def test_no_name_leads_out_of_the_folder(folder: Path) -> None:
    outside = folder / "2026-03-01.jpg"
    outside.touch()
    (folder / "selfies").mkdir()
    (folder / "people.csv").write_text("person_id,role\n..,fit\n")
    assert read_record(folder, "..").selfies == {}


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("people.csv", "id,role\n", "people.csv: its first line"),
        ("people.csv", "", "people.csv: its first line"),
        ("observations.csv", "person_id,date,concern,value,sd\nada,2026-03-01,acne,x,\n", "line 2: 'x' is no number"),
        ("observations.csv", "person_id,date,concern,value,sd\nada,2026-03-01,acne,nan,\n", "'nan' is no number"),
        ("observations.csv", "person_id,date,concern,value,sd\nada,2026-3-1,acne,1,\n", "'2026-3-1' is no day"),
        (
            "exposures.csv",
            "person_id,date,factor,value,planned\n\nada,2026-03-01,sleep,1,2\n",
            "line 3: planned is '2'",
        ),
        ("exposures.csv", f"{EXPOSED}ada,2026-03-01,sleep\n", "line 2: 3 cells, not 5"),
        ("meta.json", "[]", "meta.json: it is missing"),
        ("meta.json", '{"concerns": {}, "factors": {"sleep": 3}}', "meta.json: it is missing"),
    ],
)
def test_what_cannot_be_read_is_named(folder: Path, file: str, text: str, said: str) -> None:
    (folder / file).write_text(text)
    with pytest.raises(TwinFolderUnreadable) as refusal:
        read_record(folder, "ada")
    assert said in refusal.value.message
    assert "docs/twin.md" in refusal.value.hint


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("damage", ["missing", "binary", "cut", "flipped"])
def test_a_damaged_file_is_named(folder: Path, file: str, damage: str) -> None:
    whole = gzip.compress((folder / file).read_bytes())
    (folder / file).unlink()
    if damage == "binary":
        (folder / file).write_bytes(b"\xff\xfe\x00 binary")
    elif damage == "cut":
        (folder / f"{file}.gz").write_bytes(whole[: len(whole) // 2])
    elif damage == "flipped":
        (folder / f"{file}.gz").write_bytes(whole[:10] + bytes(255 - one for one in whole[10:30]) + whole[30:])
    with pytest.raises(TwinFolderUnreadable, match=file):
        read_record(folder, "ada")


def test_a_twin_s_folder_is_read_only_when_it_is_finished(tmp_path: Path) -> None:
    order = Order(people=2, days=12, selfies="none", world="linear", seed=3, law="abc")
    chunk = live_chunk(WORLDS["linear"], 3, 0, 2, 12, schedule="daily")
    open_folder(tmp_path, order)
    write_chunk(tmp_path, chunk)
    with pytest.raises(TwinFolderUnreadable, match="not finished"):
        read_record(tmp_path, "t0000001")
    finish_folder(tmp_path, order, chunks=1)
    record = read_record(tmp_path, "t0000001")
    assert record.made_by == "linear@abc"
    assert record.happened
    assert set(record.planned) >= set(record.happened)
