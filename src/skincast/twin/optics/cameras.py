"""Spectral sensitivities of cameras: two measured sets and any number of plausible invented ones."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics.tables import WAVELENGTHS_NM, Spectrum, table
from skincast.twin.person import stream

CHANNELS = ("red", "green", "blue")
PARAMETRIC = "parametric:"

Sensitivities = NDArray[np.float64]
"""(41, 3) to energy, relative: red, green, blue."""


def camera_names() -> tuple[str, ...]:
    """Cameras with measured sensitivities; beside them `parametric:SEED` gives one that does not exist for any number.

    The Sigma sees all colors in all channels (stacked sensor): an outlier on purpose.
    """
    return tuple(dict.fromkeys(name.rsplit("_", 1)[0] for name in table("cameras")))


@lru_cache(maxsize=64)
def sensitivities(camera: str) -> Sensitivities:
    """The sensitivities of a camera.

    Args:
        camera: one of `camera_names()` or `parametric:SEED`.

    Raises:
        ValueError: there is no such camera.

    Source: measured sets by the National Physical Laboratory, carried by colour-science; parametric ones ours, centers
        and widths within what Jiang et al. 2013 (WACV) found over 28 cameras.
    """
    if camera in camera_names():
        return np.stack([table("cameras")[f"{camera}_{channel}"] for channel in CHANNELS], axis=-1)
    seed = camera.removeprefix(PARAMETRIC)
    if seed == camera or not seed.isdecimal():
        raise ValueError(f"no camera is called {camera}: there are {', '.join(camera_names())} and {PARAMETRIC}SEED")
    return _invented(stream(int(seed), "camera"))


def _invented(random: np.random.Generator) -> Sensitivities:
    """Color filters on silicon behind an infrared filter: each a skewed bell with a faint second lobe."""
    red = _bell(random.normal(598, 5), random.normal(22, 2), random.normal(38, 3))
    red += random.uniform(0.02, 0.10) * _bell(random.normal(530, 8), 30, 25)
    red += random.uniform(0.00, 0.05) * _bell(440, 20, 25)
    green = _bell(random.normal(531, 4), random.normal(36, 3), random.normal(40, 3))
    green += random.uniform(0.02, 0.10) * _bell(random.normal(462, 6), 25, 20)
    blue = _bell(random.normal(458, 4), random.normal(27, 2.5), random.normal(30, 3))
    blue += random.uniform(0.01, 0.06) * _bell(random.normal(530, 8), 20, 25)
    edges = _step(random.normal(408, 5), 5) * _step(-random.normal(668, 8), 9)
    return np.asarray(np.stack([red, green, blue], axis=-1) * edges[:, None])


def _bell(center_nm: float, below_nm: float, above_nm: float) -> Spectrum:
    """A bell with its own width on either side."""
    away = WAVELENGTHS_NM - center_nm
    width = np.where(away < 0, below_nm, above_nm)
    return np.asarray(np.exp(-0.5 * (away / width) ** 2))


def _step(edge_nm: float, width_nm: float) -> Spectrum:
    """0 below the edge, 1 above; the other way round for a negative edge."""
    away = (WAVELENGTHS_NM - abs(edge_nm)) * np.sign(edge_nm)
    return np.asarray(1 / (1 + np.exp(-away / width_nm)))
