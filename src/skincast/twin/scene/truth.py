"""What is true in each pixel, carried from the sheet by the same geometry as the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skincast.twin.fittings.layer import Layer
from skincast.twin.frame import Part
from skincast.twin.scene.layers import relabel
from skincast.twin.scene.light import Lit
from skincast.twin.scene.stage import Stage
from skincast.twin.selfie import Truth
from skincast.types import FloatMap

DARKEST = 1e-4


def stage_truth(stage: Stage, lit: Lit, layers: Sequence[Layer]) -> Truth:
    """All truth maps of one photo."""
    sheet, carry = stage.canvas.sheet, stage.warp.carry
    skin = stage.traits.complexion
    part, cover = relabel(stage.frame.part, layers)
    hair = carry(sheet.hair)
    return Truth(
        part=part,
        kind=stage.warp.carry_labels(stage.canvas.labels),
        region=stage.warp.carry_labels(stage.canvas.regions),
        amounts={name: carry(amount) for name, amount in stage.canvas.amounts.items()},
        melanin=carry(sheet.melanin - np.float32(skin.melanin)),
        blood=carry(sheet.blood - np.float32(skin.blood)),
        shading=np.asarray(lit.irradiance * (stage.frame.part != Part.BACKGROUND), np.float32),
        gloss=_gloss(lit),
        cover=np.asarray(1 - (1 - cover) * (1 - hair), np.float32),
    )


def _gloss(lit: Lit) -> FloatMap:
    """Share of the light toward the camera that the surface mirrors; by the green channel, as luminance has it."""
    mirrored, below = lit.shine[..., 1], lit.diffuse[..., 1]
    return np.asarray(mirrored / np.maximum(mirrored + below, DARKEST), np.float32)
