"""The photos of one visit -> `Sitting`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skincast.types import Sitting
from skincast.visit.maps import fuse_maps, lay_out
from skincast.visit.scores import ScoreOf, fuse_scores
from skincast.visit.seen import Regions, Seen
from skincast.visit.spots import fuse_lesions

VIEWS = ("front", "left", "right", "closeup")


def fuse_sitting(photos: Sequence[Seen], *, regions: Regions, score_of: ScoreOf) -> Sitting:
    """Tell what the photos of one visit tell together: a burst, or front, left and right.

    Close-ups beside faces are kept with their documents but say nothing in the scores of the face: where on it they
    were taken is unknown. Close-ups alone give scores of the patch, and neither maps nor lesions.

    Args:
        photos: measured photos in any order; the same file twice counts once.
        regions: of the atlas.
        score_of: the published mapping from concern and burden to score.

    Returns:
        The sitting; the same whatever the order of the photos.

    Raises:
        ValueError: no photo, or photos measured by different versions.
    """
    ordered = _in_order(photos)
    faces = [photo for photo in ordered if photo.atlas is not None]
    sheets = lay_out(faces, regions)
    visibility = [regions.mean_visibility(photo.atlas) if photo.atlas else {"patch": 1.0} for photo in faces or ordered]
    return Sitting(
        photos=tuple(photo.as_photo() for photo in ordered),
        scores=fuse_scores(faces or ordered, visibility, score_of),
        lesions=fuse_lesions(sheets, regions),
        maps=fuse_maps(sheets) if sheets else None,
        documents=tuple(photo.document for photo in ordered),
        made_by=dict(ordered[0].made_by),
    )


def same_versions(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Whether two visits may be compared: everything that had a part in the numbers has the same version.

    The version of Skincast itself does not count: what it measures with is named beside it.
    """
    return _measured_by(first) == _measured_by(second)


def _measured_by(made_by: Mapping[str, str]) -> dict[str, str]:
    return {name: version for name, version in made_by.items() if name != "skincast"}


def _in_order(photos: Sequence[Seen]) -> list[Seen]:
    """Each photo once, front before sides before close-ups."""
    if not photos:
        raise ValueError("a visit needs at least one photo")
    if not all(same_versions(photos[0].made_by, photo.made_by) for photo in photos):
        raise ValueError("photos of one visit must be measured by the same versions")
    once = {photo.sha256: photo for photo in photos}
    return sorted(once.values(), key=lambda photo: (VIEWS.index(photo.view), photo.sha256))
