"""Blemishes: round red, brown or raised spots, each with a type and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, fields

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.catalog import Concern
from skincast.measure.blobs import Column, keep_strongest
from skincast.measure.lesions import LEAST_DOT_OD, Cues, find_candidates, find_dots, prepare
from skincast.measure.region import Regions
from skincast.types import Finding, FloatMap, Measurement, Skin

TYPE_WEIGHTS = {
    "comedone_open": 1.0,
    "comedone_closed": 1.0,
    "papule": 2.0,
    "pustule": 3.0,
    "nodule": 4.0,
    "mark_red": 0.0,
    "mark_brown": 0.0,
}
"""Weights of the global acne grading system (Doshi et al. 1997, Int J Dermatol 36:416); marks are not acne any more."""
TYPES = tuple(TYPE_WEIGHTS)
INFLAMMATORY = ("papule", "pustule", "nodule")
COMEDONES = ("comedone_open", "comedone_closed")
MARKS = ("mark_red", "mark_brown")
FACE_MM2 = 12_500.0
"""Area, as the camera sees it, of a whole face that can be judged: the burden is brought to it."""
LEAST_CONFIDENCE = 0.15
"""Below this a candidate is not reported: it is as good as any unevenness of clear skin."""
DOT_SHARE = 0.45
"""No dot is surer than this: pores, freckles and stubble look the same in a selfie."""
NODULE_MM = 7.0
PUSTULE_MM = 7.0
COMEDONE_MM = 4.0
BROWN_RATIO = 2.5
MARK_RANK = 0.4
MARK_RED_OD, MARK_SHADE_OD = 0.035, -0.04
"""A faint red spot is a flat mark only where it is clearly no darker than its redness: in doubt it is a papule."""
HEAD_OD = -0.08
"""A head this much brighter than the skin around the spot, and by this share of the spot's own darkness, is pus."""
HEAD_SHARE = 1.0
LOGIT = {
    "one": -4.87,
    "hemoglobin": 0.77,
    "standing": 1.88,
    "round": 0.66,
    "chain": -1.04,
    "facing": 2.30,
    "border": 0.19,
    "flush": 3.35,
    "size": 0.32,
    "large": -2.0,
    "too_dark": -19.90,
    "shade": -13.80,
    "dusk": -1.84,
}
"""Logistic regression of boxed papules, pustules, nodules and cysts in 160 photos of faces against all other candidates
in them (weight 0.1, because the boxes are incomplete) and in 154 generated faces with clear skin (weight 1)."""
REGION_LOGIT = {"nose": -1.1, "nasolabial": -0.6, "perioral": -0.6, "forehead": -0.4}
"""Clear skin looks like a lesion more often there: folds, pores, the red nose. From the same fit, a little less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesions:
    """Lesions in color-level pixels; `kind` indexes `TYPES`."""

    x: Column
    y: Column
    radius_mm: Column
    confidence: Column
    kind: NDArray[np.int64]

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Lesions:
        """The lesions that `which` selects."""
        return Lesions(**{field.name: getattr(self, field.name)[which] for field in fields(self)})


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Find blemishes and add up their load.

    Args:
        skin: the clean skin.
        concern: the row of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` is the sum over lesions of type weight times confidence (above the least that is reported), per whole
        face. Counts in `raw` are expected numbers: each
        lesion counts as much as it is sure.

    Source: ours; figures in `docs/accuracy.md`.
    """
    lesions = find_lesions(skin, regions)
    findings = _findings(skin, regions, lesions, concern.name)
    loads = _loads(regions, findings)
    per_face = FACE_MM2 / regions.total_mm2
    return Measurement(
        concern=concern.name,
        raw=_raw(findings, regions.total_mm2),
        burden=sum(loads.values()) * per_face,
        regions=regions.spread({name: loads[name] * FACE_MM2 / regions.area_mm2[name] for name in regions.judged}),
        map=_draw(skin, lesions),
        findings=findings,
    )


