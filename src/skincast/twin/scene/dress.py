"""The fittings of one stage, in the order in which they lie."""

from __future__ import annotations

from skincast.twin.fittings.eyes import eye_layer, view_eye
from skincast.twin.fittings.glints import eye_glints
from skincast.twin.scene.picture import Dress
from skincast.twin.scene.stage import Stage


def dress_stage(stage: Stage) -> Dress:
    """Everything that is painted in photo pixels."""
    over, glints = [], []
    for side in (0, 1):
        eye = view_eye(stage.frame, side)
        if eye is not None:
            over.append(eye_layer(eye, stage.frame, stage.traits, stage.shot))
            glints += eye_glints(eye, stage.frame, stage.shot)
    return Dress(over=tuple(over), glints=tuple(glints))
