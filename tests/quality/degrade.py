"""What goes wrong when people photograph themselves, done on purpose to a crop.

Every function takes a crop and gives the same crop with other pixels; what differs is known exactly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.types import Crop, Mask, Picture

LEVELS = np.arange(256) / 255.0
TO_LINEAR = np.where(LEVELS <= 0.04045, LEVELS / 12.92, ((LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)
EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
BROWS = ((46, 53, 52, 65, 55, 107, 66, 105, 63, 70), (276, 283, 282, 295, 285, 336, 296, 334, 293, 300))
MASKED = (123, 50, 5, 280, 352, 361, 397, 152, 172, 132)


def light(crop: Crop, gain: float | tuple[float, float, float] | NDArray[np.float32]) -> Crop:
    """Multiply linear light: all of it, each channel, or each detail pixel."""
    linear = TO_LINEAR[crop.pixels] * np.asarray(gain, np.float32)
    return with_pixels(crop, _to_levels(linear))


def shade(crop: Crop, regions: tuple[str, ...], gain: float) -> Crop:
    """Change the light on some regions alone."""
    field = np.where(region_mask(crop, regions), np.float32(gain), np.float32(1.0))
    return light(crop, np.asarray(cv2.GaussianBlur(field.astype(np.float32), (0, 0), 2.0), np.float32)[..., None])


def shade_side(crop: Crop, gain: float) -> Crop:
    """Darken the person's right half toward the edge."""
    middle = 2 * float(crop.landmarks[:, 0].mean())
    across = 1 / (1 + np.exp(-(np.arange(crop.pixels.shape[1]) - middle) / 40.0))
    return light(crop, (gain + (1 - gain) * across).astype(np.float32)[None, :, None])


def blur(crop: Crop, sd_mm: float) -> Crop:
    """Out of focus."""
    return with_pixels(crop, cv2.GaussianBlur(crop.pixels, (0, 0), sd_mm / crop.mm_per_px))


def shake(crop: Crop, length_mm: float) -> Crop:
    """Moved sideways during the exposure."""
    length = round(length_mm / crop.mm_per_px) | 1
    return with_pixels(crop, cv2.filter2D(crop.pixels, -1, np.full((1, length), 1 / length, np.float32)))


