"""The JSON contract `skincast.analysis/1`: what machines read.

Within one major version fields are added, never renamed or retyped.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from skincast.catalog import concerns

SCHEMA_NAME: Final = "skincast.analysis/1"
CHECK_SCHEMA_NAME: Final = "skincast.check/1"

Share = Annotated[float, Field(ge=0, le=1)]
Points100 = Annotated[float, Field(ge=0, le=100)]
Box = Annotated[list[float], Field(min_length=4, max_length=4)]
Landmark = Annotated[list[float], Field(min_length=3, max_length=3)]


class Part(BaseModel):
    """What every part of the document shares: nothing unknown, nothing converted, no NaN."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)


class PhotoFacts(Part):
    """The photo, by its bytes and its size."""

    sha256: str = Field(description="SHA-256 of the file's bytes, hexadecimal.", pattern="^[0-9a-f]{64}$")
    width: int = Field(description="Width of the upright original, pixels.", ge=1)
    height: int = Field(description="Height of the upright original, pixels.", ge=1)


class ProblemRow(Part):
    """One thing that is wrong with the photo."""

    code: str = Field(description="Stable name of the problem.")
    message: str = Field(description="What is wrong, in plain words.")
    advice: str = Field(description="What to do for the next photo, in plain words.")
    region: str | None = Field(description="The region that it spoils; null: the whole photo.")
    value: float = Field(description="The measured value, in the unit that the code implies.")
    limit: float = Field(description="The limit that it was compared with, same unit.")
    refuses: bool = Field(
        description="True: the photo (or this region) is not scored; false: a notice that widens the error."
    )


class QualityFacts(Part):
    """Whether the photo can be scored."""

    accepted: bool = Field(description="False: nothing was scored.")
    score: Share = Field(description="Quality of the photo, 0-1; the errors of the scores depend on it.")
    problems: list[ProblemRow] = Field(description="Everything that is wrong with the photo.")
    unjudged_regions: list[str] = Field(description="Regions that a problem spoiled; their values are null. Sorted.")
    values: dict[str, float] = Field(description="Every quantity that was checked, by problem code.")


class FaceFacts(Part):
    """Where the face looks and how large it is; all null where none was found or a close-up was asked for."""

    found: bool = Field(description="Whether a face was found.")
    closeup: bool = Field(description="True: analyzed as a patch of skin, with neither regions nor a known scale.")
    faces_seen: int = Field(description="Faces in the picture; the main one is analyzed.", ge=0)
    presence: Share | None = Field(description="Belief that a face was fitted, 0-1.")
    yaw_deg: float | None = Field(description="Degrees; positive: turned to the person's own left.")
    pitch_deg: float | None = Field(description="Degrees; positive: looking up.")
    roll_deg: float | None = Field(description="Degrees; positive: tilted clockwise in the picture.")
    interocular_px: float | None = Field(
        description="Distance between the eye centers, pixels of the upright original."
    )
    mm_per_px: float | None = Field(description="Millimeters per pixel of the upright original.")
    mm_per_px_sd: float | None = Field(description="Standard deviation of `mm_per_px`.")
    scale_source: Literal["iris_and_face", "face"] | None = Field(description="What the scale was read from.")
    landmarks_px: list[Landmark] | None = Field(
        default=None,
        description="478 points x, y, z in pixels of the upright original. Absent unless asked for; never kept.",
    )


class ToneFacts(Part):
    """Skin tone: a sorting aid from an uncalibrated photo, never truth."""

    ita_deg: float | None = Field(description="Individual typology angle, degrees; null where the color is unreadable.")
    ita_sd_deg: float | None = Field(description="Standard deviation of `ita_deg`, degrees.")
    ita_class: str | None = Field(
        description="Class of the angle, from very light to dark, or a range such as `tan to intermediate`; "
        "null where the error is too large."
    )
    monk: int | None = Field(description="Nearest tone of the Monk scale, 1-10.", ge=1, le=10)
    monk_low: int | None = Field(description="Lightest plausible Monk tone.", ge=1, le=10)
    monk_high: int | None = Field(description="Darkest plausible Monk tone.", ge=1, le=10)


class RegionRow(Part):
    """Score of one region."""

    score: Points100 | None = Field(description="0-100, higher is better; null: not judged.")
    sd: float | None = Field(description="Standard deviation of the score over repeated photos.", ge=0)


