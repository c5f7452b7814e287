"""Write the table of SDs as the product reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.retake.table import ConcernRow

HEAD = """# How far each score moves when only the photo changes: SD in points over retakes of one face.
# Made by benchmarks/repeatability.py; do not edit.
#
# mm_per_px           resolution of the photo's original, the middle of each measured bin, fine to coarse
# sd                  SD of the face's score at that resolution, pooled within faces; at least 0.5
# n_faces             faces behind each SD; 0: none could be scored twice, the largest SD of the others stands in
# low_quality_factor  what the SD is multiplied by below `low_quality_below`
# region_ratio        SD of a region's score over that of the face's
"""


def write_toml(
    path: Path, rows: Mapping[str, ConcernRow], *, head: Mapping[str, object], low_quality_below: float
) -> None:
    """Write the table.

    Args:
        path: `repeatability.toml` of the room `score`.
        rows: One a concern.
        head: What was measured, when and under which conditions.
        low_quality_below: Quality score, 0-1.
    """
    lines = [HEAD, 'made_by = "benchmarks/repeatability.py"']
    lines += [f"{name} = {_value(value)}" for name, value in head.items()]
    lines.append(f"low_quality_below = {low_quality_below}")
    for concern, row in rows.items():
        lines += [
            "",
            f"[concern.{concern}]",
            f"mm_per_px = {_array(row.mm_per_px)}",
            f"sd = {_array(row.sd)}",
            f"n_faces = {_array(row.n_faces)}",
            f"low_quality_factor = {row.low_quality_factor}",
            f"region_ratio = {row.region_ratio}",
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _value(value: object) -> str:
    return str(value) if isinstance(value, int | float) else f'"{value}"'


def _array(values: Iterable[float]) -> str:
    return "[" + ", ".join(map(str, values)) + "]"
