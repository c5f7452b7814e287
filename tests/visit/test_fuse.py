"""The photos of one visit told together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.visit.conftest import SIDE_DEG
from tests.visit.retakes import REGIONS, score_of, see, sit, turn

from skincast.types import Picture, Sitting
from skincast.visit import Seen, fuse_sitting, same_versions


def skin_of(pixels: Picture) -> Picture:
    """The cheek, cut out and enlarged."""
    return np.asarray(cv2.resize(pixels[300:360, 300:360], (600, 600), interpolation=cv2.INTER_CUBIC), np.uint8)


def judged(sitting: Sitting, concern: str) -> set[str]:
    return {name for name, region in sitting.scores[concern].regions.items() if region.value is not None}


def test_one_photo_keeps_its_own_scores(front: Seen, one: Sitting) -> None:
    assert one.scores == dict(front.scores)
    assert [photo.sha256 for photo in one.photos] == [front.sha256]
    assert one.documents == (front.document,)


def test_one_photo_keeps_its_own_findings_on_skin_that_it_shows_well(front: Seen, one: Sitting) -> None:
    found = [
        (finding.type, finding.size_mm, finding.confidence)
        for concern in ("acne", "pigmentation")
        for finding in front.measurements[concern].findings
        if finding.type != "patch"
    ]
    assert len(found) > 10
    kept = Counter((lesion.type, lesion.size_mm, lesion.confidence) for lesion in one.lesions)
    assert not kept - Counter(found)
    assert len(found) / 2 < kept.total() < len(found)


def test_the_same_photo_twice_counts_once(front: Seen, one: Sitting) -> None:
    twice = sit(front, front)
    assert twice.scores == one.scores
    assert twice.lesions == one.lesions
    assert len(twice.photos) == 1


def test_the_order_of_the_photos_does_not_matter(front: Seen, left: Seen, right: Seen, sides: Sitting) -> None:
    for order in ((right, left, front), (left, front, right)):
        again = sit(*order)
        assert (again.scores, again.lesions, again.photos) == (sides.scores, sides.lesions, sides.photos)
        assert again.maps is not None
        assert sides.maps is not None
        assert np.array_equal(again.maps.melanin, sides.maps.melanin)
        assert np.array_equal(again.maps.picture, sides.maps.picture)


def test_views_are_told_apart(front: Seen, left: Seen, right: Seen, sides: Sitting) -> None:
    assert [photo.view for photo in (front, left, right)] == ["front", "left", "right"]
    assert [photo.view for photo in sides.photos] == ["front", "left", "right"]


def test_a_turned_face_shows_the_cheek_of_its_name(left: Seen, right: Seen) -> None:
    assert left.atlas is not None
    assert right.atlas is not None
    seen_left, seen_right = REGIONS.mean_visibility(left.atlas), REGIONS.mean_visibility(right.atlas)
    assert seen_left["cheek_left"] > 2 * seen_left["cheek_right"]
    assert seen_right["cheek_right"] > 2 * seen_right["cheek_left"]
    assert judged(sit(left), "redness") >= {"cheek_left"}
    assert "cheek_right" not in judged(sit(left), "redness")


def test_a_mirrored_photo_shows_the_other_side(pixels: Picture, left: Seen) -> None:
    mirrored = see(np.ascontiguousarray(turn(pixels, -SIDE_DEG)[:, ::-1]))
    assert (left.view, mirrored.view) == ("left", "right")


def test_both_sides_together_cover_what_neither_does(left: Seen, right: Seen) -> None:
    both, only = sit(left, right), [sit(photo) for photo in (left, right)]
    for concern in ("redness", "acne"):
        union = judged(only[0], concern) | judged(only[1], concern)
        assert judged(both, concern) == union
        assert {"cheek_left", "cheek_right"} <= union
        assert not any({"cheek_left", "cheek_right"} <= judged(one, concern) for one in only)


def test_the_best_view_of_a_region_counts_most(front: Seen, left: Seen, sides: Sitting) -> None:
    region = sides.scores["redness"].regions["jaw_left"].value
    values = [photo.scores["redness"].regions["jaw_left"].value for photo in (front, left)]
    assert region is not None
    assert values[0] is not None
    assert values[1] is not None
    assert abs(region - values[1]) < abs(region - values[0])


def test_closeups_beside_faces_say_nothing_of_the_face(front: Seen, one: Sitting, pixels: Picture) -> None:
    patch = see(skin_of(pixels), closeup=True)
    mixed = sit(patch, front)
    assert mixed.scores == one.scores
    assert mixed.lesions == one.lesions
    assert [photo.view for photo in mixed.photos] == ["front", "closeup"]
    assert len(mixed.documents) == 2


def test_closeups_alone_give_scores_of_the_patch_and_no_maps(pixels: Picture) -> None:
    skin = skin_of(pixels)
    patches = [see(skin, closeup=True), see(np.ascontiguousarray(skin[:, ::-1]), closeup=True)]
    together = sit(*patches)
    assert together.maps is None
    assert together.lesions == ()
    assert set(together.scores["redness"].regions) == {"patch"}
    values = [photo.scores["redness"].value for photo in patches]
    value = together.scores["redness"].value
    assert value is not None
    assert min(v for v in values if v is not None) <= value <= max(v for v in values if v is not None)


def test_a_visit_needs_a_photo() -> None:
    with pytest.raises(ValueError, match="at least one photo"):
        fuse_sitting([], regions=REGIONS, score_of=score_of)


def test_photos_of_other_versions_are_refused(front: Seen, left: Seen) -> None:
    older = replace(left, made_by={**left.made_by, "measures": "rules@0.9.0"})
    with pytest.raises(ValueError, match="same versions"):
        sit(front, older)


def test_the_version_of_the_program_alone_does_not_count() -> None:
    assert same_versions({"skincast": "1", "measures": "a"}, {"skincast": "2", "measures": "a"})
    assert not same_versions({"skincast": "1", "measures": "a"}, {"skincast": "1", "measures": "b"})
    assert not same_versions({"measures": "a"}, {"measures": "a", "face_mesh": "b"})
