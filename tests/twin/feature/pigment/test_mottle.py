"""Unevenness at every scale."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.twin.feature.pigment.mottle import mottle


def test_each_octave_doubles_the_map() -> None:
    assert mottle(np.random.default_rng(1), (1.0,)).shape == (14, 16)
    assert mottle(np.random.default_rng(1), (0, 0, 0, 0, 0, 1.0)).shape == (448, 512)


@pytest.mark.parametrize("spotty", [False, True])
def test_the_last_octave_has_the_wanted_strength(spotty: bool) -> None:
    noise = mottle(np.random.default_rng(1), (0, 0, 0, 0, 0, 0.3), spotty=spotty)
    assert noise.std() == pytest.approx(0.3, rel=0.02)
    assert noise.mean() == pytest.approx(0, abs=0.01)


def test_spotty_noise_has_few_strong_specks() -> None:
    noise = mottle(np.random.default_rng(1), (0, 0, 0, 0, 0, 1.0), spotty=True)
    assert (noise**3).mean() > 0.8


def test_more_octaves_keep_the_coarse_ones() -> None:
    coarse = mottle(np.random.default_rng(1), (1.0, 1.0, 1.0))
    fine = mottle(np.random.default_rng(1), (1.0, 1.0, 1.0, 0.0))
    assert np.corrcoef(fine[::2, ::2].ravel(), coarse.ravel())[0, 1] > 0.9
