"""The parts of the examination of twins that need neither torch nor photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from training.twin_realism.cache import kept, name_code
from training.twin_realism.crops import SIDE_PX, Place, clear_places, cut
from training.twin_realism.distance import Described, bootstrap_distance, kernel_distance, redraw
from training.twin_realism.lesions import CLEAR, TYPES, _crops, balanced_lesions, near_duplicates
from training.twin_realism.looks import COMMON_COLOR_OD, FINEST_MM_PER_PX, look_at, same_color, seen
from training.twin_realism.patches import SIDE_MM, Patch
from training.twin_realism.spectra import BANDS_MM, describe

from skincast.density import optical_density
from skincast.twin.draw import draw_traits

PATCH_PX = 140
SKIN = (205, 160, 135)


def skin(height: int = PATCH_PX, width: int = PATCH_PX, *, grain: float = 2.0, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.clip(np.array(SKIN) + grain * random.normal(size=(height, width, 1)), 0, 255).astype(np.uint8)


def waves(wavelength_mm: float, amplitude_od: float) -> np.ndarray:
    x = np.arange(PATCH_PX) * SIDE_MM / PATCH_PX
    od = amplitude_od * np.sin(2 * np.pi * x / wavelength_mm)[None, :, None] * np.ones((PATCH_PX, 1, 3))
    linear = np.array([0.55, 0.35, 0.25]) * np.exp(-od)
    srgb = np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)
    return np.asarray(np.rint(255 * srgb), np.uint8)
        nearly = np.clip(first.astype(int) + 3, 0, 255).astype(np.uint8)
        assert near_duplicates(["a", "b", "c"], [first, nearly, other]) == ["a", "a", "c"]

    def test_a_photo_gives_few_of_a_type_and_clear_skin_beside_them(self) -> None:
        places = [(Place(x=40.0 + 30 * k, y=60, size=12), "papule") for k in range(12)]
        crops = list(_crops(skin(500, 500), places, "photo"))
        labels = [crop.label for crop in crops]
        assert labels.count("papule") == 6
        assert 1 <= labels.count(CLEAR) <= 6


class TestCache:
    def test_what_was_made_is_not_made_again(self, tmp_path: Path) -> None:
        assert kept(tmp_path / "new", "numbers", lambda: [1, 2]) == [1, 2]
        assert kept(tmp_path / "new", "numbers", lambda: [3]) == [1, 2]

    def test_other_code_has_another_name(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
        before = name_code(tmp_path)
        (tmp_path / "a.py").write_text("x = 2\n", "utf-8")
        assert name_code(tmp_path) != before
