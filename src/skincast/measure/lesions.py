"""Skin -> lesion candidates: where something round stands out, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.measure.blobs import (
    Blobs,
    Column,
    Level,
    Stack,
    find_blobs,
    flatten,
    halve,
    label_at,
    level_noise,
    local_mean,
    refine_radius,
    sample,
    scale_space,
)
from skincast.measure.region import Regions, quantile_of
from skincast.types import FloatMap, Mask, Skin

SIGMAS_MM = (0.6, 0.9, 1.4, 2.1, 3.2, 4.8, 7.2)
SPREAD_MM = 8.0
"""What changes more slowly than this is flush, tan or light, not a lesion."""
WEIGHTS = np.array([1.0, 0.3, 0.4], np.float32)
"""Hemoglobin, melanin, all darkness: red first, but a lesion in poor color still shows as a dark spot."""
LEAST_OD = 0.012
LEAST_STANDING = 2.1
NOISE_FLOOR_OD = 0.012
LARGEST_HOLE_MM2 = 150.0
SORE_OD = 0.15
HEAD_PX = 5
DOT_SIGMAS_MM = (0.45, 0.7)
LEAST_DOT_OD = 0.05
CROWD_MM = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the two searches share, at half the color level unless said."""

    skin: Skin
    sores: Mask
    """Small red holes of the mask: too red to pass for skin."""
    weight: FloatMap
    """1 on skin and sores."""
    slow: Stack
    """Local mean of hemoglobin, melanin and all darkness."""
    levels: list[Level]
    """Scale space of the same three."""
    fine: FloatMap
    """Color level: fine darkness."""
    head: FloatMap
    """Color level: fine darkness of the brightest point within a millimeter."""
    border_mm: FloatMap
    """Distance to the nearest place that is not skin."""
    calm_od: float
    """Hemoglobin of the calm part of the face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What one can see of each candidate; all columns have one value a blob.

    `hemoglobin`, `melanin`, `darkness` and `shade` (darkness that is neither pigment) are contrasts against the ring
    around it, optical density; `standing` is the response over this face's own unevenness at that scale.
    """

    hemoglobin: Column
    melanin: Column
    darkness: Column
    shade: Column
    standing: Column
    roundness: Column
    chain: Column
    facing: Column
    radius_mm: Column
    flush: Column
    """Hemoglobin of the wider surroundings above the calm part of the face."""
    dusk: Column
    """Shading of the wider surroundings."""
    border_mm: Column
    label: NDArray[np.uint8]
    """Index of the region."""
    head: Column
    """Fine darkness of the brightest point near the center: negative for a bright head."""


