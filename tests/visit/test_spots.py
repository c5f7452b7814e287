"""Lesions of several photos, placed on the atlas and joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from tests.visit.retakes import REGIONS, paint, see, sit

from skincast.types import Finding, FloatMap, Lesion, Mask, Picture, Sitting
from skincast.visit import Seen
from skincast.visit.place import atlas_mm, atlas_pixel, find_places

PLACE = (165, 290)
"""Column and row on the right cheek."""


@dataclass(frozen=True, kw_only=True)
class AslantAtlas:
    """An atlas of which everything is turned away."""

    x: FloatMap
    y: FloatMap
    visibility: FloatMap
    visible: Mask


def finding_at(photo: Seen, column: int, row: int, *, kind: str = "papule", confidence: float = 0.8) -> Finding:
    """A finding of three millimeters where the photo shows an atlas pixel."""
    assert photo.atlas is not None
    x, y = float(photo.atlas.x[row, column]), float(photo.atlas.y[row, column])
    r = 1.5 / photo.skin.crop.color_mm_per_px
    return Finding(
        concern="acne",
        type=kind,
        region="cheek_right",
        box=(x - r, y - r, 2 * r, 2 * r),
        confidence=confidence,
        size_mm=3.0,
    )


def with_findings(photo: Seen, findings: Sequence[Finding], sha256: str) -> Seen:
    acne = replace(photo.measurements["acne"], findings=tuple(findings))
    spots = replace(photo.measurements["pigmentation"], findings=())
    measurements = {**photo.measurements, "acne": acne, "pigmentation": spots}
    return replace(photo, sha256=sha256 * 64, measurements=measurements)


def only(sitting: Sitting) -> Lesion:
    (lesion,) = sitting.lesions
    return lesion


def test_places_and_pixels_are_the_same_things() -> None:
    for row, column in ((0, 0), (447, 511), (100, 333)):
        assert atlas_pixel(*atlas_mm(row, column), (448, 512)) == (row, column)
    assert atlas_pixel(-5.0, 1e6, (448, 512)) == (447, 0)


def test_a_finding_lies_where_the_photo_shows_it(front: Seen) -> None:
    lesion = only(sit(with_findings(front, [finding_at(front, *PLACE)], "a")))
    assert (lesion.x_mm, lesion.y_mm) == pytest.approx((PLACE[0] / 2, PLACE[1] / 2), abs=0.6)
    assert lesion.region == REGIONS.name_at(PLACE[1], PLACE[0])


def test_the_nearest_pixel_is_found(front: Seen) -> None:
    assert front.atlas is not None
    rows, columns = np.nonzero(front.atlas.visibility > 0.5)
    picked = np.random.default_rng(0).integers(0, len(rows), 40)
    points = np.stack([front.atlas.x[rows, columns], front.atlas.y[rows, columns]], axis=1)[picked]
    for point, place in zip(points, find_places(front.atlas, points, mm_per_px=0.4), strict=True):
        assert place is not None
        assert float(np.hypot(front.atlas.x[place] - point[0], front.atlas.y[place] - point[1])) < 0.5


def test_what_the_atlas_does_not_show_has_no_place(front: Seen) -> None:
    assert front.atlas is not None
    assert find_places(front.atlas, np.array([[-200.0, -200.0]], np.float32), mm_per_px=0.4) == [None]
    outside = replace(finding_at(front, *PLACE), box=(-200.0, -200.0, 5.0, 5.0))
    assert sit(with_findings(front, [outside], "a")).lesions == ()


def test_what_lies_on_skin_that_may_not_be_judged_is_left_out(front: Seen) -> None:
    """A collar or a mouth crease that the finder takes for a spot."""
    photo = with_findings(front, [finding_at(front, *PLACE), finding_at(front, PLACE[0], PLACE[1] - 40)], "a")
    assert photo.atlas is not None
    x, y = int(photo.atlas.x[PLACE[1], PLACE[0]]), int(photo.atlas.y[PLACE[1], PLACE[0]])
    mask = photo.skin.mask.copy()
    mask[y - 12 : y + 13, x - 12 : x + 13] = False
    assert len(sit(photo).lesions) == 2
    lesion = only(sit(replace(photo, skin=replace(photo.skin, mask=mask))))
    assert lesion.y_mm == pytest.approx(PLACE[1] / 2 - 20, abs=0.6)


def test_what_is_seen_too_far_aslant_is_left_out(front: Seen) -> None:
    photo = with_findings(front, [finding_at(front, *PLACE)], "a")
    assert photo.atlas is not None
    aslant = AslantAtlas(
        x=photo.atlas.x,
        y=photo.atlas.y,
        visibility=np.asarray(photo.atlas.visibility * 0.4, np.float32),
        visible=photo.atlas.visible,
    )
    assert sit(replace(photo, atlas=aslant)).lesions == ()


def test_lines_and_areas_are_no_lesions(front: Seen) -> None:
    assert sit(with_findings(front, [finding_at(front, *PLACE, kind="patch")], "a")).lesions == ()


def test_one_spot_in_two_photos_is_one_lesion(front: Seen) -> None:
    near = finding_at(front, PLACE[0] + 2, PLACE[1] + 2, confidence=0.6)
    photos = [with_findings(front, [finding_at(front, *PLACE)], "a"), with_findings(front, [near], "b")]
    lesion = only(sit(*photos))
    assert lesion.confidence == pytest.approx(0.7, abs=0.01)
    assert PLACE[0] / 2 < lesion.x_mm < PLACE[0] / 2 + 1.3


def test_two_spots_of_one_photo_stay_two(front: Seen) -> None:
    found = [finding_at(front, *PLACE), finding_at(front, PLACE[0] + 5, PLACE[1])]
    assert len(sit(with_findings(front, found, "a"), with_findings(front, found[:1], "b")).lesions) == 2


def test_what_only_one_of_two_like_photos_found_is_half_as_sure(front: Seen) -> None:
    photos = [with_findings(front, [finding_at(front, *PLACE)], "a"), with_findings(front, [], "b")]
    assert only(sit(*photos)).confidence == pytest.approx(0.4, abs=0.01)


def test_what_is_hardly_sure_after_joining_is_dropped(front: Seen) -> None:
    found = [finding_at(front, *PLACE, confidence=0.25)]
    assert len(sit(with_findings(front, found, "a")).lesions) == 1
    assert sit(with_findings(front, found, "a"), with_findings(front, [], "b")).lesions == ()


def test_a_photo_that_does_not_show_the_place_takes_nothing_away(front: Seen, left: Seen) -> None:
    photos = [with_findings(front, [finding_at(front, *PLACE)], "a"), with_findings(left, [], "b")]
    assert only(sit(*photos)).confidence == pytest.approx(0.8, abs=0.05)


def test_the_type_that_speaks_loudest_wins(front: Seen) -> None:
    photos = [
        with_findings(front, [finding_at(front, *PLACE, kind=kind, confidence=confidence)], name)
        for name, kind, confidence in (("a", "papule", 0.4), ("b", "pustule", 0.9), ("c", "papule", 0.4))
    ]
    assert only(sit(*photos)).type == "pustule"


def test_a_painted_spot_is_placed_where_it_was_painted(pixels: Picture, front: Seen) -> None:
    place_mm = (172.75, 145.25)
    found = sit(see(paint(pixels, front, [place_mm], strength=2.0))).lesions
    nearest = min(np.hypot(one.x_mm - place_mm[0], one.y_mm - place_mm[1]) for one in found)
    assert nearest < 1.5
