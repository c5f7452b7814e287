"""The parts of the examination of twins that need neither torch nor photos."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.datasets import LabeledBox
from training.twin_realism.cache import kept, name_code
from training.twin_realism.crops import SIDE_PX, Place, clear_places, cut
from training.twin_realism.distance import Described, bootstrap_distance, kernel_distance, redraw
from training.twin_realism.lesions import CLEAR, TYPES, _crops, balanced_lesions, near_duplicates
from training.twin_realism.looks import COMMON_COLOR_OD, FINEST_MM_PER_PX, look_at, same_color, seen
from training.twin_realism.patches import SIDE_MM, Patch
from training.twin_realism.spectra import BANDS_MM, describe
from training.twin_realism.wrinkles import _areas, _boxed_regions

from skincast.density import optical_density
from skincast.twin.draw import draw_traits
from skincast.types import Crop as FaceCrop

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


def face_crop() -> FaceCrop:
    """A forehead of 40 mm in the left upper corner, at the scale of the photo."""
    regions = np.zeros((200, 200), np.uint8)
    regions[:100, :100] = 1
    return FaceCrop(
        pixels=skin(400, 400),
        mm_per_px=0.2,
        native_mm_per_px=0.2,
        scale_known=True,
        to_photo=np.array([[0.5, 0, 0], [0, 0.5, 0]]),
        inside=np.ones((200, 200), bool),
        regions=regions,
        region_names=("", "forehead", "crows_feet_left", "crows_feet_right", "glabella"),
        features=np.zeros((200, 200), bool),
        hull=np.ones((200, 200), bool),
        facing=np.ones((200, 200), np.float32),
        landmarks=np.zeros((0, 3), np.float32),
    )


def patch(native: float) -> Patch:
    return Patch(pixels=skin(), region="cheek_left", person="a", native_mm_per_px=native, monk=5, noise_od=0.01)


class TestDistance:
    def test_is_about_zero_for_samples_of_one_distribution(self) -> None:
        random = np.random.default_rng(1)
        assert abs(kernel_distance(random.normal(size=(200, 8)), random.normal(size=(200, 8)))) < 0.1

    def test_grows_with_the_shift(self) -> None:
        random = np.random.default_rng(1)
        first, second = random.normal(size=(100, 8)), random.normal(size=(100, 8))
        near, far = kernel_distance(first, second + 0.3), kernel_distance(first, second + 1.0)
        assert 0 < near < far

    def test_interval_holds_the_value_and_counts_people(self) -> None:
        random = np.random.default_rng(1)
        people = [str(k // 4) for k in range(80)]
        first = Described(rows=random.normal(size=(80, 8)), people=people)
        second = Described(rows=random.normal(size=(80, 8)) + 0.7, people=people)
        distance = bootstrap_distance(first, second)
        assert distance.low < distance.value < distance.high
        assert distance.n_people == (20, 20)

    def test_weights_choose_who_counts(self) -> None:
        random = np.random.default_rng(1)
        near, far = random.normal(size=(60, 4)), random.normal(size=(60, 4)) + 3
        people = [str(k) for k in range(120)]
        weights = np.r_[np.ones(60), np.zeros(60)]
        mixed = Described(rows=np.concatenate([near, far]), people=people, weights=weights)
        plain = Described(rows=near, people=people[:60])
        other = Described(rows=random.normal(size=(60, 4)), people=people[:60])
        assert bootstrap_distance(mixed, other).value == pytest.approx(bootstrap_distance(plain, other).value)

    def test_people_are_drawn_whole(self) -> None:
        counts = redraw(["a", "a", "b", "b", "c", "c"], np.random.default_rng(0))
        assert counts.sum() == 6
        assert np.array_equal(counts[::2], counts[1::2])


class TestLooks:
    def test_same_color_moves_the_mean_density_and_keeps_structure(self) -> None:
        before = waves(4.0, 0.1)
        after = same_color(before)
        assert optical_density(after).mean(axis=(0, 1)) == pytest.approx(COMMON_COLOR_OD, abs=0.02)
        spread = [optical_density(picture)[..., 1].std() for picture in (before, after)]
        assert spread[1] == pytest.approx(spread[0], rel=0.05)

    def test_detail_is_not_asked_of_coarse_photos(self) -> None:
        patches = [patch(FINEST_MM_PER_PX - 0.01), patch(FINEST_MM_PER_PX + 0.01)]
        assert len(seen(patches, "as_is")) == 1
        assert len(seen(patches, "coarse")) == 2

    def test_scales_are_physical(self) -> None:
        assert look_at(skin(), "as_is").shape == (80, 80, 3)
        assert look_at(skin(), "coarse").shape == (40, 40, 3)


class TestSpectra:
    @pytest.mark.parametrize("band", BANDS_MM)
    def test_a_wave_stands_in_its_own_band_with_its_strength(self, band: str) -> None:
        short, long = BANDS_MM[band]
        said = describe(waves((short * long) ** 0.5, 0.1))
        own = said[f"lightness {band}"]
        assert own == pytest.approx(0.1 / 2**0.5, rel=0.25)
        assert all(own > 2 * said[f"lightness {other}"] for other in BANDS_MM if other != band)

    def test_shading_is_the_same_density_in_all_channels(self) -> None:
        said = describe(waves(2.5, 0.1))
        assert said["red/green 1.8-3.5"] == pytest.approx(1, abs=0.03)
        assert said["blue/green 1.8-3.5"] == pytest.approx(1, abs=0.03)

    def test_dark_dots_are_skewed(self) -> None:
        pixels = skin(grain=0)
        pixels[5::14, 5::14] = 60
        assert describe(pixels)["skewness 0.9-1.8"] > 0.3


class TestCrops:
    def test_the_thing_fills_its_share_of_the_square(self) -> None:
        photo = skin(400, 400, grain=0)
        photo[180:220, 180:220] = 20
        square = cut(photo, Place(x=199.5, y=199.5, size=40))
        assert square is not None
        assert square.shape == (SIDE_PX, SIDE_PX, 3)
        assert (square[..., 0] < 100).mean() == pytest.approx(1 / 2.2**2, abs=0.02)

    def test_what_lies_beyond_the_edge_is_not_cut(self) -> None:
        assert cut(skin(200, 200), Place(x=0, y=0, size=60)) is None

    def test_clear_places_keep_away_from_things_and_off_what_is_no_skin(self) -> None:
        photo = skin(400, 600)
        photo[:, 400:] = (30, 90, 200)
        thing = Place(x=100, y=100, size=30)
        found = list(clear_places(photo, [thing], np.random.default_rng(0), 5))
        assert len(found) == 5
        assert all(place.x < 400 for place in found)
        assert all(max(abs(place.x - 100), abs(place.y - 100)) > 45 for place in found)

    def test_a_thing_larger_than_the_photo_leaves_no_clear_place(self) -> None:
        places = clear_places(skin(100, 100), [Place(x=50, y=50, size=90)], np.random.default_rng(0), 3)
        assert list(places) == []


class TestAreas:
    def test_a_box_marks_the_region_that_holds_its_middle(self) -> None:
        crop = face_crop()
        inside = LabeledBox(box=(30.0, 30.0, 20.0, 20.0), label="forehead")
        elsewhere = LabeledBox(box=(150.0, 150.0, 20.0, 20.0), label="forehead")
        other_area = LabeledBox(box=(30.0, 30.0, 20.0, 20.0), label="crows_feet")
        assert _boxed_regions(crop, [inside]) == {"forehead"}
        assert _boxed_regions(crop, [elsewhere, other_area]) == set()

    def test_an_area_is_cut_once_with_its_label(self) -> None:
        labels = [one.label for one in _areas(face_crop(), {"forehead"}, "photo")]
        assert labels == ["forehead/with"]
        assert [one.label for one in _areas(face_crop(), set(), "photo")] == ["forehead/without"]

    def test_an_area_that_looks_away_is_left_out(self) -> None:
        crop = replace(face_crop(), facing=np.full((200, 200), 0.1, np.float32))
        assert list(_areas(crop, {"forehead"}, "photo")) == []


class TestLesions:
    def test_types_are_balanced_and_nothing_overlaps(self) -> None:
        lesions = balanced_lesions(draw_traits(3), 160)
        counts = [sum(one.kind is kind for one in lesions) for kind in TYPES]
        assert min(counts) > 5
        assert max(counts) < 3 * min(counts)
        a, b = lesions[0], lesions[1]
        assert np.hypot(a.x_mm - b.x_mm, a.y_mm - b.y_mm) > a.radius_mm + b.radius_mm

    def test_photos_that_look_alike_are_one_group(self) -> None:
        random = np.random.default_rng(0)
        first, other = (random.integers(0, 255, (64, 64, 3)).astype(np.uint8) for _ in range(2))
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
