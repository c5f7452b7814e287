"""Stretches of sleep -> hours of sleep of each day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from skincast.diary.spans import Span

_LONGEST_BREAK_S = 3 * 3600
"""Awake for longer, and a new sleep begins: an evening on the sofa is not part of the night."""
_LONGEST_SLEEP_S = 24 * 3600


class Sleep(NamedTuple):
    """One night or nap."""

    start_s: int
    end_s: int
    day: int
    """Local day of waking, in days since 1970."""
    asleep_s: int
    line: int
    """Line of the record that ends it."""


def find_sleeps(spans: Iterable[Span]) -> Iterator[Sleep]:
    """Gather spans that neither overlap nor touch, in the order of time, into nights and naps.

    A watch writes a night as dozens of spans, some of which end before midnight: only the whole night tells the day of
    waking. Spans belong together up to three hours awake between them.

    Source: ours, untested.
    """
    night: list[Span] = []
    for span in spans:
        if night and not _goes_on(night, span):
            yield _sleep_of(night)
            night = []
        night.append(span)
    if night:
        yield _sleep_of(night)


def leave_out(sleeps: Iterable[Sleep], *, known: Sequence[Sleep]) -> Iterator[Sleep]:
    """Leave out the sleeps during which `known`, in the order of time, has one: time in bed where sleep was seen."""
    ends = [sleep.end_s for sleep in known]
    for sleep in sleeps:
        place = bisect_left(ends, sleep.start_s + 1)
        if place == len(known) or known[place].start_s >= sleep.end_s:
            yield sleep


def _goes_on(night: list[Span], span: Span) -> bool:
    return span.start_s - night[-1].end_s <= _LONGEST_BREAK_S and span.end_s - night[0].start_s <= _LONGEST_SLEEP_S


def _sleep_of(night: list[Span]) -> Sleep:
    last = night[-1]
    asleep_s = sum(span.end_s - span.start_s for span in night)
    return Sleep(night[0].start_s, last.end_s, day=last.end_day, asleep_s=asleep_s, line=last.line)
