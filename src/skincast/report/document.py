"""Analysis -> the document of the contract, rounded to what the numbers can bear."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from skincast.catalog import Concern, concerns, early_signs
from skincast.report import contract
from skincast.report.frame import clip_box, color_to_original, move_box, move_points, scaling
from skincast.report.quantities import needs_scale
from skincast.report.wording import Z80

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.types import Measurement, Quality, RegionScore, Score

_NO_FACES = re.compile(r"\b0 faces")
"""In `sd_source`: no face was measured twice, so that the SD beside it is a stand-in."""


def describe(analysis: Analysis, *, landmarks: bool = False) -> contract.AnalysisDocument:
    """Turn an analysis into its document.

    Args:
        analysis: of one photo.
        landmarks: True adds the face's landmarks: they describe a person, so they leave only when asked for.
    """
    return contract.AnalysisDocument(
        schema=contract.SCHEMA_NAME,
        photo=contract.PhotoFacts(
            sha256=analysis.photo.sha256, width=analysis.photo.width_px, height=analysis.photo.height_px
        ),
        quality=describe_quality(analysis.quality),
        face=_face(analysis, landmarks=landmarks),
        tone=_tone(analysis),
        concerns={name: _concern(analysis, concern) for name, concern in concerns().items()},
        findings=_findings(analysis),
        clinical_scales=_clinical_scales(analysis),
        early_signs=_early_signs(analysis),
        skin_mask=None if analysis.skin is None else "skin.png",
        notices=list(analysis.notices),
        timing_ms={stage: _fixed(ms, 1) for stage, ms in analysis.timing_ms.items()},
        made_by=dict(analysis.made_by),
    )


def analysis_json(analysis: Analysis, *, landmarks: bool = False, indent: int | None = 2) -> str:
    """Return the document as JSON text; keys are in the order of the contract."""
    return to_json(describe(analysis, landmarks=landmarks), indent=indent)


def to_json(document: contract.Part, *, indent: int | None = 2) -> str:
    """Return a document as JSON text; landmarks that were not asked for leave no key behind."""
    content: dict[str, Any] = document.model_dump(mode="json", by_alias=True)
    face = content.get("analysis", content).get("face")
    if face is not None and face["landmarks_px"] is None:
        del face["landmarks_px"]
    return json.dumps(content, indent=indent, ensure_ascii=False, allow_nan=False)


def describe_check(quality: Quality, *, file: str) -> contract.CheckDocument:
    """Turn the quality of a photo that was only checked into its document."""
    return contract.CheckDocument(schema=contract.CHECK_SCHEMA_NAME, file=file, quality=describe_quality(quality))


def describe_line(document: contract.AnalysisDocument, *, file: str) -> contract.AnalysisLine:
    """Name the file that a document is of, where many are printed."""
    return contract.AnalysisLine(file=file, analysis=document)


def describe_error(code: str, message: str, hint: str, *, file: str) -> contract.ErrorLine:
    """Turn what went wrong with a file into its line."""
    return contract.ErrorLine(file=file, error=contract.ErrorFacts(code=code, message=message, hint=hint))


def describe_quality(quality: Quality) -> contract.QualityFacts:
    """Turn the quality of a photo into its part of the document."""
    return contract.QualityFacts(
        accepted=bool(quality.accepted),
        score=_fixed(quality.score, 3),
        problems=[
            contract.ProblemRow(
                code=problem.code,
                message=problem.message,
                advice=problem.advice,
                region=problem.region,
                value=_significant(problem.value),
                limit=_significant(problem.limit),
                refuses=bool(problem.refuses),
            )
            for problem in quality.problems
        ],
        unjudged_regions=sorted(quality.unjudged),
        values={code: _significant(quality.values[code]) for code in sorted(quality.values)},
    )


def _face(analysis: Analysis, *, landmarks: bool) -> contract.FaceFacts:
    face, photo = analysis.face, analysis.photo
    if face is None:
        nothing = dict.fromkeys(
            ("presence", "yaw_deg", "pitch_deg", "roll_deg", "interocular_px", "mm_per_px", "mm_per_px_sd"), None
        )
        return contract.FaceFacts(found=False, closeup=analysis.closeup, faces_seen=0, scale_source=None, **nothing)
    points = move_points(face.landmarks_px, scaling(photo.reduction)) if landmarks else None
    return contract.FaceFacts(
        found=True,
        closeup=analysis.closeup,
        faces_seen=face.faces_seen,
        presence=_fixed(face.presence, 3),
        yaw_deg=_fixed(face.yaw_deg, 1),
        pitch_deg=_fixed(face.pitch_deg, 1),
        roll_deg=_fixed(face.roll_deg, 1),
        interocular_px=_fixed(face.interocular_px, 1),
        mm_per_px=_fixed(face.mm_per_px, 4),
        mm_per_px_sd=_fixed(face.mm_per_px_sd, 4),
        scale_source=face.scale_source,
        landmarks_px=None if points is None else [[_fixed(value, 1) for value in point] for point in points],
    )


def _tone(analysis: Analysis) -> contract.ToneFacts | None:
    tone = analysis.tone
    if tone is None:
        return None
    return contract.ToneFacts(
        ita_deg=_rounded(tone.ita_deg),
        ita_sd_deg=_rounded(tone.ita_sd_deg),
        ita_class=tone.ita_class,
        monk=_whole(tone.monk),
        monk_low=_whole(tone.monk_low),
        monk_high=_whole(tone.monk_high),
    )


def _concern(analysis: Analysis, concern: Concern) -> contract.ConcernRow:
    measurement, score = analysis.measurements.get(concern.name), analysis.scores.get(concern.name)
    value, sd, mdc95 = (None, None, None) if score is None else (score.value, *_error(score))
    reach = None if value is None or sd is None else Z80 * sd
    burden = None if measurement is None else measurement.burden
    return contract.ConcernRow(
        label=concern.label,
        kind=concern.kind,
        direction="higher_is_better",
        score=_rounded(value),
        sd=_rounded(sd),
        low80=None if value is None or reach is None else _rounded(max(0.0, value - reach)),
        high80=None if value is None or reach is None else _rounded(min(100.0, value + reach)),
        mdc95=_rounded(mdc95),
        sd_source=None if score is None else score.sd_source,
        burden=None if burden is None else _significant(burden),
        burden_unit=concern.burden_unit,
        raw={} if measurement is None else _raw(measurement, scale_known=_knows_scale(analysis)),
        regions=_regions(concern, score),
        mask=f"{concern.name}.png" if value is not None and measurement is not None else None,
        evidence=concern.evidence,
        unjudged_because=_reason(analysis, measurement, value),
    )


def _error(score: Score) -> tuple[float | None, float | None]:
    """SD and smallest real change; unknown where no face stands behind them."""
    return (None, None) if _NO_FACES.search(score.sd_source) else (score.sd, score.mdc95)


def _knows_scale(analysis: Analysis) -> bool:
    return not analysis.closeup and analysis.skin is not None and analysis.skin.crop.scale_known


def _raw(measurement: Measurement, *, scale_known: bool) -> dict[str, float]:
    """The raw quantities; without a scale, none in real lengths or areas."""
    return {
        name: _significant(value) for name, value in measurement.raw.items() if scale_known or not needs_scale(name)
    }


def _regions(concern: Concern, score: Score | None) -> dict[str, contract.RegionRow]:
    """Return a row for each region of the catalog, then for those that only a patch has."""
    known: dict[str, RegionScore] = {} if score is None else score.regions
    rows = {name: contract.RegionRow(score=None, sd=None) for name in concern.sided_regions}
    for name, region in known.items():
        sd = None if score is None or _error(score)[0] is None else region.sd
        rows[name] = contract.RegionRow(score=_rounded(region.value), sd=_rounded(sd))
    return rows


def _reason(analysis: Analysis, measurement: Measurement | None, value: float | None) -> str | None:
    if value is not None:
        return None
    if measurement is not None and measurement.unjudged_because is not None:
        return measurement.unjudged_because
    return next(
        (problem.code for problem in analysis.quality.problems if problem.refuses and problem.region is None),
        "not_measured",
    )


def _findings(analysis: Analysis) -> list[contract.FindingRow]:
    if analysis.skin is None:
        return []
    crop, photo = analysis.skin.crop, analysis.photo
    move = color_to_original(crop, photo)
    rows = []
    for finding in analysis.findings:
        box = clip_box(move_box(finding.box, move), width_px=photo.width_px, height_px=photo.height_px)
        rows.append(
            contract.FindingRow(
                concern=finding.concern,
                type=finding.type,
                region=finding.region,
                box=[_fixed(value, 1) for value in box],
                confidence=_fixed(finding.confidence, 3),
                size_mm=_fixed(finding.size_mm, 2) if _knows_scale(analysis) else None,
            )
        )
    return rows


def _clinical_scales(analysis: Analysis) -> list[contract.ScaleRow]:
    return [
        contract.ScaleRow(
            name=scale.name,
            value=_significant(scale.value),
            low=_significant(scale.low),
            high=_significant(scale.high),
            band=scale.band,
            note=scale.note,
        )
        for scale in analysis.clinical
    ]


def _early_signs(analysis: Analysis) -> dict[str, contract.EarlySignRow]:
    seen = {sign.name: sign for sign in analysis.early_signs}
    rows = {}
    for name, row in early_signs().items():
        sign = seen.get(name)
        value, sd = (None, None) if sign is None else (sign.value, sign.sd)
        rows[name] = contract.EarlySignRow(
            label=row.label,
            value=None if value is None else _significant(value),
            sd=None if sd is None else _significant(sd),
            unit=row.unit,
        )
    return rows


def _rounded(value: float | None) -> float | None:
    """One decimal: scores and degrees bear no more."""
    return None if value is None else _fixed(value, 1)


def _fixed(value: float, digits: int) -> float:
    """Round, without a negative zero and without a number type of NumPy."""
    return round(float(value), digits) + 0.0


def _whole(value: int | None) -> int | None:
    return None if value is None else int(value)


def _significant(value: float) -> float:
    """Four digits: raw quantities span many sizes."""
    return float(f"{value:.4g}") + 0.0
