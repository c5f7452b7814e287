"""Days: many readings at once, one by one, by several programs, and read back."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from tests.journal import making
from tests.journal.homes import Home

from skincast.catalog import factors
from skincast.errors import DateRefused, FactorUnknown, JournalDamaged, ValueRefused
from skincast.journal import Journal, Logged, Owner
from skincast.journal.schema import chore, person
from skincast.journal.schema import day as table
from skincast.types import ENVIRONMENT, PERSON, Day, DayValue, Reading

TODAY = making.NOW.date()
LOGGED = [one.name for one in factors().values() if one.derived_from is None]


def say(factor: str, value: float, day: date = TODAY, *, source: str = PERSON, planned: bool = False) -> Reading:
    return Reading(factor=factor, day=day, value=value, source=source, planned=planned)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def log(journal: Journal, owner: Owner, *readings: Reading) -> Logged:
    return journal.days.log(owner, readings, today=TODAY)


def counts(logged: Logged) -> tuple[int, int, int]:
    return logged.added, logged.changed, logged.unchanged


def values(days: Iterable[Day], factor: str) -> dict[date, float]:
    return {one.day: one.values[factor].value for one in days if factor in one.values}


def test_comes_back_in_the_order_of_days(home: Home, journal: Journal, owner: Owner) -> None:
    readings = [say("sleep", 7.25, ago(1)), say("stress", 3, ago(4)), say("water", 1500, ago(1), source="oura")]
    assert log(journal, owner, *readings) == Logged(added=3, changed=0, unchanged=0, refused=())
    days = (
        Day(day=ago(4), values={"stress": DayValue(value=3.0, source=PERSON)}),
        Day(
            day=ago(1),
            values={
                "sleep_hours": DayValue(value=7.25, source=PERSON),
                "water_ml": DayValue(value=1500.0, source="oura"),
            },
        ),
    )
    assert journal.days.between(owner) == days
    again = home.open()
    assert again.days.between(again.people.find(owner.person.id)) == days


def test_days_between_are_inclusive(journal: Journal, owner: Owner) -> None:
    log(journal, owner, *(say("stress", 1, ago(k)) for k in range(6)))
    assert [one.day for one in journal.days.between(owner, ago(3), ago(1))] == [ago(3), ago(2), ago(1)]
    assert [one.day for one in journal.days.between(owner, first=ago(1))] == [ago(1), ago(0)]
    assert [one.day for one in journal.days.between(owner, last=ago(4))] == [ago(5), ago(4)]
    assert len(journal.days.between(owner, date.min, date.max)) == 6
    assert [one.day for one in journal.days.readings(owner, ago(3), ago(2))] == [ago(3), ago(2)]


def test_a_second_import_adds_nothing(journal: Journal, owner: Owner) -> None:
    readings = [say(factor, factors()[factor].low, ago(k)) for factor in LOGGED for k in range(3)]
    assert counts(log(journal, owner, *readings)) == (3 * len(LOGGED), 0, 0)
    before = stored(journal)
    assert counts(log(journal, owner, *reversed(readings))) == (0, 0, 3 * len(LOGGED))
    assert stored(journal) == before


def test_only_what_changed_is_written(journal: Journal, owner: Owner) -> None:
    log(journal, owner, say("stress", 3, ago(1)), say("stress", 3, ago(2)))
    before = stored(journal)
    changed = log(journal, owner, say("stress", 4, ago(1)), say("stress", 3, ago(2)), say("sleep", 7, ago(3)))
    assert counts(changed) == (1, 1, 1)
    assert stored(journal)[ago(2)] == before[ago(2)]
    assert stored(journal)[ago(1)] != before[ago(1)]


def test_of_two_words_of_one_source_the_last_counts(journal: Journal, owner: Owner) -> None:
    twice = [say("stress", 3), say("stress level", 5)]
    assert counts(log(journal, owner, *twice)) == (1, 0, 0)
    assert values(journal.days.between(owner), "stress") == {TODAY: 5.0}
    assert counts(log(journal, owner, *twice)) == (0, 0, 1)


def test_sources_stand_side_by_side(journal: Journal, owner: Owner) -> None:
    log(journal, owner, say("sleep", 6, source="oura"), say("sleep", 8, source="apple_health"))
    log(journal, owner, say("temp", 31, source=ENVIRONMENT, planned=True))
    first = journal.days.between(owner)[0].values
    assert first["sleep_hours"] == DayValue(value=8.0, source="apple_health")
    assert first["temperature_c"] == DayValue(value=31.0, source=ENVIRONMENT, planned=True)
    log(journal, owner, say("sleep", 7), say("temp", 28, source=ENVIRONMENT))
    then = journal.days.between(owner)[0].values
    assert then["sleep_hours"] == DayValue(value=7.0, source=PERSON)
    assert then["temperature_c"] == DayValue(value=28.0, source=ENVIRONMENT)
    assert len(journal.days.readings(owner)) == 4


def test_a_plan_says_nothing_new_about_what_happened(journal: Journal, owner: Owner) -> None:
    log(journal, owner, say("temp", 28, source=ENVIRONMENT))
    assert counts(log(journal, owner, say("temp", 31, source=ENVIRONMENT, planned=True))) == (0, 0, 1)
    assert values(journal.days.between(owner), "temperature_c") == {TODAY: 28.0}


def test_what_is_wrong_is_told_and_the_rest_is_kept(journal: Journal, owner: Owner) -> None:
    wrong = [say("sleep", 30), say("slep", 7), say("stress", 3, ago(-1)), say("cycle_day", 3)]
    logged = log(journal, owner, wrong[0], say("stress", 2), *wrong[1:])
    assert counts(logged) == (1, 0, 0)
    assert [one.reading for one in logged.refused] == wrong
    codes = [one.error.code for one in logged.refused]
    assert codes == ["value_refused", "factor_unknown", "date_refused", "value_refused"]
    assert "30 h" in logged.refused[0].error.message
    assert values(journal.days.between(owner), "stress") == {TODAY: 2.0}


def test_one_that_is_wrong_is_refused(journal: Journal, owner: Owner) -> None:
    wrong: list[tuple[Reading, type[Exception]]] = [
        (say("sleep", 30), ValueRefused),
        (say("slep", 7), FactorUnknown),
        (say("stress", 3, ago(-1)), DateRefused),
        (say("cycle_day", 3), ValueRefused),
    ]
    for reading, error in wrong:
        with pytest.raises(error):
            journal.days.log_one(owner, reading, today=TODAY)
    assert journal.days.between(owner) == ()


def test_one_is_logged(journal: Journal, owner: Owner) -> None:
    assert counts(journal.days.log_one(owner, say("sleep", 7), today=TODAY)) == (1, 0, 0)
    assert counts(journal.days.log_one(owner, say("sleep", 7), today=TODAY)) == (0, 0, 1)


def test_nothing_to_log_is_no_error(journal: Journal, owner: Owner) -> None:
    assert log(journal, owner) == Logged(added=0, changed=0, unchanged=0, refused=())


def test_removes_what_one_source_said(journal: Journal, owner: Owner) -> None:
    log(journal, owner, say("sleep", 7), say("sleep", 6, source="oura"), say("stress", 3))
    assert journal.days.remove(owner, factor="sleep", day=TODAY)
    assert journal.days.between(owner)[0].values["sleep_hours"] == DayValue(value=6.0, source="oura")
    assert not journal.days.remove(owner, factor="sleep", day=TODAY)
    assert journal.days.remove(owner, factor="sleep_hours", day=TODAY, source="oura")
    assert journal.days.remove(owner, factor="stress", day=TODAY)
    assert not journal.days.remove(owner, factor="stress", day=TODAY)
    assert journal.days.between(owner) == ()
    assert stored(journal) == {}
    with journal.store.reading() as connection:
        assert connection.execute(select(chore)).all() == []
    with pytest.raises(FactorUnknown):
        journal.days.remove(owner, factor="slep", day=TODAY)


class TestCycle:
    """The factor that follows from another one."""

    def test_is_counted_on_days_without_any_log(self, journal: Journal, owner: Owner) -> None:
        log(journal, owner, say("period", 3, ago(20)), say("period", 2, ago(19)), say("sleep", 7, ago(2)))
        days = journal.days.between(owner)
        assert values(days, "cycle_day") == {ago(20 - k): float(k) for k in range(19)}
        assert days[5].values == {"cycle_day": DayValue(value=5.0, source="computed")}
        assert len(stored(journal)) == 3

    def test_needs_what_was_logged_before(self, journal: Journal, owner: Owner) -> None:
        log(journal, owner, say("period", 3, ago(20)), say("sleep", 7))
        assert values(journal.days.between(owner, ago(2), ago(1)), "cycle_day") == {ago(2): 18.0, ago(1): 19.0}

    def test_plans_are_no_news_of_a_cycle(self, journal: Journal, owner: Owner) -> None:
        log(journal, owner, say("period", 3, ago(3)), say("temp", 20, ago(-5), source=ENVIRONMENT, planned=True))
        log(journal, owner, say("period", 3, ago(-6), planned=True))
        assert max(values(journal.days.between(owner), "cycle_day")) == ago(3)

    def test_the_person_counts_more_than_a_device(self, journal: Journal, owner: Owner) -> None:
        log(journal, owner, say("period", 3, ago(5), source="apple_health"), say("period", 0, ago(5)), say("stress", 1))
        assert values(journal.days.between(owner), "cycle_day") == {}


def test_two_programs_log_different_factors_of_the_same_days(home: Home, journal: Journal, owner: Owner) -> None:
    others = [home.open(), home.open()]
    together = Barrier(2)

    def write(other: Journal, factor: str) -> int:
        mine = other.people.find(owner.person.id)
        added = 0
        for round_ in range(8):
            together.wait()
            added += other.days.log(mine, [say(factor, 1, ago(2 * round_ + k)) for k in (0, 1)], today=TODAY).added
        return added

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(write, others, ["stress", "alcohol"])) == [16, 16]
    days = journal.days.between(owner)
    assert len(days) == 16
    assert all(set(one.values) == {"stress", "alcohol_drinks"} for one in days)


def test_two_programs_log_the_same(home: Home, journal: Journal, owner: Owner) -> None:
    others = [home.open(), home.open()]
    together = Barrier(2)
    readings = [say("stress", 1, ago(k)) for k in range(20)]

    def write(other: Journal) -> Logged:
        together.wait()
        return other.days.log(other.people.find(owner.person.id), readings, today=TODAY)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(write, others))
    assert sorted(map(counts, done)) == [(0, 0, 20), (20, 0, 0)]
    assert len(journal.days.between(owner)) == 20


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(
        st.lists(
            st.builds(
                say,
                st.sampled_from(["stress", "sleep", "alcohol"]),
                st.sampled_from([1.0, 2.0, 3.0]),
                st.sampled_from([ago(k) for k in range(4)]),
                source=st.sampled_from([PERSON, "oura"]),
            ),
            max_size=8,
        ),
        max_size=4,
    )
)
def test_batches_are_as_good_as_one(sqlite_home: Home, batches: list[list[Reading]]) -> None:
    journal = sqlite_home.open()
    one, other = (make_somebody(journal) for _ in range(2))
    for batch in batches:
        log(journal, one, *batch)
    log(journal, other, *(reading for batch in batches for reading in batch))
    assert journal.days.readings(one) == journal.days.readings(other)
    sqlite_home.close()


@pytest.mark.parametrize("of_two_people", [True, False])
def test_swapped_days_are_noticed(journal: Journal, owner: Owner, now: datetime, of_two_people: bool) -> None:
    other = making.make_owner(journal, "Ben", now=now) if of_two_people else owner
    log(journal, owner, say("stress", 1, ago(1)))
    log(journal, other, say("stress", 9, ago(1) if of_two_people else ago(2)))
    with journal.store.writing() as connection:
        rows = connection.execute(select(table)).all()
        for row, source in zip(rows, reversed(rows), strict=True):
            mine = (table.c.person_pk == row.person_pk, table.c.day == row.day)
            connection.execute(update(table).where(*mine).values(sealed=source.sealed))
    with pytest.raises(JournalDamaged):
        journal.days.between(owner)


def make_somebody(journal: Journal) -> Owner:
    with journal.store.reading() as connection:
        known = connection.execute(select(func.count()).select_from(person)).scalar_one()
    return making.make_owner(journal, f"Somebody {known}")


def stored(journal: Journal) -> dict[date, bytes]:
    with journal.store.reading() as connection:
        return {row.day: row.sealed for row in connection.execute(select(table))}
