"""The head as the camera sees it: exact buffers, the pose that was asked for, a face that the mesh finds."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from skincast.face import find_face
from skincast.face.atlas import ATLAS_MM_PER_PX, atlas_points
from skincast.twin.frame import Frame, Part
from skincast.twin.head import build_head, lit, see_head
from skincast.twin.head.see import head_rotation
from skincast.twin.person import Complexion, Condition, Traits
from skincast.twin.shot import Expression, Lamp, Phone, Pose, Shot
from skincast.types import Photo

COMPLEXION = Complexion(
    melanin=0.05,
    pheomelanin_share=0.1,
    blood=0.04,
    oxygen=0.7,
    epidermis_mm=0.06,
    carotene=1,
    bilirubin=1,
    scattering=1,
)
FRONTAL = Pose()
INNER_LIPS = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)


def person(seed: int = 1, *, age_years: float = 30, male: bool = False) -> Traits:
    sex = "male" if male else "female"
    return Traits(seed=seed, age_years=age_years, sex=sex, complexion=COMPLEXION)  # type: ignore[arg-type]


def press(pose: Pose = FRONTAL, expression: dict[Expression, float] | None = None, *, size: int = 256) -> Shot:
    lamp = Lamp(direction=(0, 0, -1), strength=1, illuminant="D65")
    return Shot(
        seed=1,
        width_px=size * 3 // 4,
        height_px=size,
        pose=pose,
        expression=expression or {},
        lamps=(lamp,),
        phone=Phone(camera="parametric:1"),
    )


def look(shot: Shot, traits: Traits | None = None, condition: Condition | None = None) -> Frame:
    return see_head(build_head(traits or person(), condition or Condition(), shot), shot)


def shade(frame: Frame) -> Photo:
    """A crude picture: skin lit from above, dark irises, dark hair."""
    albedo = np.array([0.4, 0.75, 0.7, 0.9, 0.3, 0.15, 0.4, 0.1])[frame.part]
    y, x = np.mgrid[: frame.part.shape[0], : frame.part.shape[1]]
    for iris in (468, 473):
        radius = np.linalg.norm(frame.landmarks_px[iris + 1, :2] - frame.landmarks_px[iris + 3, :2]) / 2
        near = np.hypot(x - frame.landmarks_px[iris, 0], y - frame.landmarks_px[iris, 1]) < radius
        albedo[near & (frame.part == Part.EYE)] = 0.1
    light = 0.6 * np.clip(frame.normal @ (np.array([-0.4, -0.5, -0.77])), 0, None) + 0.4 * frame.occlusion
    light[frame.part == Part.BACKGROUND] = 1
    pixels = np.clip((albedo * light)[..., None] * np.array([1.0, 0.82, 0.74]), 0, 1) ** 0.6 * 255
    height, width = frame.part.shape
    return Photo(pixels=pixels.astype(np.uint8), width_px=width, height_px=height, reduction=1, sha256="")


def test_same_shot_same_buffers() -> None:
    first, second = look(press()), look(press())
    assert np.array_equal(first.part, second.part)
    assert np.array_equal(first.normal, second.normal)


def test_buffers_keep_their_contract() -> None:
    frame = look(press(Pose(yaw_deg=25)))
    skin, seen = frame.part == Part.SKIN, frame.part != Part.BACKGROUND
    assert skin.mean() > 0.15
    assert (frame.sheet_x_mm[skin] >= 0).all()
    assert (frame.sheet_x_mm[~skin] == -1).all()
    assert np.allclose(np.linalg.norm(frame.normal[seen], axis=1), 1, atol=1e-3)
    assert np.isinf(frame.depth_mm[~seen]).all()
    assert (frame.depth_mm[seen] > 300).all()
    assert ((frame.occlusion >= 0) & (frame.occlusion <= 1)).all()
    facing = frame.normal[seen][:, 2]
    assert (facing < 0.1).mean() > 0.97


def test_every_part_is_there() -> None:
    frame = look(press(expression={"mouth_open": 0.8}))
    assert {Part.SKIN, Part.NECK, Part.EYE, Part.MOUTH, Part.HAIR, Part.CLOTH} <= set(np.unique(frame.part).tolist())


def test_landmarks_lie_on_their_places_of_the_sheet() -> None:
    frame = look(press(size=1024))
    wanted = (atlas_points()[:468] + 0.5) * ATLAS_MM_PER_PX
    at = np.rint(frame.landmarks_px[:468, :2]).astype(int)
    part, x, y = (m[at[:, 1], at[:, 0]] for m in (frame.part, frame.sheet_x_mm, frame.sheet_y_mm))
    depth = frame.depth_mm[at[:, 1], at[:, 0]]
    mean = frame.depth_mm[frame.part == Part.SKIN].mean()
    assert np.isfinite(depth).all()
    assert abs(float(mean) - 470) < 60
    error = np.hypot(x - wanted[:, 0], y - wanted[:, 1])[part == Part.SKIN]
    assert np.median(error) < 0.4


def test_depth_and_landmarks_agree() -> None:
    shot = press(Pose(yaw_deg=15, aside_mm=20), size=512)
    frame = look(shot)
    tip = np.rint(frame.landmarks_px[4, :2]).astype(int)
    assert frame.depth_mm[tip[1], tip[0]] == pytest.approx(shot.pose.distance_mm, abs=1.0)
    assert frame.landmarks_px[4, 0] > 192


@pytest.mark.parametrize("pose", [(0, 0, 0), (20, 10, 0), (-30, 15, 15), (50, -20, -30)])
def test_angles_are_those_that_the_face_room_reads(pose: tuple[float, float, float]) -> None:
    yaw, pitch, roll = pose
    rotation = head_rotation(Pose(yaw_deg=yaw, pitch_deg=pitch, roll_deg=roll))
    forward, right = rotation @ [0, 0, -1], rotation @ [1, 0, 0]
    read = [np.arctan2(forward[0], -forward[2]), np.arcsin(-forward[1]), np.arctan2(right[1], right[0])]
    assert np.degrees(read) == pytest.approx(pose, abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_face_is_found_where_it_is(seed: int) -> None:
    pose = Pose(yaw_deg=(-25, 0, 0, 20)[seed % 4], roll_deg=(0, 10)[seed % 2])
    frame = look(press(pose, size=512), person(seed, age_years=20 + 7 * seed, male=seed % 2 == 0))
    face = find_face(shade(frame))
    assert face is not None
    error = np.linalg.norm(face.landmarks_px[:468, :2] - frame.landmarks_px[:468, :2], axis=1)
    assert np.median(error) * frame.mm_per_px < 4.5
    assert face.yaw_deg == pytest.approx(pose.yaw_deg, abs=6)
    assert face.roll_deg == pytest.approx(pose.roll_deg, abs=4)


def share_of(frame: Frame, part: Part) -> float:
    return float((frame.part == part).mean())


def test_expressions_do_what_they_say() -> None:
    rest, open_, shut = (look(press(expression=e)) for e in ({}, {"mouth_open": 1.0}, {"eyes_closed": 1.0}))  # type: ignore[arg-type]
    assert share_of(open_, Part.MOUTH) > 20 * max(share_of(rest, Part.MOUTH), 1e-5)
    assert share_of(shut, Part.EYE) < 0.1 * share_of(rest, Part.EYE)
    assert share_of(rest, Part.EYE) > 0.001


@pytest.mark.parametrize("seed", range(6))
def test_nothing_pokes_through_the_skin(seed: int) -> None:
    shot = press(Pose(yaw_deg=20.0 * (seed - 2)), {"mouth_open": 0.2 * seed, "smile": 1 - 0.2 * seed})
    frame = look(shot, person(70 + seed, male=seed % 2 == 0), Condition(severity={"firmness": 0.2 * seed}))
    places = np.argwhere(frame.part == Part.MOUTH)[:, ::-1]
    lips = frame.landmarks_px[list(INNER_LIPS), :2]
    low, high = lips.min(axis=0) - 3, lips.max(axis=0) + 3
    assert ((places >= low) & (places <= high)).all()


def test_slack_skin_lowers_the_jowls_and_nothing_else() -> None:
    shot = press()
    firm, slack = (build_head(person(), Condition(severity={"firmness": s}), shot).landmarks_mm for s in (0.0, 1.0))
    drop = slack - firm
    assert drop[[150, 379], 1].min() > 2.5
    assert np.abs(drop[[4, 168, 10, 33, 263]]).max() < 0.8


def lit_share(direction: tuple[float, float, float], size_deg: float) -> tuple[Frame, NDArray[np.float32]]:
    shot = press(size=384)
    head = build_head(person(3, male=True), Condition(), shot)
    frame = see_head(head, shot)
    return frame, lit(frame, head, shot.pose, direction, size_deg=size_deg)


def test_a_lamp_at_the_phone_casts_next_to_no_shadow() -> None:
    frame, share = lit_share((0, 0, -1), 1.0)
    facing = (frame.part == Part.SKIN) & (frame.normal[..., 2] < -0.4)
    assert (share[facing] > 0.9).mean() > 0.98


def test_the_nose_shades_the_far_cheek() -> None:
    frame, share = lit_share((-1, -0.2, -0.25), 1.0)
    near, far = (np.rint(frame.landmarks_px[mark, :2]).astype(int) for mark in (50, 371))
    assert share[near[1], near[0]] > 0.9
    assert share[far[1], far[0]] < 0.2


def test_a_larger_lamp_has_softer_edges() -> None:
    middling = []
    for size_deg in (0.5, 30.0):
        frame, share = lit_share((-1, -0.6, -0.6), size_deg)
        skin = share[frame.part == Part.SKIN]
        middling.append(((skin > 0.1) & (skin < 0.9)).mean())
    assert middling[1] > 1.5 * middling[0]


@pytest.mark.parametrize("yaw_deg", [-40.0, 0.0, 40.0])
def test_nobody_looks_through_the_head(yaw_deg: float) -> None:
    frame = look(press(Pose(yaw_deg=yaw_deg), size=512))
    count, islands, sizes, _ = cv2.connectedComponentsWithStats((frame.part == Part.BACKGROUND).astype(np.uint8))
    rim = set(np.concatenate([islands[0], islands[-1], islands[:, 0], islands[:, -1]]).tolist())
    # Between hair that falls and a shoulder one does see the room.
    cloth = set(
        np.unique(islands[cv2.dilate((frame.part == Part.CLOTH).astype(np.uint8), np.ones((3, 3))) > 0]).tolist()
    )
    enclosed = [int(sizes[k, cv2.CC_STAT_AREA]) for k in range(1, count) if k not in rim | cloth]
    assert sum(enclosed) <= 3
