"""The published mapping: monotone, readable backwards, one for every concern."""

from __future__ import annotations

import pytest

from skincast.catalog import concerns
from skincast.score.repeatability import region_ratio, score_sd
from skincast.score.scale import scales


@pytest.mark.parametrize("name", concerns())
def test_scale_falls_from_hundred(name: str) -> None:
    scale = scales()[name]
    assert scale.score[0] == 100
    assert scale.score[-1] == 0
    assert list(scale.burden) == sorted(set(scale.burden))
    assert list(scale.score) == sorted(set(scale.score), reverse=True)


@pytest.mark.parametrize("name", concerns())
@pytest.mark.parametrize("score", [1.0, 37.5, 60.0, 99.0])
def test_scale_reads_backwards(name: str, score: float) -> None:
    scale = scales()[name]
    assert scale.score_of(scale.burden_of(score)) == pytest.approx(score)


@pytest.mark.parametrize("name", concerns())
def test_score_stays_inside(name: str) -> None:
    scale = scales()[name]
    assert scale.score_of(-1e9) == 100
    assert scale.score_of(1e9) == 0


@pytest.mark.parametrize("name", concerns())
def test_coarser_and_poorer_photos_err_no_less(name: str) -> None:
    good = score_sd(name, native_mm_per_px=0.2, quality=0.95)
    poor = score_sd(name, native_mm_per_px=0.2, quality=0.1)
    assert 0.2 < good < 40
    assert poor >= good
    assert 0.5 < region_ratio(name) < 5