class ConcernRow(Part):
    """One concern. The row has the same shape whether it was judged or not."""

    label: str = Field(description="Name for people; may be reworded, the key never.")
    kind: Literal["measured", "appearance_estimate"] = Field(
        description="appearance_estimate: the photo shows only the look of it."
    )
    direction: Literal["higher_is_better"] = Field(description="How to read every score.")
    score: Points100 | None = Field(description="0-100; null: not judged.")
    sd: float | None = Field(description="Standard deviation of the score over repeated photos.", ge=0)
    low80: Points100 | None = Field(
        description="Lower end of the 80 % range of the true average: score - 1.2816 sd, cut at 0."
    )
    high80: Points100 | None = Field(
        description="Upper end of the 80 % range of the true average: score + 1.2816 sd, cut at 100."
    )
    mdc95: float | None = Field(description="Smallest change that is not noise: 1.96 * sqrt(2) * sd.", ge=0)
    sd_source: str | None = Field(
        description="Where `sd` was measured; where it names 0 faces, `sd`, the range and `mdc95` are null."
    )
    burden: float | None = Field(description="The quantity behind the score, in `burden_unit`; higher is worse.")
    burden_unit: str = Field(description="Unit of `burden`.")
    raw: dict[str, float] = Field(
        description="Whole-face quantities; the unit is the last part of each name. Without a known scale, none in "
        "real lengths or areas. A `_count` of spots weighs each finding by its confidence."
    )
    regions: dict[str, RegionRow] = Field(description="Score of each region of the concern, with its side.")
    mask: str | None = Field(
        description="File beside this document: 8 bits a pixel, 255 = strongest; null: not judged."
    )
    evidence: str = Field(description="What the number rests on today.")
    unjudged_because: str | None = Field(description="Code of the reason where `score` is null.")


class FindingRow(Part):
    """One visible thing."""

    concern: str = Field(description="Key of its concern.")
    type: str = Field(description="What it looks like.")
    region: str = Field(description="Where on the face, with its side.")
    box: Box = Field(
        description="x, y, width, height in pixels of the upright original; x, y is the upper left corner."
    )
    confidence: Share = Field(description="Belief in it, 0-1.")
    size_mm: float | None = Field(description="Largest diameter, millimeters; null where the scale is unknown.", ge=0)


class ScaleRow(Part):
    """A published grading scale that the findings resemble; never a verdict."""

    name: str = Field(description="Name of the scale.")
    value: float = Field(description="The value on that scale; higher is worse.")
    low: float = Field(description="Lower end of the plausible range.")
    high: float = Field(description="Upper end of the plausible range.")
    band: str = Field(description="The band or bands that the range touches.")
    note: str = Field(description="How it differs from the published scale.")


class EarlySignRow(Part):
    """A faint diffuse change: a number, never a score."""

    label: str = Field(description="Name for people.")
    value: float | None = Field(description="In `unit`; null: not judged.")
    sd: float | None = Field(description="Standard deviation over repeated photos, in `unit`.", ge=0)
    unit: str = Field(description="Unit of `value` and `sd`.")


def _require_every_concern(schema: dict[str, Any]) -> None:
    schema["propertyNames"] = {"enum": list(concerns())}
    schema["required"] = list(concerns())


class AnalysisDocument(Part):
    """Everything that one photo told. Identical bytes give an identical document, `timing_ms` excepted."""

    schema_name: Literal["skincast.analysis/1"] = Field(alias="schema", description="Name and major version.")
    photo: PhotoFacts
    quality: QualityFacts
    face: FaceFacts
    tone: ToneFacts | None = Field(description="Null where no skin was judged.")
    concerns: dict[str, ConcernRow] = Field(
        description="Every concern of the catalog, by key, judged or not.", json_schema_extra=_require_every_concern
    )
    findings: list[FindingRow] = Field(description="Every finding of every concern.")
    clinical_scales: list[ScaleRow] = Field(description="Published scales that the findings resemble.")
    early_signs: dict[str, EarlySignRow] = Field(description="Faint diffuse changes, by name.")
    skin_mask: str | None = Field(description="File beside this document: 255 = visible skin of the face; null: none.")
    notices: list[str] = Field(description="Codes of what a reader should know.")
    timing_ms: dict[str, float] = Field(description="Milliseconds of each stage and in total; differs from run to run.")
    made_by: dict[str, str] = Field(description="Versions of everything that had a part in the numbers.")

    @field_validator("concerns")
    @classmethod
    def _hold_the_catalog(cls, rows: dict[str, ConcernRow]) -> dict[str, ConcernRow]:
        if list(rows) != list(concerns()):
            msg = f"expected every concern of the catalog in its order, got {list(rows)}"
            raise ValueError(msg)
        return rows


class CheckDocument(Part):
    """The quality of one photo, nothing measured: what `skincast check --json` writes."""

    schema_name: Literal["skincast.check/1"] = Field(alias="schema", description="Name and major version.")
    file: str = Field(description="Name of the file, as it was given.")
    quality: QualityFacts


class AnalysisLine(Part):
    """One line of `skincast analyze --json` with several photos."""

    file: str = Field(description="Name of the file, as it was given.")
    analysis: AnalysisDocument


class ErrorFacts(Part):
    """What went wrong with one file, as on stderr."""

    code: str = Field(description="Stable name of the error; `bug`: not the person's fault.")
    message: str = Field(description="What went wrong, in plain words.")
    hint: str = Field(description="What to do about it.")


class ErrorLine(Part):
    """What stands on stdout in place of a document where a file gave none."""

    file: str = Field(description="Name of the file, as it was given.")
    error: ErrorFacts


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document, as committed in `docs/schemas/`."""
    schema = AnalysisDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
