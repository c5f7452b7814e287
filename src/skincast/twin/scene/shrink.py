"""From a picture that was rendered finer than the photo to the photo's own pixels."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from skincast.twin.scene.place import SeenItem
from skincast.twin.selfie import Truth
from skincast.types import FloatMap, Labels

Size = tuple[int, int]
"""(width, height)."""


def shrink_truth(truth: Truth, size: Size) -> Truth:
    """Mean of soft maps, the nearest of labels."""
    if truth.part.shape == (size[1], size[0]):
        return truth
    return Truth(
        part=_labels(truth.part, size),
        kind=_labels(truth.kind, size),
        region=_labels(truth.region, size),
        amounts={name: _soft(amount, size) for name, amount in truth.amounts.items()},
        melanin=_soft(truth.melanin, size),
        blood=_soft(truth.blood, size),
        shading=_soft(truth.shading, size),
        gloss=_soft(truth.gloss, size),
        cover=_soft(truth.cover, size),
    )


def shrink_items(items: tuple[SeenItem, ...], scale: float) -> tuple[SeenItem, ...]:
    """Move items to pixels `scale` times as large."""
    if scale == 1:
        return items
    return tuple(_shrink_item(item, scale) for item in items)


def _shrink_item(item: SeenItem, scale: float) -> SeenItem:
    if item.x_px < 0:
        return replace(item, radius_px=item.radius_px / scale)
    return replace(
        item,
        x_px=_place(item.x_px, scale),
        y_px=_place(item.y_px, scale),
        radius_px=item.radius_px / scale,
        path_px=tuple((_place(x, scale), _place(y, scale)) for x, y in item.path_px),
    )


def _place(place_px: float, scale: float) -> float:
    return (place_px + 0.5) / scale - 0.5


def _labels(labels: Labels, size: Size) -> Labels:
    return np.asarray(cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)


def _soft(values: FloatMap, size: Size) -> FloatMap:
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
