"""How selfies are taken, well and badly."""

from __future__ import annotations

import tomllib
from importlib import resources

import numpy as np
import pytest

from skincast.twin.scene.shots import MOST_CONTRAST, draw_shot, fault_codes, skin_hue_error_deg
from skincast.twin.shot import Shot


def test_good_shots_are_within_what_the_gate_wants() -> None:
    for seed in range(40):
        shot = draw_shot(np.random.default_rng(seed))
        assert abs(shot.pose.yaw_deg) <= 10
        assert abs(shot.pose.pitch_deg) <= 9
        assert abs(shot.phone.exposure_ev) <= 0.6
        assert shot.phone.blur_px < 2
        assert not shot.glasses
        assert max(shot.expression.values()) <= 0.15


def test_faults_are_codes_of_the_gate() -> None:
    table = tomllib.loads(resources.files("skincast.quality").joinpath("problems.toml").read_text("utf-8"))
    known = {row["code"] for row in table["problem"]}
    assert known == set(fault_codes())


@pytest.mark.parametrize("code", fault_codes())
def test_each_fault_changes_the_good_shot(code: str) -> None:
    good, bad = draw_shot(np.random.default_rng(5)), draw_shot(np.random.default_rng(5), code)
    assert good != bad
    assert good.seed == bad.seed
    assert bad == draw_shot(np.random.default_rng(5), code)


def test_phones_leave_warm_light_a_little_warm() -> None:
    shots = [draw_shot(np.random.default_rng(seed)) for seed in range(300)]
    blue = {warm: [s.phone.white_balance_error[1] for s in shots if _is_warm(s) == warm] for warm in (True, False)}
    assert np.mean(blue[True]) < np.mean(blue[False]) - 0.05


def test_good_phones_keep_the_hue_of_skin() -> None:
    off = []
    for seed in range(60):
        shot = draw_shot(np.random.default_rng(seed), light="ring")
        off.append(skin_hue_error_deg(shot.phone.camera, {lamp.illuminant: lamp.strength for lamp in shot.lamps}))
        assert shot.phone.contrast <= MOST_CONTRAST
    any_phone = [skin_hue_error_deg(f"parametric:{seed}", {"led_cool": 1.0}) for seed in range(60)]
    assert np.quantile(np.abs(off), 0.9) < 3.5 < np.quantile(np.abs(any_phone), 0.9)


def _is_warm(shot: Shot) -> bool:
    return shot.lamps[0].illuminant in ("A", "led_warm")


def test_light_and_size_can_be_chosen() -> None:
    shot = draw_shot(np.random.default_rng(0), light="ring", size_px=(384, 512))
    assert shot.lamps[0].ring
    assert (shot.width_px, shot.height_px) == (384, 512)


def test_an_unknown_quality_is_refused() -> None:
    with pytest.raises(ValueError, match="no bad photo can be drawn for haunted"):
        draw_shot(np.random.default_rng(0), "haunted")
