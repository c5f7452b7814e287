"""Maps of what changed, and what they say of single lesions."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from skincast.types import AtlasMaps, Lesion, Mask
from skincast.visit.align import no_shift
from skincast.visit.difference import BEYOND, EDGE_MM, FACING, Overlay

SHAPE = (448, 512)
MIDDLE_MM = (128.0, 112.0)
NOISE = {"melanin": 0.03, "hemoglobin": 0.02}


def plain_maps(seed: int, visibility: float = 0.9) -> AtlasMaps:
    """Even skin in the middle of the atlas, with what smoothing leaves of a photo's noise."""
    readable = np.zeros(SHAPE, np.bool_)
    readable[40:400, 60:460] = True
    return AtlasMaps(
        picture=np.full((*SHAPE, 3), 150, np.uint8),
        visibility=np.full(SHAPE, visibility, np.float32),
        melanin=grain(seed, NOISE["melanin"]),
        hemoglobin=grain(seed + 100, NOISE["hemoglobin"]),
        maps={},
        readable=readable,
    )


def grain(seed: int, sd: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    noise = cv2.GaussianBlur(np.random.default_rng(seed).normal(size=SHAPE).astype(np.float32), (0, 0), 6)
    return np.asarray(noise * sd / noise.std() / 2**0.5, np.float32)


def overlay(before: AtlasMaps, after: AtlasMaps) -> Overlay:
    return Overlay(before=before, after=after, alignment=no_shift(SHAPE))


def disk(x_mm: float, y_mm: float, radius_mm: float) -> Mask:
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return np.asarray(np.hypot(columns / 2 - x_mm, rows / 2 - y_mm) < radius_mm)


def dosed(maps: AtlasMaps, where: Mask, **od: float) -> AtlasMaps:
    """More or less of a pigment at a place."""
    return replace(maps, **{name: (getattr(maps, name) + dose * where).astype(np.float32) for name, dose in od.items()})


def spot(kind: str = "papule", x_mm: float = MIDDLE_MM[0], y_mm: float = MIDDLE_MM[1]) -> Lesion:
    return Lesion(concern="acne", type=kind, region="", x_mm=x_mm, y_mm=y_mm, size_mm=4.0, confidence=0.8)


def test_the_edge_of_readable_skin_is_not_compared() -> None:
    maps = plain_maps(1)
    readable = maps.readable & ~disk(*MIDDLE_MM, 8.0)
    comparable = overlay(maps, replace(plain_maps(2), readable=readable)).comparable
    assert not (comparable & ~readable).any()
    assert not comparable[disk(*MIDDLE_MM, 8.0 + EDGE_MM - 0.5)].any()
    assert comparable[disk(*MIDDLE_MM, 14.0) & ~disk(*MIDDLE_MM, 8.0 + EDGE_MM + 0.5)].all()
    assert not comparable[:45].any()


def test_skin_beside_the_edge_still_steadies_what_lies_within() -> None:
    """A bleeding pixel at the very edge is kept out, the skin between it and what is compared is not."""
    before, after = plain_maps(1), plain_maps(1)
    rim = disk(*MIDDLE_MM, 300.0)
    rim[41:399, 61:459] = False
    assert not overlay(before, dosed(after, rim, hemoglobin=5.0)).changes["hemoglobin"][0].any()


@pytest.mark.parametrize(("visibility", "less_sds"), [(0.9, 0.0), (0.45, BEYOND * (FACING / 0.45 - 1))])
def test_what_is_seen_aslant_must_change_more_to_show(visibility: float, less_sds: float) -> None:
    place = disk(*MIDDLE_MM, 12.0)
    before = plain_maps(1)
    after = dosed(plain_maps(2, visibility), place, hemoglobin=0.3)
    straight = overlay(before, replace(after, visibility=before.visibility)).changes["hemoglobin"]
    values, noise = overlay(before, after).changes["hemoglobin"]
    row, column = int(2 * MIDDLE_MM[1]), int(2 * MIDDLE_MM[0])
    assert noise == pytest.approx(straight[1])
    assert straight[0][row, column] - values[row, column] == pytest.approx(less_sds * noise, abs=1e-3)


@pytest.mark.parametrize(("shift_px", "depth_od"), [(0.5, 0.4), (0.0, 0.45), (0.5, 0.45)])
def test_a_crease_that_slipped_or_that_the_light_deepened_shows_no_change(shift_px: float, depth_od: float) -> None:
    """Neither on its walls nor on its floor, where there is no slope."""
    before, after = crease(0.0, 0.4), crease(shift_px, depth_od)
    values, noise = overlay(before, after).changes["hemoglobin"]
    assert float(np.abs(values).max()) < 1.5 * noise


def crease(shift_px: float, depth_od: float) -> AtlasMaps:
    """Skin without grain and a fold of two millimeters across it."""
    rows = np.arange(SHAPE[0])[:, None] - 224.0 - shift_px
    fold = depth_od * np.exp(-((rows / 2.4) ** 2)) * np.ones(SHAPE)
    return replace(plain_maps(1), hemoglobin=fold.astype(np.float32))


@pytest.mark.parametrize(("kind", "pigment"), [("papule", "hemoglobin"), ("freckle", "melanin")])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_spot_that_changed_its_pigment_is_borne_out(kind: str, pigment: str, sign: int) -> None:
    laid = overlay(plain_maps(1), dosed(plain_maps(2), disk(*MIDDLE_MM, 2.5), **{pigment: sign * 0.4}))
    assert laid.bears_out(spot(kind), sign=sign)
    assert not laid.bears_out(spot(kind), sign=-sign)
    assert not laid.bears_out(spot(kind, x_mm=160.0), sign=sign)
    assert not laid.bears_out(spot("comedone_closed"), sign=sign)


def test_maps_that_do_not_show_the_place_bear_nothing_out() -> None:
    place = disk(*MIDDLE_MM, 2.5)
    after = dosed(plain_maps(2), place, hemoglobin=0.4, melanin=0.4)
    hidden = overlay(plain_maps(1), replace(after, readable=after.readable & ~place))
    assert not hidden.shown(spot())
    assert not hidden.bears_out(spot(), sign=1)
    assert not hidden.stained(spot())
    assert not hidden.reddened(spot())


def test_redness_that_fades_from_a_whole_cheek_takes_no_papule_away() -> None:
    cheek = disk(*MIDDLE_MM, 25.0)
    faded = overlay(plain_maps(1), dosed(plain_maps(2), cheek, hemoglobin=-0.2))
    values, noise = faded.changes["hemoglobin"]
    assert float(values[disk(*MIDDLE_MM, 10.0)].mean()) < -3 * noise
    assert not faded.bears_out(spot(), sign=-1)


def test_a_place_that_became_browner_is_stained_and_one_that_became_redder_is_not() -> None:
    place = disk(*MIDDLE_MM, 2.5)
    browner = overlay(plain_maps(1), dosed(plain_maps(2), place, melanin=0.4, hemoglobin=-0.4))
    redder = overlay(plain_maps(1), dosed(plain_maps(2), place, hemoglobin=0.4))
    assert (browner.stained(spot()), browner.reddened(spot())) == (True, False)
    assert (redder.stained(spot()), redder.reddened(spot())) == (False, True)
