"""A whole selfie: the same pixels every time, truth where the picture shows it, a face that is found."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.twin import golden

from skincast.face import find_face
from skincast.photo import read_photo
from skincast.twin.frame import Part
from skincast.twin.optics import OpticalModel, draw_complexion
from skincast.twin.person import Condition, Lesion, Traits
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot
from skincast.twin.selfie import Selfie
from skincast.twin.sheet import Kind
from skincast.twin.shot import Bystander, Pose, Shot

SIZE = (360, 480)
SPOT = Lesion(kind=Kind.PAPULE, x_mm=95.0, y_mm=125.0, radius_mm=3.0, activity=1.0, seed=1)


def person(monk: int = 4) -> Traits:
    complexion = draw_complexion(np.random.default_rng(7), monk=monk)
    return Traits(seed=7, age_years=35, sex="female", complexion=complexion)


def shot(**changes: float) -> Shot:
    return replace(draw_shot(np.random.default_rng(2), light="window", size_px=SIZE), **changes)  # type: ignore[arg-type]


@cache
def taken(
    *, spot: bool = True, monk: int = 4, model: OpticalModel = "kubelka_munk", supersample: float = 1.0
) -> Selfie:
    condition = Condition(severity={"wrinkles": 0.5}, lesions=(SPOT,) if spot else ())
    return render(person(monk), condition, shot(supersample=supersample), model=model)


def test_every_map_has_the_size_of_the_photo() -> None:
    selfie = taken()
    assert selfie.photo.shape == (480, 360, 3)
    truth = selfie.truth
    maps: list[NDArray[Any]] = [
        truth.part,
        truth.kind,
        truth.region,
        truth.melanin,
        truth.blood,
        truth.shading,
        truth.gloss,
        truth.cover,
    ]
    assert {one.shape for one in maps} == {(480, 360)}
    assert {one.shape for one in truth.amounts.values()} == {(480, 360)}
    assert truth.gloss.min() >= 0
    assert truth.gloss.max() <= 1
    assert selfie.landmarks_px.shape == (478, 3)


def test_the_same_arguments_give_the_same_bytes() -> None:
    again = render(person(), Condition(severity={"wrinkles": 0.5}, lesions=(SPOT,)), shot())
    assert again.jpeg == taken().jpeg
    np.testing.assert_array_equal(again.truth.kind, taken().truth.kind)


def test_the_jpeg_is_the_photo() -> None:
    stored = np.asarray(Image.open(io.BytesIO(taken().jpeg)).convert("RGB"), int)
    assert np.abs(stored - taken().photo).mean() < 1


def test_the_mesh_finds_the_face_where_it_is() -> None:
    selfie = taken()
    face = find_face(read_photo(selfie.jpeg))
    assert face is not None
    marks = [33, 133, 263, 362, 1, 61, 291]
    off = np.linalg.norm(face.landmarks_px[marks, :2] - selfie.landmarks_px[marks, :2], axis=1)
    eyes = np.linalg.norm(selfie.landmarks_px[33, :2] - selfie.landmarks_px[263, :2])
    assert off.mean() < 0.05 * eyes


def test_a_spot_shows_where_its_item_and_its_label_say() -> None:
    selfie, plain = taken(), taken(spot=False)
    (item,) = (one for one in selfie.items if one.item.kind == Kind.PAPULE)
    assert item.visibility > 0.3
    x, y = round(item.x_px), round(item.y_px)
    assert selfie.truth.kind[y, x] == Kind.PAPULE
    assert selfie.truth.blood[y, x] > plain.truth.blood[y, x] + 0.01
    changed = np.abs(selfie.photo.astype(float) - plain.photo).sum(axis=2)
    rows, columns = np.nonzero(changed > 0.5 * changed.max())
    assert np.hypot(columns.mean() - item.x_px, rows.mean() - item.y_px) < 1.5 * item.radius_px


def test_parts_of_a_portrait_are_there() -> None:
    present = set(np.unique(taken().truth.part))
    assert {Part.BACKGROUND, Part.SKIN, Part.NECK, Part.EYE, Part.HAIR, Part.CLOTH} <= present
    covered = taken().truth.cover[taken().truth.part == Part.HAIR]
    assert covered.mean() > 0.8


def test_glasses_cover_and_are_labeled() -> None:
    worn = render(person(), Condition(), replace(shot(), glasses=True))
    assert (worn.truth.part == Part.GLASSES).sum() > 50


def test_the_truth_does_not_depend_on_light_phone_or_optics() -> None:
    dark = render(
        person(),
        Condition(severity={"wrinkles": 0.5}, lesions=(SPOT,)),
        replace(shot(), phone=replace(shot().phone, exposure_ev=-3.0, blur_px=4.0)),
    )
    for other in (dark, taken(model="diffusion")):
        np.testing.assert_array_equal(other.truth.kind, taken().truth.kind)
        np.testing.assert_array_equal(other.truth.blood, taken().truth.blood)
        assert other.jpeg != taken().jpeg
    assert dark.photo.mean() < 0.5 * taken().photo.mean()


def test_tones_keep_their_order_in_the_photo() -> None:
    levels = []
    for monk in (2, 5, 10):
        selfie = taken(monk=monk)
        levels.append(float(selfie.photo[selfie.truth.region > 0].mean()))
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 1.4 * levels[-1]


def test_gloss_is_a_larger_share_of_dark_skin() -> None:
    light, dark = (float(np.mean(s.truth.gloss[s.truth.region > 0])) for s in (taken(monk=2), taken(monk=10)))
    assert dark > 1.5 * light


def test_finer_rendering_gives_the_same_photo_size_and_places() -> None:
    fine = taken(supersample=1.5)
    assert fine.photo.shape == taken().photo.shape
    np.testing.assert_allclose(fine.landmarks_px[:, :2], taken().landmarks_px[:, :2], atol=0.05)
    assert fine.mm_per_px == pytest.approx(taken().mm_per_px, rel=1e-3)
    assert np.abs(fine.photo.astype(float) - taken().photo).mean() < 8


@pytest.mark.parametrize("name", golden.CASES)
def test_selfies_look_as_they_did(name: str) -> None:
    """After a wanted change: `python -m tests.twin.golden`, and look at what changed."""
    kept = np.array(json.loads(golden.PATH.read_text("utf-8"))[name], float).reshape(24, 18, 3)
    away = np.abs(golden.thumbnail_of(name) - kept)
    assert away.mean() < 2
    assert np.percentile(away, 99) < 20


def test_a_second_optical_model_changes_color_alone() -> None:
    one, other = taken(), taken(model="diffusion")
    for name in ("part", "region", "melanin", "shading", "cover"):
        np.testing.assert_array_equal(getattr(other.truth, name), getattr(one.truth, name))
    for name, amount in one.truth.amounts.items():
        np.testing.assert_array_equal(other.truth.amounts[name], amount)
    assert other.items == one.items
    np.testing.assert_array_equal(other.landmarks_px, one.landmarks_px)
    assert 0.1 < np.abs(other.photo.astype(float) - one.photo).mean() < 25


def test_seen_items_lie_on_what_was_drawn() -> None:
    selfie = taken()
    depth = selfie.truth.amounts["line_depth_mm"]
    lines = [one for one in selfie.items if one.visibility > 0.5 and len(one.path_px) > 1]
    assert len(lines) > 10
    hits = [_around(depth, x, y, 2).max() > 0 for line in lines for x, y in line.path_px]
    assert np.mean(hits) > 0.95
    spots = [one for one in selfie.items if one.visibility > 0.5 and not one.item.path_mm]
    assert spots
    for spot in spots:
        assert spot.item.kind in _around(selfie.truth.kind, spot.x_px, spot.y_px, max(2, round(spot.radius_px)))


def _around(values: NDArray[Any], x: float, y: float, reach: int) -> NDArray[Any]:
    row, column = round(y), round(x)
    return values[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1]


def test_truth_is_zero_where_nothing_was_drawn() -> None:
    selfie, plain = taken(), taken(spot=False)
    assert not (plain.truth.kind == Kind.PAPULE).any()
    off = selfie.truth.region == 0
    for truth in (selfie.truth, plain.truth):
        assert not truth.kind[off & (truth.part == Part.BACKGROUND)].any()
        for amount in truth.amounts.values():
            assert not amount[truth.part == Part.BACKGROUND].any()
    (item,) = (one for one in selfie.items if one.item.kind == Kind.PAPULE)
    rows, columns = np.nonzero(selfie.truth.kind != plain.truth.kind)
    assert len(rows) > 4
    assert np.hypot(columns - item.x_px, rows - item.y_px).max() < 3 * item.radius_px + 2


def test_somebody_behind_changes_the_background_alone() -> None:
    beside = Bystander(seed=3, pose=Pose(distance_mm=800.0, aside_mm=-100.0))
    aside = replace(shot(), width_px=180, height_px=240, pose=Pose(distance_mm=600.0, aside_mm=50.0))
    condition = Condition(lesions=())
    alone, both = (render(person(), condition, replace(aside, bystander=who)) for who in (None, beside))
    np.testing.assert_array_equal(both.truth.part, alone.truth.part)
    changed = np.abs(both.photo.astype(float) - alone.photo).sum(axis=2)
    assert (changed[alone.truth.part == Part.BACKGROUND] > 60).mean() > 0.1
    assert np.median(changed[alone.truth.region > 0]) <= 2
