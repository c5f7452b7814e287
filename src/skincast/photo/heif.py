"""HEIC and other HEVC pictures in the HEIF box layout: the primary image, which the library has already turned upright.

Depth maps, gain maps, thumbnails and further pictures of the same file are ignored.
"""

from __future__ import annotations

from collections.abc import Mapping

import pillow_heif

from skincast.photo.container import ColorTag, Container, Samples, damaged
from skincast.photo.raster import BYTES_PER_PIXEL, flatten


def open_heif(data: bytes) -> Container:
    """Read what a HEIF file declares about its primary image.

    Raises:
        PhotoUnreadable: The file holds no image.
    """
    file = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)
    if not len(file):
        raise damaged("holds no picture")
    image = file[file.primary_index]
    width_px, height_px = image.size
    return Container(
        width_px=width_px,
        height_px=height_px,
        orientation=1,
        color=_color_tag(image),
        scales=False,
        decode=lambda _: _decode(image, (width_px, height_px)),
        decode_bytes=lambda _: BYTES_PER_PIXEL * width_px * height_px,
    )


def _color_tag(image: pillow_heif.HeifImage) -> ColorTag:
    """Take the profile, or the code points that most files carry instead."""
    info: Mapping[str, object] = image.info
    icc, code_points = info.get("icc_profile"), info.get("nclx_profile")
    if isinstance(icc, bytes) and icc:
        return ColorTag(icc=icc)
    if not isinstance(code_points, dict):
        return ColorTag()
    return ColorTag(primaries=code_points["color_primaries"], transfer=code_points["transfer_characteristics"])


def _decode(image: pillow_heif.HeifImage, declared: tuple[int, int]) -> Samples:
    """Decode the primary image and hold it to its declared size."""
    image.load()
    if image.size != declared:
        raise damaged("decodes to another size than it declares")
    return flatten(image.to_pillow())