def find_lesions(skin: Skin, regions: Regions) -> Lesions:
    """Find blemishes and marks of all sizes, each with its likeliest type, doubles removed, surest first."""
    scene = prepare(skin)
    blobs, cues = find_candidates(scene, regions)
    dots, dot_cues = find_dots(scene, regions)
    confidence, kind = _judge(cues, _region_logit(skin, cues))
    every = Lesions(
        x=np.concatenate([blobs.x, dots.x]),
        y=np.concatenate([blobs.y, dots.y]),
        radius_mm=np.concatenate([blobs.radius_mm, dots.radius_mm]),
        confidence=np.concatenate([confidence, _judge_dots(dots.strength, dot_cues)]),
        kind=np.concatenate([kind, np.full(len(dots), TYPES.index("comedone_open"))]),
    )
    sure = every.take(every.confidence >= LEAST_CONFIDENCE)
    rank = np.where(sure.kind == TYPES.index("mark_brown"), MARK_RANK, 1.0) * sure.confidence
    return sure.take(keep_strongest(sure.x, sure.y, sure.radius_mm / skin.crop.color_mm_per_px, rank))


def _region_logit(skin: Skin, cues: Cues) -> Column:
    names = skin.crop.region_names
    table = np.array([REGION_LOGIT.get(name.removesuffix("_right").removesuffix("_left"), 0.0) for name in names])
    return np.asarray(table[cues.label], np.float32)


def _judge(cues: Cues, prior: Column) -> tuple[Column, NDArray[np.int64]]:
    """How sure each candidate is, and its type."""
    inflamed = _inflamed(cues, prior)
    brown = cues.melanin > BROWN_RATIO * np.maximum(cues.hemoglobin, 0.01)
    raised = ~brown & (cues.shade > np.maximum(cues.hemoglobin, cues.melanin)) & (2 * cues.radius_mm < COMEDONE_MM)
    flat = ~brown & ~raised & (cues.hemoglobin < MARK_RED_OD) & (cues.shade < MARK_SHADE_OD)
    bright_head = (2 * cues.radius_mm < PUSTULE_MM) & (cues.head < np.minimum(HEAD_OD, -HEAD_SHARE * cues.darkness))
    kind = np.full(len(inflamed), TYPES.index("papule"))
    kind[2 * cues.radius_mm > NODULE_MM] = TYPES.index("nodule")
    kind[bright_head] = TYPES.index("pustule")
    kind[flat] = TYPES.index("mark_red")
    kind[raised] = TYPES.index("comedone_closed")
    kind[brown] = TYPES.index("mark_brown")
    confidence = np.where(brown, _visible(cues, prior), inflamed)
    return confidence.astype(np.float32), kind


def _inflamed(cues: Cues, prior: Column) -> Column:
    """Probability that a candidate is an inflamed lesion; see `LOGIT`."""
    logit = (
        LOGIT["one"]
        + prior
        + LOGIT["hemoglobin"] * np.log(np.clip(cues.hemoglobin, 0.005, 0.2))
        + LOGIT["standing"] * np.log(np.clip(cues.standing, 1, 12))
        + LOGIT["round"] * cues.roundness
        + LOGIT["chain"] * cues.chain
        + LOGIT["facing"] * cues.facing
        + LOGIT["border"] * np.clip(cues.border_mm, 0, 6)
        + LOGIT["flush"] * np.clip(cues.flush, 0, 0.5)
        + LOGIT["size"] * np.minimum(np.log(cues.radius_mm), 1.3)
        + LOGIT["large"] * np.maximum(np.log(cues.radius_mm) - 1.3, 0)
        + LOGIT["too_dark"] * np.clip(cues.darkness - 0.15, 0, 0.3)
        + LOGIT["shade"] * np.clip(cues.shade, 0, 0.2)
        + LOGIT["dusk"] * np.clip(cues.dusk, -0.4, 0.5)
    )
    return np.asarray(1 / (1 + np.exp(-logit)), np.float32)


