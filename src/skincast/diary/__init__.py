"""Other people's records of a life -> `Reading`s and dated photos."""

from skincast.diary.apple_health import read_apple_health
from skincast.diary.complaint import Complaint
from skincast.diary.mapping import Mapping
from skincast.diary.mapping_file import mappings, read_mapping
from skincast.diary.selfies import DatedPhotos, find_selfies
from skincast.diary.table import read_table

__all__ = [
    "Complaint",
    "DatedPhotos",
    "Mapping",
    "find_selfies",
    "mappings",
    "read_apple_health",
    "read_mapping",
    "read_table",
]
