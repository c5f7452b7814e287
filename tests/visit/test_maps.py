"""The maps of one sitting."""

from __future__ import annotations

import numpy as np
import pytest
from tests.visit.retakes import REGIONS, sit

from skincast.face.atlas import ATLAS_HEIGHT_PX, ATLAS_MM_PER_PX, ATLAS_WIDTH_PX, Atlas
from skincast.types import AtlasMaps, FloatMap, Mask, Sitting
from skincast.visit import Seen, pack
from skincast.visit import place as places
from skincast.visit.difference import lay_over
from skincast.visit.maps import lay_out


def maps_of(sitting: Sitting) -> AtlasMaps:
    assert sitting.maps is not None
    return sitting.maps


def well_seen(maps: AtlasMaps) -> Mask:
    return np.asarray((maps.visibility > 0.5) & maps.readable)


def roughness(values: FloatMap, where: Mask) -> float:
    """SD of the difference of neighbors."""
    both = where[:, 1:] & where[:, :-1]
    return float(np.diff(values, axis=1)[both].std())


def test_the_atlas_is_the_face_room_s() -> None:
    assert places.ATLAS_MM_PER_PX == ATLAS_MM_PER_PX
    assert pack.SHAPE == (ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX)


def test_one_photo_gives_its_own_maps(front: Seen, one: Sitting) -> None:
    maps, atlas = maps_of(one), front.atlas
    assert isinstance(atlas, Atlas)
    assert np.array_equal(maps.melanin, atlas.unroll(front.skin.melanin))
    assert np.array_equal(maps.hemoglobin, atlas.unroll(front.skin.hemoglobin))
    assert np.array_equal(maps.picture, atlas.unroll_picture(front.skin.picture))
    assert np.array_equal(maps.visibility > 0, atlas.visible)
    assert np.array_equal(maps.maps["redness"], atlas.unroll(front.measurements["redness"].map))
    judged = {name for name, measured in front.measurements.items() if measured.burden is not None}
    assert set(maps.maps) == judged


def test_regions_that_a_problem_spoiled_are_not_readable(left: Seen) -> None:
    maps = maps_of(sit(left))
    inside = REGIONS.labels == REGIONS.names.index("cheek_right")
    assert "cheek_right" in left.unjudged
    assert not maps.readable[inside].any()


def test_a_burst_is_as_sharp_as_its_photos(burst: tuple[Seen, ...], three: Sitting, one: Sitting) -> None:
    where = well_seen(maps_of(one)) & well_seen(maps_of(three))
    singles = [maps_of(sit(photo)) for photo in burst]
    alone = np.mean([roughness(single.melanin, where) for single in singles])
    assert 0.93 * alone < roughness(maps_of(three).melanin, where) < alone


def test_a_burst_comes_nearer_to_the_face_than_its_photos(
    burst: tuple[Seen, ...], three: Sitting, one: Sitting
) -> None:
    truth = maps_of(one)
    noise = [lay_over(truth, maps_of(sit(photo))).changes["hemoglobin"] for photo in burst]
    errors = [float(np.abs(values[values != 0]).mean()) for values, _ in noise]
    together = lay_over(truth, maps_of(three)).changes["hemoglobin"][0]
    assert float(np.abs(together[together != 0]).mean()) < 0.85 * np.mean(errors)


def test_both_sides_and_the_front_show_the_whole_face(one: Sitting, sides: Sitting) -> None:
    whole, front = maps_of(sides), maps_of(one)
    assert (whole.visibility > 0.4).sum() > 1.4 * (front.visibility > 0.4).sum()
    assert (whole.visibility >= front.visibility - 1e-6).all()


def test_the_front_photo_is_the_reference(front: Seen, left: Seen, right: Seen) -> None:
    assert lay_out([left, right, front], REGIONS)[0].seen is front


def test_no_seam_where_a_side_begins(one: Sitting, sides: Sitting) -> None:
    """Pigment of the left photo has another zero than the front's; in common skin both agree after fusing."""
    whole, front = maps_of(sides), maps_of(one)
    where = well_seen(front) & well_seen(whole)
    assert abs(float(np.median(whole.melanin[where] - front.melanin[where]))) < 0.03
    assert abs(float(np.median(whole.hemoglobin[where] - front.hemoglobin[where]))) < 0.03


@pytest.mark.parametrize("name", ["melanin", "hemoglobin", "visibility"])
def test_maps_are_finite_and_zero_where_nothing_was_seen(sides: Sitting, name: str) -> None:
    maps = maps_of(sides)
    values = getattr(maps, name)
    assert values.dtype == np.float32
    assert np.isfinite(values).all()
    assert (values[maps.visibility == 0] == 0).all()
