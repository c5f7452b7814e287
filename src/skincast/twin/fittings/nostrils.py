"""Nostrils in the photo: darker than any skin, because light that enters finds no way out."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from skincast.twin.fittings.layer import Layer, box_around, flat_color
from skincast.twin.fittings.places import NOSTRIL, Window, landmark_places_mm
from skincast.twin.frame import Frame
from skincast.types import FloatMap

DARK_RGB = (0.016, 0.006, 0.0045)
COVER = 0.66
EDGE_MM = 0.7
SHRINK = (0.68, 0.44)
MASK_MM_PER_PX = 0.2
MARGIN_MM = 4.0


def nostril_layer(frame: Frame) -> Layer | None:
    """Dark cover on both nostrils, as far as they are seen.

    It follows the sheet, not the landmarks: a nostril behind the nose is not painted over the nose.

    Source: ours, untested.
    """
    numbers = [*NOSTRIL[0], *NOSTRIL[1]]
    box = box_around(frame.landmarks_px[numbers], MARGIN_MM / frame.mm_per_px, frame.part.shape)
    if box is None:
        return None
    window, mask = _mask()
    part = (box.rows, box.columns)
    x = frame.sheet_x_mm[part] / np.float32(MASK_MM_PER_PX) - np.float32(0.5 + window.columns.start)
    y = frame.sheet_y_mm[part] / np.float32(MASK_MM_PER_PX) - np.float32(0.5 + window.rows.start)
    alpha = cv2.remap(mask, x, y, cv2.INTER_LINEAR)
    rgb = flat_color(DARK_RGB, box.shape)
    return Layer(name="nostrils", box=box, rgb=rgb, alpha=np.asarray(COVER * alpha, np.float32), part=None)


@cache
def _mask() -> tuple[Window, FloatMap]:
    """Cover by both nostrils on a window of the sheet."""
    places = landmark_places_mm()[[*NOSTRIL[0], *NOSTRIL[1]]]
    low = np.floor((places.min(axis=0) - MARGIN_MM) / MASK_MM_PER_PX).astype(int)
    high = np.ceil((places.max(axis=0) + MARGIN_MM) / MASK_MM_PER_PX).astype(int)
    window = Window(
        rows=slice(int(low[1]), int(high[1])), columns=slice(int(low[0]), int(high[0])), mm_per_px=MASK_MM_PER_PX
    )
    covers = []
    for numbers in NOSTRIL:
        outline = landmark_places_mm()[list(numbers)]
        middle = outline.mean(axis=0)
        covers.append(window.fill(middle + np.array(SHRINK) * (outline - middle), edge_mm=EDGE_MM))
    return window, np.asarray(np.maximum(covers[0], covers[1]), np.float32)
