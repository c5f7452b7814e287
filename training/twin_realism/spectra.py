"""How much skin varies at each size of structure, in optical density: what a set lacks or has too much of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from training.twin_realism.patches import SIDE_MM

from skincast.density import optical_density

BANDS_MM: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"0.6-0.9": (0.6, 0.9), "0.9-1.8": (0.9, 1.8), "1.8-3.5": (1.8, 3.5), "3.5-7": (3.5, 7.0), "7-14": (7.0, 14.0)}
)
"""Wavelengths. Finer than 0.6 mm most photos show their own sharpening and noise only."""
SIGNALS = ("lightness", "red_green", "yellow_blue")

Floats = NDArray[np.float64]


def densities(pixels: NDArray[np.uint8]) -> Floats:
    """Signals of a patch, `(3, height, width)` natural optical density.

    lightness is the mean of the channels; red_green is green less red, which blood and melanin raise; yellow_blue is
    blue less green, which melanin and carotene raise.
    """
    red, green, blue = np.moveaxis(optical_density(pixels).astype(np.float64), 2, 0)
    return np.asarray(np.stack([(red + green + blue) / 3, green - red, blue - green]), np.float64)


def band_pictures(signal: Floats) -> list[Floats]:
    """A signal split into the bands, each `(height, width)`."""
    flat = signal - _plane(signal)
    window = np.outer(np.hanning(len(flat)), np.hanning(len(flat)))
    spectrum = np.fft.fft2(flat * window)
    per_mm = np.fft.fftfreq(len(flat), SIDE_MM / len(flat))
    radius = np.hypot(per_mm[:, None], per_mm[None, :])
    scale = 1 / np.sqrt((window**2).mean())
    return [
        np.asarray(np.fft.ifft2(np.where((radius >= 1 / long) & (radius < 1 / short), spectrum, 0)).real * scale)
        for short, long in BANDS_MM.values()
    ]


def describe(pixels: NDArray[np.uint8]) -> dict[str, float]:
    """Per signal and band the SD in OD; of lightness the skewness (dark spots positive), and the color of its waves.

    `red/green` and `blue/green` are the slopes of those channels' density upon green's: 1 for shading, less than 1 in
    red for pigment.
    """
    said: dict[str, float] = {}
    signals = densities(pixels)
    bands = [band_pictures(signal) for signal in signals]
    for name, pictures in zip(SIGNALS, bands, strict=True):
        said |= {f"{name} {band}": float(one.std()) for band, one in zip(BANDS_MM, pictures, strict=True)}
    for k, band in enumerate(BANDS_MM):
        light, red_green, yellow_blue = (own[k] for own in bands)
        green = light + (red_green - yellow_blue) / 3
        said[f"skewness {band}"] = float((light**3).mean() / max(light.std(), 1e-6) ** 3)
        said[f"red/green {band}"] = 1 - float((red_green * green).sum() / (green**2).sum())
        said[f"blue/green {band}"] = 1 + float((yellow_blue * green).sum() / (green**2).sum())
    return said


def medians(patches: list[NDArray[np.uint8]]) -> dict[str, float]:
    """The middle patch of a set in each figure."""
    rows = [describe(pixels) for pixels in patches]
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


def _plane(signal: Floats) -> Floats:
    height, width = signal.shape
    y, x = np.mgrid[:height, :width]
    design = np.stack([np.ones(height * width), x.ravel() / width, y.ravel() / height], axis=1)
    fitted, *_ = np.linalg.lstsq(design, signal.ravel(), rcond=None)
    return np.asarray((design @ fitted).reshape(signal.shape))
