"""All fittings of one photo, from the back to the front."""

from __future__ import annotations

from skincast.twin.fittings.body import body_layers
from skincast.twin.fittings.eyes import eye_layer, view_eye
from skincast.twin.fittings.fringe import fringe_layers
from skincast.twin.fittings.glasses import glasses_layers
from skincast.twin.fittings.glints import eye_glints
from skincast.twin.fittings.lashes import lash_layer
from skincast.twin.fittings.layer import Glint, Layer
from skincast.twin.fittings.mouth import mouth_layers
from skincast.twin.fittings.nostrils import nostril_layer
from skincast.twin.fittings.scalp import hair_layers
from skincast.twin.frame import Frame
from skincast.twin.person import Traits
from skincast.twin.shot import Shot


def draw_layers(frame: Frame, traits: Traits, shot: Shot) -> tuple[list[Layer], list[Glint]]:
    """Everything that covers or surrounds the skin of one photo.

    The scene lays the layers over its albedo in this order, lights it, and adds the glints.

    Args:
        frame: geometry.
        traits: the person.
        shot: lamps, glasses and fringe.

    Returns:
        Layers from back to front, and mirrored lights.
    """
    layers = body_layers(frame, traits, shot)
    nostrils = nostril_layer(frame)
    layers += [nostrils] if nostrils is not None else []
    layers += mouth_layers(frame, traits)
    glints: list[Glint] = []
    eyes = [eye for eye in (view_eye(frame, side) for side in (0, 1)) if eye is not None]
    for eye in eyes:
        layers.append(eye_layer(eye, frame, traits, shot))
        glints += eye_glints(eye, frame, shot)
    layers += [lash for lash in (lash_layer(frame, traits, side) for side in (0, 1)) if lash is not None]
    for more, lights in (hair_layers(frame, traits, shot), glasses_layers(frame, traits, shot)):
        layers += more
        glints += lights
    return layers + fringe_layers(frame, traits, shot), glints
