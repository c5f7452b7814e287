"""Findings -> published grading scales that they resemble. Never a diagnosis."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from skincast.types import ClinicalScale, Finding, Measurement

INFLAMMATORY = frozenset({"papule", "pustule", "nodule"})
SURE = 0.5
"""Findings at least this sure are graded."""
COUNT_CV = 0.3
"""Trained raters differ by about a third on photos (Lucky 1996); a count carries that beside its own Poisson error."""


def grade_clinical(measurements: dict[str, Measurement]) -> tuple[ClinicalScale, ...]:
    """Grade what the photo allows: Hayashi, the facial part of GAGS, mMASI.

    Args:
        measurements: by concern.

    Returns:
        The scales that could be graded, each with the range that its error allows.

    Source: Hayashi 2008; Doshi 1997; Pandya 2011.
    """
    graded: list[ClinicalScale] = []
    acne = measurements["acne"]
    if acne.burden is not None and "patch" not in acne.regions:
        graded += [_hayashi(acne), _gags(acne.findings)]
    pigmentation = measurements["pigmentation"]
    if pigmentation.burden is not None and "patch" not in pigmentation.regions:
        graded.append(_mmasi(pigmentation.raw))
    return tuple(graded)


def _hayashi(acne: Measurement) -> ClinicalScale:
    count = sum(f.type in INFLAMMATORY and f.confidence >= SURE for f in acne.findings) / 2
    judged = sum(value is not None for value in acne.regions.values()) / len(acne.regions)
    count /= max(judged, 0.25)  # what could not be seen is taken to be like what could
    sd = float(np.sqrt(count / 2 + (COUNT_CV * count) ** 2))
    return _scale("hayashi", count, sd)


def _gags(findings: tuple[Finding, ...]) -> ClinicalScale:
    row = _table()["gags_face"]
    sure, unsure = (_gags_sum(findings, row, least) for least in (SURE, SURE / 2))
    return _scale("gags_face", sure, max((unsure - sure) / 1.28, 1.0))


def _gags_sum(findings: tuple[Finding, ...], row: dict[str, Any], least: float) -> float:
    worst = dict.fromkeys(row["factor"], 0)
    for finding in findings:
        place = row["places"].get(finding.region, finding.region)
        grade = row["grade"].get(finding.type, 0)
        if place in worst and finding.confidence >= least:
            worst[place] = max(worst[place], grade)
    return float(sum(row["factor"][place] * grade for place, grade in worst.items()))


def _mmasi(raw: dict[str, float]) -> ClinicalScale:
    row = _table()["mmasi"]
    total = 0.0
    for place, weight in row["weight"].items():
        area = int(np.searchsorted(row["area_percent"], raw.get(f"{place}_area_percent", 0.0)))
        darkness = int(np.searchsorted(row["darkness_od"], raw.get(f"{place}_darkness_od", 0.0)))
        total += weight * area * darkness
    return _scale("mmasi", total, 0.6 + 0.25 * total)


def _scale(name: str, value: float, sd: float) -> ClinicalScale:
    row = _table()[name]
    low, high = max(0.0, value - 1.2816 * sd), value + 1.2816 * sd
    bands = list(dict.fromkeys(_band(row["bands"], number) for number in (low, high)))
    return ClinicalScale(
        name=name,
        value=round(value, 1),
        low=round(low, 1),
        high=round(high, 1),
        band=" to ".join(bands),
        note=row["note"],
    )


def _band(bands: list[list[Any]], value: float) -> str:
    return str(next(name for limit, name in bands if value <= limit))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("skincast.score").joinpath("clinical.toml").read_text("utf-8"))
