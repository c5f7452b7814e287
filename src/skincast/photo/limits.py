"""How large and how small a photo may be; checked on what the header declares, before any pixel is decoded."""

from __future__ import annotations

from dataclasses import dataclass

from skincast.errors import FileTooLarge, PhotoTooLarge, PhotoTooSmall, PhotoUnsupported

_SMALLER = "Export the photo at a smaller size, for example 4000 pixels on the long side, and try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLimits:
    """What is accepted, and how many pixels are worth decoding."""

    max_file_bytes: int = 40_000_000
    max_declared_pixels: int = 100_000_000
    """Width times height as the header says."""
    max_decode_bytes: int = 1_000_000_000
    """Upper estimate of the memory that decoding takes; not a measurement."""
    min_short_side_px: int = 160
    """Below this the iris of a full face is under two pixels wide, and no skin texture is left."""
    max_aspect: float = 8.0
    """Long side over short side; a longer strip is no photo of a face."""
    min_long_side_px: int = 1900
    """Photos are reduced by 2, 4 or 8 as long as the long side stays at least this long."""


def check_file_size(size_bytes: int, *, limits: PhotoLimits) -> None:
    """Refuse files with too many bytes.

    Raises:
        FileTooLarge: The file has more than `limits.max_file_bytes`.
    """
    if size_bytes > limits.max_file_bytes:
        message = f"The file is larger than {limits.max_file_bytes / 1e6:g} MB."
        raise FileTooLarge(message, hint=_SMALLER)


def check_dimensions(width_px: int, height_px: int, *, limits: PhotoLimits) -> None:
    """Refuse pictures that declare too many or too few pixels.

    Raises:
        PhotoTooLarge: More than `limits.max_declared_pixels` in all.
        PhotoTooSmall: The short side is under `limits.min_short_side_px`.
        PhotoUnsupported: The sides differ by more than `limits.max_aspect`.
    """
    size = f"The photo is {width_px} x {height_px} pixels"
    if width_px * height_px > limits.max_declared_pixels:
        raise PhotoTooLarge(f"{size}; at most {limits.max_declared_pixels / 1e6:g} megapixels are read.", hint=_SMALLER)
    if min(width_px, height_px) < limits.min_short_side_px:
        message = f"{size}; the short side must have at least {limits.min_short_side_px}."
        raise PhotoTooSmall(message, hint="Use the original photo, not a thumbnail or a preview.")
    if max(width_px, height_px) > limits.max_aspect * min(width_px, height_px):
        raise PhotoUnsupported(f"{size}: too long and narrow.", hint="Cut the part with the face out and use that.")


def check_memory(decode_bytes: int, *, limits: PhotoLimits) -> None:
    """Refuse pictures whose decoding would take too much memory.

    Raises:
        PhotoTooLarge: The estimate is above `limits.max_decode_bytes`.
    """
    if decode_bytes > limits.max_decode_bytes:
        message = f"Decoding the photo would take about {decode_bytes / 1e6:.0f} MB of memory."
        raise PhotoTooLarge(message, hint=_SMALLER)
