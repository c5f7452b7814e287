"""Findings, maps and landmarks of an analysis in pixels of the upright photo, where the labels live."""

from __future__ import annotations

import cv2
import numpy as np
from benchmarks.detection import Detection

from skincast.analysis import Analysis
from skincast.report.frame import color_to_original, move_box, move_points, scaling
from skincast.types import FloatMap, Mask, Points, Skin

MARKS = "mark_"
"""Types that begin so are what a lesion left behind, not a lesion."""


def skin_of(analysis: Analysis) -> Skin:
    """Return the skin of an accepted analysis.

    Raises:
        ValueError: There is none.
    """
    if analysis.skin is None:
        raise ValueError("an accepted analysis holds no skin")
    return analysis.skin


def findings_in_photo(analysis: Analysis, concern: str) -> tuple[Detection, ...]:
    """Return the findings of one concern, boxes in photo pixels."""
    move = color_to_original(skin_of(analysis).crop, analysis.photo)
    return tuple(
        Detection(box=move_box(finding.box, move), confidence=finding.confidence, type=finding.type)
        for finding in analysis.measurements[concern].findings
    )


def active_lesions(analysis: Analysis) -> tuple[Detection, ...]:
    """Return the acne findings that are lesions, old marks left out: experts did not box those."""
    return tuple(found for found in findings_in_photo(analysis, "acne") if not found.type.startswith(MARKS))


def mask_in_photo(analysis: Analysis, mask: Mask) -> Mask:
    """Return a color-level mask in photo pixels."""
    return _warp(analysis, mask.astype(np.float32), cv2.INTER_LINEAR) >= 0.5


def map_in_photo(analysis: Analysis, values: FloatMap) -> FloatMap:
    """Return a color-level map in photo pixels, 0 outside the crop."""
    return _warp(analysis, values, cv2.INTER_LINEAR)


def landmarks_in_photo(analysis: Analysis) -> Points | None:
    """Return the 478 landmarks in photo pixels, or None without a face."""
    if analysis.face is None:
        return None
    return move_points(analysis.face.landmarks_px, scaling(analysis.photo.reduction))


def _warp(analysis: Analysis, values: FloatMap, interpolation: int) -> FloatMap:
    move = color_to_original(skin_of(analysis).crop, analysis.photo)
    size = (analysis.photo.width_px, analysis.photo.height_px)
    return np.asarray(cv2.warpAffine(values, move, size, flags=interpolation), np.float32)
