"""Are there eyes and a mouth where the mesh says?

The mesh fits a face into anything skin-like, a cheek or a back included, and is sure of it. Eyes and lips that do not
differ from the skin around them give it away.
"""

from __future__ import annotations

import cv2
import numpy as np

from skincast.quality.findings import Findings
from skincast.quality.look import Look
from skincast.types import Mask

# fmt: off
EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
# fmt: on
FEWEST_PX = 8
SHARP_MM_PER_PX, LEAST_CLEAR = 0.4, 0.4
SHARE_INSIDE = 0.7
CLEAR_EYE_OD, CLEAR_LIPS_OD = 2.0, 0.25
"""Two of 192 faces of the training sets lie below both (small, eyes shut), and most fits into plain skin do."""
AROUND_PX = 9


def check_features(look: Look) -> Findings:
    """How clearly eyes or a mouth are seen, 1 being clear; 0 where neither lies inside the photo.

    Eyes that are open differ within themselves, lips differ from the skin around them. Spots and pores do so too, but
    less.
    """
    findings = Findings()
    inside_eyes = [_inside(look, eye) for eye in EYES]
    # A coarse photo blurs the eye: what is clear there is less.
    clear_eye = CLEAR_EYE_OD * float(np.clip(SHARP_MM_PER_PX / look.crop.native_mm_per_px, LEAST_CLEAR, 1.0))
    eyes = max([_spread(look, eye) / clear_eye for eye in inside_eyes if eye is not None], default=0.0)
    findings.measure("no_face.unclear", max(eyes, _lip_contrast(look) / CLEAR_LIPS_OD))
    return findings


def _inside(look: Look, corners: tuple[int, ...]) -> Mask | None:
    """Coarse pixels within landmarks; None where they are too few or mostly outside the photo."""
    points = look.crop.landmarks[list(corners), :2] / 2 - 0.25
    mask = np.zeros(look.labels.shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(points).astype(np.int32)], 1)
    seen = mask.astype(bool) & look.inside
    return seen if seen.sum() >= max(FEWEST_PX, SHARE_INSIDE * mask.sum()) else None


def _spread(look: Look, mask: Mask) -> float:
    """Between the darkest and the brightest tenth."""
    low, high = np.percentile(look.od[..., 1][mask], [10, 90])
    return float(high - low)


def _lip_contrast(look: Look) -> float:
    """Lips against the skin around them, in light and in redness."""
    lips = _inside(look, LIPS)
    if lips is None:
        return 0.0
    grown = cv2.dilate(lips.astype(np.uint8), np.ones((AROUND_PX, AROUND_PX), np.uint8))
    around = grown.astype(bool) & (look.labels > 0)
    if around.sum() < FEWEST_PX:
        return 0.0
    lip, skin = np.median(look.od[lips], axis=0), np.median(look.od[around], axis=0)
    return float(abs(lip[1] - skin[1]) + abs((lip[0] - lip[1]) - (skin[0] - skin[1])))
