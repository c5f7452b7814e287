"""`AtlasMaps` <-> bytes for the journal: quantized, compressed, and refused when a single bit is wrong."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skincast.types import AtlasMaps
from skincast.visit.place import ATLAS_MM_PER_PX

MAGIC: Final = b"SKINMAP1"
"""Name and version of the format; another version has another name."""
SHAPE: Final = (448, 512)
OD_STEP: Final = 0.004
"""Pigment is kept in steps of this optical density: their error is a tenth of what a retake changes."""
SHARE_STEP: Final = 1 / 255
DIGEST_BYTES: Final = 32
LEVEL: Final = 6

Whole = NDArray[np.uint8] | NDArray[np.int16]


def pack_maps(maps: AtlasMaps) -> bytes:
    """Turn the maps of a visit into bytes; the same maps always give the same bytes.

    Pictures stay as they are, pigment is kept in steps of `OD_STEP`, shares in 255 steps. What `unpack_maps` gives back
    packs into the very same bytes.

    Args:
        maps: of one sitting.

    Returns:
        Half a megabyte or so.

    Raises:
        ValueError: a map of another size, or one that holds a value that is no number.
    """
    planes = {name: _compress(plane) for name, plane in _planes(maps)}
    header = {
        "mm_per_px": ATLAS_MM_PER_PX,
        "height_px": SHAPE[0],
        "width_px": SHAPE[1],
        "od_step": OD_STEP,
        "planes": [[name, len(data)] for name, data in planes.items()],
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    body = b"".join([len(text).to_bytes(4, "big"), text, *planes.values()])
    return MAGIC + hashlib.sha256(body).digest() + body


def unpack_maps(data: bytes) -> AtlasMaps:
    """Turn the bytes of `pack_maps` back into maps.

    Raises:
        ValueError: bytes that are damaged, cut short, of another version or of another pixel size.
    """
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("not the maps of a visit, or of another version")
    start = len(MAGIC) + DIGEST_BYTES
    digest, body = data[len(MAGIC) : start], data[start:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError("the maps are damaged")
    try:
        planes = dict(_read_planes(body))
        return AtlasMaps(
            picture=_whole(planes.pop("picture"), np.uint8, 3),
            visibility=_measured(planes.pop("visibility"), np.uint8, SHARE_STEP),
            melanin=_measured(planes.pop("melanin"), np.int16, OD_STEP),
            hemoglobin=_measured(planes.pop("hemoglobin"), np.int16, OD_STEP),
            readable=np.asarray(_whole(planes.pop("readable"), np.uint8, 1) > 0),
            maps={name: _measured(plane, np.uint8, SHARE_STEP) for name, plane in planes.items()},
        )
    except (KeyError, TypeError, zlib.error) as error:
        raise ValueError("the maps are not as they should be") from error


def _planes(maps: AtlasMaps) -> Iterator[tuple[str, Whole]]:
    yield "picture", _checked(maps.picture, 3)
    yield "visibility", _shares(maps.visibility)
    for name in ("melanin", "hemoglobin"):
        yield name, _steps(getattr(maps, name), OD_STEP, np.int16)
    yield "readable", _checked(maps.readable, 1).astype(np.uint8)
    for name, strength in sorted(maps.maps.items()):
        yield name, _shares(strength)


def _shares(values: NDArray[np.float32]) -> Whole:
    return _steps(values, SHARE_STEP, np.uint8)


def _steps(values: NDArray[np.float32], step: float, kind: type[np.uint8 | np.int16]) -> Whole:
    if not np.isfinite(_checked(values, 1)).all():
        raise ValueError("a map holds a value that is no number")
    limits = np.iinfo(kind)
    whole: Whole = np.clip(np.rint(values / step), limits.min, limits.max).astype(kind)
    return whole


def _checked(values: NDArray[Any], channels: int) -> NDArray[Any]:
    shape = SHAPE if channels == 1 else (*SHAPE, channels)
    if values.shape != shape:
        raise ValueError(f"a map of {values.shape} where the atlas has {shape}")
    return values


def _compress(plane: Whole) -> bytes:
    """Differences along the rows, low bytes apart from high ones: smooth maps become small numbers."""
    steps = np.diff(plane, axis=1, prepend=np.zeros_like(plane[:, :1]))
    if steps.ndim == 3:
        steps = np.moveaxis(steps, 2, 0)
    flat = np.ascontiguousarray(steps, steps.dtype.newbyteorder("<"))
    return zlib.compress(flat.view(np.uint8).reshape(-1, flat.itemsize).T.tobytes(), LEVEL)


def _whole(data: bytes, kind: type[np.uint8 | np.int16], channels: int) -> NDArray[Any]:
    """Undo `_compress`; never unpacks more than a plane holds."""
    size = np.dtype(kind).itemsize
    total = SHAPE[0] * SHAPE[1] * channels * size
    inflate = zlib.decompressobj()
    raw = inflate.decompress(data, total)
    if len(raw) != total or not inflate.eof or inflate.unused_data:
        raise ValueError("a map is cut short or too long")
    pairs = np.ascontiguousarray(np.frombuffer(raw, np.uint8).reshape(size, -1).T)
    steps = pairs.view(np.dtype(kind).newbyteorder("<")).astype(kind).reshape(channels, *SHAPE)
    plane = np.cumsum(steps, axis=2, dtype=kind)
    return plane[0] if channels == 1 else np.ascontiguousarray(np.moveaxis(plane, 0, 2))


def _measured(data: bytes, kind: type[np.uint8 | np.int16], step: float) -> NDArray[np.float32]:
    return np.asarray(_whole(data, kind, 1) * np.float32(step), np.float32)


def _read_planes(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and compressed bytes of each plane."""
    start = 4 + int.from_bytes(body[:4], "big")
    header = json.loads(body[4:start])
    size = (header["mm_per_px"], header["height_px"], header["width_px"], header["od_step"])
    if size != (ATLAS_MM_PER_PX, *SHAPE, OD_STEP):
        raise ValueError(f"maps of another size: {size}")
    for name, length in header["planes"]:
        yield name, body[start : start + length]
        start += length
    if start != len(body):
        raise ValueError("the maps are cut short or too long")
