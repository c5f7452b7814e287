"""What a fitting hands to the light: colored cover over a part of the photo, or mirrored light to be added."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from skincast.twin.frame import Part, Vectors
from skincast.types import FloatMap, Labels

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of photo pixels."""

    left_px: int
    top_px: int
    width_px: int
    height_px: int

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)."""
        return self.height_px, self.width_px

    @property
    def rows(self) -> slice:
        """Rows of the photo."""
        return slice(self.top_px, self.top_px + self.height_px)

    @property
    def columns(self) -> slice:
        """Columns of the photo."""
        return slice(self.left_px, self.left_px + self.width_px)

    def shift(self, points_px: ArrayLike) -> Floats:
        """Photo pixels -> pixels of the box; anything beyond x and y is dropped."""
        points = np.asarray(points_px, np.float64)[..., :2]
        return np.asarray(points - [self.left_px, self.top_px])

    def grid_px(self) -> tuple[FloatMap, FloatMap]:
        """Photo x `(1, width)` and y `(height, 1)` of the pixel centers."""
        x = np.arange(self.left_px, self.left_px + self.width_px, dtype=np.float32)
        y = np.arange(self.top_px, self.top_px + self.height_px, dtype=np.float32)
        return x[None, :], y[:, None]

    def fill(self, outline_px: ArrayLike) -> FloatMap:
        """Anti-aliased cover 0-1 by a polygon in photo pixels."""
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [np.rint(self.shift(outline_px) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        return mask.astype(np.float32) / np.float32(255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Albedo laid over what is there, lit by the scene like anything else."""

    name: str
    box: Box
    rgb: Vectors
    """(box height, box width, 3) linear sRGB albedo under D65."""
    alpha: FloatMap
    """(box height, box width) cover, 0-1."""
    part: Part | None
    """What a pixel becomes where it is covered by half; None: a shade or film that leaves the label alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glint:
    """Mirrored light, added after lighting, in the color of one lamp."""

    name: str
    box: Box
    light: FloatMap
    """(box height, box width) in the unit of albedo times irradiance."""
    lamp: int
    """Index into `Shot.lamps`."""


def whole_box(shape: tuple[int, ...]) -> Box:
    """The whole photo."""
    return Box(left_px=0, top_px=0, width_px=shape[1], height_px=shape[0])


def box_around(points_px: ArrayLike, margin_px: float, shape: tuple[int, ...]) -> Box | None:
    """The box that holds these points and a margin, cut at the photo's edge; None if nothing is left."""
    points = np.asarray(points_px, np.float64)[..., :2].reshape(-1, 2)
    low = np.maximum(np.floor(points.min(axis=0) - margin_px), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + margin_px), [shape[1] - 1, shape[0] - 1]).astype(int)
    if (high - low < 2).any():
        return None
    width, height = (high - low + 1).tolist()
    return Box(left_px=int(low[0]), top_px=int(low[1]), width_px=width, height_px=height)


def flat_color(rgb: ArrayLike, shape: tuple[int, int]) -> Vectors:
    """One color all over, without a copy per pixel."""
    return np.broadcast_to(np.asarray(rgb, np.float32), (*shape, 3))


def find_holes(part: Labels) -> FloatMap:
    """Where one looks past lids or lips at what lies behind: small islands of it, grown by a pixel.

    Args:
        part: `Part` of a box around the opening.

    Returns:
        1 on holes, 0 elsewhere. What reaches the edge of the box is the ordinary background.
    """
    behind = ((part == Part.BACKGROUND) | (part == Part.HAIR) | (part == Part.NECK)).astype(np.uint8)
    count, islands = cv2.connectedComponents(behind, connectivity=4)
    edge = np.unique(np.concatenate([islands[0], islands[-1], islands[:, 0], islands[:, -1]]))
    inner = np.setdiff1d(np.arange(1, count), edge)
    holes = np.isin(islands, inner).astype(np.uint8)
    return np.asarray(cv2.dilate(holes, np.ones((3, 3), np.uint8)), np.float32)


def soft_edge(seen: FloatMap) -> FloatMap:
    """A mask of whole pixels -> cover with an edge of about a pixel, slightly grown."""
    return np.asarray(np.minimum(1.25 * cv2.GaussianBlur(seen, (0, 0), 0.75), 1), np.float32)
