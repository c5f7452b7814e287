"""Unions of time, and nights made of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from skincast.diary.apple_days import HealthDays
from skincast.diary.nights import find_sleeps, leave_out
from skincast.diary.spans import Span, Union, merge
from skincast.types import Reading

HOUR = 3600
SPANS = st.lists(
    st.builds(
        lambda start, length, offset, line: Span(start, start + length, offset, line),
        st.integers(0, 4 * 24 * HOUR),
        st.integers(0, 24 * HOUR),
        st.sampled_from([-8 * HOUR, 0, HOUR, 2 * HOUR]),
        st.integers(1, 999),
    ),
    max_size=60,
)
MIXED = SPANS.flatmap(lambda spans: st.tuples(st.just(spans), st.permutations(spans)))


def union_of(spans: list[Span]) -> list[Span]:
    union = Union()
    for span in spans:
        union.add(span)
    return union.spans()


def covered(spans: list[Span]) -> set[int]:
    return {minute for span in spans for minute in range(-(-span.start_s // 60), -(-span.end_s // 60))}


@given(both=MIXED)
def test_a_union_does_not_depend_on_the_order(both: tuple[list[Span], list[Span]]) -> None:
    spans, mixed = both
    assert union_of(mixed) == union_of(spans) == merge(span for span in spans if span.end_s > span.start_s)


@given(spans=SPANS)
def test_a_union_covers_the_same_time_and_each_moment_once(spans: list[Span]) -> None:
    union = union_of(spans)
    assert covered(union) == covered(spans)
    assert all(one.end_s < other.start_s for one, other in pairwise(union))


def test_a_union_of_one_day_stays_small_however_often_it_is_told() -> None:
    union = Union()
    for number in range(20_000):
        start = number % 50 * 600
        union.add(Span(start, start + 300, 0, number))
    assert sum(len(bucket.spans) for bucket in union._buckets.values()) < 200
    assert len(union.spans()) == 50


@given(both=MIXED)
def test_no_day_has_more_sleep_than_a_day_and_the_order_does_not_matter(both: tuple[list[Span], list[Span]]) -> None:
    def days(some: list[Span]) -> list[object]:
        gathered = HealthDays(today=date(2024, 12, 31))
        for span in some:
            gathered._asleep.add(span)
        return list(gathered.collect())

    spans, mixed = both
    found = days(spans)
    assert found == days(mixed)
    assert all(0 < one.value <= 24 for one in found if isinstance(one, Reading))
    assert bool(found) == bool(union_of(spans))


@given(spans=SPANS)
def test_all_sleep_belongs_to_some_day(spans: list[Span]) -> None:
    union = union_of(spans)
    assert sum(sleep.asleep_s for sleep in find_sleeps(union)) == sum(span.end_s - span.start_s for span in union)


def test_three_hours_awake_end_a_night() -> None:
    evening, morning = Span(20 * HOUR, 21 * HOUR, 0, 1), Span(24 * HOUR, 30 * HOUR, 0, 2)
    assert [tuple(sleep) for sleep in find_sleeps([evening, morning])] == [(20 * HOUR, 30 * HOUR, 1, 7 * HOUR, 2)]
    earlier = evening._replace(end_s=21 * HOUR - 1)
    assert [(sleep.day, sleep.asleep_s) for sleep in find_sleeps([earlier, morning])] == [(0, HOUR - 1), (1, 6 * HOUR)]


@given(beds=SPANS, spans=SPANS)
def test_time_in_bed_is_left_out_where_sleep_was_seen(beds: list[Span], spans: list[Span]) -> None:
    in_bed, asleep = list(find_sleeps(union_of(beds))), list(find_sleeps(union_of(spans)))
    alone = [bed for bed in in_bed if all(bed.end_s <= one.start_s or one.end_s <= bed.start_s for one in asleep)]
    assert list(leave_out(in_bed, known=asleep)) == alone
