from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.twin.fittings.conftest import MakePerson, MakeShot

from skincast.twin.fittings import Layer, draw_layers, draw_room
from skincast.twin.fittings.eyes import EyeView, view_eye
from skincast.twin.fittings.glints import eye_glints
from skincast.twin.frame import Frame, Part
from skincast.twin.person import Traits
from skincast.twin.shot import Lamp


def _named(layers: list[Layer], name: str) -> list[Layer]:
    return [layer for layer in layers if layer.name == name]


def test_layers_fit_their_boxes_and_stay_in_range(frame: Frame, person: MakePerson, shot: MakeShot) -> None:
    layers, glints = draw_layers(frame, person(sex="male", beard=0.5), shot(glasses=True, fringe=0.6))
    height, width = frame.part.shape
    for layer in layers:
        assert layer.rgb.shape == (*layer.box.shape, 3), layer.name
        assert layer.alpha.shape == layer.box.shape
        assert layer.alpha.dtype == np.float32
        assert -1e-6 <= layer.alpha.min() <= layer.alpha.max() <= 1 + 1e-6, layer.name
        assert 0 <= layer.rgb.min() <= layer.rgb.max() < 1.5, layer.name
        assert layer.box.top_px + layer.box.height_px <= height
        assert layer.box.left_px + layer.box.width_px <= width
    for glint in glints:
        assert glint.light.shape == glint.box.shape
        assert glint.light.min() >= 0
        assert np.isfinite(glint.light).all()


def test_the_same_shot_gives_the_same_layers(frame: Frame, person: MakePerson, shot: MakeShot) -> None:
    first, second = (draw_layers(frame, person(), shot(glasses=True, fringe=0.5)) for _ in range(2))
    for one, other in zip(first[0], second[0], strict=True):
        assert (one.alpha == other.alpha).all()
        assert (one.rgb == other.rgb).all()
    for light, again in zip(first[1], second[1], strict=True):
        assert (light.light == again.light).all()


def test_eyes_cover_every_pixel_of_the_eyes(frame: Frame, person: MakePerson, shot: MakeShot) -> None:
    layers, _ = draw_layers(frame, person(), shot())
    cover = np.zeros(frame.part.shape, np.float32)
    for layer in _named(layers, "eye"):
        cover[layer.box.rows, layer.box.columns] += layer.alpha
    assert cover[frame.part == Part.EYE].mean() > 0.9
    assert len(_named(layers, "eye")) == 2
    assert len(_named(layers, "lashes")) == 2


def test_a_hidden_eye_is_not_drawn(turned: Frame, person: MakePerson, shot: MakeShot) -> None:
    layers, _ = draw_layers(turned, person(), shot())
    assert len(_named(layers, "lashes")) == 1
    assert len(_named(layers, "eye")) <= 1


def test_the_iris_is_darker_than_the_sclera_and_the_pupil_darkest(
    frame: Frame, person: MakePerson, shot: MakeShot
) -> None:
    layers, _ = draw_layers(frame, person(melanin=0.2), shot())
    for side, layer in enumerate(_named(layers, "eye")):
        eye = _eye(frame, side)
        radius = np.hypot(eye.iris_x, eye.iris_y)
        seen = eye.opening > 0.95
        bright = layer.rgb.mean(axis=2)
        pupil, iris = bright[seen & (radius < 0.2)].mean(), bright[seen & (radius > 0.5) & (radius < 0.85)].mean()
        sclera = bright[seen & (radius > 1.2) & (radius < 1.6)].mean()
        assert pupil < iris < 0.4 * sclera


def _eye(frame: Frame, side: int) -> EyeView:
    eye = view_eye(frame, side)
    assert eye is not None
    return eye


def test_a_ring_lamp_is_mirrored_as_a_ring(frame: Frame, shot: MakeShot) -> None:
    ring = Lamp(direction=(0, 0, -1), strength=1.0, illuminant="D65", size_deg=60, ring=True)
    disc = replace(ring, ring=False, size_deg=30)
    eye = _eye(frame, 0)
    for lamp, hollow in ((ring, True), (disc, False)):
        cornea = next(g for g in eye_glints(eye, frame, shot(lamps=(lamp,))) if g.name == "cornea")
        rows, columns = np.nonzero(cornea.light > 0.5 * cornea.light.max())
        middle = cornea.light[round(rows.mean()), round(columns.mean())]
        assert (middle < 0.3 * cornea.light.max()) == hollow


