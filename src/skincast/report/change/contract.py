"""The JSON contract `skincast.change/1`: two visits side by side, as machines read it.

Within one major version fields are added, never renamed or retyped.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from skincast.report.contract import Part, Points100, Share
from skincast.report.history.contract import Spread, VisitRow

CHANGE_SCHEMA: Final = "skincast.change/1"

Fate = Literal["new", "persisting", "gone", "mark_left", "unseen"]
Density = Annotated[float, Field(ge=0)]


class ScoreRow(Part):
    """How the score of one concern moved."""

    label: str = Field(description="Name for people; may be reworded, the key never.")
    kind: Literal["measured", "appearance_estimate"] = Field(
        description="appearance_estimate: a photo shows only the look of it."
    )
    before: Points100 | None = Field(description="0-100, higher is better; null: not judged.")
    after: Points100 | None = Field(description="0-100, higher is better; null: not judged.")
    change: float | None = Field(description="After minus before; positive: less to see; null: not comparable.")
    sd: Spread | None = Field(description="Standard deviation of `change`; null: unknown.")
    mdc95: Spread | None = Field(description="Smallest change that is not noise: 1.96 times `sd`.")
    real: bool | None = Field(
        description="By itself: whether `change` lies beyond `mdc95`; one unchanged score in twenty does."
    )
    stands_out: bool | None = Field(
        description="Among all concerns of this comparison: noise makes one of them stand out in one comparison of "
        "twenty at most; null: the error is unknown."
    )


class LesionRow(Part):
    """A lesion at one visit."""

    type: str = Field(description="What it looks like.")
    region: str = Field(description="Where on the face, with its side.")
    x_mm: float = Field(description="Millimeters from the left edge of the flattened face of its own visit.")
    y_mm: float = Field(description="Millimeters from its top.")
    size_mm: float = Field(description="Largest diameter, millimeters.", ge=0)
    confidence: Share = Field(description="Belief in it, 0-1.")


class FateRow(Part):
    """What became of one lesion."""

    fate: Fate = Field(description="unseen: one of the visits does not show its place, or the pictures contradict it.")
    concern: str = Field(description="Key of its concern.")
    before: LesionRow | None = Field(description="At the first visit; null: not there or not seen.")
    after: LesionRow | None = Field(description="At the second visit; null: not there or not seen.")
    distance_mm: float | None = Field(description="Between the two places after alignment; null: only one.", ge=0)


class RegionChange(Part):
    """How the pigment of one region changed."""

    comparable_share: Share = Field(description="Share of the region that both visits show well.")
    change_od: float | None = Field(
        description="Mean change, optical density; null: less than a fifth of the region is comparable."
    )
    more_share: Share | None = Field(
        description="Share of the comparable skin with more pigment, beyond noise and in patches that count."
    )
    less_share: Share | None = Field(
        description="Share of the comparable skin with less pigment, beyond noise and in patches that count."
    )
    real: bool | None = Field(description="Whether the mean lies beyond 1.96 times the noise; null: not comparable.")


class PigmentChange(Part):
    """How one pigment changed over the face, relative to its own median: a change of all of the face is not seen."""

    noise_od: Density = Field(description="SD of the map where nothing has changed, optical density.")
    shown_from_od: Density = Field(description="Smaller changes count as noise here: 3 times `noise_od`.")
    more_share: Share = Field(
        description="Share of the comparable skin with more pigment, beyond noise and in patches that count."
    )
    less_share: Share = Field(
        description="Share of the comparable skin with less pigment, beyond noise and in patches that count."
    )
    regions: dict[str, RegionChange] = Field(description="By region, with its side; empty where none was asked for.")


class ChangeDocument(Part):
    """Two visits side by side. The same visits give the same document."""

    schema_name: Literal["skincast.change/1"] = Field(alias="schema", description="Name and major version.")
    before: VisitRow
    after: VisitRow
    days: int = Field(description="Days between the visits.")
    scores: dict[str, ScoreRow] = Field(description="Every concern of the catalog, by key.")
    lesions: list[FateRow] = Field(description="What became of each lesion.")
    fates: dict[str, int] = Field(description="How many lesions have each fate.")
    comparable_share: Share | None = Field(
        description="Share of the skin seen at either visit that both show well; null: no pictures were kept."
    )
    maps: dict[str, PigmentChange] = Field(description="By pigment; empty where no pictures were kept.")
    maps_missing_because: str | None = Field(description="Code of the reason where `maps` is empty.")
