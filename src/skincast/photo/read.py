"""The door of the room: a photo is read, checked, decoded, turned upright and brought to sRGB."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skincast.errors import FileUnreadable, PhotoTooLarge, SkincastError
from skincast.photo.color import to_srgb
from skincast.photo.container import Container, damaged
from skincast.photo.heif import open_heif
from skincast.photo.jpeg import open_jpeg
from skincast.photo.limits import PhotoLimits, check_dimensions, check_file_size, check_memory
from skincast.photo.orientation import turn_upright
from skincast.photo.png import open_png
from skincast.photo.reduction import choose_reduction, reduce_samples
from skincast.photo.sniff import Kind, identify
from skincast.photo.webp import open_webp
from skincast.types import Photo

Source = str | Path | bytes | NDArray[np.uint8]
"""What a photo may be read from: a path, the bytes of a file, or an (h, w, 3) uint8 RGB array."""

_OPENERS = {Kind.JPEG: open_jpeg, Kind.PNG: open_png, Kind.WEBP: open_webp, Kind.HEIF: open_heif}
_DEFAULT_LIMITS = PhotoLimits()


def read_photo(
    source: Source,
    *,
    limits: PhotoLimits = _DEFAULT_LIMITS,
    full_resolution: bool = False,
) -> Photo:
    """Turn a photo of unknown origin into an upright sRGB picture without metadata.

    Nothing that a file says is believed before it is checked, and nothing of it is kept but its pixels: photos come
    from strangers, and what looks like a photo may be something else.

    Args:
        source: A path, the bytes of a file, or an (h, w, 3) uint8 RGB array. An array is upright sRGB already and is
            used as it is, neither copied nor reduced.
        limits: What is accepted, and down to which size big photos are reduced.
        full_resolution: True decodes every pixel, whatever the size.

    Returns:
        The photo. `pixels` has `ceil(height_px / reduction)` rows and `ceil(width_px / reduction)` columns; `sha256` is
        that of the file's bytes, or of an array's shape and bytes.

    Raises:
        FileUnreadable: No such file, no permission, or a folder.
        FileTooLarge: Too many bytes.
        PhotoUnreadable: No picture, or a damaged one.
        PhotoUnsupported: A picture of a kind that is not accepted.
        PhotoAnimated: More than one frame.
        PhotoTooLarge: Too many pixels, or too much memory to decode.
        PhotoTooSmall: Too few pixels.
        ValueError: An array of another shape or type.
    """
    if isinstance(source, np.ndarray):
        return _photo_of_array(source, limits=limits)
    data = source if isinstance(source, bytes) else read_file(Path(source), limits=limits)
    check_file_size(len(data), limits=limits)
    # The only place that catches what decoders raise: a dozen classes that all mean the same to a person.
    try:
        return _photo_of_bytes(data, limits=limits, full_resolution=full_resolution)
    except SkincastError:
        raise
    except MemoryError as error:
        raise PhotoTooLarge("There is not enough memory to decode the photo.", hint="Use a smaller photo.") from error
    except Exception as error:
        raise damaged("cannot be decoded: it is damaged or cut off") from error


def read_file(path: Path, *, limits: PhotoLimits = _DEFAULT_LIMITS) -> bytes:
    """Read the bytes of a file: at most one more than allowed. The message never names the file.

    Raises:
        FileUnreadable: No such file, no permission, or a folder.
    """
    hint = "Check the path, and that you may read the file."
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileUnreadable("This is not a file.", hint="Name the photo itself.")
        with path.open("rb") as file:
            return file.read(limits.max_file_bytes + 1)
    except OSError as error:
        raise FileUnreadable(f"The file cannot be read: {error.strerror}.", hint=hint) from error
    except ValueError as error:
        raise FileUnreadable("This is no valid path.", hint=hint) from error


def _photo_of_array(pixels: NDArray[np.uint8], *, limits: PhotoLimits) -> Photo:
    """Wrap an array after the same size checks as a file."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"a photo must be (h, w, 3) uint8, got {pixels.shape} {pixels.dtype}")
    height_px, width_px = pixels.shape[:2]
    check_dimensions(width_px, height_px, limits=limits)
    pixels = np.ascontiguousarray(pixels)
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(pixels.data)
    return Photo(pixels=pixels, width_px=width_px, height_px=height_px, reduction=1, sha256=digest.hexdigest())


def _photo_of_bytes(data: bytes, *, limits: PhotoLimits, full_resolution: bool) -> Photo:
    """Chain the steps: what is it, may it, pixels, upright, reduced, sRGB."""
    container = _OPENERS[identify(data)](data)
    width_px, height_px = container.width_px, container.height_px
    check_dimensions(width_px, height_px, limits=limits)
    long_side_px = max(width_px, height_px)
    reduction = 1 if full_resolution else choose_reduction(long_side_px, min_long_side_px=limits.min_long_side_px)
    check_memory(container.decode_bytes(reduction), limits=limits)
    pixels, notices = to_srgb(_upright_samples(container, reduction), container.color)
    turned = container.orientation > 4
    return Photo(
        pixels=np.ascontiguousarray(pixels),
        width_px=height_px if turned else width_px,
        height_px=width_px if turned else height_px,
        reduction=reduction,
        sha256=hashlib.sha256(data).hexdigest(),
        notices=notices,
    )


def _upright_samples(container: Container, reduction: int) -> NDArray[np.uint8]:
    """Decode, turn, and reduce what the decoder could not reduce itself."""
    samples = container.decode(reduction)
    if not container.scales and samples.shape[:2] != (container.height_px, container.width_px):
        raise damaged("decodes to another size than it declares")
    upright = turn_upright(samples, container.orientation)
    return upright if container.scales else reduce_samples(upright, reduction)
