"""The verdict as a whole: what spoils a region, what spoils the photo, and what the score says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.quality import degrade

from skincast.face import cut_patch
from skincast.quality import check_quality, faults, refuse_unreadable
from skincast.types import Crop, Face, Photo, Quality

Check = Callable[[Crop], Quality]
MIDDLE = {"forehead", "cheek_right", "cheek_left", "nose", "chin", "perioral", "under_eye_right", "under_eye_left"}


def codes(quality: Quality, region: str | None = None) -> set[str]:
    return {problem.code for problem in quality.problems if problem.region == region}


def test_the_portrait_is_accepted_with_a_notice_of_its_size(check: Check, crop: Crop) -> None:
    quality = check(crop)
    assert quality.accepted
    assert codes(quality) == {"low_resolution", "expression"}
    assert not quality.unjudged & MIDDLE
    assert 0.3 < quality.score < 1


def test_the_same_crop_gives_the_same_quality(check: Check, crop: Crop) -> None:
    assert check(crop) == check(crop)


def test_a_shadow_on_one_cheek_spoils_that_cheek_alone(check: Check, crop: Crop) -> None:
    before, after = check(crop), check(degrade.shade(crop, ("cheek_left",), 0.1))
    assert after.accepted
    assert after.unjudged - before.unjudged == {"cheek_left"}
    assert codes(after, "cheek_left") == {"uneven_light"}


def test_a_region_keeps_its_first_cause_alone(check: Check, crop: Crop) -> None:
    quality = check(degrade.cut_off(crop, ("chin",)))
    assert codes(quality, "chin") == {"out_of_frame"}


def test_too_little_of_the_face_is_refused_in_the_name_of_the_cause(check: Check, crop: Crop) -> None:
    kept = {"nose", "glabella", "under_eye_right", "under_eye_left", "nasolabial_right", "nasolabial_left"}
    lost = tuple(set(crop.region_names[1:]) - kept)
    quality = check(degrade.shade(crop, lost, 0.002))
    assert not quality.accepted
    assert quality.score == 0
    refusal = next(p for p in quality.problems if p.region is None and p.refuses)
    assert refusal.code == "too_little_left"
    assert refusal.value < refusal.limit == pytest.approx(100 / 3, abs=0.1)
    assert faults()["too_dark"].message in refusal.message


def test_a_closeup_needs_less_of_the_face(photo: Photo, face: Face, crop: Crop) -> None:
    lost = ("forehead", "cheek_right", "jaw_right", "jaw_left", "chin", "perioral", "temple_right", "temple_left")
    part = degrade.cut_off(crop, lost)
    left = check_quality(photo, face, part, closeup=True)
    assert left.accepted
    assert set(lost) <= left.unjudged
    assert not check_quality(photo, face, part, closeup=False).accepted


def test_without_a_face_only_a_closeup_is_accepted(photo: Photo) -> None:
    assert codes(check_quality(photo, None, None, closeup=False)) == {"no_face"}
    assert codes(check_quality(photo, None, cut_patch(photo), closeup=False)) == {"no_face"}
    assert not check_quality(photo, None, None, closeup=True).accepted


def skin_patch(photo: Photo, *, gain: float = 1.0) -> Crop:
    """A close-up of skin: one color, mottled at several scales."""
    rng = np.random.default_rng(3)
    density = sum(cv2.GaussianBlur(rng.normal(0, 0.1 * sd, (300, 400)), (0, 0), sd) for sd in (0.7, 3.0, 12.0))
    pixels = np.clip(np.array([198, 152, 130]) * np.exp(-density)[..., None], 0, 255).astype(np.uint8)
    return degrade.light(cut_patch(replace(photo, pixels=pixels, width_px=400, height_px=300)), gain)


def test_a_patch_of_skin_has_only_the_checks_that_make_sense(photo: Photo) -> None:
    quality = check_quality(photo, None, skin_patch(photo), closeup=True)
    assert quality.accepted, quality.problems
    faceless = {
        "pose_yaw",
        "pose_pitch",
        "pose_roll",
        "expression",
        "occluded",
        "out_of_frame",
        "multiple_faces",
        "no_face",
    }
    assert not {key.partition(".")[0] for key in quality.values} & faceless


def test_a_dark_patch_is_refused(photo: Photo) -> None:
    quality = check_quality(photo, None, skin_patch(photo, gain=1 / 60), closeup=True)
    assert not quality.accepted
    assert "too_dark" in codes(quality)


def test_left_and_right_swap_when_the_light_does(check: Check, crop: Crop) -> None:
    right = check(degrade.shade(crop, ("cheek_right",), 0.1)).unjudged
    left = check(degrade.shade(crop, ("cheek_left",), 0.1)).unjudged
    assert "cheek_right" in right - left
    assert "cheek_left" in left - right


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        ("too_dark", [1.0, 0.5, 0.25, 0.1, 0.05, 0.02, 0.005]),
        ("too_bright", [1.0, 1.5, 2.0, 3.0, 5.0, 9.0]),
        ("clipped", [1.0, 1.5, 2.0, 3.0, 5.0, 9.0]),
    ],
)
def test_worse_light_never_raises_its_grade(key: str, steps: list[float], check: Check, crop: Crop) -> None:
    grades = [faults()[key].grade(check(degrade.light(crop, gain)).values[key]) for gain in steps]
    assert grades == sorted(grades, reverse=True)
    assert grades[0] > 0.9
    assert grades[-1] == 0


def test_more_blur_never_raises_its_grade(check: Check, crop: Crop) -> None:
    values = [check(degrade.blur(crop, sd_mm)).values["blurred"] for sd_mm in (0.2, 1.0, 1.5, 2.0, 3.0)]
    assert values == sorted(values)
    assert values[-1] > 2.0


def test_more_grain_never_raises_its_grade(check: Check, crop: Crop) -> None:
    values = [check(degrade.add_grain(crop, sd)).values["noisy"] for sd in (0.05, 0.1, 0.2, 0.4)]
    assert values == sorted(values)


def test_turning_away_never_raises_the_score(photo: Photo, face: Face, crop: Crop) -> None:
    scores = [
        check_quality(photo, replace(face, yaw_deg=yaw), crop, closeup=False).score
        for yaw in (0.0, 12.0, 25.0, 45.0, 59.0, 61.0)
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0


def test_turning_either_way_is_the_same(photo: Photo, face: Face, crop: Crop) -> None:
    either = [check_quality(photo, replace(face, yaw_deg=yaw), crop, closeup=False) for yaw in (-30.0, 30.0)]
    assert either[0] == either[1]


def test_a_small_sharp_photo_is_not_called_blurred(check: Check, crop: Crop) -> None:
    assert "blurred" not in codes(check(crop))


def test_a_mosaic_is_called_blurred(check: Check, crop: Crop) -> None:
    assert "blurred" in codes(check(degrade.pixelate(replace(crop, native_mm_per_px=0.3), 4.0)))


def test_shake_is_called_blurred(check: Check, crop: Crop) -> None:
    assert check(degrade.shake(crop, 10.0)).values["blurred"] > check(crop).values["blurred"] + 0.5


def test_a_toned_print_has_no_color(check: Check, crop: Crop) -> None:
    quality = check(degrade.turn_sepia(crop))
    assert not quality.accepted
    assert "color_cast" in codes(quality)


@pytest.mark.parametrize("gain", [(0.55, 0.85, 1.6), (0.5, 1.1, 0.8), (1.0, 0.5, 1.2), (1.2, 0.75, 0.12)])
def test_colored_light_is_named(gain: tuple[float, float, float], check: Check, crop: Crop) -> None:
    assert "color_cast" in codes(check(degrade.light(degrade.light(crop, 0.8), gain)))


def test_a_mask_leaves_the_upper_face(check: Check, crop: Crop) -> None:
    quality = check(degrade.put_on_mask(crop))
    assert {"perioral", "chin"} <= quality.unjudged
    assert not quality.unjudged & {"forehead", "under_eye_right", "under_eye_left"}


def test_a_crop_that_shows_nothing_is_refused(check: Check, crop: Crop) -> None:
    black = replace(crop, pixels=np.zeros_like(crop.pixels), inside=np.zeros_like(crop.inside))
    quality = check(black)
    assert not quality.accepted
    assert "out_of_frame" in codes(quality)


def test_a_photo_in_which_nothing_can_be_read_is_refused(check: Check, crop: Crop) -> None:
    good = check(crop)
    refused = refuse_unreadable(good)
    assert good.accepted
    assert not refused.accepted
    assert refused.score == 0
    assert refused.problems[-1].code == "too_little_left"
    assert refused.problems[-1].value < refused.problems[-1].limit


def test_what_lies_behind_glasses_is_not_judged(check: Check, crop: Crop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not {"under_eye_right", "under_eye_left"} & check(crop).unjudged
    monkeypatch.setattr("skincast.quality.occlusion._bar_od", lambda *_, **__: 2.0)
    assert {"under_eye_right", "under_eye_left"} <= check(crop).unjudged