def pixelate(crop: Crop, block_mm: float) -> Crop:
    """Enlarged from a tiny copy without smoothing."""
    height, width = crop.pixels.shape[:2]
    scale = crop.mm_per_px / block_mm
    tiny = cv2.resize(crop.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return with_pixels(crop, cv2.resize(tiny, (width, height), interpolation=cv2.INTER_NEAREST))


def add_grain(crop: Crop, sd_od: float) -> Crop:
    """Sensor noise in linear light, of a pixel of the original, the same at every call."""
    height, width = crop.pixels.shape[:2]
    stride = max(1, round(crop.native_mm_per_px / crop.mm_per_px))
    shape = (-(-height // stride), -(-width // stride), 3)
    grain = np.random.default_rng(7).normal(0.0, sd_od, shape).astype(np.float32)
    return light(crop, np.exp(cv2.resize(grain, (width, height), interpolation=cv2.INTER_NEAREST)))


def turn_gray(crop: Crop) -> Crop:
    """Black and white."""
    return with_pixels(crop, cv2.cvtColor(cv2.cvtColor(crop.pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB))


def turn_sepia(crop: Crop) -> Crop:
    """One brown tint."""
    gray = cv2.cvtColor(crop.pixels, cv2.COLOR_RGB2GRAY)[..., None]
    return with_pixels(crop, gray * np.array([1.0, 0.89, 0.69]))


def cut_off(crop: Crop, regions: tuple[str, ...]) -> Crop:
    """The photo ended before these regions."""
    outside = region_mask(crop, regions)
    pixels = crop.pixels.copy()
    pixels[outside] = 0
    return replace(crop, pixels=pixels, inside=crop.inside & ~outside[::2, ::2])


def grow_hair(crop: Crop, regions: tuple[str, ...]) -> Crop:
    """Dark strands over some regions, 2 mm apart."""
    strands = (np.arange(crop.pixels.shape[1]) // round(1.0 / crop.mm_per_px)) % 2
    hair = np.where(strands[None, :, None] == 0, np.uint8(12), np.array([70, 55, 48], np.uint8))
    where = region_mask(crop, regions)[..., None]
    return with_pixels(crop, np.where(where, np.broadcast_to(hair, crop.pixels.shape), crop.pixels))


def put_on_glasses(crop: Crop) -> Crop:
    """Black rims and a bridge."""
    pixels = crop.pixels.copy()
    centers = [2 * crop.landmarks[list(eye), :2].mean(axis=0) for eye in EYES]
    radius = round(20.0 / crop.mm_per_px)
    for x, y in centers:
        cv2.circle(pixels, (round(float(x)), round(float(y))), radius, (15, 15, 17), round(4.0 / crop.mm_per_px))
    ends = [tuple(np.rint(center).astype(int).tolist()) for center in centers]
    cv2.line(pixels, ends[0], ends[1], (15, 15, 17), round(4.0 / crop.mm_per_px))
    return with_pixels(crop, pixels)


def put_on_mask(crop: Crop) -> Crop:
    """Light blue cloth from nose to chin."""
    pixels = crop.pixels.copy()
    corners = np.rint(2 * crop.landmarks[list(MASKED), :2]).astype(np.int32)
    cv2.fillPoly(pixels, [cv2.convexHull(corners)], (170, 195, 215))
    return with_pixels(crop, pixels)


def paint_face(crop: Crop) -> Crop:
    """A face as a beauty filter leaves it: skin without texture, eyes and lips sharp, pixels as fine as a phone's."""
    pixels = cv2.GaussianBlur(crop.pixels, (0, 0), 6.0 / crop.mm_per_px)
    pixels[:] = np.clip(pixels, 150, 230)
    for corners, color in ((EYES, (225, 222, 220)), (BROWS, (40, 30, 25)), ((LIPS,), (150, 70, 75))):
        for one in corners:
            cv2.fillPoly(pixels, [np.rint(2 * crop.landmarks[list(one), :2]).astype(np.int32)], color)
    for eye in EYES:
        x, y = np.rint(2 * crop.landmarks[list(eye), :2].mean(axis=0)).astype(int).tolist()
        cv2.circle(pixels, (x, y), round(5.0 / crop.mm_per_px), (40, 30, 25), -1)
    return add_grain(replace(with_pixels(crop, pixels), native_mm_per_px=0.2), 0.015)


def wipe_features(crop: Crop) -> Crop:
    """Skin where eyes and mouth should be."""
    pixels = np.empty_like(crop.pixels)
    pixels[:] = (196, 150, 128)
    rows = np.linspace(0.9, 1.1, pixels.shape[0])[:, None, None]
    return with_pixels(crop, pixels * rows)


def region_mask(crop: Crop, regions: tuple[str, ...]) -> Mask:
    """Detail-level mask of some regions."""
    wanted = [crop.region_names.index(region) for region in regions]
    return np.isin(crop.regions, wanted).repeat(2, axis=0).repeat(2, axis=1)


def with_pixels(crop: Crop, pixels: NDArray[Any]) -> Crop:
    """The crop with other pixels; outside the photo it stays black."""
    levels: Picture = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    inside = crop.inside.repeat(2, axis=0).repeat(2, axis=1)[..., None]
    return replace(crop, pixels=np.where(inside, levels, np.uint8(0)))


def _to_levels(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    bounded = np.clip(linear, 0, 1)
    curve = np.where(bounded <= 0.0031308, 12.92 * bounded, 1.055 * bounded ** np.float32(1 / 2.4) - 0.055)
    return np.asarray(255.0 * curve, np.float32)
