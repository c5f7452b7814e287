"""Crop -> Skin: light, pigments, mask and fine detail."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import Densities, optical_density, with_density
from skincast.skin.light import find_illuminant, sclera_mask
from skincast.skin.mask import core_skin, find_skin, learn_own_skin, readable, sample_skin
from skincast.skin.pigment import find_gloss, give_back_light, pigment_vectors, split_pigments
from skincast.skin.readable import depth_inside, readable_regions
from skincast.smooth import local_mean
from skincast.types import Crop, FloatMap, Mask, Skin

LOCAL_SHADING_MM = 2.5
"""Detail is what varies within this distance."""
# fmt: off
EYE_OPENINGS = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
# fmt: on
IRIS_CENTERS = (468, 473)


def clean_skin(crop: Crop) -> Skin:
    """Find the skin in the crop, take the light away and split what remains.

    Args:
        crop: from the `face` room.

    Returns:
        Maps at color level and the fine detail at detail level; see `Skin`.
    """
    size = (crop.pixels.shape[1] // 2, crop.pixels.shape[0] // 2)
    color = np.asarray(cv2.resize(crop.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    densities = optical_density(color)
    core = core_skin(crop, densities)
    sample = sample_skin(densities, core)
    own = learn_own_skin(sample)
    outline = find_skin(crop, densities, own)
    illuminant = find_illuminant(sample, _eye_whites(crop, densities))
    balanced = densities + illuminant.density
    mask = outline & readable(crop, color)
    clear = own.density + illuminant.density
    parts = split_pigments(balanced, clear, mm_per_px=crop.color_mm_per_px)
    melanin, hemoglobin, shading = give_back_light(*parts, mask, mm_per_px=crop.color_mm_per_px)
    detail_mask = _enlarged(mask)
    detail = _fine_detail(crop, densities[..., 1], mask)
    area_mm2, share = readable_regions(crop, mask)
    return Skin(
        crop=crop,
        picture=with_density(color, illuminant.density),
        mask=mask,
        outline=outline,
        depth_mm=depth_inside(outline, mm_per_px=crop.color_mm_per_px),
        region_area_mm2=area_mm2,
        region_share=share,
        melanin=melanin,
        hemoglobin=hemoglobin,
        shading=shading,
        gloss=find_gloss(balanced, mask, mm_per_px=crop.color_mm_per_px),
        detail=detail,
        detail_mask=detail_mask,
        pigments=pigment_vectors(),
        illuminant_confidence=illuminant.confidence,
        noise_od=_noise(detail, detail_mask),
    )


def _eye_whites(crop: Crop, densities: Densities) -> NDArray[np.float32]:
    """(n, 3) densities of the whites of the eyes, irises cut out."""
    if not len(crop.landmarks):
        return np.zeros((0, 3), np.float32)
    opening = np.zeros(densities.shape[:2], np.uint8)
    for contour, center in zip(EYE_OPENINGS, IRIS_CENTERS, strict=True):
        cv2.fillPoly(opening, [np.rint(crop.landmarks[list(contour), :2]).astype(np.int32)], 1)
        x, y = np.rint(crop.landmarks[center, :2]).astype(int)
        cv2.circle(opening, (int(x), int(y)), round(6.5 / crop.color_mm_per_px), 0, -1)
    white = sclera_mask(opening.astype(bool), densities)
    return densities[white]


def _fine_detail(crop: Crop, green: FloatMap, mask: Mask) -> FloatMap:
    """Detail-level green density against the mean of the skin around it."""
    mean = local_mean(green, mask, LOCAL_SHADING_MM / crop.color_mm_per_px)
    height, width = crop.pixels.shape[:2]
    fine = optical_density(np.asarray(cv2.extractChannel(crop.pixels, 1), np.uint8))
    wide = cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR)
    cv2.subtract(fine, wide, dst=fine)
    fine[~_enlarged(mask)] = 0
    return fine


def _enlarged(mask: Mask) -> Mask:
    size = (2 * mask.shape[1], 2 * mask.shape[0])
    return np.asarray(cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)


def _noise(detail: FloatMap, where: Mask) -> float:
    """SD of the finest band (robust): what is left of pixel noise after resampling."""
    # Every third row tells as much as all of them.
    middle, above, below = detail[1:-1:3], detail[:-2:3], detail[2::3]
    rows = min(len(middle), len(above), len(below))
    middle, above, below = middle[:rows], above[:rows], below[:rows]
    fine = above[:, 1:-1] + below[:, 1:-1] + middle[:, :-2] + middle[:, 2:] - 4 * middle[:, 1:-1]
    values = fine[:, ::3][where[1:-1:3][:rows, 1:-1][:, ::3]]
    if values.size == 0:
        return 0.0
    # A white-noise Laplacian has sqrt(20) times the noise's SD.
    return float(1.4826 * np.median(np.abs(values)) / np.sqrt(20))
