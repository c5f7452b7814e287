"""What is skin, by this face's own example, and what covers it?

Hair is dark against the face and rough; gray hair, masks and cloth are less red than the face. Each rule is set against
the face's own middle and its own spread, so that neither tone nor tint of the light decides. A hand, tinted make-up and
hair of the skin's own color pass as skin: what is not sure is not called covered.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.quality.findings import Findings
from skincast.quality.look import OD_OF_LEVEL, Look, green_od, share_by_label
from skincast.types import Mask

DARK_OD = 0.9
ROUGH_OD = 0.08
NEUTRAL_OD = 0.35
MASK_OD = 0.4
AROUND_EYES = ("under_eye_right", "under_eye_left", "glabella")
LOWER = ("perioral", "chin", "jaw_right", "jaw_left", "nasolabial_right", "nasolabial_left")
BRIDGE_TOP, BRIDGE_BOTTOM = 9, 197
BRIDGE_HALF_WIDTH_MM = 3.0
BAR_HALF_WIDTHS_MM = (2.0, 3.6)
REDNESS_OF_A_CREASE = 3.0
"""A crease darkens green by about this many times what it adds to the redness (ours, from the training faces)."""
PROFILE_YAW_DEG = 35.0
"""Beyond it the bridge is seen from the side, with the other eye or the background behind it."""


def find_skin(look: Look) -> Mask:
    """Mark what looks like this person's skin.

    Args:
        look: the shared pictures.

    Returns:
        Coarse mask; what is blown out counts as skin, for nothing tells what it is.

    Source: ours, untested beyond the training faces.
    """
    if look.middle.sum() < 50:
        return np.ones(look.labels.shape, bool)
    green = green_od(look)
    own = _surely_skin(look)
    rough = cv2.blur(cv2.absdiff(green, cv2.blur(green, (3, 3))), (7, 7))
    dark = cv2.blur(green, (5, 5)) - float(np.median(green[own][::2]))
    redness = cv2.blur(look.od[..., 0] - green, (3, 3))
    low, middle, high = np.percentile(redness[own][::2], [25, 50, 75])
    neutral = redness < middle - max(NEUTRAL_OD, 2.0 * (middle - low), 1.5 * (high - middle))
    is_rough = rough > max(ROUGH_OD, 2.0 * float(np.median(rough[own][::2])))
    hair = (dark < -DARK_OD) & is_rough
    cloth = neutral & ((dark < -0.6) | is_rough | (redness < 0.1))
    return np.asarray(~(hair | cloth) | look.clipped)


def _surely_skin(look: Look) -> Mask:
    """The middle of the face, or the skin around the eyes where that is much redder: then a mask covers the rest."""
    around_eyes = look.where(AROUND_EYES)
    if around_eyes.sum() < 50:
        return look.middle
    redness = look.od[..., 0] - look.od[..., 1]
    is_masked = np.median(redness[around_eyes]) - np.median(redness[look.middle]) > MASK_OD
    return around_eyes if is_masked else look.middle


def check_cover(look: Look, skin: Mask) -> Findings:
    """Regions that hair, cloth, a mask or a beard cover, and how much of the middle of the face.

    Args:
        look: the shared pictures.
        skin: from `find_skin`.
    """
    findings = Findings()
    inner = look.middle
    if inner.sum() >= 50:
        findings.measure("occluded", 100.0 * float((inner & ~skin).sum() / inner.sum()))
    shares = share_by_label(look, ~skin)
    for label in look.present:
        region = look.names[label]
        findings.measure("occluded.lower" if region in LOWER else "occluded.upper", shares[label], region=region)
    return findings


def check_glasses(look: Look) -> Findings:
    """A dark, colorless bar across the bridge of the nose; a frown line is dark too, but redder than the skin there.

    Rimless and light frames pass unseen.
    """
    findings = Findings()
    profile = _bridge_profile(look)
    if profile is not None:
        findings.measure("occluded.glasses", _bar_od(profile, mm_per_px=look.crop.color_mm_per_px))
    return findings


def _bar_od(profile: NDArray[np.float32], *, mm_per_px: float) -> float:
    """How much darker a bar is than what is above and below it, less what its redness explains.

    Args:
        profile: `(n, 2)` green and redness down the nose.
        mm_per_px: of the profile.
    """
    largest = 0.0
    for half_width_mm in BAR_HALF_WIDTHS_MM:
        lag = max(1, round(half_width_mm / mm_per_px))
        middle, above, below = profile[lag:-lag], profile[: -2 * lag], profile[2 * lag :]
        darker = np.minimum(above[:, 0], below[:, 0]) - middle[:, 0]
        redder = middle[:, 1] - np.minimum(above[:, 1], below[:, 1])
        largest = max(largest, float((darker - REDNESS_OF_A_CREASE * np.maximum(redder, 0)).max()))
    return largest


def _bridge_profile(look: Look) -> NDArray[np.float32] | None:
    """Green and redness from the brows down the nose, averaged across it; None where the photo does not show it."""
    points = look.crop.landmarks[:, :2]
    if not len(points):
        return None
    top, bottom = points[BRIDGE_TOP, 1], points[BRIDGE_BOTTOM, 1]
    center = points[[BRIDGE_TOP, BRIDGE_BOTTOM], 0].mean()
    half_width = BRIDGE_HALF_WIDTH_MM / look.crop.color_mm_per_px
    rows = slice(max(int(top), 0), max(int(bottom), 0))
    columns = slice(max(int(center - half_width), 0), max(int(center + half_width) + 1, 0))
    part, inside = look.half[rows, columns], look.crop.inside[rows, columns]
    if part.shape[0] < 24 or part.shape[1] < 3 or not inside.all():
        return None
    light = OD_OF_LEVEL[part].mean(axis=1)
    return np.stack([light[:, 1], light[:, 0] - light[:, 1]], axis=1)
