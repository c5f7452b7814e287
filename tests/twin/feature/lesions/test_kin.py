"""What surrounds a lesion and what keeps it from being a disc."""

from __future__ import annotations

import math

import numpy as np
import pytest

from skincast.twin.feature.lesions import draw_lesions
from skincast.twin.feature.lesions.kin import blob, creases, leaning, neighbors
from skincast.twin.feature.lesions.stroke import Stroke, stroke_at
from skincast.twin.person import Lesion
from skincast.twin.sheet import Canvas, Kind, blank_canvas


def lesion(kind: Kind = Kind.PAPULE, *, activity: float = 0.8, seed: int = 3) -> Lesion:
    return Lesion(kind=kind, x_mm=60.0, y_mm=120.0, radius_mm=1.6, activity=activity, seed=seed)


def blank() -> Canvas:
    return blank_canvas(0.25, melanin=0.05, blood=0.04, oxygen=0.75)


def stroke(canvas: Canvas) -> Stroke:
    opened = stroke_at(canvas, lesion(), reach_mm=5.0, ragged=0.2, purpose="test")
    assert opened is not None
    return opened


def drawn(one: Lesion, *, darkness: float = 0.3) -> Canvas:
    canvas = blank()
    draw_lesions(canvas, [one], darkness=darkness)
    return canvas


def test_a_blob_lies_where_it_should() -> None:
    patch = stroke(blank()).patch
    for seed in range(6):
        oval = blob(patch, np.random.default_rng(seed), aside_mm=(2.0, 2.5), size_mm=0.8)
        row, column = np.unravel_index(np.argmax(oval), oval.shape)
        away = math.hypot(patch.right_mm[row, column], patch.down_mm[row, column])
        assert 1.7 < away < 2.8
        assert 0.8 < oval.max() <= 1.0


def test_a_lean_is_strongest_on_its_side() -> None:
    patch = stroke(blank()).patch
    lean = leaning(patch, 0.0, 1.6)
    assert np.all(lean[patch.right_mm > 0.2] > 0)
    assert np.all(lean[patch.right_mm < -0.2] < 0)
    assert np.abs(lean).max() < 1


def test_creases_are_thin() -> None:
    lines = creases(stroke(blank()))
    assert lines.max() > 0.9
    assert 0.05 < (lines > 0.5).mean() < 0.45


def test_neighbors_stay_in_the_region_of_their_lesion() -> None:
    canvas = blank()
    canvas.regions[:] = 1
    canvas.regions[:, 244:] = 2
    found = list(neighbors(stroke(canvas), 40, aside_mm=(1.0, 4.0), size_mm=(0.2, 0.4)))
    assert 10 < len(found) < 30
    middles = [float(patch.right_mm[np.unravel_index(oval.argmax(), oval.shape)]) for patch, oval in found]
    assert np.allclose(middles, 0, atol=0.25)
    assert all((patch.columns.start + patch.columns.stop) / 2 < 245 for patch, _ in found)


@pytest.mark.parametrize("kind", [Kind.PAPULE, Kind.PUSTULE, Kind.NODULE])
def test_redness_reaches_farther_on_one_side(kind: Kind) -> None:
    ratios = []
    for seed in range(8):
        blood = drawn(lesion(kind, seed=seed)).sheet.blood - 0.04
        rows, columns = np.mgrid[: blood.shape[0], : blood.shape[1]]
        aside = (columns + 0.5) * 0.25 - 60, (rows + 0.5) * 0.25 - 120
        off = [float((blood * values).sum() / blood.sum()) for values in aside]
        ratios.append(math.hypot(*off) / 1.6)
    assert np.median(ratios) > 0.15


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", [Kind.PAPULE, Kind.PUSTULE, Kind.NODULE, Kind.OPEN_COMEDONE, Kind.CLOSED_COMEDONE])
def test_a_more_active_lesion_shows_more(kind: Kind, seed: int) -> None:
    shown = []
    for activity in (0.1, 0.3, 0.6, 1.0):
        sheet = drawn(lesion(kind, activity=activity, seed=seed)).sheet
        added = np.abs(sheet.blood - 0.04).sum() + sheet.pus.sum() + sheet.plug.sum() + sheet.keratin.sum()
        relief = float(sheet.height_mm.max() - sheet.height_mm.min())
        shown.append((float(added), relief))
    assert np.all(np.diff([added for added, _ in shown]) > 0)
    assert np.all(np.diff([relief for _, relief in shown]) > 0)


def test_heads_are_of_several_kinds() -> None:
    sheets = [drawn(lesion(Kind.PUSTULE, seed=seed)).sheet for seed in range(30)]
    assert all(sheet.pus.max() > 0.08 for sheet in sheets)
    crusted = sum(float(sheet.keratin.max()) > 0.02 for sheet in sheets)
    assert 3 <= crusted <= 18


def test_blackheads_are_seldom_alone() -> None:
    spots = []
    for seed in range(12):
        plug = drawn(lesion(Kind.OPEN_COMEDONE, seed=seed)).sheet.plug.copy()
        plug[470:490, 230:250] = 0
        spots.append(bool(plug.max() > 0.05))
    assert sum(spots) >= 8
