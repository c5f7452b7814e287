"""Exports of Apple Health that the tests of this room make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from skincast.diary import Complaint, read_apple_health
from skincast.types import Reading

TODAY = date(2024, 12, 31)
DOCUMENT_TYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
>
]>
"""
QUANTITY = "HKQuantityTypeIdentifier"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"


def record(kind: str, start: str, end: str, value: object, *, unit: str = "", source: str = "Watch") -> str:
    """One record on one line, as the phone writes them."""
    units = f' unit="{unit}"' if unit else ""
    return (
        f' <Record type="{kind}" sourceName="{source}" sourceVersion="11.1"{units} '
        f'creationDate="{end}" startDate="{start}" endDate="{end}" value="{value}"/>'
    )


def sleep(start: str, end: str, stage: str = "AsleepCore", source: str = "Watch") -> str:
    """One stretch of sleep."""
    return record(SLEEP, start, end, f"HKCategoryValueSleepAnalysis{stage}", source=source)


def quantity(kind: str, start: str, value: object, unit: str, source: str = "Watch") -> str:
    """One quantity at one moment."""
    return record(f"{QUANTITY}{kind}", start, start, value, unit=unit, source=source)


def water(start: str, value: object, unit: str = "mL", source: str = "App") -> str:
    """One glass of water."""
    return quantity("DietaryWater", start, value, unit, source)


def workout(start: str, end: str, **attributes: object) -> str:
    """One workout; its records hang below it."""
    extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeYoga" sourceName="Watch"{extra} '
        f'startDate="{start}" endDate="{end}">\n  <WorkoutEvent type="HKWorkoutEventTypePause" date="{start}"/>\n'
        " </Workout>"
    )


def export(lines: Iterable[str], *, document_type: str = DOCUMENT_TYPE) -> str:
    """A whole export; the first of the lines is line `first_line(document_type)`."""
    return "\n".join(
        [
            f'<?xml version="1.0" encoding="UTF-8"?>\n{document_type}<HealthData locale="en_DE">',
            ' <ExportDate value="2024-12-31 08:00:00 +0100"/>',
            *lines,
            "</HealthData>\n",
        ]
    )


def first_line(document_type: str = DOCUMENT_TYPE) -> int:
    """Number of the line at which the records begin."""
    return 4 + document_type.count("\n")


def write(folder: Path, *lines: str) -> Path:
    """Write an export and return its path."""
    path = folder / "export.xml"
    path.write_text(export(lines), "utf-8")
    return path


def read(path: Path, *, today: date = TODAY) -> tuple[list[Reading], list[Complaint]]:
    """Readings and complaints of an export."""
    found = list(read_apple_health(path, today=today))
    return [one for one in found if isinstance(one, Reading)], [one for one in found if isinstance(one, Complaint)]


def values(path: Path, factor: str) -> dict[str, float]:
    """Day -> value of one factor; an export without a complaint."""
    readings, complaints = read(path)
    assert complaints == []
    return {str(one.day): one.value for one in readings if one.factor == factor}
