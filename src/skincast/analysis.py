"""What one photo told: the typed result that the pipeline returns and the report draws."""

from __future__ import annotations

from dataclasses import dataclass

from skincast.types import (
    ClinicalScale,
    EarlySign,
    Face,
    Finding,
    Measurement,
    Photo,
    Quality,
    Score,
    Skin,
    Tone,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that one photo told.

    A refused photo has `quality.accepted` False and no measurements or scores; `face` is None where no face was found or the
    photo was analyzed as a patch (`closeup`).
    """

    photo: Photo
    quality: Quality
    face: Face | None
    closeup: bool
    skin: Skin | None
    tone: Tone | None
    measurements: dict[str, Measurement]
    scores: dict[str, Score]
    clinical: tuple[ClinicalScale, ...]
    early_signs: tuple[EarlySign, ...]
    notices: tuple[str, ...]
    """Codes of what a reader should know, e.g. `low_resolution`, `scale_unknown`, `color_profile_ignored`."""
    timing_ms: dict[str, float]
    made_by: dict[str, str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every concern, boxes in color-level crop pixels."""
        return tuple(f for m in self.measurements.values() for f in m.findings)
