"""Roughness: fine unevenness of 0.8 to 3 mm that is neither a spot nor a line, and the finer micro-texture below it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.catalog import Concern, concerns
from skincast.measure.region import Regions, judge_regions, not_judged
from skincast.types import FloatMap, Mask, Measurement, Skin

BAND_MM = (0.4, 1.5)
"""SD of the two blurs between which roughness lies: bumps of 0.8 to 3 mm. Every photo that is judged resolves them
fully, so that a finer photo of the same skin is not rougher."""
MICRO_BAND_MM = (0.2, 0.45)
"""Bumps of 0.4 to 1 mm."""
MICRO_DETAIL_MM = 0.3
"""The coarsest photo that still shows the micro band."""
TILE_MM = 3.5
BORDER_MM = 2.4
MAP_FROM_OD, MAP_FULL_OD = 0.015, 0.12
MIN_TILES = 30
# What white noise of the photo's pixels becomes in each band, as a multiple of `noise_od`, by how far the photo was
# enlarged (native mm per detail mm). Enlarged noise leaves the finest band, where `noise_od` is read. Beyond 1.5 that
# reading holds more relief and compression than noise, so the gain stops growing (simulated: 1.3 and 1.6 at 2).
ENLARGEMENTS = (0.5, 1.0, 1.25, 1.5)
BAND_GAIN = (0.13, 0.30, 0.41, 0.66)
MICRO_GAIN = (0.21, 0.44, 0.59, 0.90)


def measure(skin: Skin, concern: Concern, regions: Regions) -> Measurement:
    """Measure roughness as the typical local contrast of the fine band.

    The contrast is taken tile by tile and the middle tile speaks for its region, so that a few spots, lines or hairs do
    not count; what the photo's own noise adds is taken off. Side light makes any skin look rougher.

    Args:
        skin: the clean skin.
        concern: the row `texture` of the catalog.
        regions: where the concern can be judged; at least one.

    Returns:
        `burden` in optical density, the area-weighted mean over the judged regions.

    Source: ours, untested against touch or profilometry.
    """
    power = _power(_at_color_level(skin), sigmas_px=_pixels(BAND_MM, skin), tile_px=_tile(skin))
    noise = _noise_od(skin, BAND_GAIN)
    inner = _inner(skin)
    rough = {name: _typical(power, inner & (regions.labels == regions.index[name]), noise) for name in regions.judged}
    known = {name: value for name, value in rough.items() if value is not None}
    if not known:
        return not_judged(skin, concern, because="occluded")
    burden = sum(known[name] * regions.area_mm2[name] for name in known) / sum(regions.area_mm2[name] for name in known)
    return Measurement(
        concern=concern.name,
        raw={"roughness_od": burden, "noise_od": noise} | {f"{name}_od": value for name, value in known.items()},
        burden=burden,
        regions=regions.spread(known),
        map=_drawn(power, noise, regions),
    )


def micro_texture_od(skin: Skin, unjudged: frozenset[str]) -> float | None:
    """Contrast of the finest relief, bumps of 0.4 to 1 mm, below what the texture score sees.

    Args:
        skin: the clean skin.
        unjudged: regions that the quality room ruled out.

    Returns:
        Optical density above the photo's noise, the middle tile of all texture regions; None where the photo is too
        coarse or shows too little skin. Only a change between photos of one person means something.

    Source: ours, untested.
    """
    if skin.crop.native_mm_per_px > MICRO_DETAIL_MM:
        return None
    regions = judge_regions(skin, concerns()["texture"], unjudged)
    sigmas = tuple(mm / skin.crop.mm_per_px for mm in MICRO_BAND_MM)
    fine = cv2.subtract(
        cv2.GaussianBlur(skin.detail, (0, 0), sigmas[0]), cv2.GaussianBlur(skin.detail, (0, 0), sigmas[1])
    )
    size = (skin.mask.shape[1], skin.mask.shape[0])
    tile = _tile(skin)
    power = cv2.blur(cv2.resize(cv2.multiply(fine, fine), size, interpolation=cv2.INTER_AREA), (tile, tile))
    inner = _inner(skin) & regions.mask
    return _typical(np.asarray(power, np.float32), inner, _noise_od(skin, MICRO_GAIN))


def _at_color_level(skin: Skin) -> FloatMap:
    size = (skin.mask.shape[1], skin.mask.shape[0])
    return np.asarray(cv2.resize(skin.detail, size, interpolation=cv2.INTER_AREA), np.float32)


def _pixels(band_mm: tuple[float, float], skin: Skin) -> tuple[float, float]:
    return band_mm[0] / skin.crop.color_mm_per_px, band_mm[1] / skin.crop.color_mm_per_px


def _tile(skin: Skin) -> int:
    """Side of a tile, an odd number of color-level pixels."""
    return round(TILE_MM / skin.crop.color_mm_per_px) | 1


def _power(values: FloatMap, *, sigmas_px: tuple[float, float], tile_px: int) -> FloatMap:
    """Mean square of the band between two blurs, over tiles."""
    near, far = (cv2.GaussianBlur(values, (0, 0), sigma) for sigma in sigmas_px)
    band = cv2.subtract(near, far)
    return np.asarray(cv2.blur(cv2.multiply(band, band), (tile_px, tile_px)), np.float32)


def _noise_od(skin: Skin, gains: tuple[float, ...]) -> float:
    """SD that the photo's noise has in a band."""
    enlarged = skin.crop.native_mm_per_px / skin.crop.mm_per_px
    return float(np.interp(enlarged, ENLARGEMENTS, gains)) * skin.noise_od


def _inner(skin: Skin) -> Mask:
    """Skin far enough from its border that hair, brows and the border itself stay outside the tile's middle."""
    return np.asarray((skin.depth_mm > BORDER_MM) & skin.mask)


def _typical(power: FloatMap, where: Mask, noise_od: float) -> float | None:
    """RMS of the middle tile, noise taken off; None where there are too few tiles."""
    tiles: NDArray[np.float32] = power[::6][where[::6]]
    if tiles.size < MIN_TILES:
        return None
    return float(np.sqrt(max(float(np.median(tiles)) - noise_od**2, 0.0)))


def _drawn(power: FloatMap, noise_od: float, regions: Regions) -> FloatMap:
    rms = np.sqrt(np.maximum(power - np.float32(noise_od**2), 0))
    full = np.clip((rms - MAP_FROM_OD) / (MAP_FULL_OD - MAP_FROM_OD), 0, 1)
    return np.asarray(full * regions.mask, np.float32)
