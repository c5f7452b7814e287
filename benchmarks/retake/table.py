"""Retakes -> the table of SDs that scores carry: by concern, resolution and quality of the photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.retake.series import Retake
from benchmarks.spread import pooled_variance
from numpy.typing import NDArray

RESOLUTION_EDGES_MM = (0.3, 0.42, 0.6)
LEAST_FACES = 8
LOW_QUALITY_PERCENTILE = 25
LEAST_SD = 0.5
"""Points: a score that never moved in our retakes still may, and none is shown more finely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRow:
    """SD of one concern's score over retakes of one face."""

    concern: str
    mm_per_px: tuple[float, ...]
    """Median native resolution of each bin, fine to coarse."""
    sd: tuple[float, ...]
    """Points, on photos that are not of low quality."""
    n_faces: tuple[int, ...]
    low_quality_factor: float
    region_ratio: float
    """SD of a region's score over that of the face's."""
    measured: bool = True
    """False: no face could be scored twice, so the SD is the largest of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bin:
    """Values of one concern within a span of resolution."""

    values: NDArray[np.float64]
    series: list[str]
    faces: list[str]
    native_mm: NDArray[np.float64]
    low: NDArray[np.bool_]

    @property
    def n_faces(self) -> int:
        """Faces that were scored at least twice at one size."""
        names, counts = np.unique(self.series, return_counts=True)
        repeated = set(names[counts > 1])
        return len({face for face, series in zip(self.faces, self.series, strict=True) if series in repeated})


def provisional_table(concerns: Sequence[str]) -> dict[str, ConcernRow]:
    """Return rows that were not measured: without a table nothing can be scored, hence nothing measured."""
    return {concern: _unmeasured(concern, LEAST_SD) for concern in concerns}


def low_quality_below(retakes: Sequence[Retake]) -> float:
    """Return the quality score that parts the poorest quarter of accepted retakes from the rest."""
    return float(np.round(np.percentile([one.quality for one in retakes], LOW_QUALITY_PERCENTILE), 2))


def build_table(retakes: Sequence[Retake], concerns: Sequence[str]) -> dict[str, ConcernRow]:
    """Return the row of each concern.

    Args:
        retakes: Accepted ones of the random kind, unchanged photos included.
        concerns: Names, in the order of the catalog.

    Source: pooled within-subject SD, Bland and Altman 1996, Measurement error, BMJ 312:1654; bins are ours.
    """
    below = low_quality_below(retakes)
    rows = {concern: row for concern in concerns if (row := _row(concern, retakes, below)) is not None}
    worst = max((max(row.sd) for row in rows.values()), default=LEAST_SD)
    return {concern: rows.get(concern) or _unmeasured(concern, worst) for concern in concerns}


def region_ratio(retakes: Sequence[Retake], concern: str) -> float:
    """Return the SD of region scores over that of the face score; 1 where it cannot be told."""
    values, series = [], []
    for one in retakes:
        for (name, region), value in one.regions.items():
            if name == concern:
                values.append(value)
                series.append(f"{one.series} {region}")
    whole = [one for one in retakes if concern in one.scores]
    of_face = pooled_variance([one.scores[concern] for one in whole], [one.series for one in whole])
    ratio = float(np.sqrt(pooled_variance(values, series) / of_face)) if of_face > 0 else float("nan")
    return ratio if np.isfinite(ratio) else 1.0


def _row(concern: str, retakes: Sequence[Retake], below: float) -> ConcernRow | None:
    bins = _merge(_bins(concern, retakes, below))
    if not bins:
        return None
    sds = [float(np.sqrt(pooled_variance(one.values, one.series))) for one in bins]
    low, rest = _quality_factors(bins, sds)
    return ConcernRow(
        concern=concern,
        mm_per_px=tuple(round(float(np.median(one.native_mm)), 3) for one in bins),
        sd=tuple(round(max(LEAST_SD, sd * rest), 2) for sd in sds),
        n_faces=tuple(one.n_faces for one in bins),
        low_quality_factor=round(max(1.0, low / rest), 2),
        region_ratio=round(region_ratio(retakes, concern), 2),
    )


def _bins(concern: str, retakes: Sequence[Retake], below: float) -> list[_Bin]:
    """Sort the series into spans of resolution by their median."""
    own = [one for one in retakes if concern in one.scores]
    resolution = _median_by_series(own)
    span = np.array([np.searchsorted(RESOLUTION_EDGES_MM, resolution[one.series]) for one in own])
    bins = []
    for number in range(len(RESOLUTION_EDGES_MM) + 1):
        members = [one for one, at in zip(own, span, strict=True) if at == number]
        bins.append(
            _Bin(
                values=np.array([one.scores[concern] for one in members]),
                series=[one.series for one in members],
                faces=[one.face for one in members],
                native_mm=np.array([one.native_mm_per_px for one in members]),
                low=np.array([one.quality < below for one in members], bool),
            )
        )
    return bins


def _merge(bins: list[_Bin]) -> list[_Bin]:
    """Join each bin with too few faces to the next coarser one, the last to the one before."""
    merged: list[_Bin] = []
    for one in bins:
        if merged and merged[-1].n_faces < LEAST_FACES:
            merged[-1] = _join(merged[-1], one)
        else:
            merged.append(one)
    if len(merged) > 1 and merged[-1].n_faces < LEAST_FACES:
        last = merged.pop()
        merged[-1] = _join(merged[-1], last)
    return [one for one in merged if one.n_faces > 0]


def _join(a: _Bin, b: _Bin) -> _Bin:
    return _Bin(
        values=np.concatenate([a.values, b.values]),
        series=a.series + b.series,
        faces=a.faces + b.faces,
        native_mm=np.concatenate([a.native_mm, b.native_mm]),
        low=np.concatenate([a.low, b.low]),
    )


def _quality_factors(bins: Sequence[_Bin], sds: Sequence[float]) -> tuple[float, float]:
    """Return how far photos of low quality, and the others, stray from their face's mean, in units of the bin's SD."""
    strays, low = [], []
    for one, sd in zip(bins, sds, strict=True):
        for series in dict.fromkeys(one.series) if sd > 0 else ():
            own = np.array([name == series for name in one.series])
            if own.sum() > 1:
                values = one.values[own]
                strays.append(((values - values.mean()) / sd) ** 2 * len(values) / (len(values) - 1))
                low.append(one.low[own])
    if not strays:
        return 1.0, 1.0
    squares, is_low = np.concatenate(strays), np.concatenate(low)
    if is_low.all() or not is_low.any() or not squares[~is_low].any():
        return 1.0, 1.0
    return float(np.sqrt(squares[is_low].mean())), float(np.sqrt(squares[~is_low].mean()))


def _median_by_series(retakes: Sequence[Retake]) -> Mapping[str, float]:
    values: dict[str, list[float]] = {}
    for one in retakes:
        values.setdefault(one.series, []).append(one.native_mm_per_px)
    return {series: float(np.median(own)) for series, own in values.items()}


def _unmeasured(concern: str, sd: float) -> ConcernRow:
    return ConcernRow(
        concern=concern,
        mm_per_px=(RESOLUTION_EDGES_MM[0],),
        sd=(sd,),
        n_faces=(0,),
        low_quality_factor=1.0,
        region_ratio=1.0,
        measured=False,
    )
