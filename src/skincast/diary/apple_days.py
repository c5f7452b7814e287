"""Records of Apple Health -> what each day was like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from skincast.diary.apple_record import Attributes, read_flow, read_moment, read_span, read_value
from skincast.diary.complaint import Complaint, Refused
from skincast.diary.days import DayValues
from skincast.diary.nights import find_sleeps, leave_out
from skincast.diary.spans import Span, Union
from skincast.types import Reading

SOURCE: Final = "apple_health"
"""Source of every reading from here."""

_EPOCH: Final = date(1970, 1, 1)
_LONGEST_FLOW_DAYS: Final = 31
_SLEEP: Final = "HKCategoryTypeIdentifierSleepAnalysis"
_FLOW: Final = "HKCategoryTypeIdentifierMenstrualFlow"
_SPOTTING: Final = "HKCategoryTypeIdentifierIntermenstrualBleeding"
_EXERCISE: Final = "HKQuantityTypeIdentifierAppleExerciseTime"
_QUANTITIES: Final = {
    "HKQuantityTypeIdentifierDietaryWater": "water_ml",
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN": "heart_rate_variability_ms",
    "HKQuantityTypeIdentifierNumberOfAlcoholicBeverages": "alcohol_drinks",
    "HKQuantityTypeIdentifierTimeInDaylight": "time_outdoors_min",
    "HKQuantityTypeIdentifierUVExposure": "uv_index_max",
}
_ASLEEP: Final = frozenset({"Asleep", "AsleepUnspecified", "AsleepCore", "AsleepDeep", "AsleepREM"})

WANTED: Final = frozenset({_SLEEP, _FLOW, _SPOTTING, _EXERCISE, *_QUANTITIES})
"""Types of the records that are read; everything else in an export is left alone."""


@dataclass(slots=True, kw_only=True)
class HealthDays:
    """Gathers records into days; memory grows with the number of days, not of records."""

    today: date
    _values: DayValues = field(default_factory=DayValues)
    _asleep: Union = field(default_factory=Union)
    _in_bed: Union = field(default_factory=Union)
    _exercise: Union = field(default_factory=Union)

    def take(self, name: str, attributes: Attributes, line: int) -> Complaint | None:
        """Take one `Record` of a wanted type or one `Workout`; a complaint if it says what cannot be."""
        try:
            if name == "Workout":
                self._take_workout(attributes, line)
            else:
                self._take_record(attributes["type"], attributes, line)
        except Refused as refused:
            return Complaint(line=line, code=refused.code, message=refused.message)
        return None

    def collect(self) -> Iterator[Reading | Complaint]:
        """Yield the readings in the order of days, and a complaint for each day that comes out impossible."""
        asleep = list(find_sleeps(self._asleep.spans()))
        for sleep in [*asleep, *leave_out(find_sleeps(self._in_bed.spans()), known=asleep)]:
            self._values.add("sleep_hours", _day(sleep.day), sleep.asleep_s / 3600, line=sleep.line)
        for span in self._exercise.spans():
            minutes = (span.end_s - span.start_s) / 60
            self._values.add("exercise_min", _day(span.start_day), minutes, line=span.line)
        yield from self._values.collect(SOURCE)

    def _take_record(self, kind: str, attributes: Attributes, line: int) -> None:
        if kind == _SLEEP:
            self._take_sleep(attributes, line)
        elif kind == _EXERCISE:
            self._take_exercise(attributes, line)
        elif kind in _QUANTITIES:
            self._take_quantity(_QUANTITIES[kind], attributes, line)
        else:
            self._take_flow(attributes, line, spotting=kind == _SPOTTING)

    def _take_quantity(self, factor: str, attributes: Attributes, line: int) -> None:
        day = read_moment(attributes, "startDate", today=self.today).day
        value = read_value(factor, attributes.get("value", ""), attributes.get("unit", ""), where=f"on {day}")
        self._values.add(factor, day, value, line=line, teller=attributes.get("sourceName", ""))

    def _take_sleep(self, attributes: Attributes, line: int) -> None:
        stage = attributes.get("value", "").removeprefix("HKCategoryValueSleepAnalysis")
        if stage == "Awake":
            return
        if stage != "InBed" and stage not in _ASLEEP:
            raise Refused("value_malformed", "This kind of sleep is not known.")
        (self._in_bed if stage == "InBed" else self._asleep).add(read_span(attributes, line=line, today=self.today))

    def _take_exercise(self, attributes: Attributes, line: int) -> None:
        start = read_moment(attributes, "startDate", today=self.today)
        where = f"on {start.day}"
        minutes = read_value("exercise_min", attributes.get("value", ""), attributes.get("unit", ""), where=where)
        self._exercise.add(Span(start.at_s, start.at_s + round(60 * minutes), start.offset_s, line))

    def _take_workout(self, attributes: Attributes, line: int) -> None:
        span = read_span(attributes, line=line, today=self.today)
        if "duration" in attributes:
            # Without the pauses, and never longer than from beginning to end.
            unit = attributes.get("durationUnit", "min")
            minutes = read_value("exercise_min", attributes["duration"], unit, where="in one workout")
            span = span._replace(end_s=min(span.end_s, span.start_s + round(60 * minutes)))
        self._exercise.add(span)

    def _take_flow(self, attributes: Attributes, line: int, *, spotting: bool) -> None:
        start = read_moment(attributes, "startDate", today=self.today)
        end = read_moment(attributes, "endDate", today=self.today)
        days = (end.day - start.day).days
        if not 0 <= days <= _LONGEST_FLOW_DAYS:
            raise Refused("value_impossible", f"A record of bleeding from {start.day} to {end.day} cannot be.")
        value = 1.0 if spotting else read_flow(attributes.get("value", ""))
        for later in range(days if days and end.is_midnight else days + 1):
            self._values.add("menstrual_flow", start.day + timedelta(days=later), value, line=line)


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)
