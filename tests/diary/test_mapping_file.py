"""Mappings that a person writes, and what is told about mistakes in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from skincast.diary import read_mapping
from skincast.errors import FactorUnknown, FileRefused, FileUnreadable, SkincastError, ZoneUnknown

GOOD = """
label = "My sheet"
[date]
names = ["Datum", "date"]
formats = "%d.%m.%Y"
[[column]]
names = "Schlaf"
factor = "sleep"
unit = "h:mm"
words = {schlecht = 4}
"""


def write(folder: Path, text: str, name: str = "my_sheet.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def refusal(folder: Path, text: str, kind: type[SkincastError] = FileRefused, name: str = "my_sheet.toml") -> str:
    with pytest.raises(kind) as refused:
        read_mapping(write(folder, text, name))
    return f"{refused.value.message} {refused.value.hint}"


def test_a_mapping_is_named_after_its_file(tmp_path: Path) -> None:
    mapping = read_mapping(write(tmp_path, GOOD))
    assert mapping.name == "my_sheet"
    assert mapping.date.names == ("Datum", "date")
    assert mapping.date.formats == ("%d.%m.%Y",)
    assert mapping.columns[0].names == ("Schlaf",)
    assert read_mapping(str(write(tmp_path, "\ufeff" + GOOD))) == mapping


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("[date]", "[date", "no valid TOML"),
        ('label = "My sheet"', "", "label: field required"),
        ('names = "Schlaf"', "", "column.1.names: field required"),
        ('names = "Schlaf"', 'names = "Schlaf"\nfaktor = "x"', "column.1.faktor"),
        ('unit = "h:mm"', 'unit = "furlongs"', "Known units: ms, s, sec, min, h"),
        ('unit = "h:mm"', "scale = nan", "column.1.scale"),
        ("label", 'encoding = "klingon"\nlabel', "unknown encoding 'klingon'"),
        ("label", 'decimal = ";"\nlabel', "decimal"),
        ("label", 'delimiter = "::"\nlabel', "delimiter"),
        ("label", 'rows_per_day = "some"\nlabel', "rows_per_day"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, before: str, after: str, words: str) -> None:
    assert words in refusal(tmp_path, GOOD.replace(before, after, 1))


def test_an_unknown_factor_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    words = refusal(tmp_path, GOOD.replace('"sleep"', '"sleep_huors"'), FactorUnknown)
    assert "Did you mean sleep_hours?" in words


def test_a_factor_that_is_computed_cannot_be_read(tmp_path: Path) -> None:
    assert "'cycle_day'" in refusal(tmp_path, GOOD.replace('"sleep"', '"cycle_day"'), FactorUnknown)


def test_an_unknown_zone_is_told(tmp_path: Path) -> None:
    for zone in ("Europe/Atlantis", "../etc/passwd", ""):
        assert "Europe/Berlin" in refusal(tmp_path, GOOD.replace("[date]", f'[date]\nzone = "{zone}"'), ZoneUnknown)


def test_a_mapping_without_columns_is_refused(tmp_path: Path) -> None:
    assert "no column" in refusal(tmp_path, 'label = "x"\n[date]\nnames = "date"\n')


@pytest.mark.parametrize("name", ["person.toml", "apple_health.toml", "My Sheet.toml", "1.toml", "environment.toml"])
def test_names_that_mean_something_else_are_refused(tmp_path: Path, name: str) -> None:
    assert "cannot be called" in refusal(tmp_path, GOOD, name=name)


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    for name in ("ouraa", tmp_path / "nothing.toml", "no\0name"):
        with pytest.raises(FileUnreadable) as refused:
            read_mapping(name)
        assert "fitbit_sleep, oura, own" in refused.value.hint
    path = tmp_path / "latin.toml"
    path.write_bytes("label = 'schläfrig'".encode("latin-1"))
    with pytest.raises(FileRefused, match="UTF-8"):
        read_mapping(path)
