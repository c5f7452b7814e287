"""Analysis -> the document of the contract, rounded to what the numbers can bear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from skincast.catalog import Concern, concerns, early_signs
from skincast.noise import known_error
from skincast.report import contract
from skincast.report.frame import clip_box, color_to_original, move_box, move_points, scaling
from skincast.report.precision import fixed, four_digits, one_decimal, range80
from skincast.report.quantities import needs_scale

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.types import Measurement, Quality, RegionScore, Score


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
        timing_ms={stage: fixed(ms, 1) for stage, ms in analysis.timing_ms.items()},
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
        score=fixed(quality.score, 3),
        problems=[
            contract.ProblemRow(
                code=problem.code,
                message=problem.message,
                advice=problem.advice,
                region=problem.region,
                value=four_digits(problem.value),
                limit=four_digits(problem.limit),
                refuses=bool(problem.refuses),
            )
            for problem in quality.problems
        ],
        unjudged_regions=sorted(quality.unjudged),
        values={code: four_digits(quality.values[code]) for code in sorted(quality.values)},
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
        presence=fixed(face.presence, 3),
        yaw_deg=fixed(face.yaw_deg, 1),
        pitch_deg=fixed(face.pitch_deg, 1),
        roll_deg=fixed(face.roll_deg, 1),
        interocular_px=fixed(face.interocular_px, 1),
        mm_per_px=fixed(face.mm_per_px, 4),
        mm_per_px_sd=fixed(face.mm_per_px_sd, 4),
        scale_source=face.scale_source,
        landmarks_px=None if points is None else [[fixed(value, 1) for value in point] for point in points],
    )


def _tone(analysis: Analysis) -> contract.ToneFacts | None:
    tone = analysis.tone
    if tone is None:
        return None
    return contract.ToneFacts(
        ita_deg=one_decimal(tone.ita_deg),
        ita_sd_deg=one_decimal(tone.ita_sd_deg),
        ita_class=tone.ita_class,
        monk=_whole(tone.monk),
        monk_low=_whole(tone.monk_low),
        monk_high=_whole(tone.monk_high),
    )


def _concern(analysis: Analysis, concern: Concern) -> contract.ConcernRow:
    measurement, score = analysis.measurements.get(concern.name), analysis.scores.get(concern.name)
    value, sd, mdc95 = (None, None, None) if score is None else (score.value, *known_error(score))
    low80, high80 = range80(value, sd)
    burden = None if measurement is None else measurement.burden
    return contract.ConcernRow(
        label=concern.label,
        kind=concern.kind,
        direction="higher_is_better",
        score=one_decimal(value),
        sd=one_decimal(sd),
        low80=low80,
        high80=high80,
        mdc95=one_decimal(mdc95),
        sd_source=None if score is None else score.sd_source,
        burden=None if burden is None else four_digits(burden),
        burden_unit=concern.burden_unit,
        raw={} if measurement is None else _raw(measurement, scale_known=_knows_scale(analysis)),
        regions=_regions(concern, score),
        mask=f"{concern.name}.png" if value is not None and measurement is not None else None,
        evidence=concern.evidence,
        unjudged_because=_reason(analysis, measurement, value),
    )


def _knows_scale(analysis: Analysis) -> bool:
    return not analysis.closeup and analysis.skin is not None and analysis.skin.crop.scale_known


def _raw(measurement: Measurement, *, scale_known: bool) -> dict[str, float]:
    """The raw quantities; without a scale, none in real lengths or areas."""
    return {name: four_digits(value) for name, value in measurement.raw.items() if scale_known or not needs_scale(name)}


def _regions(concern: Concern, score: Score | None) -> dict[str, contract.RegionRow]:
    """Return a row for each region of the catalog, then for those that only a patch has."""
    known: dict[str, RegionScore] = {} if score is None else score.regions
    rows = {name: contract.RegionRow(score=None, sd=None) for name in concern.sided_regions}
    for name, region in known.items():
        sd = None if score is None or known_error(score)[0] is None else region.sd
        rows[name] = contract.RegionRow(score=one_decimal(region.value), sd=one_decimal(sd))
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
                box=[fixed(value, 1) for value in box],
                confidence=fixed(finding.confidence, 3),
                size_mm=fixed(finding.size_mm, 2) if _knows_scale(analysis) else None,
            )
        )
    return rows


def _clinical_scales(analysis: Analysis) -> list[contract.ScaleRow]:
    return [
        contract.ScaleRow(
            name=scale.name,
            value=four_digits(scale.value),
            low=four_digits(scale.low),
            high=four_digits(scale.high),
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
            value=None if value is None else four_digits(value),
            sd=None if sd is None else four_digits(sd),
            unit=row.unit,
        )
    return rows


def _whole(value: int | None) -> int | None:
    return None if value is None else int(value)
