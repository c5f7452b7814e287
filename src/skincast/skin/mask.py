"""Which pixels of the crop are skin: a model of this face's own skin, learned from where skin is certain."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import Densities
from skincast.types import Crop, FloatMap, Mask

CORE_REGIONS = ("cheek_right", "cheek_left", "nose", "nasolabial_right", "nasolabial_left", "forehead", "patch")
# Dark circles and folds are skin however dark they are: only what is far off there is a rim of glasses or a lash. Below
# the mouth and along the jaw, beards grow: what is gray or rough there is soon hair.
LENIENT_REGIONS = ("under_eye_right", "under_eye_left", "nasolabial_right", "nasolabial_left", "nose")
BEARD_REGIONS = ("jaw_right", "jaw_left", "chin", "perioral")
LENIENT_CHROMA = 0.8
LENIENT_DARKER = 0.6
BEARD_STRICTER = 0.3
MIN_FACING = 0.25
SAMPLES = 8000
CLIPPED = 250
BLACK = 4
BLOWN_DENSITY = 0.05
# How far the skin of one face strays from its own middle, in density: chroma by redness and brownness, brightness by
# shade.
CHROMA_SD_FLOOR = (0.07, 0.09)
CHROMA_LIMIT = 4.2
SPECK_SHARE = 0.03
LARGEST_HOLE_PX = 500
"""80 mm2: a crusted nodule or a beauty spot in the middle of skin is part of it."""
REDDEST = 0.6
"""Red-green density that a lesion may have above this face's own."""
BLOOD_BLUE_PER_RED = 0.33
"""How much blue-green density falls as blood raises red-green (the hemoglobin direction of `pigment.toml`)."""
DARK_FROM, DARK_TOLERANCE = 1.6, 0.6
DARKER_LIMIT = 1.15
BRIGHTER_LIMIT = 1.3
HAIR_ROUGHNESS = 3.2
"""Hair and beard are rougher than this many times the face's own middle, at 0.4-1.5 mm."""
SMOOTHEST_OD = 0.03
HAIR_DARK_FROM, HAIR_DARKNESS = 0.25, 2.0
"""Darker places need less roughness to be hair: shade is dark and smooth, a fringe is dark and rough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSkin:
    """Middle and spread of this face's own skin: density and the two chroma axes red-green and blue-green."""

    density: NDArray[np.float32]
    chroma: NDArray[np.float32]
    inverse: NDArray[np.float32]
    dark_side: float
    """Green density that 90 % of the core stays below, above the middle: how strong this photo's own shading is."""


def core_skin(crop: Crop, densities: Densities) -> Mask:
    """Where skin is all but certain: central, well exposed, facing the camera, in the middle 80 % of brightness."""
    core = _in_regions(crop, CORE_REGIONS) & crop.inside & ~crop.features & (crop.facing > 0.4)
    if not core.any():
        core = crop.hull & crop.inside & ~crop.features
    green = densities[..., 1]
    values = green[core]
    if values.size == 0:
        return core
    low, high = np.quantile(values, (0.1, 0.9))
    return np.asarray(core & (green >= low) & (green <= high))


