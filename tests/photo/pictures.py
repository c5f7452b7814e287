"""Pictures that the tests of this room make: good ones, odd ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
Pixels = NDArray[np.uint8]

P3_COLORANTS = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
ADOBE_COLORANTS = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
SRGB_COLORANTS = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.7141))
_P3_FROM_SRGB = np.array([[0.82246, 0.17754, 0.0], [0.03319, 0.96681, 0.0], [0.01708, 0.0724, 0.91052]])


def scene(width_px: int = 240, height_px: int = 200) -> Pixels:
    """A smooth picture without any symmetry, in skin-like colors: (h, w, 3) uint8."""
    y, x = np.mgrid[0:height_px, 0:width_px].astype(np.float32)
    red = 150 + 80 * np.sin(x / 31) * np.cos(y / 47)
    green = 110 + 60 * np.sin((x + 2 * y) / 53)
    blue = 90 + 50 * np.cos((3 * x - y) / 61)
    picture = np.stack([red, green, blue], axis=-1)
    picture[: height_px // 4, : width_px // 5] = (200, 40, 60)
    return picture.astype(np.uint8)


def big_scene(width_px: int, height_px: int) -> Pixels:
    """`scene` enlarged, cheap at any size."""
    enlarged = cv2.resize(scene(), (width_px, height_px), interpolation=cv2.INTER_LINEAR)
    return np.asarray(enlarged, dtype=np.uint8)


def encode(
    pixels: Pixels,
    kind: str,
    *,
    mode: str | None = None,
    icc: bytes | None = None,
    exif: bytes | None = None,
    quality: int = 95,
    **options: object,
) -> bytes:
    """Encode with Pillow."""
    image = Image.fromarray(pixels)
    if mode is not None:
        image = image.convert(mode)
    extra = {name: value for name, value in (("icc_profile", icc), ("exif", exif)) if value is not None}
    buffer = io.BytesIO()
    image.save(buffer, kind, quality=quality, **extra, **options)
    return buffer.getvalue()


def encode_heif(pixels: Pixels, *, icc: bytes | None = None, exif: bytes | None = None, pictures: int = 1) -> bytes:
    """Encode at high quality; the first of several pictures is the primary one.

    An orientation in the EXIF block is stored twice, as phones do: there, and as the transformation that HEIF goes by.
    """
    file = pillow_heif.from_pillow(Image.fromarray(pixels))
    for number in range(1, pictures):
        file.add_from_pillow(Image.fromarray(np.full_like(pixels, 20 * number)))
    extra = {name: value for name, value in (("icc_profile", icc), ("exif", exif)) if value is not None}
    buffer = io.BytesIO()
    file.save(buffer, quality=95, chroma=444, primary_index=0, **extra)
    return buffer.getvalue()


def exif_block(orientation: int, *, order: str = "<") -> bytes:
    """EXIF with an orientation, a name and a GPS pointer that leads nowhere."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    artist = struct.pack(f"{order}HHI4s", 0x013B, 2, 4, b"Eve\0")
    turn = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    place = struct.pack(f"{order}HHII", 0x8825, 4, 1, 0xFFFFFF00)
    return b"Exif\0\0" + head + struct.pack(f"{order}H", 3) + turn + artist + place + b"\0\0\0\0"


def stored_for(pixels: Pixels, orientation: int) -> Pixels:
    """What must be stored so that the orientation turns it back to `pixels`, in plain NumPy."""
    # 6 is shown after a clockwise quarter turn, so it is stored after a counterclockwise one; 8 the other way round.
    turns: dict[int, Callable[[Pixels], Pixels]] = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    return np.ascontiguousarray(turns[orientation](pixels))


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(
    samples: NDArray[np.uint8] | NDArray[np.uint16],
    *,
    color_type: int,
    before_pixels: Sequence[tuple[bytes, bytes]] = (),
) -> bytes:
    """A PNG of any depth, written by hand; `samples` is (h, w, channels)."""
    height_px, width_px = samples.shape[:2]
    rows = samples.astype(samples.dtype.newbyteorder(">")).reshape(height_px, -1)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", width_px, height_px, 8 * samples.dtype.itemsize, color_type, 0, 0, 0)
    chunks = [(b"IHDR", header), *before_pixels, (b"IDAT", zlib.compress(raw, 1)), (b"IEND", b"")]
    return PNG_SIGNATURE + b"".join(png_chunk(*chunk) for chunk in chunks)


def png_bomb(width_px: int, height_px: int) -> bytes:
    """A one-bit PNG whose few bytes would unpack to the size it declares."""
    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    row_bytes = 1 + (width_px + 7) // 8
    packer = zlib.compressobj(9)
    body = packer.compress(bytes(min(row_bytes * height_px, 25_000_000))) + packer.flush()
    chunks = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    return PNG_SIGNATURE + b"".join(png_chunk(*chunk) for chunk in chunks)


def jpeg_bomb(width_px: int, height_px: int) -> bytes:
    """A good JPEG whose header is changed to declare another size."""
    data = bytearray(encode(scene(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height_px, width_px)
    return bytes(data)


def icc_profile(
    colorants: Sequence[Sequence[float]],
    *,
    gamma: float | None = None,
    table: Sequence[int] | None = None,
    space: bytes = b"RGB ",
) -> bytes:
    """A version 4 display profile; the sRGB curve unless a gamma or a table is given."""

    def fixed(values: Sequence[float]) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"para\0\0\0\0\0\3\0\0" + fixed((2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    if gamma is not None:
        curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    if table is not None:
        curve = b"curv\0\0\0\0" + struct.pack(f">I{len(table)}H", len(table), *table)
    curve += bytes(-len(curve) % 4)
    text = (
        b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", 8, 28) + "test".encode("utf-16-be")
    )
    d50 = (0.9642, 1.0, 0.8249)
    tags = {b"desc": text, b"cprt": text, b"wtpt": b"XYZ \0\0\0\0" + fixed(d50)}
    tags |= {name: b"XYZ \0\0\0\0" + fixed(c) for name, c in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    at, directory, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        directory += name + struct.pack(">II", at + len(body), len(tag))
        body += tag
    head = struct.pack(">I4xI4s4s4s12x4s", at + len(body), 0x04000000, b"mntr", space, b"XYZ ", b"acsp").ljust(
        68, b"\0"
    )
    return (head + fixed(d50)).ljust(128, b"\0") + directory + body


def in_p3(pixels: Pixels) -> NDArray[np.float64]:
    """The same colors, encoded for Display P3, 0-1."""
    encoded = pixels / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4) @ _P3_FROM_SRGB.T
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055))
