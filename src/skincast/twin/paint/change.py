"""A canvas in the light of a photo: how much darker, redder or shinier each pixel becomes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part, Vectors
from skincast.twin.paint.complexion import as_photographed, even_color, photo_colors
from skincast.twin.paint.geometry import Seat
from skincast.twin.paint.local import LocalLight
from skincast.twin.paint.tones import LUMA
from skincast.twin.person import Complexion
from skincast.twin.scene.diffusion import diffuse
from skincast.twin.scene.relief import cavity, tilt_normals
from skincast.twin.scene.surface import camera_rays
from skincast.twin.scene.warp import Warp
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

HOLLOW_SHARE = 0.6
"""How far the hollows of the relief dim a lamp as they dim the sky, as in `scene`."""
CAVITY_SHARE = 0.5
"""Of the darkness of hollows: the sheet's colors are dark in them already (by eye, against real lines)."""
STRAIGHT_SHARE = 0.7
"""How much of that is gone where the lamp stands right above the skin (ours)."""
RELIEF_MM = 0.16
"""Sigma of the light's own softness on relief: no real lamp is a point."""
LAMP_GAIN = 1.8
"""How much more directed light is than a smooth mesh tells: its normals miss half of a face's own slopes (ours)."""
FOLDED_MM = 0.2
"""A line this deep takes most of the texture at its bottom out of sight."""
MOST_RIM, MOST_SHADE = 0.45, 0.75
"""Slopes brighten and darken skin by no more than this (ours, by eye)."""
CHROMA_PX = 1.0
"""Sigma of the color of a change: JPEG keeps color at half resolution."""
LEAST_OD = 0.004
"""Half a step of the photo's scale: what is fainter is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What features do to each pixel of the box."""

    density: NDArray[np.float32]
    """(height, width, 3) density added."""
    normal: Vectors
    """With the relief."""
    sheen: FloatMap
    """Factor on the surface's reflection."""
    fold: FloatMap
    """How much of the photo's own texture lines fold away, 0-1."""


def change_of(canvas: Canvas, warp: Warp, seat: Seat, here: LocalLight, complexion: Complexion) -> Change:
    """Compare painted with even skin, both in the photo's light.

    Args:
        canvas: drawn on even skin of the complexion.
        warp: from the canvas to the box.
        seat: of the sheet in the photo.
        here: light of the photo, place by place.
        complexion: of the even skin.

    Returns:
        The change, as sharp as the canvas.

    Source: light spreads below the skin as in `scene.diffusion`; the rest is `scene.light` for a light of first order.
    """
    frame = seat.frame
    colors = photo_colors(complexion)
    even = even_color(colors, complexion).astype(np.float32)
    relative = np.where((frame.part == Part.SKIN)[..., None], warp.carry(colors.linear(canvas.sheet) / even), 1)
    height_mm = _relief(warp.carry(canvas.sheet.height_mm), seat.mm_per_px)
    sheen = np.where(frame.part == Part.SKIN, warp.carry(canvas.sheet.sheen), 1).astype(np.float32)
    normal = _tilted(height_mm, seat)
    shade = np.multiply(_shaded(normal, seat, here), _hollow(height_mm, seat, here))
    albedo = np.asarray(relative, np.float32)
    # Beyond the sheet nothing changes, so that light may spread across its edge.
    everywhere = np.ones(shade.shape, np.float32)
    spread = diffuse(albedo * shade[..., None], albedo, everywhere, seat.mm_per_px)
    density = -cv2.log(np.maximum(spread, np.float32(1e-3)))
    fold = 1 - cv2.exp(warp.carry(canvas.amount("line_depth_mm")) * np.float32(-1 / FOLDED_MM))
    return Change(
        density=as_photographed(np.asarray(density, np.float32)),
        normal=normal,
        sheen=sheen,
        fold=np.asarray(fold, np.float32),
    )


def soften(density: NDArray[np.float32], blur_px: float) -> NDArray[np.float32]:
    """A change as the photo's lens and file would show it: blurred alike, its color at half resolution.

    Args:
        density: (height, width, 3).
        blur_px: sigma of the photo's own blur.
    """
    soft = cv2.GaussianBlur(density, (0, 0), blur_px)
    luma = soft @ LUMA
    color = cv2.GaussianBlur(soft - luma[..., None], (0, 0), CHROMA_PX)
    return np.asarray(luma[..., None] + color, np.float32)


def without_traces(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """Everything fainter than can be seen becomes nothing, without an edge."""
    kept = np.maximum(np.abs(density) - np.float32(LEAST_OD), 0)
    return np.asarray(np.copysign(kept, density) * (kept > 0), np.float32)


def _relief(height_mm: FloatMap, mm_per_px: float) -> FloatMap:
    return np.asarray(cv2.GaussianBlur(height_mm, (0, 0), max(RELIEF_MM / mm_per_px, 0.4)), np.float32)


def _tilted(height_mm: FloatMap, seat: Seat) -> Vectors:
    frame = seat.frame
    inner = cv2.erode((frame.part == Part.SKIN).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    px_per_mm = np.full(height_mm.shape, 1 / seat.mm_per_px, np.float32)
    return tilt_normals(frame.normal, height_mm, px_per_mm, camera_rays(frame), inner)


def _shaded(normal: Vectors, seat: Seat, here: LocalLight) -> FloatMap:
    """Light on the relief over that on the smooth face: nothing of it where a shadow keeps the lamp away."""
    turned = np.einsum("ijk,k->ij", normal - seat.frame.normal, here.light.lamp) * np.float32(LAMP_GAIN)
    gain = turned * here.lamp_share / here.level
    # A rim is short: light that enters it leaves beside it, and no photo shows it as bright as the slope tells.
    brighter = np.float32(MOST_RIM) * np.tanh(np.maximum(gain, 0) * np.float32(1 / MOST_RIM))
    darker = np.float32(MOST_SHADE) * np.tanh(np.maximum(-gain, 0) * np.float32(1 / MOST_SHADE))
    return np.asarray(1 + brighter - darker, np.float32)


def _hollow(height_mm: FloatMap, seat: Seat, here: LocalLight) -> FloatMap:
    """What the hollows of the relief leave of the light: a lamp straight ahead reaches their floor."""
    free = np.asarray(cv2.pow(cavity(height_mm, seat.mm_per_px), CAVITY_SHARE), np.float32)
    straight = np.clip(seat.frame.normal @ here.light.direction, 0, 1)
    shut = np.asarray(HOLLOW_SHARE * (1 - STRAIGHT_SHARE * straight * straight), np.float32)
    sky = np.clip(here.light.sky / here.level, 0, 1)
    return np.asarray(1 - (1 - free) * (sky + (1 - sky) * shut), np.float32)
