"""How the skin's relief breaks its sheen."""

from __future__ import annotations

import numpy as np

from skincast.twin.scene.skin import SHEEN_HOLDS, broken_sheen


def test_plateaus_mirror_more_than_furrows() -> None:
    relief = np.tile(np.array([[0.03, -0.03]], np.float32), (4, 4))
    broken = broken_sheen(np.full(relief.shape, 2.0, np.float32), relief)
    assert (broken[:, ::2] > 1.15 * broken[:, 1::2]).all()


def test_more_oil_mirrors_more_but_never_without_end() -> None:
    flat = np.zeros((1, 5), np.float32)
    broken = broken_sheen(np.array([[0.5, 1, 2, 6, 100]], np.float32), flat)[0]
    np.testing.assert_allclose(broken[:2], [0.5, 1])
    assert (np.diff(broken) > 0).all()
    assert broken[-1] < 1 + SHEEN_HOLDS
