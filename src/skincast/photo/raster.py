"""Whatever a decoder holds, as 8-bit gray or RGB without transparency."""

from __future__ import annotations

import numpy as np
from PIL import Image

from skincast.photo.container import Samples

BYTES_PER_PIXEL = 12
"""Memory of decoding and flattening at its worst: four bytes each for the picture, its backdrop and the array."""
_BACKDROP = (128, 128, 128, 255)


def flatten(image: Image.Image) -> Samples:
    """Decode and flatten a Pillow picture.

    Transparent parts are laid over a neutral middle gray, which looks neither blown nor black to the checks of light.
    Of 16-bit samples the high byte is kept, the exact inverse of how 8-bit pictures are widened.

    Args:
        image: Opened, any mode of PNG, WebP or HEIF.

    Returns:
        (h, w) gray or (h, w, 3) RGB, uint8.
    """
    image.load()
    if image.mode.startswith("I"):
        return np.asarray(np.asarray(image) >> 8, dtype=np.uint8)
    if image.mode in {"1", "L"} and "transparency" not in image.info:
        return np.array(image.convert("L"), dtype=np.uint8)
    if image.has_transparency_data:
        backdrop = Image.new("RGBA", image.size, _BACKDROP)
        image = Image.alpha_composite(backdrop, image.convert("RGBA"))
    return np.array(image.convert("RGB"), dtype=np.uint8)
