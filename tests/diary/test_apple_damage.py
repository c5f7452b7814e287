"""Exports that are hostile, damaged, cut off, or written by a phone that could not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.diary import exports
from tests.diary.exports import export, first_line, quantity, water

from skincast.diary import read_apple_health
from skincast.errors import FileRefused

LINES = [
    line
    for day in range(1, 29)
    for line in (
        exports.sleep(f"2024-05-{day:02} 00:00:00 +0200", f"2024-05-{day:02} 07:00:00 +0200"),
        water(f"2024-05-{day:02} 10:00:00 +0200", 2),
        quantity("StepCount", f"2024-05-{day:02} 10:00:00 +0200", 40, "count"),
    )
]
LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "export.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("document_type", "words"),
    [
        (f'<!DOCTYPE HealthData [<!ENTITY lol0 "lol">{LAUGHS}]>\n', "entities"),
        ('<!DOCTYPE HealthData [<!ENTITY file SYSTEM "FILE">]>\n', "entities"),
        ('<!DOCTYPE HealthData [<!ENTITY % file SYSTEM "FILE"> %file;]>\n', "entities"),
        ('<!DOCTYPE HealthData SYSTEM "FILE">\n', "another file"),
        ('<!DOCTYPE HealthData PUBLIC "-//x" "FILE" [<!ELEMENT Record ANY>]>\n', "another file"),
    ],
)
@pytest.mark.parametrize("entity", ["", "lol9", "file"])
def test_no_entity_is_ever_read(tmp_path: Path, document_type: str, words: str, entity: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("250")
    line = water("2024-05-01 10:00:00 +0200", f"&{entity};" if entity else 250)
    text = export([line], document_type=document_type.replace("FILE", secret.as_uri()))
    with pytest.raises(FileRefused, match=words):
        list(read_apple_health(write(tmp_path, text), today=exports.TODAY))


def test_an_entity_that_nobody_declared_costs_its_line(tmp_path: Path) -> None:
    text = export([water("2024-05-01 10:00:00 +0200", "&lol9;"), water("2024-05-01 10:00:00 +0200", 250)])
    readings, complaints = exports.read(write(tmp_path, text))
    assert [(one.line, one.code) for one in complaints] == [(first_line(), "damaged")]
    assert [one.value for one in readings] == [250.0]


@pytest.mark.parametrize("tenth", range(1, 10))
def test_what_stands_before_the_end_of_a_cut_file_is_kept(tmp_path: Path, tenth: int) -> None:
    text = export(LINES, document_type="")
    cut = text[: len(text) * tenth // 10]
    readings, complaints = exports.read(write(tmp_path, cut))
    whole, _ = exports.read(write(tmp_path, text))
    assert [(one.line, one.code) for one in complaints] == [(cut.count("\n") + 1, "damaged")]
    assert readings == whole[: len(readings)]
    assert len(readings) == pytest.approx(len(whole) * tenth / 10, abs=3)


@pytest.mark.parametrize("tenth", range(1, 10))
def test_damage_in_the_middle_costs_little_more_than_its_line(tmp_path: Path, tenth: int) -> None:
    text = export(LINES)
    at = len(text) * tenth // 10
    at = max(at, text.index("<HealthData") + 200)
    readings, complaints = exports.read(write(tmp_path, text[:at] + '<"&' + text[at + 3 :]))
    line = text[:at].count("\n") + 1
    assert {one.code for one in complaints} <= {"damaged", "date_malformed", "value_malformed"}
    assert complaints
    assert all(line <= one.line <= line + 1 for one in complaints)
    assert len(readings) >= 2 * 28 - 2


def test_damage_on_every_line_is_told_for_every_line(tmp_path: Path) -> None:
    bad = [line.replace("unit=", "a unit of=") for line in LINES]
    readings, complaints = exports.read(write(tmp_path, export(bad)))
    assert [one.line for one in complaints] == [
        first_line() + place for place, line in enumerate(bad) if "a unit of" in line
    ]
    assert len(readings) == 28


def test_a_record_that_was_read_before_the_damage_on_its_line_counts_once(tmp_path: Path) -> None:
    glass = water("2024-05-01 10:00:00 +0200", 250)
    both = f"{glass}{glass.replace('unit=', 'unit')}"
    readings, complaints = exports.read(write(tmp_path, export([both, glass])))
    assert [one.code for one in complaints] == ["damaged"]
    assert [one.value for one in readings] == [500.0]


def test_damage_inside_a_correlation_does_not_count_its_records_a_second_time(tmp_path: Path) -> None:
    glass = water("2024-05-01 10:00:00 +0200", 250)
    inside = [' <Correlation type="HKCorrelationTypeIdentifierFood">', glass.replace("unit=", "unit"), glass]
    readings, complaints = exports.read(write(tmp_path, export([glass, *inside, " </Correlation>", glass])))
    assert [one.line for one in complaints] == [first_line() + 2]
    assert [one.value for one in readings] == [500.0]


def test_bytes_that_are_no_text_cost_their_line(tmp_path: Path) -> None:
    data = export(LINES).encode().replace(b'sourceName="App"', b'sourceName="\xff\xfe"', 3)
    readings, complaints = exports.read(write(tmp_path, data))
    assert len(complaints) == 3
    assert len(readings) == 2 * 28 - 3


def test_control_characters_in_names_cost_nothing(tmp_path: Path) -> None:
    data = export(LINES).encode().replace(b'sourceName="App"', b'sourceName="A\x0bp\x00"')
    readings, complaints = exports.read(write(tmp_path, data))
    assert complaints == []
    assert len(readings) == 2 * 28


@pytest.mark.parametrize(
    "broken",
    [
        "<!DOCTYPE HealthData [\n<!ATTLIST VisionPrescription\n  brand CDATA #IMPLIED\n<!ELEMENT RightEye EMPTY>\n]>\n",
        "<!DOCTYPE HealthData [\n<!ELEMENT Record ((MetadataEntry)*>\nstartDate CDATA #REQUIRED\n>\n]>\n",
    ],
)
def test_a_broken_document_type_as_one_system_wrote_it_costs_nothing(tmp_path: Path, broken: str) -> None:
    bad = water("2024-02-30 10:00:00 +0100", 250)
    readings, complaints = exports.read(write(tmp_path, export([bad, *LINES], document_type=broken)))
    assert [(one.line, one.code) for one in complaints] == [(first_line(broken), "date_malformed")]
    assert len(readings) == 2 * 28


def test_lines_are_counted_on_across_blocks_and_parsers(tmp_path: Path) -> None:
    many = LINES * 60
    bad = water("2024-02-30 10:00:00 +0100", 250)
    broken = water("2024-05-01 10:00:00 +0200", 250).replace("unit=", "unit")
    lines = [broken, *many, bad, *many, broken, bad]
    text = export(lines)
    assert len(text) > 2_000_000
    _, complaints = exports.read(write(tmp_path, text))
    told = [first_line() + place for place, line in enumerate(lines) if line in {bad, broken}]
    assert [one.line for one in complaints] == told


def test_an_export_on_a_single_line_is_read(tmp_path: Path) -> None:
    readings, complaints = exports.read(write(tmp_path, export(LINES * 300, document_type="").replace("\n", "")))
    assert complaints == []
    assert len(readings) == 2 * 28
