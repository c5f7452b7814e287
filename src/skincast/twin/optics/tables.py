"""The spectral tables, all on one grid of 41 wavelengths."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Spectrum = NDArray[np.float64]
"""(..., 41) float64: one value a wavelength of `WAVELENGTHS_NM`."""

WAVELENGTHS_NM: NDArray[np.float64] = np.arange(380.0, 781.0, 10.0)
XYZ_TO_SRGB: NDArray[np.float64] = np.array(
    [[3.2406255, -1.5372080, -0.4986286], [-0.9689307, 1.8757561, 0.0415175], [0.0557101, -0.2040211, 1.0569959]]
)
"""Source: IEC 61966-2-1, amendment 1."""


@cache
def table(name: str) -> dict[str, Spectrum]:
    """The columns of one table: `chromophores`, `illuminants`, `cameras` or `checker`.

    Made by `training/skin_optics/make_tables.py`, which names every source.
    """
    text = resources.files("skincast.twin.optics").joinpath(f"{name}.csv").read_text("utf-8")
    header, *rows = list(csv.reader(text.splitlines()))
    columns = np.array(rows, np.float64).T
    columns.flags.writeable = False
    return dict(zip(header[1:], columns[1:], strict=True))


def illuminant_power(name: str) -> Spectrum:
    """Relative power of an illuminant, (41,), of luminance 1.

    Raises:
        KeyError: there is no such illuminant.
    """
    return table("illuminants")[name]


@cache
def observer() -> NDArray[np.float64]:
    """(41, 3) CIE 1931 2-degree observer, scaled so that `reflectance * power @ observer` has Y = 1 for white."""
    columns = table("illuminants")
    weights = np.stack([columns[f"observer_{axis}"] for axis in "xyz"], axis=-1)
    return np.asarray(weights / weights[:, 1].sum())


def daylight_srgb(reflectance: Spectrum) -> NDArray[np.float64]:
    """Linear sRGB of reflectances seen in D65 by the standard observer, unclipped.

    Args:
        reflectance: (..., 41).

    Returns:
        (..., 3); white is (1, 1, 1).
    """
    return np.asarray(_relative_xyz(reflectance) * _D65_WHITE @ XYZ_TO_SRGB.T)


def daylight_lab(reflectance: Spectrum) -> NDArray[np.float64]:
    """CIELAB of reflectances in D65 for the 2-degree observer.

    Args:
        reflectance: (..., 41).

    Returns:
        (..., 3) L*, a*, b*.
    """
    return _lab(_relative_xyz(reflectance))


def lab_of_linear(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB (D65) of linear sRGB.

    Args:
        linear: (..., 3); white is (1, 1, 1).

    Returns:
        (..., 3) L*, a*, b*.
    """
    return _lab(linear @ np.linalg.inv(XYZ_TO_SRGB).T / _D65_WHITE)


def _lab(relative: NDArray[np.float64]) -> NDArray[np.float64]:
    """Source: CIE 15:2018."""
    root = np.where(relative > 216 / 24389, np.cbrt(relative), (24389 / 27 * relative + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _relative_xyz(reflectance: Spectrum) -> NDArray[np.float64]:
    weights = illuminant_power("D65")[:, None] * observer()
    return np.asarray(reflectance @ (weights / weights.sum(0)))


_D65_WHITE = np.array([0.9504559, 1.0, 1.0890578])
"""The white that the sRGB matrix turns into (1, 1, 1); sampling at 10 nm misses it by 0.1 %."""
