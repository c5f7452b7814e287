"""Edges, layers, exposure and shrinking."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.twin.scene.plane import flat, plane

from skincast.twin.fittings import Box, Glint, Layer
from skincast.twin.frame import Part
from skincast.twin.scene.edges import smooth_edges, smooth_outline
from skincast.twin.scene.exposure import face_gain
from skincast.twin.scene.layers import add_glints, lay_over, light_in_the_air, relabel
from skincast.twin.scene.place import SeenItem
from skincast.twin.scene.shrink import shrink_items
from skincast.twin.scene.skin import fill_beyond
from skincast.twin.sheet import Item, Kind
from skincast.twin.shot import Lamp

BOX = Box(left_px=10, top_px=20, width_px=30, height_px=40)


def layer(alpha: float, part: Part | None) -> Layer:
    rgb = np.full((40, 30, 3), 0.5, np.float32)
    return Layer(name="cap", box=BOX, rgb=rgb, alpha=np.full((40, 30), alpha, np.float32), part=part)


def test_a_layer_is_lit_and_mixed_by_its_cover() -> None:
    picture = np.full((120, 160, 3), 0.1, np.float32)
    lay_over(picture, [layer(0.25, None)], {"D65": flat(0.8)}, {"D65": np.eye(3)})
    np.testing.assert_allclose(picture[30, 20], 0.75 * 0.1 + 0.25 * 0.5 * 0.8, rtol=1e-5)
    np.testing.assert_allclose(picture[10, 10], 0.1, rtol=1e-5)


def test_labels_change_where_a_layer_with_a_part_covers_half() -> None:
    part = np.full((120, 160), Part.SKIN, np.uint8)
    labels, cover = relabel(part, [layer(0.4, Part.HAIR), layer(0.8, Part.GLASSES), layer(0.9, None)])
    assert labels[30, 20] == Part.GLASSES
    assert labels[0, 0] == Part.SKIN
    assert cover[30, 20] == pytest.approx(1 - 0.6 * 0.2, rel=1e-5)
    assert (part == Part.SKIN).all()


def test_glints_have_the_color_of_their_lamp() -> None:
    picture = np.zeros((120, 160, 3), np.float32)
    glint = Glint(name="cornea", box=BOX, light=np.full((40, 30), 2, np.float32), lamp=0)
    lamps = [Lamp(direction=(0, 0, -1), strength=1, illuminant="A")]
    add_glints(picture, [glint], lamps, {"A": np.array([1.2, 1.0, 0.5], np.float32)})
    np.testing.assert_allclose(picture[30, 20], [2.4, 2, 1], rtol=1e-5)


def test_light_beside_the_head_is_that_of_its_edge() -> None:
    solid = np.zeros((120, 160), bool)
    solid[:, :80] = True
    light = np.where(solid, 0.7, 0).astype(np.float32)
    air = light_in_the_air(light, solid)
    np.testing.assert_array_equal(air[solid], light[solid])
    assert air[60, 90] == pytest.approx(0.7, abs=0.05)


def test_an_outline_moves_in_small_steps_and_has_no_halo() -> None:
    inside = np.zeros((120, 160), np.uint8)
    cv2.fillPoly(inside, [np.array([[0, 0], [60, 0], [75, 119], [0, 119]])], 1)
    picture = np.where(inside[..., None] > 0, 0.6, 0.2).astype(np.float32).repeat(3, axis=2)
    smooth_outline(picture, inside > 0)
    assert picture.min() >= 0.2 - 1e-5
    assert picture.max() <= 0.6 + 1e-5
    # Where the edge crosses a row, light summed along it tells the place; a stair would stand still and jump.
    places = picture[20:100, :, 0].sum(axis=1) / 0.4
    assert np.abs(np.diff(places, 2)).max() < 0.35


def test_edges_soften_only_at_edges() -> None:
    frame = plane()
    picture = np.random.default_rng(0).random((120, 160, 3)).astype(np.float32)
    np.testing.assert_array_equal(smooth_edges(picture, frame), picture)
    frame.part[:, 80:] = Part.NECK
    soft = smooth_edges(picture, frame)
    assert (soft[:, 79:81] != picture[:, 79:81]).any()
    np.testing.assert_array_equal(soft[:, :70], picture[:, :70])


def test_dark_faces_come_out_dark_but_not_as_dark() -> None:
    face = np.ones((8, 8), bool)
    levels = []
    for tone in (0.05, 0.4):
        albedo = np.full((8, 8, 3), tone, np.float32)
        levels.append(tone * face_gain(albedo, albedo, face))
    assert levels[0] < levels[1] < 8 * levels[0]
    assert 0.08 < levels[0] < 0.15
    assert 0.3 < levels[1] < 0.45


def test_exposure_does_not_ask_how_strong_the_lamps_are() -> None:
    albedo, face = np.full((8, 8, 3), 0.3, np.float32), np.ones((8, 8), bool)
    assert face_gain(albedo * 0.1, albedo, face) == pytest.approx(10 * face_gain(albedo, albedo, face), rel=1e-5)


def test_the_neck_continues_the_face() -> None:
    color = np.zeros((160, 160, 3), np.float32)
    face = np.zeros((160, 160), bool)
    face[:100] = True
    color[face] = 0.4
    color[60:100] = (0.5, 0.3, 0.2)
    filled = fill_beyond(color, face, 0.3)
    np.testing.assert_array_equal(filled[face], color[face])
    np.testing.assert_allclose(filled[104, 80], (0.5, 0.3, 0.2), atol=0.04)


def test_items_shrink_about_pixel_centers() -> None:
    item = Item(kind=Kind.MOLE, x_mm=1, y_mm=1, radius_mm=1, strength=1)
    fine = SeenItem(item=item, x_px=20.5, y_px=0.5, radius_px=4, visibility=1, path_px=((20.5, 0.5),))
    hidden = SeenItem(item=item, x_px=-1, y_px=-1, radius_px=4, visibility=0)
    small, gone = shrink_items((fine, hidden), 2)
    assert [small.x_px, small.y_px, small.radius_px] == [10, 0, 2]
    np.testing.assert_allclose(small.path_px, [(10, 0)])
    assert [gone.x_px, gone.y_px] == [-1, -1]
