"""The benchmark of two visits says what was painted and what was not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.datasets import Sample, load
from benchmarks.visits import FIGURES, Pair, compare_face, find_places, summarize

from skincast.photo import read_photo


@pytest.fixture
def sample(portrait: Path) -> Sample:
    """The portrait of the demo as a sample of a set."""
    return Sample(dataset="gan1024_survey", path=portrait.with_name("hopper.jpg"), group="hopper")


def test_spots_are_painted_on_skin_and_known_on_the_atlas(sample: Sample) -> None:
    picture = read_photo(sample.path).pixels
    places = find_places(picture)
    assert len(places) >= 3
    for place in places:
        assert 0 < place.spot.x_px < picture.shape[1]
        assert 0 < place.x_mm < 256
        assert 0 < place.y_mm < 224
    assert len({(round(place.x_mm), round(place.y_mm)) for place in places}) == len(places)


@pytest.mark.slow
def test_a_face_is_compared_with_itself(data_dir: Path) -> None:
    pairs = (compare_face(sample) for sample in load("gan1024_survey", data_dir)[:8])
    pair = next(pair for pair in pairs if pair is not None)
    assert 0 <= pair.beyond_noise < 0.1
    assert pair.named <= 1


def test_figures_leave_out_what_could_not_be_told() -> None:
    known = Pair(beyond_noise=0.02, alarm=False, single_alarms=0.1, false_fates=0, shown=1.0, named=0.5)
    blind = Pair(beyond_noise=0.04, alarm=True, single_alarms=0.1, false_fates=2, shown=np.nan, named=np.nan)
    figures = summarize([("a", known), ("b", blind)])
    assert figures.keys() == FIGURES.keys()
    assert figures["beyond_noise"].value == pytest.approx(0.03)
    assert (figures["shown"].value, figures["shown"].n) == (1.0, 1)
