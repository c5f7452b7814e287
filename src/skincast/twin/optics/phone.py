"""What the phone makes of the light on its sensor: lens, noise, denoising, tone, sharpening, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from skincast.twin.optics.tone import encode
from skincast.twin.person import stream
from skincast.twin.shot import Phone
from skincast.types import FloatMap, Picture

LENS_PX = 0.45
"""Sigma of the best lens and demosaicing."""
CHANNEL_NOISE = (1.35, 1.0, 1.6)
"""Noise of balanced red and blue over green: their raw signals are weaker and were amplified."""
READ_LIGHT = 0.02
"""Linear light of whose shot noise the read noise is."""
MIDDLE_GRAY = 0.18
NOISE_GRAIN_PX = 0.6
"""Sigma by which demosaicing joins neighboring pixels' noise."""
CHANNELS_APART_PX = 61
CHANNEL_PLACES = ((0, 0), (CHANNELS_APART_PX, 29), (23, CHANNELS_APART_PX))
"""Each channel's noise is another window of one field: nobody sees that they are alike so far apart."""
CORING = 0.006
NOISE_CORING = 2.5
"""Luma detail that full denoising halves, sRGB scale, by day and for every unit of `Phone.noise`.

Source: ours; cheeks of twins then vary from 0.6 to 7 mm as cheeks in photos of people do.
"""
BEAUTY_FROM = 0.6
"""Denoising beyond it is a beauty mode: skin is smeared, edges stay."""
BEAUTY_WIDTH = 0.008
"""Half width of the smear over the picture's longer side: about two millimeters of a face."""
BEAUTY_EDGE = 0.07
"""Luma contrast that a full beauty mode halves, sRGB scale."""
HALO_PX = 1.1
HALO_LIMIT = 0.06
"""Where sharpening begins to hold back, sRGB scale: phones clip their halos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Detail:
    """Luma split into two scales of detail."""

    fine: FloatMap
    coarse: FloatMap


def develop(linear: NDArray[np.float32], phone: Phone, seed: int, *, gain: float = 1.0) -> Picture:
    """Take the picture.

    Args:
        linear: `(h, w, 3)` float32 linear sRGB of the scene after the ideal white balance, red first.
        phone: its faults and habits.
        seed: of the shot; noise and the direction of a shake come from it.
        gain: of the metering; `phone.exposure_ev` comes on top.

    Returns:
        `(h, w, 3)` uint8 sRGB.

    Source: order of steps as in Karaimer and Brown 2016 (ECCV); amounts ours, untested.
    """
    random = stream(seed, "phone")
    light = _through_lens(linear, phone, float(random.uniform(0, np.pi)))
    light = np.asarray(light * (np.float32(gain * 2**phone.exposure_ev) * _cast(phone)), np.float32)
    _add_noise(light, phone.noise, random)
    return _finish(encode(light, phone.contrast), phone)


def encode_jpeg(picture: Picture, quality: int) -> bytes:
    """The picture as the phone stores it, color at half resolution.

    Args:
        picture: `(h, w, 3)` uint8 sRGB.
        quality: 1-100.
    """
    stored = np.ascontiguousarray(picture)
    jpeg: bytes = simplejpeg.encode_jpeg(stored, quality=quality, colorspace="RGB", colorsubsampling="420")
    return jpeg


def _cast(phone: Phone) -> NDArray[np.float32]:
    red, blue = phone.white_balance_error
    return np.asarray(np.exp([red, 0.0, blue]), np.float32)


def _through_lens(linear: NDArray[np.float32], phone: Phone, shake_angle: float) -> NDArray[np.float32]:
    """Defocus and shake."""
    blurred = cv2.GaussianBlur(linear, (0, 0), float(np.hypot(LENS_PX, phone.blur_px)))
    if phone.motion_px >= 1:
        blurred = cv2.filter2D(blurred, -1, _shake(phone.motion_px, shake_angle), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred, np.float32)


def _shake(length_px: float, angle: float) -> FloatMap:
    """A line of light as the kernel of a shake."""
    radius = int(np.ceil(length_px / 2)) + 1
    kernel = np.zeros((2 * radius + 1, 2 * radius + 1), np.float32)
    for step in np.linspace(-length_px / 2, length_px / 2, 8 * radius):
        x, y = radius + step * np.cos(angle), radius + step * np.sin(angle)
        left, top = int(x), int(y)
        kernel[top : top + 2, left : left + 2] += np.outer([1 - y + top, y - top], [1 - x + left, x - left])
    return np.asarray(kernel / kernel.sum(), np.float32)


def _add_noise(light: NDArray[np.float32], noise: float, random: np.random.Generator) -> None:
    """Shot and read noise in place, slightly joined between neighbors."""
    if noise <= 0:
        return
    height, width = light.shape[:2]
    white = random.standard_normal((height + CHANNELS_APART_PX, width + CHANNELS_APART_PX), dtype=np.float32)
    grain = cv2.GaussianBlur(white, (0, 0), NOISE_GRAIN_PX)
    lost = 2 * np.sqrt(np.pi) * NOISE_GRAIN_PX
    scale = noise / np.sqrt(MIDDLE_GRAY + READ_LIGHT) * lost * np.asarray(CHANNEL_NOISE)
    own = [
        float(share) * grain[down : down + height, right : right + width]
        for share, (down, right) in zip(scale, CHANNEL_PLACES, strict=True)
    ]
    spread = cv2.sqrt(np.maximum(light, np.float32(0)) + np.float32(READ_LIGHT))
    light += cv2.merge(own) * spread


def _finish(picture: NDArray[np.float32], phone: Phone) -> Picture:
    """Denoising and sharpening: luma detail is cored and lifted, color is smeared."""
    if phone.denoise > BEAUTY_FROM:
        picture = _beautified(picture, (phone.denoise - BEAUTY_FROM) / (1 - BEAUTY_FROM))
    luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    detail = _split(luma)
    small = phone.denoise * (CORING + NOISE_CORING * phone.noise)
    change = _cored(detail.fine, small) * np.float32(1 + phone.sharpening) - detail.fine
    change += _cored(detail.coarse, 0.6 * small) * np.float32(1 + 0.35 * phone.sharpening) - detail.coarse
    halo = np.float32(HALO_LIMIT * (1 + phone.sharpening))
    change = change / (1 + np.abs(change) / (4 * halo))
    color = _smeared_color(picture, luma, phone.denoise)
    color += (luma + change)[..., None]
    return np.asarray(cv2.convertScaleAbs(np.maximum(color, np.float32(0)), alpha=255.0), np.uint8)


def _beautified(picture: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """The picture with its skin smeared as beauty modes do.

    Args:
        picture: (h, w, 3) sRGB 0-1.
        strength: 0-1.

    Source: guided filter, He, Sun and Tang 2013 (TPAMI 35:1397); strengths ours.
    """
    side = 2 * max(round(BEAUTY_WIDTH * max(picture.shape[:2])), 1) + 1

    def mean(values: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(values, (side, side)), np.float32)

    luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    middle, colors = mean(luma), mean(picture)
    spread = mean(luma * luma) - middle * middle + np.float32((BEAUTY_EDGE * strength) ** 2 + 1e-9)
    slope = (mean(picture * luma[..., None]) - colors * middle[..., None]) / spread[..., None]
    base = colors - slope * middle[..., None]
    return mean(slope) * luma[..., None] + mean(base)


def _split(luma: FloatMap) -> _Detail:
    smooth = cv2.GaussianBlur(luma, (0, 0), HALO_PX)
    smoother = cv2.GaussianBlur(smooth, (0, 0), 2 * HALO_PX)
    return _Detail(fine=luma - smooth, coarse=smooth - smoother)


def _cored(detail: FloatMap, small: float) -> FloatMap:
    """Detail without what is too small to be believed; edges stay."""
    square = detail * detail
    return np.asarray(detail * (square / (square + np.float32(small**2 + 1e-9))), np.float32)


def _smeared_color(picture: NDArray[np.float32], luma: FloatMap, denoise: float) -> NDArray[np.float32]:
    """What color adds to luma, at half resolution and smoothed further by denoising."""
    height, width = luma.shape
    color = picture - luma[..., None]
    small = cv2.resize(color, (max(width // 2, 1), max(height // 2, 1)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.4 + 1.6 * denoise)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
