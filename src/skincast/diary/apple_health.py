"""An export of Apple Health -> readings: the door to its file, its XML and its days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from skincast.diary.apple_days import WANTED, HealthDays
from skincast.diary.apple_file import read_blocks
from skincast.diary.apple_xml import read_elements
from skincast.diary.complaint import Complaint
from skincast.types import Reading


def read_apple_health(path: Path | str, *, today: date) -> Iterator[Reading | Complaint]:
    """Read what a phone's Health app knows of sleep, period, water, alcohol, sun, exercise and heart rate variability.

    The file is read once, as a stream: memory grows with the number of days in it, not with its size. Days are those of
    the clock that the phone wrote beside each time. Whatever several devices saw at once counts once: sleep and
    exercise are unions of time, and of sums over the day the largest of one app or device counts.

    Args:
        path: The zip as exported, the folder that it unpacks to, or the XML file inside.
        today: Day of the reader, to tell what lies in the future.

    Yields:
        First the complaints about lines, in the order of lines; then readings in the order of days, one for each day
        and factor, and complaints about days whose sum cannot be. Reading the same file again yields the same.

    Raises:
        FileUnreadable: No such file, or no permission; on the first step, as are all of these.
        FileRefused: No export of Apple Health, one that is packed like a bomb, or one that declares entities, wherever
            it does: nothing but complaints was yielded before.
    """
    days = HealthDays(today=today)
    yield from read_elements(read_blocks(Path(path)), wanted=WANTED, take=days.take)
    yield from days.collect()
