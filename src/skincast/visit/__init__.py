"""The photos of one visit -> `Sitting`; two visits -> `Change`."""

from skincast.visit.compare import compare_visits
from skincast.visit.fuse import fuse_sitting, same_versions
from skincast.visit.match import match_lesions
from skincast.visit.pack import pack_maps, unpack_maps
from skincast.visit.seen import Regions, Seen

__all__ = [
    "Regions",
    "Seen",
    "compare_visits",
    "fuse_sitting",
    "match_lesions",
    "pack_maps",
    "same_versions",
    "unpack_maps",
]
