"""Smaller versions of a picture, with exact frames."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.types import Picture


def shrink(picture: Picture, factor: int) -> Picture:
    """Average blocks of `factor` x `factor` pixels; a rest at the right and lower border is left out.

    Whole blocks keep the frame exact, small pixel `(x, y)` having its center at `factor * (x + 0.5) - 0.5`, and are
    four times as fast as any other ratio.

    Args:
        picture: `(h, w, 3)` uint8.
        factor: at least 1.

    Returns:
        `(h // factor, w // factor, 3)` uint8.
    """
    if factor == 1:
        return picture
    height, width = (side // factor for side in picture.shape[:2])
    whole = picture[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