def _visible(cues: Cues, prior: Column) -> Column:
    """How plainly a brown spot stands out, 0-1; not a probability.

    Shadows in folds are saturated, which looks like melanin: what is also shaded, or large where the face folds, is
    none.
    """
    standing = np.clip((cues.standing - 2.2) / 4.5, 0, 1)
    inland = np.clip(cues.border_mm / 3 - 0.5, 0, 1)
    flat = np.clip(1 - np.abs(cues.shade) / np.maximum(cues.melanin, 0.01), 0, 1) * np.clip(1.5 - cues.chain, 0, 1)
    small = np.clip(2.5 - cues.radius_mm * np.where(prior < 0, 1.0, 0.3), 0, 1)
    return np.asarray(standing * np.clip(2 * cues.roundness, 0, 1) * inland * flat * small, np.float32)


def _judge_dots(strength: Column, cues: Cues) -> Column:
    """How sure a fine dark dot is an open comedone: dark, round, alone and not red."""
    alone = np.clip((cues.standing - 5) / 6, 0, 1)
    dark = np.clip((strength - LEAST_DOT_OD) / LEAST_DOT_OD, 0, 1)
    brown = np.clip(1 - 2 * cues.hemoglobin / np.maximum(cues.darkness, 0.01), 0, 1)
    inland = np.clip(cues.border_mm / 4 - 0.5, 0, 1)
    lone = np.clip(2 * cues.roundness - 0.5, 0, 1)
    return np.asarray(DOT_SHARE * alone * dark * brown * inland * lone, np.float32)


def _findings(skin: Skin, regions: Regions, lesions: Lesions, concern: str) -> tuple[Finding, ...]:
    pixel_mm = skin.crop.color_mm_per_px
    found = []
    for x, y, radius, confidence, kind in zip(
        lesions.x.tolist(),
        lesions.y.tolist(),
        lesions.radius_mm.tolist(),
        lesions.confidence.tolist(),
        lesions.kind.tolist(),
        strict=True,
    ):
        region = skin.crop.region_names[skin.crop.regions[round(y), round(x)]]
        if region in regions.judged:
            r = radius / pixel_mm
            box = (x - r, y - r, 2 * r, 2 * r)
            found.append(
                Finding(
                    concern=concern, type=TYPES[kind], region=region, box=box, confidence=confidence, size_mm=2 * radius
                )
            )
    return tuple(found)


def _loads(regions: Regions, findings: tuple[Finding, ...]) -> dict[str, float]:
    """Type-weighted, confidence-weighted lesions of each judged region."""
    loads = dict.fromkeys(regions.judged, 0.0)
    for one in findings:
        above = (one.confidence - LEAST_CONFIDENCE) / (1 - LEAST_CONFIDENCE)
        loads[one.region] += TYPE_WEIGHTS[one.type] * above
    return loads


def _raw(findings: tuple[Finding, ...], area_mm2: float) -> dict[str, float]:
    counts = dict.fromkeys(TYPES, 0.0)
    for one in findings:
        counts[one.type] += one.confidence
    inflammatory = sum(counts[name] for name in INFLAMMATORY)
    comedones = sum(counts[name] for name in COMEDONES)
    return {
        "inflammatory_count": inflammatory,
        "comedone_count": comedones,
        "mark_count": sum(counts[name] for name in MARKS),
        "load_per_100_cm2": 10_000 * (inflammatory + comedones) / area_mm2,
        **{f"{name}_count": count for name, count in counts.items()},
    }


def _draw(skin: Skin, lesions: Lesions) -> FloatMap:
    """Soft discs as strong as the lesions are sure; marks are left out."""
    height, width = skin.mask.shape
    canvas = np.zeros(((height + 1) // 2, (width + 1) // 2), np.float32)
    counted = np.array([TYPE_WEIGHTS[name] > 0 for name in TYPES])[lesions.kind]
    pixel_mm = 2 * skin.crop.color_mm_per_px
    for k in np.nonzero(counted)[0][::-1]:  # the surest last, on top
        center = (round(float(lesions.x[k]) / 2), round(float(lesions.y[k]) / 2))
        radius = max(1, round(float(lesions.radius_mm[k]) / pixel_mm))
        cv2.circle(canvas, center, radius, float(lesions.confidence[k]), -1)
    soft = cv2.resize(cv2.GaussianBlur(canvas, (0, 0), 0.8), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.copyTo(soft, skin.mask.astype(np.uint8)), np.float32)
