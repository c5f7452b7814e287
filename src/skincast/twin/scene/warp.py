"""From the flat sheet to the pixels of the photo: the one way that both colors and truth take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Frame, Part
from skincast.types import FloatMap, Labels, Mask

FINER_THAN_PHOTO = 1.25
"""A sheet this many times finer than the photo is blurred first, or its grain would flicker."""

Sheetlike = TypeVar("Sheetlike", bound=NDArray[np.float32])


@dataclass(frozen=True, slots=True, kw_only=True)
class Warp:
    """Which place of the sheet each pixel of a box of the photo shows."""

    places: NDArray[np.int16]
    """(height, width, 2), whole sheet pixels of the box, as `cv2.convertMaps` makes them."""
    fractions: NDArray[np.uint16]
    columns: FloatMap
    rows: FloatMap
    top: int
    left: int
    face: Mask
    """(height, width) of the box: where the sheet is seen."""
    photo_shape: tuple[int, int]
    blur_px: float
    """Sigma on the sheet before it is sampled; 0 for none."""

    def carry(self, values: Sheetlike) -> Sheetlike:
        """Maps of the sheet `(height, width[, n])` -> the whole photo; 0 where no face is."""
        if values.ndim == 2 and not cv2.countNonZero(values):
            return np.zeros(self.photo_shape, np.float32)  # type: ignore[return-value]
        if self.blur_px:
            values = cv2.GaussianBlur(values, (0, 0), self.blur_px)  # type: ignore[assignment]
        box = cv2.remap(values, self.places, self.fractions, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        photo = np.zeros((*self.photo_shape, *values.shape[2:]), np.float32)
        np.copyto(self._box_of(photo), box, where=self.face if box.ndim == 2 else self.face[..., None])
        return photo  # type: ignore[return-value]

    def carry_labels(self, labels: Labels) -> Labels:
        """Labels of the sheet -> the whole photo, the nearest one; 0 where no face is."""
        box = cv2.remap(labels, self.columns, self.rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        photo = np.zeros(self.photo_shape, np.uint8)
        np.copyto(self._box_of(photo), box, where=self.face)
        return photo

    def _box_of(self, photo: NDArray[np.generic]) -> NDArray[np.generic]:
        height, width = self.face.shape
        return photo[self.top : self.top + height, self.left : self.left + width]


def warp_of(frame: Frame, sheet_mm_per_px: float) -> Warp:
    """The way from a sheet of this scale to the pixels of a frame."""
    on_face = frame.part == Part.SKIN
    rows, columns = np.flatnonzero(on_face.any(axis=1)), np.flatnonzero(on_face.any(axis=0))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 1)
    left, right = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 1)
    box = np.s_[top:bottom, left:right]
    x = np.ascontiguousarray(frame.sheet_x_mm[box] / sheet_mm_per_px - 0.5, np.float32)
    y = np.ascontiguousarray(frame.sheet_y_mm[box] / sheet_mm_per_px - 0.5, np.float32)
    places, fractions = cv2.convertMaps(x, y, cv2.CV_16SC2)
    ratio = frame.mm_per_px / sheet_mm_per_px
    return Warp(
        places=np.asarray(places, np.int16),
        fractions=np.asarray(fractions, np.uint16),
        columns=x,
        rows=y,
        top=top,
        left=left,
        face=on_face[box],
        photo_shape=(on_face.shape[0], on_face.shape[1]),
        blur_px=0.45 * ratio if ratio > FINER_THAN_PHOTO else 0.0,
    )
