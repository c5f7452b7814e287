"""What each kind does to the skin, and that its truth is where it was drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skincast.twin.feature.lesions import draw_lesions
from skincast.twin.person import Lesion
from skincast.twin.sheet import Canvas, Kind, blank_canvas

KINDS = (
    Kind.OPEN_COMEDONE,
    Kind.CLOSED_COMEDONE,
    Kind.PAPULE,
    Kind.PUSTULE,
    Kind.NODULE,
    Kind.RED_MARK,
    Kind.BROWN_MARK,
)
MAPS = ("melanin", "blood", "oxygen", "keratin", "pus", "plug", "hair", "height_mm", "sheen")


def lesion(
    kind: Kind,
    *,
    x_mm: float = 60.0,
    y_mm: float = 120.0,
    radius_mm: float = 1.6,
    activity: float = 0.9,
    seed: int = 5,
) -> Lesion:
    return Lesion(kind=kind, x_mm=x_mm, y_mm=y_mm, radius_mm=radius_mm, activity=activity, seed=seed)


def drawn(*lesions: Lesion, mm_per_px: float = 0.25, darkness: float = 0.3, melanin: float = 0.05) -> Canvas:
    canvas = blank_canvas(mm_per_px, melanin=melanin, blood=0.04, oxygen=0.75)
    draw_lesions(canvas, lesions, darkness=darkness)
    return canvas


@pytest.mark.parametrize("kind", KINDS)
def test_truth_is_where_the_lesion_is(kind: Kind) -> None:
    canvas = drawn(lesion(kind))
    name = {Kind.RED_MARK: "red_mark", Kind.BROWN_MARK: "brown_mark"}.get(kind, "acne")
    amount = canvas.amount(name)
    rows, columns = np.nonzero(canvas.labels == kind)
    assert abs((columns.mean() + 0.5) * 0.25 - 60) < 0.6
    assert abs((rows.mean() + 0.5) * 0.25 - 120) < 0.6
    # The area that is labeled is that of the item's radius.
    assert len(rows) * 0.25**2 == pytest.approx(np.pi * canvas.items[0].radius_mm ** 2, rel=0.35)
    assert amount.max() == pytest.approx(0.9, abs=0.01)
    assert set(canvas.amounts) == {name}
    assert [item.kind for item in canvas.items] == [kind]


@pytest.mark.parametrize("kind", KINDS)
def test_same_lesion_same_pixels(kind: Kind) -> None:
    one, other = drawn(lesion(kind)), drawn(lesion(kind))
    for name in MAPS:
        assert np.array_equal(getattr(one.sheet, name), getattr(other.sheet, name))
    moved = drawn(lesion(kind, seed=6))
    assert any(not np.array_equal(getattr(one.sheet, name), getattr(moved.sheet, name)) for name in MAPS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_day_older_is_the_same_lesion(kind: Kind) -> None:
    today, tomorrow = (drawn(lesion(kind, activity=activity)) for activity in (0.8, 0.72))
    masks = [canvas.labels == kind for canvas in (today, tomorrow)]
    assert (masks[0] & masks[1]).sum() > 0.95 * (masks[0] | masks[1]).sum()


def test_inflammation_reddens_and_rises() -> None:
    for kind in (Kind.PAPULE, Kind.PUSTULE, Kind.NODULE):
        canvas = drawn(lesion(kind))
        core = canvas.labels == kind
        assert canvas.sheet.blood[core].mean() > 0.08
        assert canvas.sheet.oxygen[core].mean() > 0.78
        assert 0.1 < canvas.sheet.height_mm.max() < 1.2
        # The halo is wider than the bump.
        assert (canvas.sheet.blood > 0.045).sum() > 2 * core.sum()


@pytest.mark.parametrize("seed", range(5))
def test_redness_has_no_hard_rim(seed: int) -> None:
    blood = drawn(lesion(Kind.PAPULE, seed=seed)).sheet.blood
    step = max(np.abs(np.diff(blood, axis=axis)).max() for axis in (0, 1))
    # From one pixel of a quarter millimeter to the next; a rim would take nearly all of the rise at once.
    assert step < 0.4 * (blood.max() - 0.04)


def test_each_kind_has_its_own_material() -> None:
    assert drawn(lesion(Kind.PUSTULE)).sheet.pus.max() > 0.1
    assert drawn(lesion(Kind.OPEN_COMEDONE, radius_mm=0.6)).sheet.plug.max() > 0.3
    assert drawn(lesion(Kind.CLOSED_COMEDONE, radius_mm=0.8)).sheet.height_mm.max() > 0.05
    brown = drawn(lesion(Kind.BROWN_MARK)).sheet
    assert brown.melanin.max() > 0.07
    assert brown.height_mm.max() == 0
    red = drawn(lesion(Kind.RED_MARK)).sheet
    assert red.blood.max() > 0.06
    assert red.height_mm.max() <= 0


def test_dark_skin_answers_with_melanin_and_hides_pus() -> None:
    light, dark = (drawn(lesion(Kind.BROWN_MARK), melanin=m, darkness=d) for m, d in ((0.015, 0.1), (0.2, 0.8)))
    assert dark.sheet.melanin.max() - 0.2 > 2 * (light.sheet.melanin.max() - 0.015)
    pus = [drawn(lesion(Kind.PUSTULE), darkness=d).sheet.pus.max() for d in (0.0, 1.0)]
    assert pus[1] < 0.6 * pus[0]


LESIONS = st.builds(
    Lesion,
    kind=st.sampled_from(KINDS),
    x_mm=st.floats(-20, 280),
    y_mm=st.floats(-20, 250),
    radius_mm=st.floats(0.2, 6),
    activity=st.floats(0, 1),
    seed=st.integers(0, 2**31),
)


@settings(max_examples=30, deadline=None)
@given(LESIONS, st.sampled_from([0.5, 1.0]))
def test_anywhere_stays_within_the_sheets_ranges(one: Lesion, mm_per_px: float) -> None:
    sheet = drawn(one, one, mm_per_px=mm_per_px, melanin=0.4, darkness=1.0).sheet
    ranges = {"melanin": (0.005, 0.5), "blood": (0.002, 0.25), "sheen": (0, 4), "height_mm": (-4, 4)}
    ranges |= dict.fromkeys(("oxygen", "keratin", "pus", "plug", "hair"), (0, 1))
    for name, (low, high) in ranges.items():
        assert getattr(sheet, name).min() >= np.float32(low), name
        assert getattr(sheet, name).max() <= np.float32(high), name


def test_scale_of_the_sheet_does_not_change_the_lesion() -> None:
    totals = []
    for mm_per_px in (0.1, 0.25, 0.5):
        sheet = drawn(lesion(Kind.PAPULE, radius_mm=2.0), mm_per_px=mm_per_px).sheet
        totals.append(float((sheet.blood - 0.04).sum()) * mm_per_px**2)
    assert max(totals) < 1.06 * min(totals)


def test_a_faded_lesion_is_gone_and_a_freckle_is_refused() -> None:
    assert drawn(lesion(Kind.PAPULE, activity=0.0)).items == []
    with pytest.raises(KeyError):
        drawn(lesion(Kind.FRECKLE))
