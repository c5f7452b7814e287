"""Picture -> boxes that may hold a face (BlazeFace, short range)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.runtime import open_model
from skincast.types import Picture, Points

INPUT_PX = 128
MIRROR_SHARE = 0.5
MIN_SCORE = 0.5
SURE_SCORE = 0.85
OVERLAP_IOU = 0.3
# Half faces and close-ups are only found once the picture has a border around it (of its long side, on every side).
BORDERS = (0.0, 0.3, 0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A box that may hold a face; `eyes` are the image-left and the image-right eye. All in picture pixels."""

    center: NDArray[np.float32]
    size: float
    eyes: Points
    score: float


def find_candidates(picture: Picture) -> list[Candidate]:
    """Find boxes that may hold a face, largest first.

    Args:
        picture: `(h, w, 3)` uint8 RGB.

    Returns:
        Candidates that do not overlap, by falling size times score.

    Source: Bazarevsky et al. 2019, BlazeFace, arXiv 1907.05047; the border trick is ours, measured on close-ups.
    """
    found: list[Candidate] = []
    for border in BORDERS:
        found += _candidates_with_border(picture, border)
        if any(candidate.score >= SURE_SCORE for candidate in found):
            break  # a border only ever brings out faces that are cut off
    return _without_overlaps(found)


def find_halves(picture: Picture) -> list[Candidate]:
    """Find faces that the border of the picture cuts: mirrored there, half a face becomes a whole one.

    Only their boxes are of use: the mesh has to be fitted to the picture itself, or it would fit the mirror image.

    Args:
        picture: `(h, w, 3)` uint8 RGB.

    Returns:
        Candidates whose center may lie at or beyond the border, by falling size times score.

    Source: ours; finds 25 of 25 generated faces cut down the middle, where a black border finds 8.
    """
    width_px = min(round(MIRROR_SHARE * max(picture.shape[:2])), min(picture.shape[:2]) - 1)
    mirrored = cv2.copyMakeBorder(picture, *(width_px,) * 4, cv2.BORDER_REFLECT)
    offset = np.float32(width_px)
    return [
        Candidate(center=c.center - offset, size=c.size, eyes=c.eyes - offset, score=c.score)
        for c in find_candidates(np.asarray(mirrored, np.uint8))
    ]


def _candidates_with_border(picture: Picture, border: float) -> list[Candidate]:
    height, width = picture.shape[:2]
    side = max(height, width) * (1 + 2 * border)
    zoom = INPUT_PX / side
    shift = (INPUT_PX - zoom * np.array([width, height])) / 2
    to_input = np.array([[zoom, 0, shift[0]], [0, zoom, shift[1]]], np.float64)
    square = cv2.warpAffine(_blurred_for(picture, zoom), to_input, (INPUT_PX, INPUT_PX), flags=cv2.INTER_LINEAR)
    tensor = square.astype(np.float32)[None] / 127.5 - 1.0
    outputs = open_model("face_detector").run({"input": tensor})
    logits = np.clip(outputs["classificators"][0, :, 0], -80, 80)
    scores = 1 / (1 + np.exp(-logits))
    keep = np.flatnonzero(scores >= MIN_SCORE)
    values = outputs["regressors"][0, keep].reshape(-1, 8, 2)
    anchors = _anchors()[keep] * INPUT_PX
    centers = (values[:, 0] + anchors - shift) / zoom
    sizes = values[:, 1].max(axis=1) / zoom
    eyes = (values[:, 2:4] + anchors[:, None] - shift) / zoom
    return [
        Candidate(
            center=centers[i].astype(np.float32),
            size=float(sizes[i]),
            eyes=eyes[i].astype(np.float32),
            score=float(scores[k]),
        )
        for i, k in enumerate(keep)
    ]


def _blurred_for(picture: Picture, zoom: float) -> Picture:
    """Average before shrinking, or fine texture folds into false edges."""
    factor = int(1 / zoom)
    return np.asarray(cv2.blur(picture, (factor, factor)), np.uint8) if factor > 1 else picture


def _without_overlaps(found: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: -c.score):
        if all(_iou(candidate, other) < OVERLAP_IOU for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: -c.score * c.size)


def _iou(a: Candidate, b: Candidate) -> float:
    low = np.maximum(a.center - a.size / 2, b.center - b.size / 2)
    high = np.minimum(a.center + a.size / 2, b.center + b.size / 2)
    shared = float(np.prod(np.maximum(high - low, 0)))
    # A small box inside a large one is the same face seen at another border.
    return shared / min(a.size**2, b.size**2)


@cache
def _anchors() -> NDArray[np.float32]:
    """(896, 2) anchor centers in units of the input side."""
    grids = []
    for cells, repeats in ((16, 2), (8, 6)):
        y, x = np.mgrid[0:cells, 0:cells].astype(np.float32)
        centers = np.stack([x, y], axis=-1).reshape(-1, 1, 2)
        grids.append(np.repeat((centers + 0.5) / cells, repeats, axis=1).reshape(-1, 2))
    return np.concatenate(grids)
