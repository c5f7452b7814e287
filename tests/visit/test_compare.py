"""Two visits side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import cv2
import numpy as np
import pytest
from benchmarks.retake.nuisance import Nuisance
from tests.visit.retakes import paint, see, sit, taken_again, visit_of

from skincast.demo.copies import MELANIN, Copy, Spot, draw_copy
from skincast.noise import change_score
from skincast.types import Change, FloatMap, LesionMatch, Mask, Picture, RegionScore, Score, Sitting
from skincast.visit import Seen, compare_visits

SPOTS_MM = ((82.75, 135.25), (82.75, 152.75), (170.25, 125.25), (172.75, 145.25), (128.25, 55.25))
"""Both cheeks and the forehead, on readable skin of the portrait."""
AGAIN = Nuisance(exposure_ev=-0.2, rotation_deg=-1.5, noise_levels=1.0, scale=0.98)


def compare(before: Sitting, after: Sitting) -> Change:
    return compare_visits(visit_of(before), visit_of(after), before_maps=before.maps, after_maps=after.maps)


@pytest.fixture(scope="session")
def same(one: Sitting, pixels: Picture) -> Change:
    """Nothing has changed but the photo."""
    return compare(one, sit(taken_again(pixels, AGAIN)))


@pytest.fixture(scope="session")
def spotted(pixels: Picture, front: Seen) -> Sitting:
    return sit(taken_again(paint(pixels, front, SPOTS_MM, strength=2.0), AGAIN, seed=1))


@pytest.fixture(scope="session")
def worse(one: Sitting, spotted: Sitting) -> Change:
    """Five spots of four millimeters have come."""
    return compare(one, spotted)


def near(values: FloatMap, x_mm: float, y_mm: float) -> float:
    """Largest value within two millimeters."""
    row, column = int(2 * y_mm), int(2 * x_mm)
    return float(values[row - 4 : row + 5, column - 4 : column + 5].max())


def away_from(spots: tuple[tuple[float, float], ...], where: Mask) -> Mask:
    rows, columns = np.mgrid[: where.shape[0], : where.shape[1]]
    far = [np.hypot(columns / 2 - x_mm, rows / 2 - y_mm) > 8 for x_mm, y_mm in spots]
    return np.asarray(where & np.logical_and.reduce(far))


def score(value: float | None, sd: float | None = 3.0, **regions: float) -> Score:
    return Score(
        concern="redness",
        value=value,
        sd=sd,
        mdc95=None,
        regions={name: RegionScore(value=one, sd=sd) for name, one in regions.items()},
        sd_source="test",
    )


@pytest.mark.parametrize(("after", "real"), [(70.0, False), (78.0, False), (79.0, True), (60.0, True)])
def test_a_change_is_real_beyond_its_noise(after: float, real: bool) -> None:
    change = change_score(score(70.0, 3.0, cheek=70.0), score(after, 3.0, cheek=after))
    assert change.change == after - 70.0
    assert change.sd == pytest.approx(3 * 2**0.5)
    assert change.mdc95 == pytest.approx(1.96 * 3 * 2**0.5)
    assert change.real is real


def test_no_change_where_one_visit_was_not_judged() -> None:
    change = change_score(score(70.0, cheek=70.0), score(None, None))
    assert (change.before, change.after) == (70.0, None)
    assert (change.change, change.sd, change.mdc95, change.real) == (None, None, None, None)


def test_no_change_without_a_region_in_common() -> None:
    change = change_score(score(70.0, cheek_left=70.0), score(40.0, cheek_right=40.0))
    assert (change.before, change.after, change.change, change.real) == (70.0, 40.0, None, None)


def test_other_regions_alone_make_no_real_change() -> None:
    change = change_score(score(70.0, cheek=70.0), score(50.0, cheek=70.0, nose=30.0))
    assert change.change == -20.0
    assert change.real is False
    confirmed = change_score(score(70.0, cheek=70.0), score(50.0, cheek=50.0, nose=50.0))
    assert confirmed.real is True


def test_visits_of_other_versions_are_refused(one: Sitting) -> None:
    visit = visit_of(one)
    with pytest.raises(ValueError, match="different versions"):
        compare_visits(visit, replace(visit, made_by={**visit.made_by, "measures": "rules@0.9.0"}))


def test_a_visit_is_like_itself(one: Sitting) -> None:
    change = compare(one, one)
    assert {match.fate for match in change.lesions} <= {"persisting"}
    assert all(row.change in {0.0, None} and row.real in {False, None} for row in change.scores.values())
    assert not any(values.any() for values in change.maps.values())
    assert change.pictures is not None
    assert np.array_equal(change.pictures[0], change.pictures[1])


def test_unchanged_skin_shows_no_real_change(same: Change) -> None:
    assert [name for name, row in same.scores.items() if row.real] == []
    assert not {"new", "gone", "mark_left"} & {match.fate for match in same.lesions}


def test_noise_is_the_spread_of_unchanged_skin(same: Change) -> None:
    assert same.comparable is not None
    for pigment, values in same.maps.items():
        inside = values[same.comparable]
        assert 0.005 < same.noise_od[pigment] < 0.05
        assert float((np.abs(inside) > 3 * same.noise_od[pigment]).mean()) < 0.006
        assert (values[~same.comparable] == 0).all()


def test_every_painted_spot_shows_on_the_change_map(worse: Change) -> None:
    values, noise = worse.maps["hemoglobin"], worse.noise_od["hemoglobin"]
    assert [near(values, *place) > 3 * noise for place in SPOTS_MM] == [True] * 5


def test_nothing_else_shows_over_a_large_area(worse: Change) -> None:
    assert worse.comparable is not None
    elsewhere = away_from(SPOTS_MM, worse.comparable)
    false = (np.abs(worse.maps["hemoglobin"]) > 3 * worse.noise_od["hemoglobin"]) & elsewhere
    assert false.sum() / elsewhere.sum() < 0.01
    areas_px = cv2.connectedComponentsWithStats(false.astype(np.uint8))[2][1:, cv2.CC_STAT_AREA]
    assert areas_px.max(initial=0) / 4 < 60


def test_painted_spots_are_new_then_persist_then_are_gone(one: Sitting, spotted: Sitting, worse: Change) -> None:
    def painted(change: Change) -> Counter[str]:
        told = [(match.fate, match.before or match.after) for match in change.lesions]
        return Counter(
            fate
            for fate, spot in told
            if spot is not None and min(np.hypot(spot.x_mm - x, spot.y_mm - y) for x, y in SPOTS_MM) < 4
        )

    found = painted(worse)["new"]
    assert found >= 3
    assert painted(compare(spotted, one))["gone"] == found
    assert painted(compare(spotted, spotted))["persisting"] >= found


def test_without_maps_scores_and_lesions_are_compared(one: Sitting, spotted: Sitting) -> None:
    change = compare_visits(visit_of(one), visit_of(spotted))
    assert change.maps_missing_because == "photos_not_kept"
    assert (change.maps, change.noise_od, change.comparable, change.pictures) == ({}, {}, None, None)
    assert {match.fate for match in change.lesions} <= {"persisting", "unseen"}
    assert sum(match.before is None for match in change.lesions) >= 3
    assert change.scores["acne"].change is not None


def test_closeups_say_why_there_are_no_maps(one: Sitting) -> None:
    visit = visit_of(one)
    patch = replace(visit, photos=tuple(replace(photo, view="closeup") for photo in visit.photos), has_maps=False)
    assert compare_visits(visit, patch, before_maps=one.maps).maps_missing_because == "closeup"


def test_two_sides_have_no_maps_in_common(one: Sitting) -> None:
    assert one.maps is not None
    columns = np.arange(one.maps.visibility.shape[1])
    halves = [
        replace(one.maps, visibility=np.asarray(one.maps.visibility * keep, np.float32))
        for keep in (columns < 250, columns > 262)
    ]
    change = compare_visits(visit_of(one), visit_of(one), before_maps=halves[0], after_maps=halves[1])
    assert change.maps_missing_because == "nothing_in_common"
    assert change.maps == {}


def test_a_lesion_on_skin_that_the_other_visit_does_not_show_is_unseen(one: Sitting, spotted: Sitting) -> None:
    assert one.maps is not None
    columns = np.arange(one.maps.visibility.shape[1])
    half = replace(one.maps, visibility=np.asarray(one.maps.visibility * (columns > 256), np.float32))
    change = compare_visits(visit_of(one), visit_of(spotted), before_maps=half, after_maps=spotted.maps)
    sides = {
        (match.fate, match.after.x_mm > 128)
        for match in change.lesions
        if match.before is None
        and match.after is not None
        and min(np.hypot(match.after.x_mm - x, match.after.y_mm - y) for x, y in SPOTS_MM) < 4
    }
    assert ("new", True) in sides
    assert ("unseen", False) in sides
    assert ("new", False) not in sides


def test_a_region_that_the_other_visit_did_not_judge_is_unseen(one: Sitting, spotted: Sitting) -> None:
    before = visit_of(one)
    acne = before.scores["acne"]
    blind = {name: RegionScore(value=None, sd=None) for name in acne.regions}
    before = replace(before, scores={**before.scores, "acne": replace(acne, regions=blind)}, lesions=())
    change = compare_visits(before, visit_of(spotted), before_maps=one.maps, after_maps=spotted.maps)
    told = Counter(match.fate for match in change.lesions if match.after is not None and match.after.concern == "acne")
    assert told["new"] == 0
    assert told["unseen"] >= 3


def test_a_papule_that_faded_to_brown_left_a_mark_though_nobody_found_it(pixels: Picture) -> None:
    """The forehead of the demo: red at first, brown of half its contrast later."""
    papule = Spot(x_px=242, y_px=151, radius_px=3.6, density=0.42)
    mark = replace(papule, density=0.34, pigment=MELANIN)
    red, brown, nothing = (
        sit(see(draw_copy(pixels, Copy(noise_levels=1.0, spots=spots, seed=seed))))
        for seed, spots in enumerate(((papule,), (mark,), ()))
    )
    (marked,) = forehead(compare(red, brown))
    (healed,) = forehead(compare(red, nothing))
    assert marked.before is not None
    assert (marked.fate, marked.before.type, marked.after) == ("mark_left", "papule", None)
    assert (healed.fate, healed.before, healed.after) == ("gone", marked.before, None)


def forehead(change: Change) -> list[LesionMatch]:
    """What became of the blemishes of the first visit around the painted one."""
    return [
        match
        for match in change.lesions
        if match.before is not None and np.hypot(match.before.x_mm - 115, match.before.y_mm - 48) < 5
    ]


def test_spots_on_skin_that_cannot_be_compared_are_not_followed(one: Sitting, same: Change) -> None:
    assert same.comparable is not None
    for match in same.lesions:
        if match.before is not None and not same.comparable[int(2 * match.before.y_mm), int(2 * match.before.x_mm)]:
            assert match.fate == "unseen"
    blind = replace(one.maps, readable=np.zeros_like(same.comparable)) if one.maps else None
    assert blind is not None
    blind.readable[:200] = True
    change = compare_visits(visit_of(one), visit_of(one), before_maps=blind, after_maps=one.maps)
    below = {match.fate for match in change.lesions if match.before is not None and match.before.y_mm > 102}
    assert below == {"unseen"}
