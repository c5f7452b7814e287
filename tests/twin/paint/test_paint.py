"""Painting adds what was asked for, where it may, and says exactly what it did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from skincast.twin.feature.lesions import draw_lesions
from skincast.twin.paint import Features, Painted, Sitter, paint_close_up, paint_on
from skincast.twin.person import Complexion, Condition, Lesion
from skincast.twin.sheet import Canvas, Kind
from skincast.types import Face, Picture

BLEMISHED = Condition(severity={"acne": 0.6, "wrinkles": 0.6, "redness": 0.4})
LEFT_IRIS_MIDDLE = 473


def papules(activity: float, *, size_mm: float = 2.0) -> tuple[Lesion, ...]:
    places = ((95.0, 130.0), (165.0, 128.0), (128.0, 58.0))
    return tuple(
        Lesion(kind=Kind.PAPULE, x_mm=x, y_mm=y, radius_mm=size_mm, activity=activity, seed=k)
        for k, (x, y) in enumerate(places)
    )


@pytest.fixture(scope="module")
def painted(portrait_picture: Picture, found: Face, sitter: Sitter) -> Painted:
    return paint_on(portrait_picture, found, BLEMISHED, sitter=sitter)


@pytest.mark.parametrize("nothing", [Condition(), Condition(severity={"acne": 0.0}), lambda _canvas, _skin: None])
def test_without_features_no_pixel_moves(
    portrait_picture: Picture, found: Face, sitter: Sitter, nothing: Features
) -> None:
    same = paint_on(portrait_picture, found, nothing, sitter=sitter)
    assert np.array_equal(same.photo, portrait_picture)
    assert not same.touched.any()
    assert not same.kind.any()
    assert same.items == ()


def test_nothing_changes_outside_the_truth(painted: Painted, portrait_picture: Picture) -> None:
    changed = (painted.photo != portrait_picture).any(axis=2)
    assert changed.sum() > 1000
    assert not changed[~painted.touched].any()
    assert not painted.touched[painted.seen == 0].any()
    assert not painted.kind[painted.seen == 0].any()


def test_the_same_asking_gives_the_same_pixels(
    painted: Painted, portrait_picture: Picture, found: Face, sitter: Sitter
) -> None:
    again = paint_on(portrait_picture, found, BLEMISHED, sitter=sitter)
    assert np.array_equal(again.photo, painted.photo)
    other = paint_on(portrait_picture, found, BLEMISHED, sitter=replace(sitter, seed=8))
    assert not np.array_equal(other.photo, painted.photo)


def test_stronger_features_change_more(portrait_picture: Picture, found: Face, sitter: Sitter) -> None:
    amounts = []
    for activity in (0.2, 0.5, 0.8, 1.0):
        one = paint_on(portrait_picture, found, Condition(lesions=papules(activity)), sitter=sitter)
        amounts.append(float(one.added_od[..., 1].sum()))
    assert amounts == sorted(amounts)
    assert amounts[0] > 0


def test_inflamed_skin_becomes_redder(portrait_picture: Picture, found: Face, sitter: Sitter) -> None:
    one = paint_on(portrait_picture, found, Condition(lesions=papules(1.0)), sitter=sitter)
    red, green, blue = one.added_od[one.kind == Kind.PAPULE].mean(axis=0)
    assert green > 0.1
    assert red < 0.5 * green
    assert 0.5 * green < blue < 1.1 * green


def test_items_lie_where_they_were_painted(portrait_picture: Picture, found: Face, sitter: Sitter) -> None:
    one = paint_on(portrait_picture, found, Condition(lesions=papules(1.0)), sitter=sitter)
    assert len(one.items) == 3
    for seen in one.items:
        assert seen.visibility > 0.3
        assert one.kind[round(seen.y_px), round(seen.x_px)] == Kind.PAPULE
        assert seen.radius_px == pytest.approx(2.0 / one.mm_per_px, rel=0.35)


def test_eyes_and_lips_stay_bare(painted: Painted, found: Face) -> None:
    for landmark in (468, LEFT_IRIS_MIDDLE, 0, 17):
        x, y = np.rint(found.landmarks_px[landmark, :2]).astype(int)
        assert painted.seen[y, x] == 0


def test_the_callers_mask_rules(portrait_picture: Picture, found: Face, sitter: Sitter) -> None:
    where = np.zeros(portrait_picture.shape[:2], bool)
    where[:, : int(found.landmarks_px[4, 0])] = True
    half = paint_on(portrait_picture, found, BLEMISHED, sitter=sitter, where=where)
    assert half.touched.any()
    assert not half.touched[~where].any()


def test_a_callable_draws_with_the_photos_complexion(portrait_picture: Picture, found: Face, sitter: Sitter) -> None:
    known: list[Complexion] = []

    def darken(canvas: Canvas, skin: Complexion) -> None:
        known.append(skin)
        canvas.sheet.melanin[:] = 1.5 * skin.melanin

    tanned = paint_on(portrait_picture, found, darken, sitter=sitter)
    assert known == [tanned.complexion]
    shown = tanned.added_od[tanned.seen > 0.99]
    assert (np.median(shown, axis=0) > 0.03).all()
    assert np.median(tanned.melanin[tanned.seen > 0.99]) == pytest.approx(0.5 * known[0].melanin, rel=0.02)


def flat_skin(level: tuple[int, int, int]) -> Picture:
    random = np.random.default_rng(4)
    grain = random.normal(0, 3, (200, 240, 1))
    return np.asarray(np.clip(np.array(level) + grain, 0, 255), np.uint8)


def spot(activity: float, kind: Kind = Kind.PAPULE) -> Lesion:
    return Lesion(kind=kind, x_mm=14.0, y_mm=12.0, radius_mm=2.0, activity=activity, seed=3)


def test_a_close_up_counts_millimeters_from_its_corner() -> None:
    def draw(canvas: Canvas, _skin: Complexion) -> None:
        draw_lesions(canvas, [spot(1.0)], darkness=0.2)

    photo = flat_skin((205, 160, 140))
    one = paint_close_up(photo, draw, mm_per_px=0.12, seed=1)
    assert one.photo.shape == photo.shape
    (seen,) = one.items
    assert (seen.x_px, seen.y_px) == pytest.approx((14 / 0.12 - 0.5, 12 / 0.12 - 0.5), abs=0.6)
    assert one.kind[round(seen.y_px), round(seen.x_px)] == Kind.PAPULE
    assert not one.touched[:10, :10].any()


def test_blood_shows_less_on_dark_skin() -> None:
    def draw(canvas: Canvas, _skin: Complexion) -> None:
        canvas.sheet.blood[40:80, 40:80] += 0.06

    greens = []
    for level in ((225, 185, 165), (150, 100, 75), (80, 55, 45)):
        one = paint_close_up(flat_skin(level), draw, mm_per_px=0.12, seed=1)
        greens.append(float(one.added_od[60, 60, 1]))
    assert greens[2] < 0.7 * greens[0]
    assert greens[2] < greens[1]
