"""One face, photographed again and again by `nuisance`: the scores of every retake."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from benchmarks.datasets import Sample
from benchmarks.retake.nuisance import SINGLE_FACTORS, Nuisance, draw_nuisance, retake
from benchmarks.tone_bands import tone_band

from skincast.analysis import Analysis
from skincast.errors import SkincastError
from skincast.photo import read_photo
from skincast.pipeline import analyze
from skincast.types import Picture

UNCHANGED = "unchanged"
Kind = Literal["random", "single"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A face at one size, and which retakes to make of it."""

    sample: Sample
    size: float
    """1: as it is; less: shrunk first, as if taken from farther away."""
    draws: int
    single_factors: bool

    @property
    def name(self) -> str:
        """Name of face and size."""
        return f"{self.sample.dataset}/{self.sample.path.stem}@{self.size}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retake:
    """One retake of one series; without scores if it was refused."""

    series: str
    face: str
    size: float
    tone: str
    kind: Kind
    change: str
    """`unchanged`, the single factor's name, or `draw 3`."""
    refused_because: tuple[str, ...]
    quality: float
    native_mm_per_px: float
    scores: Mapping[str, float]
    regions: Mapping[tuple[str, str], float]
    """Score by concern and region."""

    @property
    def accepted(self) -> bool:
        """Whether it was scored."""
        return not self.refused_because


def take_series(series: Series) -> list[Retake]:
    """Analyze a face unchanged and in every retake; the same retakes on every run."""
    picture = _at_size(read_photo(series.sample.path).pixels, series.size)
    taken = [_take(series, picture, "random", UNCHANGED, Nuisance())]
    for number in range(series.draws):
        change = f"draw {number + 1}"
        taken.append(_take(series, picture, "random", change, draw_nuisance(_random(series, f"{change}, what"))))
    for change, nuisance in SINGLE_FACTORS.items() if series.single_factors else ():
        taken.append(_take(series, picture, "single", change, nuisance))
    return taken


def _take(series: Series, picture: Picture, kind: Kind, change: str, nuisance: Nuisance) -> Retake:
    try:
        analysis = analyze(retake(picture, nuisance, _random(series, change)))
    except SkincastError as error:
        return _describe(series, kind, change, None, (error.code,))
    refusing = [problem.code for problem in analysis.quality.problems if problem.refuses]
    # A problem of one region refuses that region alone: only a refused photo is a refused retake.
    codes = () if analysis.quality.accepted else tuple(dict.fromkeys(refusing)) or ("refused",)
    return _describe(series, kind, change, analysis, codes)


def _describe(
    series: Series, kind: Kind, change: str, analysis: Analysis | None, refused_because: tuple[str, ...]
) -> Retake:
    scored = analysis if analysis is not None and not refused_because else None
    scores = scored.scores if scored else {}
    return Retake(
        series=series.name,
        face=f"{series.sample.dataset}/{series.sample.path.stem}",
        size=series.size,
        tone=tone_band(series.sample.ita_deg),
        kind=kind,
        change=change,
        refused_because=refused_because,
        quality=scored.quality.score if scored else float("nan"),
        native_mm_per_px=scored.skin.crop.native_mm_per_px if scored and scored.skin else float("nan"),
        scores={name: score.value for name, score in scores.items() if score.value is not None},
        regions={
            (name, region): one.value
            for name, score in scores.items()
            for region, one in score.regions.items()
            if one.value is not None
        },
    )


def _at_size(picture: Picture, size: float) -> Picture:
    if size == 1.0:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=size, fy=size, interpolation=cv2.INTER_AREA), np.uint8)


def _random(series: Series, change: str) -> np.random.Generator:
    """A generator of its own for each retake, so that adding one does not change the others."""
    return np.random.default_rng(zlib.crc32(f"{series.name} {change}".encode()))