def sample_skin(densities: Densities, where: Mask) -> NDArray[np.float32]:
    """(n, 3) densities of at most some ten thousand evenly spread pixels: medians need no more."""
    pixels = densities[where]
    return pixels[:: max(1, len(pixels) // SAMPLES)]


def learn_own_skin(pixels: NDArray[np.float32]) -> OwnSkin:
    """Robust middle and spread of the core skin, from `sample_skin`."""
    middle = np.median(pixels, axis=0)
    chroma = _chroma(pixels)
    center = np.median(chroma, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(chroma - center), axis=0), CHROMA_SD_FLOOR)
    dark = float(np.quantile(pixels[:, 1], 0.9) - middle[1])
    return OwnSkin(
        density=middle.astype(np.float32),
        chroma=center.astype(np.float32),
        inverse=(1 / spread).astype(np.float32),
        dark_side=dark,
    )


def find_skin(crop: Crop, densities: Densities, own: OwnSkin) -> Mask:
    """All visible skin of the face: own color, own brightness range, not hair, joined to the core.

    Args:
        crop: the crop.
        densities: `(h, w, 3)` of its color level.
        own: from `learn_own_skin`.

    Returns:
        `(h, w)` bool, holes smaller than a lesion filled.

    Source: ours; figures in `docs/accuracy.md`.
    """
    allowed = crop.hull & crop.inside & ~crop.features
    height, width = allowed.shape
    # Color and roughness are smooth: half the resolution tells as much for a quarter of the time.
    half = (width // 2, height // 2)
    coarse = np.asarray(cv2.resize(densities, half, interpolation=cv2.INTER_AREA), np.float32)
    rough = cv2.resize(_fine_contrast(densities), half, interpolation=cv2.INTER_AREA)
    lenient, beard, inner, usable = (
        cv2.resize(area.astype(np.uint8), half, interpolation=cv2.INTER_NEAREST).astype(np.float32)
        for area in (
            _in_regions(crop, LENIENT_REGIONS),
            _in_regions(crop, BEARD_REGIONS),
            (crop.regions > 0) & (crop.facing > 0.5),
            allowed,
        )
    )
    smooth = np.asarray(cv2.GaussianBlur(coarse, (0, 0), 0.75), np.float32)
    skin = _own_color(smooth, own, lenient, beard) & (usable > 0)
    strands = _roughness(np.asarray(rough, np.float32), skin)
    strands += HAIR_DARKNESS * np.maximum(smooth[..., 1] - own.density[1] - HAIR_DARK_FROM, 0)
    skin &= strands < HAIR_ROUGHNESS * (1 + lenient - BEARD_STRICTER * beard)
    # A highlight lies on skin, blown out or not; at the rim of the face white may be a wall, on the chin a beard.
    skin |= (_darkest_channel(coarse) < BLOWN_DENSITY) & (inner > 0)
    if len(crop.landmarks):  # in a patch, a pale thing may be anything
        skin |= _highlight(smooth, own) & (inner > beard) & (usable > 0)
    grown = cv2.resize(skin.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0
    return _joined(np.asarray(grown & allowed), allowed)


def readable(crop: Crop, color: NDArray[np.uint8]) -> Mask:
    """Pixels that are neither blown nor black and that face the camera."""
    red, green, blue = cv2.split(color)
    # Red alone clips on light skin long before anything is lost: the middle channel tells.
    middle = cv2.max(cv2.min(red, green), cv2.min(cv2.max(red, green), blue))
    exposed = cv2.inRange(middle, BLACK + 1, CLIPPED - 1) > 0
    return np.asarray(exposed & (crop.facing > MIN_FACING))


def _in_regions(crop: Crop, names: tuple[str, ...]) -> Mask:
    chosen = np.zeros(256, bool)
    chosen[[label for label, name in enumerate(crop.region_names) if name in names]] = True
    return np.asarray(chosen[crop.regions])


def _chroma(densities: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([densities[..., 1] - densities[..., 0], densities[..., 2] - densities[..., 1]], axis=-1)


def _own_color(smooth: Densities, own: OwnSkin, lenient: FloatMap, beard: FloatMap) -> Mask:
    """Places of this face's own color and within its own range of brightness."""
    darker = smooth[..., 1] - own.density[1]
    darkest = DARKER_LIMIT + max(0.0, own.dark_side - 0.3)
    # In dark pixels 8 bits and the tone curve scatter the chroma: without this, dark skin would lose area.
    limit = CHROMA_LIMIT * (1 + DARK_TOLERANCE * max(0.0, float(own.density[1]) - DARK_FROM))
    near = _chroma_distance(smooth, own) < limit * (1 + LENIENT_CHROMA * lenient - BEARD_STRICTER * beard)
    return np.asarray(near & (darker < darkest + LENIENT_DARKER * lenient) & (darker > -BRIGHTER_LIMIT))


def _highlight(smooth: Densities, own: OwnSkin) -> Mask:
    """Brighter than this face's skin and on the way from its color to neutral: on dark skin most of what gleams."""
    red_green, blue_green = smooth[..., 1] - smooth[..., 0], smooth[..., 2] - smooth[..., 1]
    between = (red_green > -0.08) & (red_green < own.chroma[0]) & (blue_green > -0.25) & (blue_green < own.chroma[1])
    return np.asarray(between & (smooth[..., 1] < own.density[1] - 0.2))


def _chroma_distance(densities: Densities, own: OwnSkin) -> FloatMap:
    red_green, blue_green = own.inverse
    matrix = np.array([[-red_green, red_green, 0, 0], [0, -blue_green, blue_green, 0]], np.float32)
    matrix[:, 3] = -own.chroma * own.inverse
    offset = cv2.transform(densities, matrix)
    across, along = offset[..., 0], offset[..., 1]
    # Blood is no stranger to skin: a nodule may be as red as it likes, within what blood can do.
    redder = np.clip(across, 0, REDDEST * red_green)
    along = along + redder * (BLOOD_BLUE_PER_RED * blue_green / red_green)
    return np.asarray(cv2.magnitude(across - redder, along), np.float32)


def _darkest_channel(densities: Densities) -> FloatMap:
    red, green, blue = cv2.split(densities)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.float32)


def _fine_contrast(densities: Densities) -> FloatMap:
    green = cv2.extractChannel(densities, 1)
    return np.asarray(cv2.absdiff(green, cv2.GaussianBlur(green, (0, 0), 2.0)), np.float32)


def _roughness(fine: FloatMap, skin: Mask) -> FloatMap:
    """How rough each place is, in units of the face's own middle: strands, stubble and brow ends stand out."""
    rough = cv2.blur(fine, (7, 7))
    middle = float(np.median(rough[skin][::5])) if skin.any() else 0.0
    return np.asarray(rough / max(middle, SMOOTHEST_OD), np.float32)


def _joined(skin: Mask, allowed: Mask) -> Mask:
    """Drop specks, keep the parts that belong to the face and fill holes the size of a lesion."""
    opened = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    areas, labels = _parts(np.asarray(closed, np.uint8) & allowed.astype(np.uint8))
    keep = areas > SPECK_SHARE * areas.max(initial=0)
    keep[0] = False
    areas, holes = _parts(1 - keep[labels].astype(np.uint8))
    small = areas < LARGEST_HOLE_PX
    small[0] = False
    return np.asarray(keep[labels] | (small[holes] & allowed))


def _parts(grid: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Areas of the connected parts (0 for the background) and the part of each pixel."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grid, connectivity=4)
    areas = np.array(stats[:, cv2.CC_STAT_AREA], np.int32)
    areas[0] = 0
    return areas, np.asarray(labels, np.int32)
