"""What one photo told: the typed result that the pipeline returns and the report draws."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from skincast import report
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

    A refused photo has `quality.accepted` False and no measurements or scores; `face` is None where no face was found
    or the photo was analyzed as a patch (`closeup`).
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
    """Codes of what a reader should know: `color_profile_ignored`, `scale_unknown`, `regions_unknown`."""
    timing_ms: dict[str, float]
    made_by: dict[str, str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every concern, boxes in color-level crop pixels; `to_json` gives them in the photo's own."""
        return tuple(f for m in self.measurements.values() for f in m.findings)

    def to_json(self, *, landmarks: bool = False) -> str:
        """Return the document `skincast.analysis/1` as JSON text.

        Args:
            landmarks: True adds the face's landmarks: they describe a person, so they leave only when asked for.
        """
        return report.analysis_json(self, landmarks=landmarks)

    def save(self, directory: str | Path, *, stem: str | None = None, landmarks: bool = False) -> Path:
        """Write the document, the page, the pictures and the masks into a folder of their own.

        Args:
            directory: made if it does not exist.
            stem: name of the folder in it; the beginning of the photo's SHA-256 unless told.
            landmarks: True keeps the face's landmarks in the document.

        Returns:
            The folder.

        Raises:
            OutputUnwritable: no permission, no room, or a folder of that name that holds other things.
        """
        return report.save(self, directory, stem=stem or self.photo.sha256[:12], landmarks=landmarks)
