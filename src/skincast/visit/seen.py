"""What one photo of a visit told: what the pipeline hands over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from skincast.types import FloatMap, Labels, Mask, Measurement, Score, SeenPhoto, Skin
from skincast.types.life import View

TURNED_DEG = 20.0
"""A face that is turned further shows one side."""


class Atlas(Protocol):
    """Where each atlas pixel lies in the photo, and how it was seen; what the face room makes of a crop."""

    @property
    def x(self) -> FloatMap:
        """Color-level crop column of each atlas pixel; -1 outside the face."""

    @property
    def y(self) -> FloatMap:
        """Color-level crop row."""

    @property
    def visibility(self) -> FloatMap:
        """Cosine between skin and camera where the photo shows it, 0 elsewhere."""

    @property
    def visible(self) -> Mask:
        """Places that were seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """One photo of a visit that was measured; refused photos never come here."""

    sha256: str
    quality: float
    """0-1."""
    yaw_deg: float | None
    """None for a close-up."""
    mm_per_px: float | None
    """Of the upright original; None for a close-up."""
    skin: Skin
    unjudged: frozenset[str]
    """Regions that a problem of the photo spoiled, as `Quality` names them."""
    atlas: Atlas | None
    """None for a close-up."""
    measurements: Mapping[str, Measurement]
    scores: Mapping[str, Score]
    document: str
    """`skincast.analysis/1`, JSON text, without landmarks."""
    made_by: Mapping[str, str]

    @property
    def view(self) -> View:
        """Which side it shows: a face that turns to its own left shows its right cheek."""
        if self.atlas is None or self.yaw_deg is None:
            return "closeup"
        if abs(self.yaw_deg) <= TURNED_DEG:
            return "front"
        return "right" if self.yaw_deg > 0 else "left"

    def as_photo(self) -> SeenPhoto:
        """The facts that the journal keeps; that the photo is kept is said by who keeps it."""
        return SeenPhoto(
            sha256=self.sha256,
            view=self.view,
            quality=self.quality,
            mm_per_px=self.mm_per_px,
            yaw_deg=self.yaw_deg,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regions:
    """The regions as the face room draws them on the atlas."""

    labels: Labels
    """(448, 512) uint8, indices into `names`; 0 outside."""
    names: tuple[str, ...]

    def name_at(self, row: int, column: int) -> str:
        """The region of an atlas pixel; empty outside all of them."""
        return self.names[int(self.labels[row, column])]

    def outside(self, names: frozenset[str]) -> Mask:
        """True where the atlas shows none of the named regions."""
        allowed = np.array([name not in names for name in self.names])
        return np.asarray(allowed[self.labels])

    def mean_visibility(self, atlas: Atlas) -> dict[str, float]:
        """How well a photo shows each region: the mean over the whole region, 0 where it is hidden."""
        size = len(self.names)
        seen = np.where(atlas.visible, atlas.visibility, 0).ravel()
        totals = np.bincount(self.labels.ravel(), weights=seen, minlength=size)
        counts = np.bincount(self.labels.ravel(), minlength=size)
        return {name: float(totals[k]) / max(int(counts[k]), 1) for k, name in enumerate(self.names) if name}
