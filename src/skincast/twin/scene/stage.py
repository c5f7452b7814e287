"""All that one photo is made of, before any light falls on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Frame, Part, Vectors
from skincast.twin.head import Head, build_head, lit, see_head
from skincast.twin.optics import Balance, OpticalModel, white_balance
from skincast.twin.person import Condition, Traits
from skincast.twin.scene.exposure import LUMA
from skincast.twin.scene.light import SKY_DEG
from skincast.twin.scene.skin import (
    Colors,
    broken_sheen,
    draw_sheet,
    fill_beyond,
    sheet_color,
    sheet_furrows,
    sheet_oil,
    sheet_roughness,
    uneven_neck,
)
from skincast.twin.scene.surface import Surface, surface_of
from skincast.twin.scene.warp import Warp, warp_of
from skincast.twin.sheet import Canvas
from skincast.twin.shot import Illuminant, Shot
from skincast.types import FloatMap

NECK_ROUGHNESS = 0.36
NECK_PALER = 0.18
"""Share of its chroma that the neck lacks (ours)."""
SMOOTHED_BY_OIL = 0.3
"""Power by which roughness falls as sheen rises."""
DARK_ALBEDO = 0.03
"""Of the open mouth, until a fitting paints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One person before one phone."""

    traits: Traits
    shot: Shot
    head: Head
    frame: Frame
    canvas: Canvas
    warp: Warp
    balance: Balance
    model: OpticalModel

    @property
    def kinds_of_light(self) -> tuple[Illuminant, ...]:
        """Each once, in the order of the lamps."""
        return tuple(dict.fromkeys(lamp.illuminant for lamp in self.shot.lamps))


def set_stage(traits: Traits, condition: Condition, shot: Shot, model: OpticalModel) -> Stage:
    """Build the head, draw the skin, and look."""
    head = build_head(traits, condition, shot)
    frame = see_head(head, shot)
    canvas = draw_sheet(traits, condition, frame.mm_per_px, shot.expression)
    shares: dict[Illuminant, float] = {}
    for lamp in shot.lamps:
        shares[lamp.illuminant] = shares.get(lamp.illuminant, 0.0) + lamp.strength
    return Stage(
        traits=traits,
        shot=shot,
        head=head,
        frame=frame,
        canvas=canvas,
        warp=warp_of(frame, canvas.sheet.mm_per_px),
        balance=white_balance(shot.phone.camera, shares),
        model=model,
    )


def stage_surface(stage: Stage) -> Surface:
    """What the light meets."""
    sheet, carry = stage.canvas.sheet, stage.warp.carry
    face = stage.frame.part == Part.SKIN
    neck = stage.frame.part == Part.NECK
    roughness = np.where(face, carry(sheet_roughness(sheet.mm_per_px) * smoothing(sheet.sheen)), NECK_ROUGHNESS)
    furrows_mm = sheet_furrows(stage.traits.seed, sheet.mm_per_px)
    sheen = carry(broken_sheen(sheet.sheen * sheet_oil(sheet.mm_per_px), furrows_mm))
    sheen[neck] = 1
    return surface_of(
        stage.frame,
        height_mm=carry(sheet.height_mm),
        furrows_mm=carry(furrows_mm),
        roughness=np.asarray(roughness, np.float32),
        sheen=sheen,
    )


def bare_colors(stage: Stage) -> dict[Illuminant, Vectors]:
    """Linear color of each pixel's skin under a lamp of strength 1, by kind of light.

    What is no skin has the color of the skin beside it, so that nothing shines through the edges of what covers it.
    """
    face, mouth = stage.frame.part == Part.SKIN, stage.frame.part == Part.MOUTH
    neck = stage.frame.part == Part.NECK
    colors, uneven = {}, uneven_neck(stage.traits.seed, stage.frame, neck)
    for name in stage.kinds_of_light:
        flat = sheet_color(stage.canvas, stage.traits, stage.balance, name, stage.model)
        colors[name] = fill_beyond(stage.warp.carry(flat), face, stage.frame.mm_per_px)
        colors[name][neck] = _paler(colors[name][neck]) * uneven
        colors[name][mouth] = DARK_ALBEDO
    return colors


def _paler(colors: Colors) -> Colors:
    """The color of the neck: it holds less blood than the face, and the hollow below the chin saturates it again."""
    return np.asarray(colors + np.float32(NECK_PALER) * ((colors @ LUMA)[:, None] - colors), np.float32)


def stage_whites(stage: Stage) -> Mapping[Illuminant, NDArray[np.float32]]:
    """Color of a perfect white under each kind of light."""
    return {name: stage.balance.lamp(name).astype(np.float32) for name in stage.kinds_of_light}


def stage_shadows(stage: Stage) -> list[FloatMap | None]:
    """For each lamp, the share of it that each pixel sees past the head; None for a sky."""
    pose = stage.shot.pose
    return [
        None if lamp.size_deg >= SKY_DEG else lit(stage.frame, stage.head, pose, lamp.direction, size_deg=lamp.size_deg)
        for lamp in stage.shot.lamps
    ]


def smoothing(sheen: FloatMap) -> FloatMap:
    """Factor on the roughness of the surface: oil fills it, a dry one is rougher.

    Args:
        sheen: strength of the surface reflection over that of ordinary skin.

    Source: ours, untested.
    """
    return np.asarray(cv2.pow(np.maximum(sheen, np.float32(0.3)), -SMOOTHED_BY_OIL), np.float32)
