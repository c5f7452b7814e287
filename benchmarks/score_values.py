"""The scores of an analysis as plain numbers."""

from __future__ import annotations

from benchmarks.datasets import Sample

from skincast.analysis import Analysis


def score_values(_: Sample, analysis: Analysis) -> dict[str, float]:
    """Return every score that could be given, by concern."""
    return {name: score.value for name, score in analysis.scores.items() if score.value is not None}
