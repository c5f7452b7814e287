"""What the bytes are, told by their first bytes alone: a file's name and declared type prove nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from skincast.errors import PhotoAnimated, PhotoUnreadable, PhotoUnsupported

ACCEPTED_HINT = "Use a photo in JPEG, PNG, WebP or HEIC format; a photo app can save it as one of these."
_FIRST_BYTES = 4096
_TEXT_BYTES = frozenset(range(0x20, 0x100)) | {0x09, 0x0A, 0x0C, 0x0D}


class Kind(StrEnum):
    """The formats that are accepted."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    HEIF = "HEIC"


_PICTURES = (
    (rb"GIF8[79]a", "a GIF picture"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+|IIRO|IIU\0|FUJIFILMCCD-RAW", "a TIFF or camera raw picture"),
    (rb"BM.{8}", "a BMP picture"),
    (rb"8BPS", "a Photoshop file"),
    (rb"\0\0\0\x0cJXL |\xff\x0a", "a JPEG XL picture"),
    (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (rb"\0\0[\1\2]\0", "an icon"),
)
_OTHERS = (
    (rb"%PDF-", "a PDF document"),
    (rb"PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ", "an archive such as ZIP"),
    (rb"MZ|\x7fELF", "a program"),
    (rb"\x1aE\xdf\xa3|RIFF.{4}AVI |\0\0\x01\xba", "a video"),
    (rb"RIFF.{4}WAVE|ID3|OggS|fLaC", "a sound file"),
)
_HEIF_STILLS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_HEIF_SEQUENCES = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1", b"avis"})


def identify(data: bytes) -> Kind:
    """Say which accepted format the bytes start like.

    Args:
        data: The whole file.

    Returns:
        The format whose decoder may try; only decoding proves it.

    Raises:
        PhotoUnreadable: Nothing at all, or no picture.
        PhotoUnsupported: A picture of another kind.
        PhotoAnimated: An image sequence.
    """
    if not data:
        raise PhotoUnreadable("The file is empty.", hint="Copy the photo again: the transfer may have been cut off.")
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return _identify_boxes(data)
    raise _refusal(data[:_FIRST_BYTES])


def _identify_boxes(data: bytes) -> Kind:
    """Tell HEIC from its relatives, which share the box layout: AVIF, videos, sequences."""
    brand, box_bytes = data[8:12], int.from_bytes(data[:4], "big")
    compatible = data[16 : min(box_bytes, _FIRST_BYTES)]
    if brand == b"avif" or (brand == b"mif1" and b"avif" in compatible):
        raise PhotoUnsupported("This is an AVIF picture.", hint=ACCEPTED_HINT)
    if brand in _HEIF_SEQUENCES:
        raise PhotoAnimated("This is a sequence of pictures.", hint="Save one frame as a photo and use that.")
    if brand in _HEIF_STILLS:
        return Kind.HEIF
    if brand == b"crx ":
        raise PhotoUnsupported("This is a camera raw picture.", hint=ACCEPTED_HINT)
    raise PhotoUnreadable("This is a video.", hint="Take a photo, or save one frame of the video as a photo.")


def _refusal(start: bytes) -> PhotoUnreadable | PhotoUnsupported:
    """Name what is not accepted."""
    for pattern, words in _PICTURES:
        if re.match(pattern, start, re.DOTALL):
            return PhotoUnsupported(f"This is {words}.", hint=ACCEPTED_HINT)
    for pattern, words in _OTHERS:
        if re.match(pattern, start, re.DOTALL):
            return PhotoUnreadable(f"This is {words}, not a photo.", hint=ACCEPTED_HINT)
    return _text_refusal(start)


def _text_refusal(start: bytes) -> PhotoUnreadable | PhotoUnsupported:
    """Name a drawing, a web page, other text, or give up."""
    text = start.replace(b"\0", b"").lower()  # also finds the tags of UTF-16
    if b"<svg" in text:
        return PhotoUnsupported("This is an SVG drawing.", hint=ACCEPTED_HINT)
    if b"<html" in text or b"<!doctype html" in text:
        return PhotoUnreadable("This is a web page, not a photo.", hint=ACCEPTED_HINT)
    if all(byte in _TEXT_BYTES for byte in start):
        return PhotoUnreadable("This is text, not a photo.", hint=ACCEPTED_HINT)
    return PhotoUnreadable("This is not a photo in a known format.", hint=ACCEPTED_HINT)
