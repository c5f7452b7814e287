"""Fits find the skin behind a spectrum, and distances are the published ones."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.color_distance import ciede2000
from benchmarks.skin_fit import USUAL, fit_colors, fit_spectra, from_scale, spectra_of
from benchmarks.skin_spectra import IN_GRID, lab_of

from skincast.twin.optics import OpticalModel


def test_color_difference_agrees_with_its_published_examples() -> None:
    # Sharma, Wu and Dalal 2005, table 1: pairs 1, 4, 9, 17, 25, 33.
    first = [
        [50, 2.6772, -79.7751],
        [50, -1.3802, -84.2814],
        [50, 2.49, -0.001],
        [50, 2.5, 0],
        [60.2574, -34.0099, 36.2677],
        [6.7747, -0.2908, -2.4247],
    ]
    second = [
        [50, 0, -82.7485],
        [50, 0, -82.7485],
        [50, -2.49, 0.0009],
        [73, 25, -18],
        [60.4626, -34.1751, 39.4387],
        [5.8714, -0.0985, -2.2286],
    ]
    expected = [2.0425, 1.0, 7.1792, 27.1492, 1.2644, 0.6377]
    assert ciede2000(np.array(first), np.array(second)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("model", ["kubelka_munk", "diffusion"])
def test_fits_find_what_was_put_in(model: OpticalModel) -> None:
    true = np.tile(USUAL, (3, 1))
    true[:, 0] = np.log([0.02, 0.08, 0.3])
    true[:, 2] += [0.5, 0.0, -0.3]
    spectra = spectra_of(true, model)[:, IN_GRID]
    found = from_scale(fit_spectra(spectra, model))
    assert found[:, 0] == pytest.approx([0.02, 0.08, 0.3], rel=0.15)
    lab = lab_of(spectra)
    again = lab_of(spectra_of(fit_colors(lab, model), model)[:, IN_GRID])
    assert ciede2000(lab, again).max() < 0.3
