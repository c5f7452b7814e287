"""What the light meets in each pixel: directions, roughness, hollows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.scene.relief import cavity, tilt_normals
from skincast.types import FloatMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Everything that light asks of a pixel but its color."""

    normal: Vectors
    """Unit, with all relief: light below the skin blurs the finest away by itself."""
    view: Vectors
    """Unit, from the skin to the camera."""
    open_sky: FloatMap
    """Share of the sky that the head leaves free, 0-1."""
    cavity: FloatMap
    """Share of the light that relief lets into its own hollows, 0-1."""
    roughness: FloatMap
    """GGX alpha."""
    sheen: FloatMap
    """Strength of the mirroring surface over that of ordinary skin."""
    skin: FloatMap
    """1 where light spreads below the surface, 0 elsewhere."""
    mm_per_px: float


def camera_rays(frame: Frame) -> Vectors:
    """(height, width, 3) from the camera through each pixel, z = 1."""
    height, width = frame.part.shape
    rays = np.ones((height, width, 3), np.float32)
    rays[..., 0] = (np.arange(width, dtype=np.float32) - (width - 1) / 2) / frame.focal_px
    rays[..., 1] = ((np.arange(height, dtype=np.float32) - (height - 1) / 2) / frame.focal_px)[:, None]
    return rays


def surface_of(
    frame: Frame, *, height_mm: FloatMap, furrows_mm: FloatMap, roughness: FloatMap, sheen: FloatMap
) -> Surface:
    """Join the smooth geometry with the sheet's relief, all in photo pixels."""
    rays = camera_rays(frame)
    view = -rays / np.sqrt(np.einsum("ijk,ijk->ij", rays, rays))[..., None]
    face = frame.part == Part.SKIN
    # A step at the edge of the sheet is none of the skin's.
    inner = cv2.erode(face.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    px_per_mm = (frame.focal_px / frame.depth_mm).astype(np.float32)
    return Surface(
        normal=tilt_normals(frame.normal, height_mm + furrows_mm, px_per_mm, rays, inner),
        view=np.asarray(view, np.float32),
        open_sky=frame.occlusion,
        cavity=cavity(height_mm, frame.mm_per_px),
        roughness=roughness,
        sheen=sheen,
        skin=(face | (frame.part == Part.NECK)).astype(np.float32),
        mm_per_px=frame.mm_per_px,
    )
