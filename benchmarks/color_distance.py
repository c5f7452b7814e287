"""How different two colors look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FAR = 25.0**7


def ciede2000(first: Floats, second: Floats) -> Floats:
    """Return the color difference dE00 of CIELAB colors.

    Args:
        first: (..., 3) L*, a*, b*.
        second: the same, broadcast against the first.

    Source: Sharma, Wu and Dalal 2005, Color Res Appl 30:21.
    """
    (light_1, a_1, b_1), (light_2, a_2, b_2) = np.moveaxis(first, -1, 0), np.moveaxis(second, -1, 0)
    mean_chroma = (np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + FAR))
    chroma_1, chroma_2 = np.hypot(stretch * a_1, b_1), np.hypot(stretch * a_2, b_2)
    hue_1 = np.degrees(np.arctan2(b_1, stretch * a_1)) % 360
    hue_2 = np.degrees(np.arctan2(b_2, stretch * a_2)) % 360
    product = chroma_1 * chroma_2
    turn = np.where(product == 0, 0, (hue_2 - hue_1 + 180) % 360 - 180)
    d_hue = 2 * np.sqrt(product) * np.sin(np.radians(turn / 2))
    chroma = (chroma_1 + chroma_2) / 2
    hue = np.where(product == 0, hue_1 + hue_2, (hue_1 + turn / 2) % 360)
    light = (light_1 + light_2) / 2
    s_light = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_hue = 1 + 0.015 * chroma * _hue_weight(hue)
    s_chroma = 1 + 0.045 * chroma
    blue = np.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(chroma**7 / (chroma**7 + FAR)) * np.sin(np.radians(60 * blue))
    parts = (light_2 - light_1) / s_light, (chroma_2 - chroma_1) / s_chroma, d_hue / s_hue
    return np.asarray(np.sqrt(parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2 + rotation * parts[1] * parts[2]))


def _hue_weight(hue_deg: Floats) -> Floats:
    def wave(times: int, shift: float) -> Floats:
        return np.asarray(np.cos(np.radians(times * hue_deg + shift)))

    return 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)
