"""Photo, Face, Crop -> Quality: passed, refused or usable in part, with advice that a person can follow."""

from skincast.quality.check import check_quality, refuse_unreadable
from skincast.quality.problems import Fault, faults, region_words

__all__ = ["Fault", "check_quality", "faults", "refuse_unreadable", "region_words"]