def prepare(skin: Skin) -> Scene:
    """Compute what both searches need."""
    half_mm = 2 * skin.crop.color_mm_per_px
    hemoglobin, melanin = halve(skin.hemoglobin), halve(skin.melanin)
    weight = halve(skin.mask.astype(np.float32))
    sores = find_sores(skin, hemoglobin)
    weight[sores] = 1
    stack = np.asarray(cv2.merge([hemoglobin, melanin, hemoglobin + melanin + halve(skin.shading)]), np.float32)
    slow = local_mean(stack, weight, spread_px=SPREAD_MM / half_mm)
    fine = halve(skin.detail)
    border = cv2.distanceTransform((weight > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    return Scene(
        skin=skin,
        sores=sores,
        weight=weight,
        slow=slow,
        levels=scale_space(flatten(stack, slow, weight), mm_per_px=half_mm, sigmas_mm=SIGMAS_MM),
        fine=fine,
        head=np.asarray(cv2.erode(fine, np.ones((HEAD_PX, HEAD_PX), np.uint8)), np.float32),
        border_mm=np.asarray(border * half_mm, np.float32),
        calm_od=quantile_of(hemoglobin[::2, ::2], weight[::2, ::2] > 0.5, 0.25),
    )


def find_candidates(scene: Scene, regions: Regions) -> tuple[Blobs, Cues]:
    """Find everything round of 2 to 16 mm that stands out, and look at it more closely.

    Args:
        scene: from `prepare`.
        regions: where lesions are looked for.

    Returns:
        Blobs of all scales in color-level pixels, doubles included, and their cues.

    Source: scale space after Lindeberg 1998, IJCV 30:79; the choice of cues is ours.
    """
    shape, levels = scene.skin.mask.shape, scene.levels
    noise = np.array(level_noise(levels, WEIGHTS, scene.weight > 0.5), np.float32)
    floors = tuple(max(LEAST_OD, LEAST_STANDING * float(sd)) for sd in noise)
    allowed = (regions.labels[::2, ::2] > 0) | scene.sores
    blobs = find_blobs(levels, WEIGHTS, allowed, shape=shape, threshold=floors)
    blobs = replace(blobs, radius_mm=refine_radius(blobs, levels, WEIGHTS, shape))
    return blobs, _see(scene, blobs, sample(scene.slow, blobs, shape), np.maximum(noise, NOISE_FLOOR_OD)[blobs.level])


def find_dots(scene: Scene, regions: Regions) -> tuple[Blobs, Cues]:
    """Find dots of 1 to 2 mm in the fine detail: what `find_candidates` is too coarse for.

    `Cues.standing` is in mean deviations of the fine detail around each dot, so that stubble and coarse pores, which
    come in crowds, do not stand out among themselves.
    """
    shape, color_mm = scene.skin.mask.shape, scene.skin.crop.color_mm_per_px
    level = scale_space(scene.fine[..., None], mm_per_px=color_mm, sigmas_mm=DOT_SIGMAS_MM)
    dots = find_blobs(level, np.ones(1, np.float32), regions.mask, shape=shape, threshold=LEAST_DOT_OD)
    crowd = np.abs(halve(level[0].contrast[..., 0]))[..., None]
    usual = local_mean(crowd, scene.weight, spread_px=CROWD_MM / (2 * color_mm))
    dots = replace(dots, contrast=sample(scene.levels[0].contrast, dots, shape))
    noise = np.maximum(sample(usual, dots, shape)[:, 0], NOISE_FLOOR_OD)
    return dots, _see(scene, dots, np.zeros((len(dots), 3), np.float32), noise)


def find_sores(skin: Skin, hemoglobin: FloatMap) -> Mask:
    """Small enclosed holes of the mask that are red: a sore may be too red to pass for skin.

    Args:
        skin: the clean skin.
        hemoglobin: at half the color level.

    Returns:
        Mask at half the color level.
    """
    crop = skin.crop
    face = crop.hull[::2, ::2] & crop.inside[::2, ::2] & ~crop.features[::2, ::2]
    hole = face & ~skin.mask[::2, ::2]
    count, holes, stats, _ = cv2.connectedComponentsWithStats(hole.astype(np.uint8), connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA]
    redness = np.bincount(holes.ravel(), weights=hemoglobin.ravel(), minlength=count) / np.maximum(area, 1)
    sore = (area * (2 * crop.color_mm_per_px) ** 2 < LARGEST_HOLE_MM2) & (redness > SORE_OD)
    outside = cv2.dilate((~face).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    sore[holes[outside]] = False
    sore[0] = False
    return np.asarray(sore[holes])


def _see(scene: Scene, blobs: Blobs, around: Stack, noise: Column) -> Cues:
    shape = scene.skin.mask.shape
    hemoglobin, melanin, darkness = blobs.contrast.T
    return Cues(
        hemoglobin=hemoglobin,
        melanin=melanin,
        darkness=darkness,
        shade=darkness - hemoglobin - melanin,
        standing=blobs.strength / noise,
        roundness=blobs.roundness,
        chain=blobs.chain,
        facing=sample(scene.skin.crop.facing, blobs, shape),
        radius_mm=blobs.radius_mm,
        flush=around[:, 0] - scene.calm_od,
        dusk=around[:, 2] - around[:, 0] - around[:, 1],
        border_mm=sample(scene.border_mm, blobs, shape),
        label=label_at(scene.skin.crop.regions, blobs),
        head=sample(scene.head, blobs, shape),
    )
