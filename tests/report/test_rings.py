"""Rings enclose what was found, are few enough to see the skin, and tell types apart."""

from __future__ import annotations

import pytest

from skincast.report.contract import FindingRow
from skincast.report.frame import scaling
from skincast.report.rings import LEAST_RADIUS_PX, MOST, draw_rings, ring_style


def finding(*, confidence: float = 0.5, x: float = 10.0, side: float = 40.0) -> FindingRow:
    return FindingRow(
        concern="acne",
        type="papule",
        region="chin",
        box=[x, 20.0, side, side],
        confidence=confidence,
        size_mm=None,
    )


def test_a_ring_surrounds_its_box() -> None:
    (ring,) = draw_rings([finding()], scaling(0.5))

    assert (ring.x, ring.y) == pytest.approx(((10 + 19.5) / 2 - 0.25, (20 + 19.5) / 2 - 0.25), abs=0.06)
    assert ring.rx > 10
    assert ring.words == "raised red spot, chin"


def test_small_things_get_a_ring_that_can_be_seen() -> None:
    assert draw_rings([finding(side=1.0)], scaling(0.5))[0].rx == LEAST_RADIUS_PX


def test_only_the_surest_are_ringed() -> None:
    many = [finding(confidence=i / 1000, x=float(i)) for i in range(MOST + 40)]

    rings = draw_rings(many, scaling(1.0))

    assert len(rings) == MOST
    assert min(ring.x for ring in rings) > 40


def test_types_differ_without_color() -> None:
    styles = {ring_style(kind) for kind in ("papule", "mark_red", "comedone_open", "line_deep")}

    assert styles == {"solid", "dashed", "dotted", "quiet"}


def test_what_is_less_sure_is_fainter() -> None:
    sure, unsure = draw_rings([finding(confidence=0.9), finding(confidence=0.2)], scaling(1.0))

    assert unsure.sure < sure.sure <= 1.0
    assert (sure.unsure, unsure.unsure) == (False, True)
    assert unsure.words.endswith(", unsure")
