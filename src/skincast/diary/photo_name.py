"""The name of a photo -> when it was taken, where cameras and people write that into names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from skincast.diary.exif import Taken

_DATE: Final = r"(?<!\d)((?:19|20)\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)"
_TIME: Final = r"(?:(?:[ _T-]|[ _]at[ _])([0-2]\d)([-_.:h]?)([0-5]\d)\6([0-5]\d)(\d{3})?(?!\d))?"
_STAMP: Final = re.compile(_DATE + _TIME, re.ASCII)
_NOT_TAKEN: Final = re.compile(
    r"screen[ _-]?(shot|record)|bildschirmfoto|whatsapp|[-_]wa\d{4}|^signal-|^telegram|^photo_\d{4}-\d\d-\d\d_|^fb_img|"
    r"^received_|^snapchat",
    re.IGNORECASE,
)
"""Names whose date says when a picture was sent, or shot off a screen."""


def is_of_another_day(stem: str) -> bool:
    """Say whether the date in a name tells of something else than the moment at which the photo was taken."""
    return _NOT_TAKEN.search(stem) is not None


def read_name(stem: str) -> Taken | None:
    """Find the date, and the time if there is one, in the name of a photo without its ending.

    Names such as `IMG_20240331_071200`, `20240331_071200`, `2024-03-31 07.12.00` and `selfie 2024-03-31` are read as
    the clock on the wall showed it; `PXL_...` is in UTC, as the cameras that name photos so write it.

    Returns:
        None without a date that is on the calendar, or where the date tells of something else.
    """
    match = None if is_of_another_day(stem) else _STAMP.search(stem)
    if match is None:
        return None
    year, _, month, day, hour, _, minute, second, millis = match.groups()
    is_utc = stem.upper().startswith("PXL_") and hour is not None
    try:
        stamp = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 12),
            int(minute or 0),
            int(second or 0),
            1000 * int(millis or 0),
            tzinfo=UTC if is_utc else None,
        )
    except ValueError:
        return None
    return Taken(stamp, "name", time_known=hour is not None)
