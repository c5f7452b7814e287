"""One atlas laid over another."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from benchmarks.retake.nuisance import Nuisance
from numpy.typing import NDArray
from tests.visit.retakes import photo_places, sit, taken_again

from skincast.types import AtlasMaps, Mask, Picture, Sitting
from skincast.visit import Seen
from skincast.visit.align import align, no_shift

MM_PER_PX = 0.5
Vectors = NDArray[np.float32]


def maps_of(sitting: Sitting) -> AtlasMaps:
    assert sitting.maps is not None
    return sitting.maps


def smooth_field(maps: AtlasMaps, *, largest_mm: float, seed: int) -> Vectors:
    """Random displacement, in pixels, that changes over some four centimeters."""
    noise = np.random.default_rng(seed).normal(size=(*maps.visibility.shape, 2)).astype(np.float32)
    field = cv2.GaussianBlur(noise, (0, 0), 40)
    return np.asarray(field * largest_mm / MM_PER_PX / np.abs(field).max(), np.float32)


def warped(maps: AtlasMaps, field: Vectors) -> AtlasMaps:
    """An atlas that shows at `q` what `maps` shows at `q + field[q]`."""
    moved = no_shift(maps.visibility.shape)
    moved.field[...] = field
    return AtlasMaps(
        picture=moved.carry_picture(maps.picture),
        visibility=moved.carry(maps.visibility),
        melanin=moved.carry(maps.melanin),
        hemoglobin=moved.carry(maps.hemoglobin),
        maps={},
        readable=moved.carry_mask(maps.readable),
    )


def back(field: Vectors) -> Vectors:
    """The field that undoes `field`."""
    rows, columns = np.mgrid[: field.shape[0], : field.shape[1]].astype(np.float32)
    undone = np.zeros_like(field)
    for _ in range(20):
        moved = cv2.remap(field, columns + undone[..., 0], rows + undone[..., 1], cv2.INTER_LINEAR)
        undone = np.asarray(-moved, np.float32)
    return undone


def errors_mm(found: Vectors, truth: Vectors, where: Mask) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(found - truth, axis=2)[where] * MM_PER_PX)


@pytest.mark.parametrize("largest_mm", [1.0, 4.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_known_shift_is_found(one: Sitting, largest_mm: float, seed: int) -> None:
    maps = maps_of(one)
    field = smooth_field(maps, largest_mm=largest_mm, seed=seed)
    other = warped(maps, field)
    where = maps.readable & (maps.visibility > 0.4)
    off = errors_mm(align(maps, other).field, back(field), np.asarray(where))
    assert float(np.median(off)) < 0.15
    assert float(np.quantile(off, 0.95)) < 0.5


def test_an_atlas_lies_on_itself(one: Sitting) -> None:
    maps = maps_of(one)
    assert float(np.abs(align(maps, maps).field).max()) < 1e-3


def test_an_empty_atlas_moves_nothing(one: Sitting) -> None:
    maps = maps_of(one)
    empty = warped(maps, np.full((*maps.visibility.shape, 2), 1e4, np.float32))
    assert not empty.picture.any()
    assert float(np.abs(align(maps, empty).field).max()) < 1e-3


def test_places_are_carried_as_maps_are(one: Sitting) -> None:
    maps = maps_of(one)
    other = warped(maps, smooth_field(maps, largest_mm=3.0, seed=3))
    alignment = align(maps, other)
    spot = np.zeros_like(maps.visibility)
    cv2.circle(spot, (330, 260), 5, 1.0, -1)
    rows, columns = np.nonzero(alignment.carry(spot) > 0.5)
    x_mm, y_mm = alignment.carry_place((330 + 0.5) * MM_PER_PX, (260 + 0.5) * MM_PER_PX)
    assert x_mm == pytest.approx((columns.mean() + 0.5) * MM_PER_PX, abs=0.3)
    assert y_mm == pytest.approx((rows.mean() + 0.5) * MM_PER_PX, abs=0.3)


def test_retakes_are_laid_over_each_other(front: Seen, pixels: Picture, one: Sitting) -> None:
    """The truth is known: the second photo is the first one turned by five degrees and made smaller."""
    change = Nuisance(rotation_deg=5.0, scale=0.85, exposure_ev=0.3, noise_levels=1.5)
    again = taken_again(pixels, change)
    assert front.mm_per_px is not None
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), change.rotation_deg, 1.0)
    moved = photo_places(front) @ turn[:, :2].T + turn[:, 2]
    truth = change.scale * moved + (change.scale - 1) / 2
    there = photo_places(again).astype(np.float32)
    maps, other = maps_of(one), maps_of(sit(again))
    off = []
    for alignment in (no_shift(maps.visibility.shape), align(maps, other)):
        shown = np.dstack([alignment.carry(np.ascontiguousarray(there[..., k])) for k in (0, 1)])
        where = maps.readable & (maps.visibility > 0.4) & (alignment.carry(other.visibility) > 0.4)
        pixels_off = np.linalg.norm(shown - truth, axis=2)[where]
        off.append(pixels_off * front.mm_per_px / change.scale)
    assert float(np.median(off[1])) < 0.35
    assert float(np.median(off[1])) < 0.5 * float(np.median(off[0]))
    assert float(np.quantile(off[1], 0.95)) < 1.2
