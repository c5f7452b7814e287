"""Any color to sRGB: profiles of the file, or the code points that HEIC and PNG carry instead.

Colors outside sRGB are clipped (relative colorimetric). Without a tag the picture is taken for sRGB.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from skincast.photo.container import ColorTag, Samples
from skincast.photo.icc import MatrixProfile, parse_matrix_profile
from skincast.types import Picture

COLOR_PROFILE_IGNORED: Final = "color_profile_ignored"
"""The notice of a photo whose colors are taken for sRGB because its profile cannot be used."""

Conversion = Callable[[Samples], Samples]

_MAX_PROFILE_BYTES = 4_194_304
_TOLERANCE_LEVELS = 2
"""A conversion that moves nothing by more is none; a fast one that agrees with the engine this well replaces it."""
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}

_XYZ_D50_FROM_SRGB = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
_SRGB_FROM_PRIMARIES = {
    9: np.array([[1.66049, -0.58764, -0.07285], [-0.12455, 1.13290, -0.00835], [-0.01815, -0.10058, 1.11873]]),
    12: np.array([[1.22494, -0.22494, 0.0], [-0.04206, 1.04206, 0.0], [-0.01964, -0.07864, 1.09827]]),
}
"""Linear BT.2020 and Display P3 to linear sRGB, under D65. Source: ITU-R BT.2020, SMPTE EG 432-1, IEC 61966-2-1."""
_SRGB_LIKE_PRIMARIES = frozenset({1, 2, 5, 6, None})
_SDR_TRANSFERS = frozenset({1, 2, 6, 13, 14, 15, None})
_ICC_ERRORS = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


def to_srgb(samples: Samples, color: ColorTag) -> tuple[Picture, tuple[str, ...]]:
    """Convert samples to sRGB.

    Args:
        samples: (h, w) gray, (h, w, 3) RGB or (h, w, 4) CMYK, uint8.
        color: What the file says about them; a profile goes before code points.

    Returns:
        (h, w, 3) uint8 sRGB, and the notices: `color_profile_ignored` where the tag cannot be used.
    """
    mode = _MODES[samples.shape[2] if samples.ndim == 3 else 1]
    try:
        conversion = _conversion(mode, color)
        converted = samples if conversion is None else conversion(samples)
    except _ICC_ERRORS:
        return _without_profile(samples), (COLOR_PROFILE_IGNORED,)
    return _without_profile(converted), ()


def _conversion(mode: str, color: ColorTag) -> Conversion | None:
    """Choose the conversion; None where the samples are sRGB already."""
    if color.icc is not None:
        return _profile_conversion(mode, color.icc)
    if mode != "RGB" or (color.primaries in _SRGB_LIKE_PRIMARIES and color.transfer in _SDR_TRANSFERS):
        return None
    if color.primaries not in _SRGB_FROM_PRIMARIES or color.transfer not in _SDR_TRANSFERS:
        raise ValueError("high dynamic range or unknown primaries")
    linear = _decode_srgb(np.arange(256) / 255.0)
    return _matrix_conversion(np.stack([linear] * 3), _SRGB_FROM_PRIMARIES[color.primaries])


@lru_cache(maxsize=8)
def _profile_conversion(mode: str, icc: bytes) -> Conversion | None:
    """Build the conversion of a profile once; phones all write the same few."""
    if len(icc) > _MAX_PROFILE_BYTES:
        raise ValueError("the profile is too large")
    engine = _engine_conversion(mode, icc)
    if mode != "RGB":
        return engine
    probe = _probe_colors()
    expected = engine(probe)
    if _agree(probe, expected):
        return None
    profile = parse_matrix_profile(icc)
    fast = None if profile is None else _fast_conversion(profile)
    return fast if fast is not None and _agree(fast(probe), expected) else engine


def _engine_conversion(mode: str, icc: bytes) -> Conversion:
    """Let Little CMS do it: right for every profile, slow."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    if source.profile.xcolor_space.strip() != _SPACES[mode]:
        raise ValueError("the profile is for another kind of samples")
    transform = ImageCms.buildTransform(
        source, ImageCms.createProfile("sRGB"), mode, "RGB", renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
    )

    def convert(samples: Samples) -> Samples:
        converted = ImageCms.applyTransform(Image.fromarray(samples), transform)
        return np.array(converted, dtype=np.uint8)

    return convert


def _fast_conversion(profile: MatrixProfile) -> Conversion:
    """Curve, matrix, curve."""
    return _matrix_conversion(profile.curves, np.linalg.inv(_XYZ_D50_FROM_SRGB) @ profile.to_xyz)


def _matrix_conversion(curves: NDArray[np.float64], matrix: NDArray[np.float64]) -> Conversion:
    """Convert by tables and a matrix in 16-bit linear light.

    Args:
        curves: (3, 256) linear light, 0-1, per channel.
        matrix: (3, 3) linear source to linear sRGB.
    """
    alike = bool(np.array_equal(curves[0], curves[1]) and np.array_equal(curves[0], curves[2]))
    # One table for all channels takes half the time of three.
    to_linear = np.round((curves[0] if alike else curves.T[None]) * 65535.0).astype(np.uint16)
    to_encoded = _srgb_encoding_table()

    def convert(samples: Samples) -> Samples:
        linear = cv2.transform(cv2.LUT(samples, to_linear), matrix.astype(np.float32))
        return np.asarray(cv2.LUT(linear, to_encoded), dtype=np.uint8)

    return convert


def _decode_srgb(encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Encoded 0-1 to linear 0-1. Source: IEC 61966-2-1."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=1)
def _srgb_encoding_table() -> NDArray[np.uint8]:
    """(65536,) encoded sRGB of each 16-bit linear value."""
    linear = np.arange(65536) / 65535.0
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(255.0 * encoded).astype(np.uint8)


def _probe_colors() -> Samples:
    """(17, 289, 3): a grid through all colors."""
    levels = np.round(np.linspace(0, 255, 17)).astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1)
    return np.ascontiguousarray(grid.reshape(17, 289, 3))


def _agree(one: Samples, other: Samples) -> bool:
    """Whether no sample differs by more than the tolerance."""
    return int(cv2.absdiff(one, other).max()) <= _TOLERANCE_LEVELS


def _without_profile(samples: Samples) -> Picture:
    """Gray and CMYK to RGB the plain way; RGB as it is."""
    if samples.ndim == 2:
        return np.asarray(cv2.cvtColor(samples, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    if samples.shape[2] == 4:
        light = cv2.bitwise_not(samples)
        black = cv2.merge([light[..., 3]] * 3)
        return np.asarray(cv2.multiply(np.ascontiguousarray(light[..., :3]), black, scale=1 / 255), dtype=np.uint8)
    return samples
