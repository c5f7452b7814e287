"""Photo -> Face -> Crop: where the skin is, how large it is and how it is turned."""

from skincast.face.atlas import Atlas, atlas_regions, unroll_face
from skincast.face.color import holds_skin, is_mostly_skin
from skincast.face.crop import cut_face, cut_patch
from skincast.face.find import find_face
from skincast.face.regions import region_names

__all__ = [
    "Atlas",
    "atlas_regions",
    "cut_face",
    "cut_patch",
    "find_face",
    "holds_skin",
    "is_mostly_skin",
    "region_names",
    "unroll_face",
]
