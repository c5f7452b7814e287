"""How light falls place by place."""

from __future__ import annotations

import numpy as np

from skincast.twin.paint.light import PhotoLight
from skincast.twin.paint.local import LocalLight, local_light

LAMP = PhotoLight(sky=0.4, lamp=np.array([0.0, 0.0, -0.6], np.float32))


def seen(brightness: np.ndarray) -> LocalLight:
    shape = brightness.shape
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = -1
    linear = np.repeat(brightness[..., None], 3, axis=2).astype(np.float32)
    return local_light(linear, np.ones(shape, np.float32), normal, LAMP, 0.5)


def test_even_skin_gets_what_the_fitted_light_tells() -> None:
    here = seen(np.full((160, 160), 0.3))
    assert np.allclose(here.level, 1, atol=0.02)
    assert np.allclose(here.lamp_share, 1, atol=0.05)
    assert not here.glare.any()


def test_no_lamp_reaches_into_a_shadow() -> None:
    brightness = np.full((160, 160), 0.3)
    brightness[:, 120:] = 0.09
    here = seen(brightness)
    assert here.lamp_share[80, 150] < 0.7 * here.lamp_share[80, 40]
    assert here.level[80, 150] < 0.6 * here.level[80, 40]


def test_glare_counts_as_mirrored_light() -> None:
    brightness = np.full((160, 160), 0.3)
    brightness[60:100, 60:100] = 0.9
    here = seen(brightness)
    assert here.glare[80, 80] > 0.3
    assert here.glare[10, 10] == 0


def test_small_dark_places_are_the_skin_s_own() -> None:
    brightness = np.full((160, 160), 0.3)
    brightness[78:82, 78:82] = 0.1
    assert seen(brightness).level[80, 80] > 0.9


def test_a_lamp_still_rakes_skin_that_hardly_faces_it() -> None:
    shape = (160, 160)
    normal = np.zeros((*shape, 3), np.float32)
    normal[..., 2] = -1
    normal[:, 80:] = (1, 0, 0)
    linear = np.where(normal[..., 2:] < -0.5, 0.3, 0.12).astype(np.float32) * np.ones(3, np.float32)
    here = local_light(linear, np.ones(shape, np.float32), normal, LAMP, 0.5)
    assert here.lamp_share[80, 140] > 0.7
