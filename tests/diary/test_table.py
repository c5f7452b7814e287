"""Tables with a mapping: shipped ones, a person's own, and everything that can be wrong with them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skincast.catalog import factors
from skincast.diary import Complaint, mappings, read_mapping, read_table
from skincast.errors import FileRefused, FileTooLarge, FileUnreadable
from skincast.types import Reading

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 12, 31)
HEADER = "date,sleep_hours,stress\n"


def read(
    folder: Path, content: str | bytes, mapping: str | Path = "own", *, zone: ZoneInfo = BERLIN
) -> tuple[list[Reading], list[Complaint]]:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(read_table(path, mapping, zone=zone, today=TODAY))
    return [one for one in found if isinstance(one, Reading)], [one for one in found if isinstance(one, Complaint)]


def values(readings: list[Reading]) -> dict[tuple[str, str], float]:
    return {(str(one.day), one.factor): one.value for one in readings}


def told(complaints: list[Complaint]) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in complaints]


def write_mapping(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def mapping_of(folder: Path, *, date_part: str = 'names = "date"', column: str = "", top: str = "") -> Path:
    text = f'label = "Mine"\n{top}\n[date]\n{date_part}\n[[column]]\nnames = "x"\nfactor = "sleep_hours"\n{column}\n'
    return write_mapping(folder, text)


def refusal(folder: Path, content: str | bytes, mapping: str | Path = "own") -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read(folder, content, mapping)
    assert refused.value.hint
    return refused.value


def test_a_persons_own_sheet(tmp_path: Path) -> None:
    text = (
        "Date ; Sleep Hours;stress;shaving;sleep_quality;notes\n"
        "2024-03-30; 7.5 ;3;yes;well;a; b\n"
        "2024-03-31;8;;No;VERY BADLY;\n"
    )
    readings, complaints = read(tmp_path, text.replace("a; b", '"a; b"'))
    assert values(readings) == {
        ("2024-03-30", "sleep_hours"): 7.5,
        ("2024-03-30", "stress"): 3.0,
        ("2024-03-30", "shaving"): 1.0,
        ("2024-03-30", "sleep_quality"): 4.0,
        ("2024-03-31", "sleep_hours"): 8.0,
        ("2024-03-31", "shaving"): 0.0,
        ("2024-03-31", "sleep_quality"): 1.0,
    }
    assert {one.source for one in readings} == {"own"}
    assert told(complaints) == [(1, "column_unknown")]


def test_a_misspelled_column_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    _, complaints = read(tmp_path, "date,sleep_hours,strss\n2024-03-30,7,3\n")
    assert "Did you mean stress?" in complaints[0].message


def test_oura(tmp_path: Path) -> None:
    text = "date,Sleep Score,Total Sleep Duration,Average HRV\n2024-03-30,81,27030,23\n2024-03-31,,,\n"
    readings, complaints = read(tmp_path, text, "oura")
    assert [(one.factor, one.day, one.source) for one in readings] == [("sleep_hours", date(2024, 3, 30), "oura")]
    assert readings[0].value == pytest.approx(27030 / 3600)
    assert complaints == []


def test_fitbit_sleep_between_other_tables(tmp_path: Path) -> None:
    text = (
        "Body\nDate,Weight,BMI\n2024-03-30,61,21\n\nSleep\n"
        "Start Time,End Time,Minutes Asleep,Minutes Awake,Number of Awakenings,Time in Bed\n"
        '"2024-03-29 11:12PM","2024-03-30 7:11AM","420","59","3","479"\n'
        '"2024-03-30 2:00PM","2024-03-30 3:00PM","60","0","0","60"\n'
        '"2024-03-30 2:00PM","2024-03-30 3:00PM","60","0","0","60"\n'
        '"2024-03-30 10:00PM","2024-03-31 9:00PM","1,320","0","0","1,380"\n'
        "\nFood Log 20240330\nDaily Totals\n"
    )
    readings, complaints = read(tmp_path, text, "fitbit_sleep")
    assert values(readings) == {("2024-03-30", "sleep_hours"): 8.0, ("2024-03-31", "sleep_hours"): 22.0}
    assert told(complaints) == [(9, "row_duplicate")]


def test_a_real_table_of_days(tmp_path: Path, data_dir: Path) -> None:
    source = data_dir / "series" / "lifesnaps_daily" / "daily.csv"
    people = [line for line in source.read_text("utf-8").splitlines() if line.startswith("0,") or "5b564," in line]
    header = source.read_text("utf-8").partition("\n")[0]
    mapping = write_mapping(
        tmp_path,
        """
        label = "LifeSnaps, one person"
        skip = ["", "nan"]
        [date]
        names = "date"
        [[column]]
        names = "minutesAsleep"
        factor = "sleep_hours"
        unit = "min"
        [[column]]
        names = "moderately_active_minutes"
        factor = "exercise_min"
        [[column]]
        names = "very_active_minutes"
        factor = "exercise_min"
        [[column]]
        names = "TENSE/ANXIOUS"
        factor = "stress"
        scale = 10
        """,
        "lifesnaps",
    )
    readings, complaints = read(tmp_path, "\n".join([header, *people]), mapping)
    counts = Counter(one.factor for one in readings)
    assert complaints == []
    assert counts["exercise_min"] > 30
    assert counts["sleep_hours"] > 30
    first = {one.factor: one.value for one in readings if one.day == date(2021, 5, 24)}
    assert first["sleep_hours"] == pytest.approx(445 / 60)
    assert first["exercise_min"] == 24 + 33
    assert all(factors()[one.factor].low <= one.value <= factors()[one.factor].high for one in readings)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    text = HEADER + "".join(f"2024-05-{day:02},{day / 3:.3f},{day % 10}\n" for day in range(1, 32))
    assert read(tmp_path, text) == read(tmp_path, text)
    assert len(read(tmp_path, text)[0]) == 62


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("2024-05-01,30,3", "value_impossible", "30 h of sleep on 2024-05-01"),
        ("2024-05-01,-1,3", "value_impossible", "from 0 to 24 h"),
        ("2024-05-01,lots,3", "value_malformed", "'lots'"),
        ("2024-05-01,inf,3", "value_malformed", "'inf'"),
        ('2024-05-01,"7,5",3', "value_malformed", "decimal = ','"),
        ("2024-05-01,٧,3", "value_malformed", "number of sleep"),
        ("2027-01-01,7,3", "date_future", "2027-01-01"),
        ("1970-01-01,7,3", "date_too_early", "1970-01-01"),
        ("9999-12-31T23:59:59Z,7,3", "date_future", "9999-12-31"),
        ("0001-01-01T00:00:00Z,7,3", "date_too_early", "0001-01-01"),
        ("01.05.2024,7,3", "date_malformed", "YYYY-MM-DD"),
        ("2024-02-30,7,3", "date_malformed", "2024-02-30"),
        (",7,3", "date_malformed", "''"),
        ("2024-03-31 02:30,7,3", "time_never_was", "Europe/Berlin"),
        ("2024-05-01,7", "row_broken", "2 cells"),
        ("2024-05-01,7,3,4", "row_broken", "4 cells"),
        ('2024-05-01,"7,3', "row_broken", "quotation mark"),
        ('2024-05-01,"7"x,3', "row_broken", "quotation mark"),
        ("2024-05-09,7,3", "row_duplicate", "Line 2 is about 2024-05-09"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_the_rest_is_kept(
    tmp_path: Path, row: str, code: str, words: str
) -> None:
    readings, complaints = read(tmp_path, f"{HEADER}2024-05-09,6,2\n{row}\n2024-05-10,8,4\n")
    assert told(complaints) == [(3, code)]
    assert words in complaints[0].message
    found = values(readings)
    kept = {("2024-05-09", "sleep_hours"), ("2024-05-09", "stress"), ("2024-05-10", "sleep_hours")}
    assert kept <= set(found)
    assert found["2024-05-09", "sleep_hours"] == 6.0


def test_one_bad_cell_does_not_cost_its_row(tmp_path: Path) -> None:
    readings, _ = read(tmp_path, f"{HEADER}2024-05-01,30,3\n")
    assert values(readings) == {("2024-05-01", "stress"): 3.0}


def test_blank_lines_repeated_headers_and_empty_cells_are_passed_over(tmp_path: Path) -> None:
    readings, complaints = read(tmp_path, f"\n{HEADER}\n,,\n2024-05-01,7,NA\n{HEADER}2024-05-02,8,-,,\n\n")
    assert values(readings) == {("2024-05-01", "sleep_hours"): 7.0, ("2024-05-02", "sleep_hours"): 8.0}
    assert complaints == []


def test_an_open_quotation_mark_costs_its_own_row(tmp_path: Path) -> None:
    rows = "".join(f"2024-05-{day:02},7,3\n" for day in range(2, 32))
    readings, complaints = read(tmp_path, f'{HEADER}2024-05-01,"7,3\n{rows}')
    assert told(complaints) == [(2, "row_broken")]
    assert len(readings) == 60


def test_a_note_over_several_lines_is_one_row(tmp_path: Path) -> None:
    text = 'date,notes,sleep_hours\n2024-05-01,"slept\nbadly, ""again""\n",6\n2024-05-02,,30\n'
    readings, complaints = read(tmp_path, text)
    assert values(readings) == {("2024-05-01", "sleep_hours"): 6.0}
    assert told(complaints) == [(1, "column_unknown"), (5, "value_impossible")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_unicode_is_read_however_it_was_saved(tmp_path: Path, encoding: str, end: str) -> None:
    text = f"date,notes,sleep_hours{end}2024-05-01,Müde,7.5{end}"
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    readings, _ = read(tmp_path, (mark + text).encode(encoding))
    assert values(readings) == {("2024-05-01", "sleep_hours"): 7.5}


def test_bytes_in_another_encoding_are_told_by_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    data = "date,sleep_hours,notes\n2024-05-01,7,ok\n2024-05-02,8,müde\n2024-05-03,6,ok\n".encode("latin-1")
    readings, complaints = read(tmp_path, data)
    assert told(complaints)[1:] == [(3, "encoding_wrong")]
    assert "UTF-8" in complaints[1].message
    assert [one.value for one in readings] == [7.0, 6.0]
    again, complaints = read(tmp_path, data, write_mapping(tmp_path, OWN_LATIN))
    assert [one.value for one in again] == [7.0, 8.0, 6.0]
    assert told(complaints) == [(1, "column_unknown")]


OWN_LATIN = 'label = "x"\nfactor_columns = true\nencoding = "latin-1"\n[date]\nnames = "date"\n'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04...", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
        ("date,sleep_hours\n".encode("utf-16-le"), "no text in UTF-8"),
        ("schläfrigkeit;x\n1;2\n".encode("latin-1"), "Line 1"),
        (b"day_of_week,sleep_hours\nMo,7\n", "no column 'date' or 'day'"),
        (b"date,breakfast\n2024-05-01,toast\n", "no column that is named like a factor"),
        (b"date,sleep,date\n", "Two columns"),
        (b"date,sleep_hours" + b" " * 1_100_000, "longer than any row"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refusal(tmp_path, data).message


def test_missing_columns_are_told(tmp_path: Path) -> None:
    assert "'Total Sleep Duration'" in refusal(tmp_path, "date,Sleep Score\n", "oura").message
    assert "Sleep Score" in refusal(tmp_path, "date,Sleep Score\n", "oura").hint
    more = '[[column]]\nnames = ["y", "z"]\nfactor = "stress"\n'
    readings, complaints = read(tmp_path, "date,x\n2024-05-01,7\n", mapping_of(tmp_path, column=more))
    assert told(complaints) == [(1, "column_missing")]
    assert len(readings) == 1


def test_a_table_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path, tmp_path / "no\0name"):
        with pytest.raises(FileUnreadable):
            list(read_table(path, "own", zone=BERLIN, today=TODAY))
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(FileTooLarge):
        list(read_table(tmp_path / "large.csv", "own", zone=BERLIN, today=TODAY))


@pytest.mark.parametrize(
    ("date_part", "cell", "day"),
    [
        ('formats = "%d.%m.%Y"', "31.03.2024", "2024-03-31"),
        ('formats = ["%m/%d/%y", "%d.%m.%Y"]', "31.03.2024", "2024-03-31"),
        ('formats = "%d.%m.%Y %H:%M"', "30.03.2024 23:30", "2024-03-30"),
        ('formats = "iso"', "2024-03-31T07:12:00", "2024-03-31"),
        ('formats = "iso"', "2024-03-30T23:30:00Z", "2024-03-31"),
        ('formats = "iso"', "2024-03-30T23:30:00+00:00", "2024-03-31"),
        ('formats = "iso"', "2024-03-30T23:30:00-08:00", "2024-03-30"),
        ('formats = "iso"\nzone = "Asia/Tokyo"', "2024-03-30T16:30:00Z", "2024-03-31"),
        ('formats = "unix_s"', "1711841400", "2024-03-31"),
        ('formats = "unix_ms"', "1711841400000", "2024-03-31"),
        ('formats = "iso"', "2024-10-27 02:30", "2024-10-27"),
    ],
)
def test_dates_come_in_many_forms(tmp_path: Path, date_part: str, cell: str, day: str) -> None:
    mapping = mapping_of(tmp_path, date_part=f'names = "date"\n{date_part}')
    readings, complaints = read(tmp_path, f"date;x\n{cell};7\n", mapping)
    assert complaints == []
    assert [str(one.day) for one in readings] == [day]


def test_times_and_days_that_never_were(tmp_path: Path) -> None:
    _, complaints = read(tmp_path, "date,sleep\n2011-12-30,7\n", zone=ZoneInfo("Pacific/Apia"))
    assert told(complaints) == [(2, "time_never_was")]
    in_tokyo = mapping_of(tmp_path, date_part='names = "date"\nzone = "Asia/Tokyo"')
    assert read(tmp_path, "date,x\n2024-03-31 02:30,7\n", in_tokyo)[1] == []


@pytest.mark.parametrize(
    ("column", "top", "cell", "value"),
    [
        ('unit = "min"', "", "450", 7.5),
        ('unit = "s"', "", "27000", 7.5),
        ('unit = "ms"', "", "27000000", 7.5),
        ('unit = "h:mm"', "", "7:30", 7.5),
        ('unit = "h:mm"', "", "07:30:36", 7.51),
        ("scale = 0.5\noffset = 1", "", "13", 7.5),
        ('words = {"All Night" = 9}', "", "all night", 9.0),
        ("", 'decimal = ","', "7,5", 7.5),
        ('unit = "s"', 'decimal = ","\ngrouping = "."', "27.000,0", 7.5),
        ('unit = "s"', 'grouping = ","', "27,000", 7.5),
        ("", "", "7.5e0", 7.5),
        ("", "", ".5", 0.5),
    ],
)
def test_values_are_turned_into_the_unit_of_the_factor(
    tmp_path: Path, column: str, top: str, cell: str, value: float
) -> None:
    readings, complaints = read(tmp_path, f"date;x\n2024-05-01;{cell}\n", mapping_of(tmp_path, column=column, top=top))
    assert complaints == []
    assert [one.value for one in readings] == [pytest.approx(value)]


def test_temperature_from_another_scale(tmp_path: Path) -> None:
    text = 'label = "x"\n[date]\nnames = "date"\n[[column]]\nnames = "t"\nfactor = "temp"\nunit = "°F"\n'
    readings, _ = read(tmp_path, "date,t\n2024-05-01,68\n", write_mapping(tmp_path, text))
    assert readings[0].factor == "temperature_c"
    assert readings[0].value == pytest.approx(20)


def test_rows_of_a_day_are_joined_where_the_mapping_says_many(tmp_path: Path) -> None:
    text = 'label = "x"\nfactor_columns = true\nrows_per_day = "many"\n[date]\nnames = "date"\n'
    rows = ("date,water,hrv,uv,contraception", "2024-05-01 09:00,300,40,3,1", "2024-05-01 12:00,200,50,7,1")
    table = "\n".join([*rows, "2024-05-01 18:00,100,,2,0"])
    readings, _ = read(tmp_path, table, write_mapping(tmp_path, text))
    assert {one.factor: one.value for one in readings} == {
        "water_ml": 600.0,
        "heart_rate_variability_ms": 45.0,
        "uv_index_max": 7.0,
        "contraception": 0.0,
    }


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.binary(max_size=300), end=st.booleans())
def test_whatever_follows_the_header_good_rows_are_kept(tmp_path: Path, rows: bytes, end: bool) -> None:
    good = b"2024-05-01,7,3\n"
    data = HEADER.encode() + good + rows.replace(b"\0", b"") + (b"\n" + good.replace(b"01,", b"02,") if end else b"")
    readings, complaints = read(tmp_path, data)
    assert values(readings)["2024-05-01", "sleep_hours"] == 7.0
    assert all(3 <= one.line <= data.count(b"\n") + data.count(b"\r") + 1 for one in complaints)


def test_every_shipped_mapping_is_sound() -> None:
    assert set(mappings()) == {"fitbit_sleep", "oura", "own"}
    for name, mapping in mappings().items():
        assert mapping.name == name
        assert mapping.label
        assert read_mapping(name) is mapping
