"""From the crop's color level to pixels of the upright original: the frame of everything that leaves.

Pixel centers lie at integer coordinates in every frame, so a scale by `s` moves a center from `p` to
`s * (p + 0.5) - 0.5`.
"""

from __future__ import annotations

import numpy as np

from skincast.types import Affine, Crop, Photo, Points

PixelBox = tuple[float, float, float, float]
"""`(x, y, width, height)`: the pixels `x` to `x + width - 1`, hence the area from `x - 0.5` to `x + width - 0.5`."""


def scaling(factor: float) -> Affine:
    """Map pixel centers of a picture to those of the same picture enlarged by `factor`."""
    shift = (factor - 1) / 2
    return np.array([[factor, 0, shift], [0, factor, shift]], np.float64)


def chain(first: Affine, then: Affine) -> Affine:
    """Map by `first`, then by `then`."""
    linear = then[:, :2] @ first[:, :2]
    return np.hstack([linear, (then[:, :2] @ first[:, 2] + then[:, 2])[:, None]])


def color_to_decoded(crop: Crop) -> Affine:
    """Color-level crop pixels -> decoded photo pixels."""
    return chain(scaling(2.0), crop.to_photo)


def color_to_original(crop: Crop, photo: Photo) -> Affine:
    """Color-level crop pixels -> pixels of the upright original."""
    return chain(color_to_decoded(crop), scaling(photo.reduction))


def move_points(points: Points, move: Affine) -> Points:
    """Move `(n, 2)` or `(n, 3)` points; depth is scaled like the picture."""
    moved = points.copy()
    moved[:, :2] = points[:, :2] @ move[:, :2].T + move[:, 2]
    if points.shape[1] == 3:
        moved[:, 2] *= np.sqrt(abs(np.linalg.det(move[:, :2])))
    return moved


def move_box(box: PixelBox, move: Affine) -> PixelBox:
    """Move a box: the bounds of the ellipse that it holds.

    Bounding the moved corners instead would enlarge every finding of a tilted head.

    Source: ours, exact for ellipses.
    """
    x, y, width, height = box
    center = move[:, :2] @ np.array([x + (width - 1) / 2, y + (height - 1) / 2]) + move[:, 2]
    half = np.hypot(move[:, 0] * width / 2, move[:, 1] * height / 2)
    left, top = center - half + 0.5
    return float(left), float(top), float(2 * half[0]), float(2 * half[1])


def clip_box(box: PixelBox, *, width_px: int, height_px: int) -> PixelBox:
    """Cut a box at the borders of the picture."""
    left, top = np.clip(box[0], 0, width_px), np.clip(box[1], 0, height_px)
    right, bottom = np.clip(box[0] + box[2], 0, width_px), np.clip(box[1] + box[3], 0, height_px)
    return float(left), float(top), float(right - left), float(bottom - top)