def test_a_lamp_aside_is_mirrored_on_its_side(frame: Frame, shot: MakeShot) -> None:
    eye = _eye(frame, 0)
    places = []
    for x in (-0.7, 0.7):
        lamp = Lamp(direction=(x, -0.1, -1), strength=1.0, illuminant="D65", size_deg=15)
        cornea = next(g for g in eye_glints(eye, frame, shot(lamps=(lamp,))) if g.name == "cornea")
        columns = np.nonzero(cornea.light > 0)[1]
        places.append(columns.mean())
    assert places[1] - places[0] > 2 / frame.mm_per_px


def test_a_wide_lamp_is_mirrored_faintly_and_a_small_one_brightly(frame: Frame, shot: MakeShot) -> None:
    eye = _eye(frame, 1)
    peaks = []
    for size in (12.0, 30.0, 70.0):
        lamp = Lamp(direction=(0.1, -0.1, -1), strength=1.0, illuminant="D65", size_deg=size)
        cornea = next(g for g in eye_glints(eye, frame, shot(lamps=(lamp,))) if g.name == "cornea")
        peaks.append(float(cornea.light.max()))
    assert peaks[0] > peaks[1] > peaks[2] > 0


def test_glasses_and_fringe_come_only_when_asked(frame: Frame, person: MakePerson, shot: MakeShot) -> None:
    who = next(p for p in (person(seed=s) for s in range(50)) if _wears_fringe(frame, p, shot))
    plain = {layer.name for layer in draw_layers(frame, who, shot())[0]}
    dressed = {layer.name for layer in draw_layers(frame, who, shot(glasses=True, fringe=0.7))[0]}
    assert not plain & {"rim", "lens", "fringe", "glasses shade"}
    assert {"rim", "lens", "fringe", "glasses shade"} <= dressed


def _wears_fringe(frame: Frame, who: Traits, shot: MakeShot) -> bool:
    return any(layer.name == "fringe" for layer in draw_layers(frame, who, shot(fringe=0.7))[0])


def test_hair_hides_its_shell_and_hangs_over_its_edge(frame: Frame, person: MakePerson, shot: MakeShot) -> None:
    layers, _ = draw_layers(frame, person(), shot())
    if not (frame.part == Part.HAIR).any():
        pytest.skip("this person is bald")
    (hair,) = _named(layers, "hair")
    inside = frame.part[hair.box.rows, hair.box.columns] == Part.HAIR
    assert hair.alpha[inside].mean() > 0.9
    assert (hair.alpha[~inside] > 0.2).sum() > 50
    # Strands: neighbors differ.
    assert hair.rgb[inside].std() > 0.1 * hair.rgb[inside].mean()


def test_nostrils_are_dark_where_the_sheet_has_them(frame: Frame, person: MakePerson, shot: MakeShot) -> None:
    (layer,) = _named(draw_layers(frame, person(), shot())[0], "nostrils")
    part = frame.part[layer.box.rows, layer.box.columns]
    assert layer.alpha[part != Part.SKIN].max(initial=0) == 0
    y = frame.sheet_y_mm[layer.box.rows, layer.box.columns][layer.alpha > 0.3]
    assert len(y) > 5
    assert np.ptp(y) < 12


def test_rooms_differ_by_shot_and_are_out_of_focus(shot: MakeShot) -> None:
    rooms = [draw_room(shot(seed=seed), (128, 96)) for seed in (1, 1, 2)]
    assert (rooms[0] == rooms[1]).all()
    assert np.abs(rooms[0] - rooms[2]).mean() > 0.01
    for room in rooms:
        assert room.shape == (128, 96, 3)
        assert room.min() > 0
        step = np.abs(np.diff(room, axis=1)).max() / room.max()
        assert step < 0.35
