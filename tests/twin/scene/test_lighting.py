"""Lamps of every kind of light."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.scene.lighting import LIGHT_KINDS, LightKind, draw_lamps


@pytest.mark.parametrize("kind", LIGHT_KINDS)
def test_lamps_together_light_a_face_about_once(kind: LightKind) -> None:
    for seed in range(20):
        lamps = draw_lamps(np.random.default_rng(seed), kind)
        assert 0.85 <= sum(lamp.strength for lamp in lamps) <= 1.2
        assert any(lamp.size_deg == 180 for lamp in lamps), "no light from around"
        assert all(np.linalg.norm(lamp.direction) > 0 for lamp in lamps)


def test_the_same_seed_gives_the_same_lamps() -> None:
    assert draw_lamps(np.random.default_rng(3), "mixed") == draw_lamps(np.random.default_rng(3), "mixed")
    assert draw_lamps(np.random.default_rng(3), "mixed") != draw_lamps(np.random.default_rng(4), "mixed")


def test_kinds_differ_as_their_names_say() -> None:
    random = np.random.default_rng(1)
    assert draw_lamps(random, "ring")[0].ring
    assert draw_lamps(random, "sun")[0].size_deg == 0.5
    assert draw_lamps(random, "window")[0].size_deg >= 40
    assert {lamp.illuminant for lamp in draw_lamps(random, "cloudy")} == {"cloudy"}
    assert draw_lamps(random, "dim")[0].illuminant in ("A", "led_warm")
    assert len({lamp.illuminant for lamp in draw_lamps(random, "mixed")}) == 3


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no light is called candle"):
        draw_lamps(np.random.default_rng(0), "candle")  # type: ignore[arg-type]
