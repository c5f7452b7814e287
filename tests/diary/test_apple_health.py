"""What an export says of each day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.diary import exports
from tests.diary.exports import quantity, record, sleep, values, water, workout, write

from skincast.catalog import factors
from skincast.types import Reading

FLOW = "HKCategoryTypeIdentifierMenstrualFlow"
SPOTTING = "HKCategoryTypeIdentifierIntermenstrualBleeding"


def test_a_night_of_stages_belongs_to_the_day_of_waking(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        sleep("2024-05-01 22:00:00 +0200", "2024-05-01 23:00:00 +0200", "AsleepCore"),
        sleep("2024-05-01 23:00:00 +0200", "2024-05-01 23:30:00 +0200", "AsleepDeep"),
        sleep("2024-05-01 23:30:00 +0200", "2024-05-02 00:30:00 +0200", "Awake"),
        sleep("2024-05-02 00:30:00 +0200", "2024-05-02 06:00:00 +0200", "AsleepREM"),
    )
    assert values(path, "sleep_hours") == {"2024-05-02": 7.0}


def test_phone_and_watch_do_not_double_a_night(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        sleep("2024-05-01 23:00:00 +0200", "2024-05-02 06:00:00 +0200", "Asleep", source="Phone"),
        sleep("2024-05-01 23:30:00 +0200", "2024-05-02 07:00:00 +0200", "AsleepUnspecified", source="Watch"),
        sleep("2024-05-01 22:00:00 +0200", "2024-05-02 08:00:00 +0200", "InBed", source="Phone"),
    )
    assert values(path, "sleep_hours") == {"2024-05-02": 8.0}


def test_time_in_bed_counts_only_where_nothing_better_is_known(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        sleep("2024-05-01 22:00:00 +0200", "2024-05-02 06:00:00 +0200", "InBed"),
        sleep("2024-05-02 22:00:00 +0200", "2024-05-03 06:00:00 +0200", "InBed"),
        sleep("2024-05-02 23:00:00 +0200", "2024-05-03 06:00:00 +0200", "AsleepCore"),
    )
    assert values(path, "sleep_hours") == {"2024-05-02": 8.0, "2024-05-03": 7.0}


def test_a_nap_that_was_seen_does_not_hide_a_night_in_bed(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        sleep("2024-05-01 22:00:00 +0200", "2024-05-02 06:00:00 +0200", "InBed"),
        sleep("2024-05-02 14:00:00 +0200", "2024-05-02 15:00:00 +0200", "AsleepCore"),
        sleep("2024-05-02 13:50:00 +0200", "2024-05-02 15:10:00 +0200", "InBed"),
    )
    assert values(path, "sleep_hours") == {"2024-05-02": 9.0}


def test_a_nap_adds_to_the_night_before_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        sleep("2024-05-01 23:00:00 +0200", "2024-05-02 06:00:00 +0200"),
        sleep("2024-05-02 14:00:00 +0200", "2024-05-02 15:00:00 +0200"),
    )
    assert values(path, "sleep_hours") == {"2024-05-02": 8.0}


def test_the_nights_of_summer_time_last_as_long_as_they_do(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        sleep("2024-03-30 23:00:00 +0100", "2024-03-31 07:00:00 +0200"),
        sleep("2024-10-26 23:00:00 +0200", "2024-10-27 07:00:00 +0100"),
    )
    assert values(path, "sleep_hours") == {"2024-03-31": 7.0, "2024-10-27": 9.0}


def test_days_are_those_of_the_clock_that_was_written(tmp_path: Path) -> None:
    path = write(tmp_path, water("2024-05-01 23:30:00 -0800", 200), water("2024-05-02 00:30:00 +0900", 300))
    assert values(path, "water_ml") == {"2024-05-01": 200.0, "2024-05-02": 300.0}


def test_water_is_summed_in_whatever_unit_it_comes(tmp_path: Path) -> None:
    at = "2024-05-01 12:00:00 +0200"
    path = write(tmp_path, water(at, 250), water(at, 0.5, "L"), water(at, 8, "fl_oz_us"), water(at, 1, "cup_us"))
    assert values(path, "water_ml")["2024-05-01"] == pytest.approx(250 + 500 + 236.588 + 236.588, abs=0.01)


def test_two_apps_that_write_the_same_water_do_not_double_it(tmp_path: Path) -> None:
    glasses = [water(f"2024-05-01 {hour}:00:00 +0200", 250, source="Water") for hour in range(10, 14)]
    copies = [water(f"2024-05-01 {hour}:00:00 +0200", 250, source="Food") for hour in range(10, 13)]
    assert values(write(tmp_path, *glasses, *copies), "water_ml") == {"2024-05-01": 1000.0}


def test_records_inside_a_correlation_stand_in_the_file_a_second_time(tmp_path: Path) -> None:
    glass = water("2024-05-01 12:00:00 +0200", 250)
    correlation = f' <Correlation type="HKCorrelationTypeIdentifierFood">\n {glass}\n </Correlation>'
    path = write(tmp_path, glass, correlation, water("2024-05-01 13:00:00 +0200", 100))
    assert values(path, "water_ml") == {"2024-05-01": 350.0}


def test_minutes_of_exercise_inside_a_workout_count_once(tmp_path: Path) -> None:
    minutes = [
        record(
            f"{exports.QUANTITY}AppleExerciseTime",
            f"2024-05-01 18:{m}:00 +0200",
            f"2024-05-01 18:{m + 1}:00 +0200",
            1,
            unit="min",
        )
        for m in range(20, 50)
    ]
    path = write(tmp_path, *minutes, workout("2024-05-01 18:00:00 +0200", "2024-05-01 18:40:00 +0200"))
    assert values(path, "exercise_min") == {"2024-05-01": 50.0}


def test_pauses_of_a_workout_are_no_exercise(tmp_path: Path) -> None:
    hour = ("2024-05-01 18:00:00 +0200", "2024-05-01 19:00:00 +0200")
    path = write(tmp_path, workout(*hour, duration="2700", durationUnit="s"))
    assert values(path, "exercise_min") == {"2024-05-01": 45.0}
    path = write(tmp_path, workout(*hour, duration="90", durationUnit="min"))
    assert values(path, "exercise_min") == {"2024-05-01": 60.0}


def test_mean_largest_and_sum_of_other_quantities(tmp_path: Path) -> None:
    at = "2024-05-01 12:00:00 +0200"
    path = write(
        tmp_path,
        quantity("HeartRateVariabilitySDNN", at, 40.5, "ms"),
        quantity("HeartRateVariabilitySDNN", at, 60, "ms", source="Phone"),
        quantity("UVExposure", at, 3, "count"),
        quantity("UVExposure", at, 7, "count"),
        quantity("TimeInDaylight", at, 12, "min"),
        quantity("TimeInDaylight", at, 0.5, "hr"),
        quantity("NumberOfAlcoholicBeverages", at, 1, "count"),
        quantity("NumberOfAlcoholicBeverages", at, 2, "count"),
        quantity("StepCount", at, 2000, "count"),
    )
    readings, complaints = exports.read(path)
    assert complaints == []
    assert {one.factor: one.value for one in readings} == {
        "heart_rate_variability_ms": 50.25,
        "uv_index_max": 7.0,
        "time_outdoors_min": 42.0,
        "alcohol_drinks": 3.0,
    }


@pytest.mark.parametrize(
    ("value", "points"),
    [
        ("HKCategoryValueMenstrualFlowNone", "none"),
        ("HKCategoryValueMenstrualFlowLight", "light"),
        ("HKCategoryValueMenstrualFlowMedium", "medium"),
        ("HKCategoryValueVaginalBleedingHeavy", "heavy"),
        ("HKCategoryValueMenstrualFlowUnspecified", "medium"),
    ],
)
def test_menstrual_flow_has_the_words_of_the_catalog(tmp_path: Path, value: str, points: str) -> None:
    path = write(tmp_path, record(FLOW, "2024-05-01 00:00:00 +0200", "2024-05-02 00:00:00 +0200", value))
    assert values(path, "menstrual_flow") == {"2024-05-01": factors()["menstrual_flow"].labels.index(points)}


def test_bleeding_counts_on_each_of_its_days_and_the_strongest_of_each(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        record(FLOW, "2024-05-01 12:00:00 +0200", "2024-05-03 09:00:00 +0200", "HKCategoryValueMenstrualFlowLight"),
        record(FLOW, "2024-05-02 12:00:00 +0200", "2024-05-02 12:00:00 +0200", "HKCategoryValueMenstrualFlowHeavy"),
        record(SPOTTING, "2024-05-09 12:00:00 +0200", "2024-05-09 12:00:00 +0200", "HKCategoryValueNotApplicable"),
    )
    assert values(path, "menstrual_flow") == {"2024-05-01": 2, "2024-05-02": 4, "2024-05-03": 2, "2024-05-09": 1}


def test_readings_name_their_source_and_come_in_the_order_of_days(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        water("2024-05-02 12:00:00 +0200", 250),
        quantity("UVExposure", "2024-05-01 12:00:00 +0200", 3, "count"),
        sleep("2024-05-01 23:00:00 +0200", "2024-05-02 06:00:00 +0200"),
    )
    readings, _ = exports.read(path)
    assert readings == [
        Reading(factor="uv_index_max", day=date(2024, 5, 1), value=3.0, source="apple_health"),
        Reading(factor="sleep_hours", day=date(2024, 5, 2), value=7.0, source="apple_health"),
        Reading(factor="water_ml", day=date(2024, 5, 2), value=250.0, source="apple_health"),
    ]


def test_reading_twice_gives_the_same_and_the_order_of_records_does_not_matter(tmp_path: Path) -> None:
    lines = [sleep(f"2024-05-{day:02} 00:10:00 +0200", f"2024-05-{day:02} 06:25:10 +0200") for day in range(1, 20)]
    lines += [
        quantity("HeartRateVariabilitySDNN", f"2024-05-{n % 9 + 1:02} 08:00:00 +0200", 20 + n / 7, "ms")
        for n in range(99)
    ]
    first = exports.read(write(tmp_path, *lines))
    assert first == exports.read(tmp_path / "export.xml")
    assert first == exports.read(write(tmp_path, *reversed(lines)))
    assert len(first[0]) == 28


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (sleep("2024-05-01 23:00:00 +0200", "2024-05-03 05:00:00 +0200"), "value_impossible", "30 h"),
        (sleep("2024-05-02 07:00:00 +0200", "2024-05-01 23:00:00 +0200"), "value_impossible", "ends before"),
        (sleep("2025-01-01 23:00:00 +0200", "2025-01-02 06:00:00 +0200"), "date_future", "2025-01-01"),
        (water("1970-01-01 01:00:00 +0100", 200), "date_too_early", "1970"),
        (water("2024-02-30 12:00:00 +0100", 200), "date_malformed", "startDate"),
        (water("2024-02-28T12:00:00Z", 200), "date_malformed", "startDate"),
        (water("", 200), "date_malformed", "startDate"),
        (water("2024-05-01 12:00:00 +0200", 200, "cubit"), "unit_unknown", "'cubit'"),
        (water("2024-05-01 12:00:00 +0200", 200, ""), "unit_unknown", "''"),
        (water("2024-05-01 12:00:00 +0200", "much"), "value_malformed", "water"),
        (water("2024-05-01 12:00:00 +0200", "nan"), "value_malformed", "water"),
        (water("2024-05-01 12:00:00 +0200", "-200"), "value_impossible", "-200 ml"),
        (water("2024-05-01 12:00:00 +0200", "900", "L"), "value_impossible", "20000 ml"),
        (sleep("2024-05-01 01:00:00 +0200", "2024-05-01 06:00:00 +0200", "Dozing"), "value_malformed", "sleep"),
        (
            record(FLOW, "2024-05-01 01:00:00 +0200", "2024-05-01 02:00:00 +0200", "HKCategoryValueMenstrualFlowHuge"),
            "value_malformed",
            "bleeding",
        ),
        (
            record(FLOW, "2024-05-01 01:00:00 +0200", "2024-07-01 02:00:00 +0200", "HKCategoryValueMenstrualFlowLight"),
            "value_impossible",
            "2024-07-01",
        ),
        (workout("2024-05-01 01:00:00 +0200", "2024-05-04 02:00:00 +0200"), "value_impossible", "73 h"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_the_rest_is_kept(
    tmp_path: Path, line: str, code: str, words: str
) -> None:
    before, after = water("2024-05-09 12:00:00 +0200", 100), water("2024-05-09 13:00:00 +0200", 100)
    readings, complaints = exports.read(write(tmp_path, before, line, after))
    assert [(one.line, one.code) for one in complaints] == [(exports.first_line() + 1, code)]
    assert words in complaints[0].message
    assert [one.value for one in readings] == [200.0]


def test_a_day_that_comes_out_impossible_is_told_and_other_days_are_kept(tmp_path: Path) -> None:
    glasses = [water("2024-05-01 12:00:00 +0200", 15, "L"), water("2024-05-01 13:00:00 +0200", 15, "L")]
    readings, complaints = exports.read(write(tmp_path, *glasses, water("2024-05-02 13:00:00 +0200", 1, "L")))
    assert [(one.line, one.code) for one in complaints] == [(exports.first_line() + 1, "value_impossible")]
    assert "30000 ml of water on 2024-05-01" in complaints[0].message
    assert [(str(one.day), one.value) for one in readings] == [("2024-05-02", 1000.0)]


def test_today_is_not_the_future(tmp_path: Path) -> None:
    path = write(tmp_path, water("2024-05-01 12:00:00 +0200", 200))
    assert len(exports.read(path, today=date(2024, 5, 1))[0]) == 1
    assert len(exports.read(path, today=date(2024, 4, 30))[0]) == 0
