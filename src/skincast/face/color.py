"""Skin color under ordinary light: keeps cats and colored noise from being scored."""

from __future__ import annotations

import cv2
import numpy as np

from skincast.density import Densities, optical_density
from skincast.types import Mask, Photo, Picture, Points

PREVIEW_PX = 256
# Chroma of skin under ordinary light: green density over red, blue over green (cheek locus of Lu et al. 2025, widened
# by what phones' white balance leaves).
RED_GREEN = (0.18, 1.35)
BLUE_GREEN = (-0.15, 1.10)
DARKEST = 3.6
OWN_CHROMA = 0.35
"""Skin of one person strays this far from its own middle."""
MIN_SHARE = 0.72
ASKED_SHARE = 0.3
ROUGHNESS_OD = (0.012, 0.06)
"""Smoother is a wall, rougher is fur (set on close-ups of the training sets against photos of other things)."""


FUR_COHERENCE, FUR_CONTRAST = 0.55, 0.55
GRAY_CHROMA = 0.05
GREENER, BLUER = -0.03, -0.45
"""Beyond these chromas (red over green, green over blue) no skin of any tone lies, in any ordinary light."""
MAX_IMPOSSIBLE = 0.35


def skin_colored(densities: Densities) -> Mask:
    """Mark pixels whose color skin can have under ordinary light.

    Args:
        densities: `(h, w, 3)` optical density.

    Returns:
        `(h, w)` bool.

    Source: cheek locus of Lu et al. 2025, widened for phones' white balance; the margins are ours.
    """
    red_green, blue_green = densities[..., 1] - densities[..., 0], densities[..., 2] - densities[..., 1]
    skin = (red_green > RED_GREEN[0]) & (red_green < RED_GREEN[1]) & (densities[..., 1] < DARKEST)
    return np.asarray(skin & (blue_green > BLUE_GREEN[0]) & (blue_green < BLUE_GREEN[1]))


def could_be_face(picture: Picture, landmarks: Points) -> bool:
    """Tell whether the places of the landmarks have colors that a face can have.

    The mesh's presence flag is sure of faces in colored noise now and then; this is the second lock. It asks only for
    what no skin can be: a test for likely skin colors would lose dark faces first.

    Args:
        picture: `(h, w, 3)` uint8 RGB.
        landmarks: `(478, 3)` pixels.

    Returns:
        False where more than a third of the face is green, cyan or violet. A gray photo passes, it has no color.

    Source: ours; set on generated faces of all tones against colored noise.
    """
    height, width = picture.shape[:2]
    spots = np.rint(landmarks[:468, :2]).astype(int)
    spots = spots[(spots >= 0).all(axis=1) & (spots[:, 0] < width) & (spots[:, 1] < height)]
    if len(spots) == 0:
        return False
    densities = optical_density(picture[spots[:, 1], spots[:, 0]][None])
    red_green, blue_green = densities[..., 1] - densities[..., 0], densities[..., 2] - densities[..., 1]
    impossible = (red_green < GREENER) | (blue_green < BLUER)
    gray = float(np.median(np.ptp(densities, axis=-1))) < GRAY_CHROMA
    return gray or float(impossible.mean()) <= MAX_IMPOSSIBLE


def is_furry(picture: Picture) -> bool:
    """Tell whether what is colored like skin is covered with strands that run side by side.

    Args:
        picture: `(h, w, 3)` uint8 RGB, about 256 pixels on the long side.

    Source: coherence of the structure tensor, Bigun & Granlund 1987; limits set on close-ups of the training sets (one
    in 25 is called furry) against a cat.
    """
    densities = optical_density(picture)
    skin = skin_colored(np.asarray(cv2.GaussianBlur(densities, (0, 0), 1.5), np.float32))
    if not skin.any():
        return False
    green = densities[..., 1]
    fine = np.asarray(green - cv2.GaussianBlur(green, (0, 0), 3.0), np.float32)
    dx, dy = cv2.Sobel(fine, cv2.CV_32F, 1, 0), cv2.Sobel(fine, cv2.CV_32F, 0, 1)
    xx, xy, yy = (cv2.GaussianBlur(product, (0, 0), 3.0) for product in (dx * dx, dx * dy, dy * dy))
    energy = xx + yy
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (energy + 1e-5)
    return bool(np.median(coherence[skin]) > FUR_COHERENCE and np.median(np.sqrt(energy)[skin]) > FUR_CONTRAST)


def holds_skin(photo: Photo) -> bool:
    """Tell whether enough of the picture could be skin for a close-up that was asked for."""
    preview = _preview(photo)
    smooth = np.asarray(cv2.GaussianBlur(optical_density(preview), (0, 0), 1.5), np.float32)
    return float(skin_colored(smooth).mean()) >= ASKED_SHARE and not is_furry(preview)


def _preview(photo: Photo) -> Picture:
    scale = min(1.0, PREVIEW_PX / max(photo.pixels.shape[:2]))
    height, width = (max(1, round(side * scale)) for side in photo.pixels.shape[:2])
    return np.asarray(cv2.resize(photo.pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def is_mostly_skin(photo: Photo) -> bool:
    """Tell whether most of the picture is skin, by color and roughness.

    Args:
        photo: the decoded photo.

    Returns:
        True only when sure: every second close-up of skin is missed, and has to be asked for.

    Source: ours; set on `acne_types` close-ups against objects, animals and backgrounds.
    """
    preview = _preview(photo)
    densities = optical_density(preview)
    smooth = np.asarray(cv2.GaussianBlur(densities, (0, 0), 1.5), np.float32)
    red_green, blue_green = smooth[..., 1] - smooth[..., 0], smooth[..., 2] - smooth[..., 1]
    skin = skin_colored(smooth)
    if not skin.any():
        return False
    near = np.abs(red_green - np.median(red_green[skin])) < OWN_CHROMA
    near &= np.abs(blue_green - np.median(blue_green[skin])) < OWN_CHROMA
    green = densities[..., 1]
    rough = float(np.median(cv2.absdiff(green, cv2.GaussianBlur(green, (0, 0), 1.5))[skin]))
    fine = ROUGHNESS_OD[0] < rough < ROUGHNESS_OD[1]
    return bool((skin & near).mean() > MIN_SHARE and fine and not is_furry(preview))
