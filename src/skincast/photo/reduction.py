"""By how much a photo is reduced, and the reduction of formats whose decoder cannot do it.

Decoded pixel (x, y) covers the upright original pixels `reduction * x` to `reduction * x + reduction - 1`, and likewise
down. With pixel centers at integer coordinates: `original + 0.5 = reduction * (decoded + 0.5)`. Decoded sizes are
rounded up; the last column or row then repeats the border. Only where a JPEG whose sides are no multiple of the
reduction is also mirrored or turned, the short block lies at the other end, and the frame is off by less than one
decoded pixel.
"""

from __future__ import annotations

import cv2
import numpy as np

from skincast.photo.container import Samples

_REDUCTIONS = (8, 4, 2)


def reduced_px(side_px: int, reduction: int) -> int:
    """Length of a side after reduction, rounded up."""
    return -(-side_px // reduction)


def choose_reduction(long_side_px: int, *, min_long_side_px: int) -> int:
    """Pick the largest of 8, 4, 2 and 1 that keeps the long side at least `min_long_side_px`.

    Args:
        long_side_px: Long side of the original.
        min_long_side_px: What must be left; smaller originals stay as they are.
    """
    for reduction in _REDUCTIONS:
        if reduced_px(long_side_px, reduction) >= min_long_side_px:
            return reduction
    return 1


def reduce_samples(samples: Samples, reduction: int) -> Samples:
    """Average blocks of `reduction` x `reduction` pixels; sides that are no multiple repeat their border first.

    Args:
        samples: (h, w) or (h, w, channels) uint8, upright.
        reduction: 1, 2, 4 or 8.

    Returns:
        The same with `ceil(h / reduction)` rows and `ceil(w / reduction)` columns.
    """
    if reduction == 1:
        return samples
    height_px, width_px = samples.shape[:2]
    below, beside = -height_px % reduction, -width_px % reduction
    if below or beside:
        samples = np.asarray(cv2.copyMakeBorder(samples, 0, below, 0, beside, cv2.BORDER_REPLICATE), dtype=np.uint8)
    size = (reduced_px(width_px, reduction), reduced_px(height_px, reduction))
    return np.asarray(cv2.resize(samples, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
