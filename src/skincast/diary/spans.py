"""The union of stretches of time: what several devices saw at once counts once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_DAY_S = 86_400
_SLACK = 32


class Span(NamedTuple):
    """A stretch of time; seconds since 1970 in UTC, the end not included."""

    start_s: int
    end_s: int
    offset_s: int
    """What the local clock was ahead of UTC at the end."""
    line: int
    """Line of the record that ends the stretch."""

    @property
    def end_day(self) -> int:
        """Local day of the end, in days since 1970."""
        return (self.end_s + self.offset_s) // _DAY_S

    @property
    def start_day(self) -> int:
        """Local day of the start, in days since 1970."""
        return (self.start_s + self.offset_s) // _DAY_S


@dataclass(slots=True)
class _Bucket:
    spans: list[Span] = field(default_factory=list)
    limit: int = _SLACK


class Union:
    """A union of spans that stays small: each day's spans are merged whenever they have become many."""

    def __init__(self) -> None:
        self._buckets: dict[int, _Bucket] = {}

    def add(self, span: Span) -> None:
        """Take one span; an empty one changes nothing."""
        if span.end_s <= span.start_s:
            return
        bucket = self._buckets.setdefault(span.start_s // _DAY_S, _Bucket())
        bucket.spans.append(span)
        if len(bucket.spans) > bucket.limit:
            bucket.spans = merge(bucket.spans)
            bucket.limit = 2 * len(bucket.spans) + _SLACK

    def spans(self) -> list[Span]:
        """Return the union as spans that neither overlap nor touch, in the order of time."""
        return merge(span for bucket in self._buckets.values() for span in bucket.spans)


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as spans that neither overlap nor touch, in the order of time, however they came."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last is None or span.start_s > last.end_s:
            merged.append(span)
        elif span[1:] > last[1:]:
            merged[-1] = span._replace(start_s=last.start_s)
    return merged
