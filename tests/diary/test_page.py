"""The page about importing says what the code does."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

from tests.docs import pages

from skincast.catalog import factors
from skincast.diary import Complaint, Mapping, mappings, read_mapping, read_table
from skincast.diary.apple_days import HealthDays
from skincast.diary.complaint import Code
from skincast.diary.mapping import DateColumn, ValueColumn
from skincast.types import Reading

PAGE = pages.read(pages.DOCS_DIR / "import.md")
OURA, MINE = pages.blocks(PAGE, "toml")
OWN_TABLE, MY_TABLE = pages.blocks(PAGE, "csv")


def read(table: str, mapping: Mapping | str, folder: Path) -> list[Reading | Complaint]:
    path = folder / "table.csv"
    path.write_text(table, "utf-8")
    return list(read_table(path, mapping, zone=ZoneInfo("Europe/Berlin"), today=date(2024, 12, 31)))


def test_the_mapping_on_the_page_is_the_shipped_one() -> None:
    assert resources.files("skincast.diary").joinpath("mappings", "oura.toml").read_text("utf-8") == OURA


def test_the_tables_on_the_page_are_read_without_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "my_sheet.toml").write_text(MINE, "utf-8")
    mine = read(MY_TABLE, read_mapping(tmp_path / "my_sheet.toml"), tmp_path)
    assert [(one.factor, one.value) for one in mine if isinstance(one, Reading)] == [
        ("sleep_hours", 7.5),
        ("water_ml", 1500.0),
        ("dairy_servings", 1.0),
        ("sleep_hours", 6.75),
        ("dairy_servings", 3.0),
    ]
    own = read(OWN_TABLE, "own", tmp_path)
    assert len(own) == 7
    assert not [one for one in mine + own if isinstance(one, Complaint)]


def test_every_complaint_every_mapping_and_everything_a_mapping_may_say_is_explained() -> None:
    named = {*get_args(Code), *mappings()}
    for kind in (Mapping, DateColumn, ValueColumn):
        named |= set(kind.__dataclass_fields__) - {"name", "date", "columns"}
    assert {name for name in named if f"`{name}`" not in PAGE} == set()


def test_every_factor_that_an_export_gives_is_on_the_page() -> None:
    table = PAGE.partition("| what Health calls it")[2].partition("\n\n")[0]
    listed = set(re.findall(r"`(\w+)`", table))
    assert listed <= set(factors())
    code = Path(HealthDays.take.__code__.co_filename).read_text("utf-8")
    assert {name for name in factors() if f'"{name}"' in code} == listed
