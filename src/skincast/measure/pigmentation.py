"""Uneven melanin: brown spots one by one, and larger patches by area and darkness."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.catalog import Concern
from skincast.measure.blobs import (
    DISC_RESPONSE,
    Blobs,
    Stack,
    find_blobs,
    flatten,
    halve,
    keep_strongest,
    label_at,
    level_noise,
    local_mean,
    refine_radius,
    sample,
    scale_space,
)
from skincast.measure.region import Regions, quantile_of
from skincast.types import Finding, FloatMap, Labels, Mask, Measurement, Skin

SPOT_SIGMAS_MM = (0.6, 0.9, 1.4, 2.1, 3.2, 4.8)
SPOT_SPREAD_MM = 7.0
PATCH_MM = (2.5, 14.0)
"""Patches are judged between these blurs: slower changes are tan and light, finer ones spots."""
MELANIN = np.array([1.0, 0.0, 0.0], np.float32)
LEAST_SPOT_OD = 0.02
LEAST_CONFIDENCE = 0.15
LENTIGO_MM = 3.0
PATCH_OD = 0.05
PATCH_MM2 = 60.0
SPOTTED_SHARE = 0.3
PATCH_REGIONS = ("forehead", "cheek_right", "cheek_left", "perioral", "chin", "patch")
PATCH_FACING = 0.65
SHADE_SHARE = 0.5
"""Shadows are more saturated than light skin in a phone's picture, which looks like melanin: of darkness that is
plainly shading, this share is not believed to be pigment."""
HARD_LIGHT = 0.6
"""Melanin of a patch must also exceed this many robust SDs of the photo's own shading at that scale: hard light hides
patches."""
BORDER_MM = 3.0
PATCH_BORDER_MM = 7.0
FOLDED = ("nose", "perioral", "glabella")
FOLDED_MM = 2.0
"""Where the face folds, dark saturated hollows look like spots: none of a larger radius is believed there."""
MOST_SPOTS = 250
BEARD = ("perioral", "chin", "jaw_right", "jaw_left")
ROUGH_MM = 5.0
STUBBLE_ROUGHNESS = 1.4
STUBBLE_MM = 1.6
"""Radius of the largest spot that may be a hair."""
MASI_REGIONS = ("forehead", "cheek_right", "cheek_left", "chin")
SHOWN_OD = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Pigment:
    """The face at half the color level: `stack` holds melanin, hemoglobin and shading."""

    stack: Stack
    weight: FloatMap
    border_mm: FloatMap
    labels: Labels
    open: Mask
    """Where a patch may lie: broad, gently curved skin that faces the camera."""
    mm_per_px: float


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Find brown spots and patches.

    Args:
        skin: the clean skin.
        concern: the row of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` is the mean over the judged skin of the melanin above the person's own skin around it, counted where
        there is a spot or a patch: optical density times share of area. `raw` also holds, for the regions of the
        melasma index, the area and the darkness of what is affected.

    Source: ours; figures in `docs/accuracy.md`.
    """
    pigment = _halve(skin, regions)
    spots, confidence = _find_spots(pigment, skin)
    drawn = _draw(spots, confidence, pigment)
    patch = _find_patches(pigment, drawn > 0)
    size = (drawn.shape[1], drawn.shape[0])
    excess = np.maximum(cv2.resize(patch, size, interpolation=cv2.INTER_NEAREST), drawn)
    excess *= pigment.labels > 0
    means = _means(excess, pigment.labels, regions, pixel_mm2=pigment.mm_per_px**2)
    shown = cv2.resize(np.minimum(excess / SHOWN_OD, 1), skin.mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    found = _spot_findings(spots, confidence, skin, concern.name) + _patch_findings(patch, pigment, skin, concern.name)
    return Measurement(
        concern=concern.name,
        raw=_raw(
            spots, confidence=confidence, patch=patch, excess=excess, mean=means, pigment=pigment, regions=regions
        ),
        burden=regions.weighted(means),
        regions=regions.spread(means),
        map=np.asarray(cv2.copyTo(shown, skin.mask.astype(np.uint8)), np.float32),
        findings=tuple(finding for finding in found if finding.region in regions.judged),
    )


def _halve(skin: Skin, regions: Regions) -> Pigment:
    weight = halve(skin.mask.astype(np.float32))
    mm_per_px = 2 * skin.crop.color_mm_per_px
    border = cv2.distanceTransform((weight > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    labels = np.ascontiguousarray(regions.labels[::2, ::2])
    names = skin.crop.region_names
    broad = np.isin(np.arange(256), [names.index(name) for name in PATCH_REGIONS if name in names])
    return Pigment(
        stack=np.asarray(cv2.merge([halve(skin.melanin), halve(skin.hemoglobin), halve(skin.shading)]), np.float32),
        weight=weight,
        border_mm=np.asarray(border * mm_per_px, np.float32),
        labels=labels,
        open=broad[labels] & (skin.crop.facing[::2, ::2] > PATCH_FACING),
        mm_per_px=mm_per_px,
    )


def _believed(melanin: FloatMap, hemoglobin: FloatMap, shading: FloatMap) -> FloatMap:
    """Melanin contrast that also darkens the skin, less what shading may have leaked into it."""
    darkness = melanin + hemoglobin + shading
    return np.asarray(np.minimum(melanin, darkness) - SHADE_SHARE * np.abs(shading), np.float32)


def _find_spots(pigment: Pigment, skin: Skin) -> tuple[Blobs, NDArray[np.float32]]:
    """Round brown spots, doubles removed, and how sure each is."""
    shape = skin.mask.shape
    slow = local_mean(pigment.stack, pigment.weight, spread_px=SPOT_SPREAD_MM / pigment.mm_per_px)
    flat = flatten(pigment.stack, slow, pigment.weight)
    levels = scale_space(flat, mm_per_px=pigment.mm_per_px, sigmas_mm=SPOT_SIGMAS_MM)
    noise = np.array(level_noise(levels, MELANIN, pigment.weight > 0.5), np.float32)
    floors = tuple(max(LEAST_SPOT_OD, 2.5 * float(sd)) for sd in noise)
    blobs = find_blobs(levels, MELANIN, pigment.labels > 0, shape=shape, threshold=floors)
    melanin, hemoglobin, shading = blobs.contrast.T
    believed = _believed(melanin, hemoglobin, shading)
    standing = believed / np.maximum(noise[blobs.level], 0.008)
    confidence = np.clip((standing - 2.5) / 4, 0, 1) * np.clip(believed / 0.06, 0, 1)
    confidence *= np.clip(2.2 * blobs.roundness - 0.3, 0, 1) * np.clip(1.6 - 2 * blobs.chain, 0, 1)
    confidence *= np.clip(sample(pigment.border_mm, blobs, shape) / BORDER_MM - 0.7, 0, 1)
    confidence *= np.clip(1.5 - np.maximum(hemoglobin, 0) / np.maximum(melanin, 1e-6), 0, 1)
    confidence[_in_beard(blobs, pigment, skin)] = 0
    blobs = replace(blobs, radius_mm=refine_radius(blobs, levels, MELANIN, shape), strength=melanin / DISC_RESPONSE)
    names = skin.crop.region_names
    folded = np.isin(label_at(skin.crop.regions, blobs), [names.index(name) for name in FOLDED if name in names])
    confidence[folded & (blobs.radius_mm > FOLDED_MM)] = 0
    sure = confidence >= LEAST_CONFIDENCE
    blobs, confidence = blobs.take(sure), confidence[sure].astype(np.float32)
    rank = confidence * blobs.strength
    kept = keep_strongest(blobs.x, blobs.y, blobs.radius_mm / skin.crop.color_mm_per_px, rank, most=MOST_SPOTS)
    return blobs.take(kept), confidence[kept]


def _in_beard(blobs: Blobs, pigment: Pigment, skin: Skin) -> NDArray[np.bool_]:
    """Small spots on skin rougher than the rest of the face, where beards grow: stubble."""
    names = skin.crop.region_names
    beard = np.isin(label_at(skin.crop.regions, blobs), [names.index(name) for name in BEARD if name in names])
    small = beard & (blobs.radius_mm < STUBBLE_MM)
    if not small.any():
        return small
    fine = np.ascontiguousarray(np.abs(skin.detail[::4, ::4]))
    weight = np.ascontiguousarray(pigment.weight[: fine.shape[0], : fine.shape[1]])
    rough = local_mean(fine[..., None], weight, spread_px=ROUGH_MM / pigment.mm_per_px)[..., 0]
    usual = quantile_of(rough, weight > 0.5, 0.5)
    return np.asarray(small & (sample(rough, blobs, skin.mask.shape) > STUBBLE_ROUGHNESS * usual))


def _find_patches(pigment: Pigment, spotted: Mask) -> FloatMap:
    """Melanin of wide patches above the skin around them, at a quarter of the color level.

    Optical density; 0 where there is none, and where spots explain it.
    """
    mm_per_px = 2 * pigment.mm_per_px
    stack, weight = halve(pigment.stack), halve(pigment.weight)
    low, high = (blur / mm_per_px for blur in PATCH_MM)
    flat = flatten(stack, local_mean(stack, weight, spread_px=high), weight)
    smooth = np.asarray(cv2.GaussianBlur(np.dstack([flat, weight]), (0, 0), low), np.float32)
    count = np.maximum(smooth[..., 3], np.float32(0.05))
    melanin, hemoglobin, shading = (np.asarray(smooth[..., k] / count, np.float32) for k in range(3))
    hardness = 1.4826 * quantile_of(np.abs(shading), weight > 0.5, 0.5)
    excess = _believed(melanin, hemoglobin, shading) - max(PATCH_OD, HARD_LIGHT * hardness)
    inland = (pigment.border_mm[::2, ::2] > PATCH_BORDER_MM) & pigment.open[::2, ::2]
    grid = cv2.morphologyEx((inland & (excess > 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grid, connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA]
    explained = np.bincount(labels[spotted[::2, ::2]], minlength=len(area))
    patch = (area * mm_per_px**2 >= PATCH_MM2) & (explained < SPOTTED_SHARE * area)
    patch[0] = False
    return np.asarray(np.where(patch[labels], np.maximum(melanin, 0), 0), np.float32)


def _draw(spots: Blobs, confidence: NDArray[np.float32], pigment: Pigment) -> FloatMap:
    """Each spot as a disc of its own contrast times how sure it is, optical density."""
    canvas = np.zeros(pigment.weight.shape, np.float32)
    shift = 3  # OpenCV draws circles in fixed point: 3 bits below the pixel
    for k in np.argsort(confidence, kind="stable"):
        x, y, r = (spots.x[k] - 0.5) / 2, (spots.y[k] - 0.5) / 2, spots.radius_mm[k] / pigment.mm_per_px
        center = (round(float(x) * 2**shift), round(float(y) * 2**shift))
        cv2.circle(
            canvas, center, round(float(r) * 2**shift), float(spots.strength[k] * confidence[k]), -1, shift=shift
        )
    return canvas


def _means(values: FloatMap, labels: Labels, regions: Regions, *, pixel_mm2: float) -> dict[str, float]:
    """Mean over each judged region of values that are mostly 0."""
    there = values > 0
    total = np.bincount(labels[there], weights=values[there], minlength=256)
    return {name: float(total[regions.index[name]]) * pixel_mm2 / regions.area_mm2[name] for name in regions.judged}


def _raw(
    spots: Blobs,
    *,
    confidence: NDArray[np.float32],
    patch: FloatMap,
    excess: FloatMap,
    mean: dict[str, float],
    pigment: Pigment,
    regions: Regions,
) -> dict[str, float]:
    pixel_mm2 = pigment.mm_per_px**2
    share = _means((excess > 0).astype(np.float32), pigment.labels, regions, pixel_mm2=pixel_mm2)
    wide = (patch > 0).astype(np.float32)
    patches = _means(wide, pigment.labels[::2, ::2], regions, pixel_mm2=4 * pixel_mm2)
    raw = {
        "spot_count": float(confidence.sum()),
        "spot_area_mm2": float((confidence * np.pi * np.square(spots.radius_mm)).sum()),
        "patch_area_percent": 100 * (regions.weighted(patches) or 0.0),
        "contrast_od": float(excess[excess > 0].mean()) if (excess > 0).any() else 0.0,
    }
    for name in MASI_REGIONS:
        if name in regions.judged:
            raw[f"{name}_area_percent"] = 100 * share[name]
            raw[f"{name}_darkness_od"] = mean[name] / share[name] if share[name] > 0 else 0.0
    return raw


def _spot_findings(spots: Blobs, confidence: NDArray[np.float32], skin: Skin, concern: str) -> tuple[Finding, ...]:
    pixel_mm, crop = skin.crop.color_mm_per_px, skin.crop
    found = []
    for x, y, radius, sure in zip(
        spots.x.tolist(), spots.y.tolist(), spots.radius_mm.tolist(), confidence.tolist(), strict=True
    ):
        r = radius / pixel_mm
        found.append(
            Finding(
                concern=concern,
                type="freckle" if 2 * radius < LENTIGO_MM else "lentigo",
                region=crop.region_names[crop.regions[round(y), round(x)]],
                box=(x - r, y - r, 2 * r, 2 * r),
                confidence=sure,
                size_mm=2 * radius,
            )
        )
    return tuple(found)


def _patch_findings(patch: FloatMap, pigment: Pigment, skin: Skin, concern: str) -> tuple[Finding, ...]:
    """One finding a connected patch; the surer the darker it is."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((patch > 0).astype(np.uint8), connectivity=4)
    found = []
    for k in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[k])
        window = (slice(y, y + height), slice(x, x + width))
        inside = labels[window] == k
        region = int(np.bincount(pigment.labels[::2, ::2][window][inside], minlength=1).argmax())
        darkness = float(patch[window][inside].mean())
        found.append(
            Finding(
                concern=concern,
                type="patch",
                region=skin.crop.region_names[region],
                box=(4.0 * x, 4.0 * y, 4.0 * width, 4.0 * height),
                confidence=float(np.clip(darkness / (3 * PATCH_OD), 0, 1)),
                size_mm=4 * float(np.sqrt(area / np.pi)) * pigment.mm_per_px,
            )
        )
    return tuple(found)
