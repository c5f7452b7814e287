"""The part of the photo that the page shows: the face with some room around it, small enough for a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from skincast.report.frame import chain, color_to_decoded, move_points, scaling
from skincast.types import Affine, Picture

if TYPE_CHECKING:
    from skincast.analysis import Analysis
    from skincast.types import Crop

LONG_SIDE_PX = 1400
LEAST_LONG_SIDE_PX = 800
"""Smaller pictures are enlarged: maps, rings and words on them are finer than they are."""
ROOM = 0.12
"""Shown around the crop, as a share of its longer side."""
JPEG_QUALITY = 86


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A rectangle of the decoded photo and the size at which it is shown."""

    left: int
    top: int
    width: int
    height: int
    scale: float
    """Shown pixels per decoded pixel."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Shown width and height."""
        return max(1, round(self.width * self.scale)), max(1, round(self.height * self.scale))

    def from_decoded(self, *, share: float = 1.0) -> Affine:
        """Decoded pixels -> pixels of this view, or of a picture that is `share` times as large."""
        width, height = self.size_px
        to_view = np.array([[width / self.width, 0.0, 0.0], [0.0, height / self.height, 0.0]]) * share
        to_view[:, 2] = to_view[:, :2] @ np.array([0.5 - self.left, 0.5 - self.top]) - 0.5
        return to_view

    def from_color(self, crop: Crop, *, share: float = 1.0) -> Affine:
        """Color-level crop pixels -> pixels of this view, or of a picture that is `share` times as large."""
        return chain(color_to_decoded(crop), self.from_decoded(share=share))

    def from_original(self, reduction: int) -> Affine:
        """Pixels of the upright original -> pixels of this view."""
        return chain(scaling(1 / reduction), self.from_decoded())


def choose_view(analysis: Analysis) -> View:
    """Choose what is shown: the face and what is near it, so that bystanders stay out and detail stays in.

    Args:
        analysis: of the photo.

    Returns:
        The whole photo where no face was cut out.
    """
    height, width = analysis.photo.pixels.shape[:2]
    left, top, right, bottom = 0, 0, width, height
    if analysis.skin is not None and analysis.skin.crop.scale_known:
        left, top, right, bottom = _around(analysis.skin.crop, width=width, height=height)
    long_side = max(right - left, bottom - top)
    scale = min(max(long_side, LEAST_LONG_SIDE_PX), LONG_SIDE_PX) / long_side
    return View(left=left, top=top, width=right - left, height=bottom - top, scale=scale)


def show(photo: Picture, view: View) -> Picture:
    """Cut the view out of the decoded photo."""
    part = photo[view.top : view.top + view.height, view.left : view.left + view.width]
    method = cv2.INTER_AREA if view.scale <= 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, view.size_px, interpolation=method), np.uint8)


def encode_jpeg(picture: Picture) -> bytes:
    """Return a JPEG file without metadata."""
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    if not done:
        raise ValueError("the picture could not be encoded")
    return data.tobytes()


def _around(crop: Crop, *, width: int, height: int) -> tuple[int, int, int, int]:
    rows, columns = crop.regions.shape
    corners = np.array([[0, 0], [columns - 1, 0], [columns - 1, rows - 1], [0, rows - 1]], np.float32)
    moved = move_points(corners, color_to_decoded(crop))
    low, high = moved.min(axis=0), moved.max(axis=0)
    room = ROOM * float((high - low).max())
    left, top = np.clip(np.floor(low - room), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(high + room), 1, (width, height)).astype(int)
    return int(left), int(top), int(right), int(bottom)
