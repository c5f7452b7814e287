"""Traits, condition and shot -> a selfie and everything that is true in it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import simplejpeg

from skincast.twin.draw import draw_traits
from skincast.twin.frame import Vectors
from skincast.twin.optics import OpticalModel, develop, encode_jpeg
from skincast.twin.person import Condition, Traits
from skincast.twin.scene.picture import light_stage
from skincast.twin.scene.place import see_items
from skincast.twin.scene.shrink import shrink_items, shrink_truth
from skincast.twin.scene.stage import set_stage
from skincast.twin.scene.truth import stage_truth
from skincast.twin.selfie import Selfie
from skincast.twin.shot import Shot
from skincast.types import Picture, Points


def render(traits: Traits, condition: Condition, shot: Shot, *, model: OpticalModel = "kubelka_munk") -> Selfie:
    """Take a selfie of a person who does not exist.

    The same arguments give the same pixels.

    Args:
        traits: who.
        condition: how the skin is today.
        shot: pose, light and phone.
        model: of the skin's optics; a second one tests what never saw it.

    Returns:
        The photo with its truth, all at the size of the shot.
    """
    stage = set_stage(traits, condition, shot, model)
    scene = light_stage(stage, behind=_bystander(shot, model))
    truth = stage_truth(stage, scene.lit, scene.dress.over)
    items = see_items(stage.canvas.items, stage.frame, scene.surface.view, truth.cover)
    scale = shot.supersample
    size = (shot.width_px, shot.height_px)
    linear = scene.linear if scale == 1 else cv2.resize(scene.linear, size, interpolation=cv2.INTER_AREA)
    developed = develop(np.asarray(linear, np.float32), shot.phone, shot.seed, gain=scene.gain)
    jpeg = encode_jpeg(developed, shot.phone.jpeg_quality)
    return Selfie(
        photo=_decoded(jpeg),
        jpeg=jpeg,
        truth=shrink_truth(truth, size),
        items=shrink_items(items, scale),
        landmarks_px=_shrink_points(stage.frame.landmarks_px, scale),
        mm_per_px=stage.frame.mm_per_px * scale,
    )


def _bystander(shot: Shot, model: OpticalModel) -> Vectors | None:
    """The picture of who stands behind, before the same room in the same light; None: nobody."""
    if shot.bystander is None:
        return None
    traits = draw_traits(shot.bystander.seed)
    alone = replace(shot, pose=shot.bystander.pose, expression={}, glasses=False, fringe=0.0, bystander=None)
    return light_stage(set_stage(traits, Condition(), alone, model)).linear


def _decoded(jpeg: bytes) -> Picture:
    return np.asarray(simplejpeg.decode_jpeg(jpeg, colorspace="RGB"), np.uint8)


def _shrink_points(points: Points, scale: float) -> Points:
    if scale == 1:
        return points
    moved = points / np.float32(scale)
    moved[:, :2] += np.float32(0.5 / scale - 0.5)
    return moved
