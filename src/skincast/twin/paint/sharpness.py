"""How sharp a photo is: painted detail must never be sharper."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.types import FloatMap

AGAIN_PX = 1.0
STRONGEST_PERCENT = 98.5
SHARPEST_PERCENT = 25
LEAST_PX, MOST_PX = 0.45, 3.5


def blur_of(luminance: FloatMap) -> float:
    """Sigma of a photo's own blur in pixels, from its strongest edges.

    Args:
        luminance: (height, width), on the scale that the eye sees.

    Returns:
        Pixels, 0.45-3.5: sensors and demosaicing leave nothing sharper.

    Source: Zhuo and Sim 2011 (Pattern Recognition 44:1852): an edge that is blurred once more loses less of its slope
    the softer it was.
    """
    first = _slope(luminance)
    again = _slope(np.asarray(cv2.GaussianBlur(luminance, (0, 0), AGAIN_PX), np.float32))
    edge = first > max(float(np.percentile(first, STRONGEST_PERCENT)), 1e-4)
    # Only the crest of an edge obeys the law.
    edge &= first >= cv2.dilate(first, np.ones((3, 3), np.uint8)) - 1e-6
    if edge.sum() < 20:
        return 1.0
    ratio = np.maximum(first[edge] / np.maximum(again[edge], 1e-6), 1.02)
    sigma = AGAIN_PX / np.sqrt(ratio**2 - 1)
    return float(np.clip(np.percentile(sigma, SHARPEST_PERCENT), LEAST_PX, MOST_PX))


def _slope(values: FloatMap) -> FloatMap:
    dx = cv2.Scharr(values, cv2.CV_32F, 1, 0)
    dy = cv2.Scharr(values, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.magnitude(dx, dy), np.float32)
