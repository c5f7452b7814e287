"""What changes between two photos of the same skin: light, camera and framing, and their effect on a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from skincast.types import Picture

DAYLIGHT_KELVIN = 6500.0
UNCORRECTED_SHARE = 0.3
"""How much of a lamp's color an automatic white balance leaves in the picture (ours, moderate)."""
LEVELS_PER_LINEAR = 305.0
"""Slope of the sRGB curve, 8-bit levels per unit of linear light, at middle gray."""
MIDDLE_GRAY = 0.18

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nuisance:
    """One way to take the photo again; the defaults change nothing."""

    exposure_ev: float = 0.0
    kelvin: float = DAYLIGHT_KELVIN
    """Color temperature of the lamp; the white balance corrects most of it."""
    jpeg_quality: int | None = None
    """None: not compressed again."""
    scale: float = 1.0
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Shares cut off at left, top, right and bottom."""
    rotation_deg: float = 0.0
    noise_levels: float = 0.0
    """SD of the sensor's noise at middle gray, in 8-bit levels; it grows with the root of the light."""


def draw_nuisance(random: np.random.Generator) -> Nuisance:
    """Draw everything at once, as a second photo would change everything."""
    mired = random.uniform(1e6 / DAYLIGHT_KELVIN, 1e6 / 3000)
    left, top, right, bottom = random.uniform(0, 0.1, 4)
    return Nuisance(
        exposure_ev=random.uniform(-1, 1),
        kelvin=1e6 / mired,
        jpeg_quality=int(random.integers(60, 96)),
        scale=random.uniform(0.7, 1.0),
        crop=(left, top, right, bottom),
        rotation_deg=random.uniform(-5, 5),
        noise_levels=random.uniform(0, 4),
    )


SINGLE_FACTORS: dict[str, Nuisance] = {
    "exposure -1 EV": Nuisance(exposure_ev=-1.0),
    "exposure -0.5 EV": Nuisance(exposure_ev=-0.5),
    "exposure +0.5 EV": Nuisance(exposure_ev=0.5),
    "exposure +1 EV": Nuisance(exposure_ev=1.0),
    "lamp 4500 K": Nuisance(kelvin=4500.0),
    "lamp 3000 K": Nuisance(kelvin=3000.0),
    "JPEG 95": Nuisance(jpeg_quality=95),
    "JPEG 80": Nuisance(jpeg_quality=80),
    "JPEG 60": Nuisance(jpeg_quality=60),
    "scale 0.85": Nuisance(scale=0.85),
    "scale 0.7": Nuisance(scale=0.7),
    "crop 8 % all around": Nuisance(crop=(0.08, 0.08, 0.08, 0.08)),
    "rotation +5 deg": Nuisance(rotation_deg=5.0),
    "rotation -5 deg": Nuisance(rotation_deg=-5.0),
    "noise 2 levels": Nuisance(noise_levels=2.0),
    "noise 4 levels": Nuisance(noise_levels=4.0),
}
"""One factor at a time, to see which one moves which score."""


def retake(picture: Picture, nuisance: Nuisance, random: np.random.Generator) -> Picture | bytes:
    """Return what would be uploaded if the picture were taken again: a JPEG's bytes if it is compressed again.

    Args:
        picture: (h, w, 3) uint8 sRGB.
        nuisance: What changes.
        random: Draws the noise.
    """
    retaken = retake_picture(picture, nuisance, random)
    if nuisance.jpeg_quality is None:
        return retaken
    return bytes(simplejpeg.encode_jpeg(retaken, quality=nuisance.jpeg_quality, colorsubsampling="420"))


def retake_picture(picture: Picture, nuisance: Nuisance, random: np.random.Generator) -> Picture:
    """Return the picture as if it had been taken again, before compression."""
    framed = _frame(picture, nuisance)
    if not nuisance.exposure_ev and not nuisance.noise_levels and nuisance.kelvin == DAYLIGHT_KELVIN:
        return framed
    linear = to_linear(framed) * np.float32(2.0**nuisance.exposure_ev) * lamp_gains(nuisance.kelvin)
    return to_srgb(_with_noise(linear, nuisance.noise_levels, random))


def lamp_gains(kelvin: float) -> Floats:
    """Return (3,) gains of linear red, green and blue that a lamp leaves behind after white balance; green is 1.

    Source: Planckian locus by Kim et al. 2002 (US patent 7024034); the share that is left is ours.
    """
    relative = _planckian_rgb(kelvin) / _planckian_rgb(DAYLIGHT_KELVIN)
    return np.asarray((relative / relative[1]) ** UNCORRECTED_SHARE, np.float32)


def to_linear(picture: Picture) -> Floats:
    """Return linear light, 0-1, of 8-bit sRGB."""
    return np.asarray(_LINEAR_OF_LEVEL[picture], np.float32)


def to_srgb(linear: Floats) -> Picture:
    """Return 8-bit sRGB of linear light; what is too bright is clipped, as in a camera."""
    clipped = np.clip(linear, 0, 1)
    encoded = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.asarray(encoded * 255 + 0.5, np.uint8)


def _frame(picture: Picture, nuisance: Nuisance) -> Picture:
    """Turn, cut and shrink."""
    framed = picture
    height, width = picture.shape[:2]
    if nuisance.rotation_deg:
        turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), nuisance.rotation_deg, 1.0)
        turned = cv2.warpAffine(framed, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        framed = np.asarray(turned, np.uint8)
    left, top, right, bottom = nuisance.crop
    framed = framed[round(top * height) : height - round(bottom * height)]
    framed = np.ascontiguousarray(framed[:, round(left * width) : width - round(right * width)])
    if nuisance.scale != 1.0:
        scale = nuisance.scale
        framed = np.asarray(cv2.resize(framed, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return framed


def _with_noise(linear: Floats, levels: float, random: np.random.Generator) -> Floats:
    """Add shot noise."""
    if not levels:
        return linear
    sd = levels / LEVELS_PER_LINEAR * np.sqrt(np.maximum(linear, 0) / MIDDLE_GRAY)
    return np.asarray(linear + sd * random.standard_normal(linear.shape, np.float32), np.float32)


def _planckian_rgb(kelvin: float) -> NDArray[np.float64]:
    """Linear sRGB of a black body at luminance 1."""
    t = 1000 / kelvin
    if kelvin < 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    xyz = np.array([x / y, 1.0, (1 - x - y) / y])
    to_rgb = np.array(
        [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
    )
    return np.asarray(to_rgb @ xyz)


_LEVELS = np.arange(256) / 255
_LINEAR_OF_LEVEL = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)
