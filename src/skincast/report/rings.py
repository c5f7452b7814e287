"""Findings as thin rings on the shown photo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skincast.report.contract import FindingRow
from skincast.report.frame import move_box
from skincast.report.wording import name_finding, name_region
from skincast.types import Affine

MOST = 80
"""More rings than this hide the skin; the surest are drawn."""
SURE = 0.5
"""Confidence from which a finding is shown without asking."""
ROOM_PX = 3.0
"""Between what was found and its ring."""
LEAST_RADIUS_PX = 6.0

_STYLES = {"mark": "dashed", "comedone": "dotted", "line": "quiet", "patch": "quiet", "red_area": "quiet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An ellipse around one finding, in pixels of the shown photo."""

    x: float
    y: float
    rx: float
    ry: float
    style: str
    sure: float
    """Opacity, 0-1: what is less sure is fainter."""
    unsure: bool
    """True: drawn only when asked for."""
    words: str


def draw_rings(findings: Iterable[FindingRow], move: Affine) -> tuple[Ring, ...]:
    """Ring the surest findings.

    Args:
        findings: boxes in pixels of the upright original.
        move: upright original -> shown photo.
    """
    surest = sorted(findings, key=lambda finding: (-finding.confidence, finding.box))[:MOST]
    return tuple(_ring(finding, move) for finding in surest)


def ring_style(kind: str) -> str:
    """Tell types apart without color: marks are dashed, comedones dotted, everything else solid.

    Lines and areas are `quiet`: their map draws them already, so their ring shows only below the pointer.
    """
    return next((style for start, style in _STYLES.items() if kind.startswith(start)), "solid")


def _ring(finding: FindingRow, move: Affine) -> Ring:
    x, y, width, height = finding.box
    left, top, shown_width, shown_height = move_box((x, y, width, height), move)
    size = "" if finding.size_mm is None else f", {finding.size_mm:.1f} mm"
    doubt = ", unsure" if finding.confidence < SURE else ""
    return Ring(
        x=round(left + (shown_width - 1) / 2, 1),
        y=round(top + (shown_height - 1) / 2, 1),
        rx=round(max(LEAST_RADIUS_PX, shown_width / 2 + ROOM_PX), 1),
        ry=round(max(LEAST_RADIUS_PX, shown_height / 2 + ROOM_PX), 1),
        style=ring_style(finding.type),
        sure=round(0.3 + 0.7 * finding.confidence, 2),
        unsure=finding.confidence < SURE,
        words=f"{name_finding(finding.type)}, {name_region(finding.region)}{size}{doubt}",
    )
