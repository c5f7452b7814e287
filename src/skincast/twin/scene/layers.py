"""What lies over the lit skin or behind it: each layer is lit by the same lamps and mixed in by its cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.fittings.layer import Glint, Layer
from skincast.twin.frame import Vectors
from skincast.twin.shot import Illuminant, Lamp
from skincast.types import FloatMap, Labels, Mask

Matrix = NDArray[np.float64]
SHADE_OF_AIR = 0.05


def lay_over(
    picture: Vectors,
    layers: Sequence[Layer],
    falling: Mapping[Illuminant, FloatMap],
    materials: Mapping[Illuminant, Matrix],
) -> None:
    """Mix layers into the picture in place, in their order.

    Args:
        picture: (height, width, 3) linear light.
        layers: of the fittings.
        falling: light on each pixel, by its kind; also where no geometry is.
        materials: daylight color -> linear color under each kind of light.
    """
    for layer in layers:
        box = (layer.box.rows, layer.box.columns)
        lit = sum(
            (layer.rgb @ materials[name].T.astype(np.float32)) * light[box][..., None]
            for name, light in falling.items()
        )
        picture[box] += layer.alpha[..., None] * (lit - picture[box])


def add_glints(
    picture: Vectors, glints: Sequence[Glint], lamps: Sequence[Lamp], white: Mapping[Illuminant, NDArray[np.float32]]
) -> None:
    """Add mirror images of lamps in place."""
    for glint in glints:
        bright = white[lamps[glint.lamp].illuminant]
        picture[glint.box.rows, glint.box.columns] += glint.light[..., None] * bright


def relabel(part: Labels, layers: Sequence[Layer]) -> tuple[Labels, FloatMap]:
    """Parts after all layers, and the share of each pixel that a layer with a part of its own hides."""
    labels, cover = part.copy(), np.zeros(part.shape, np.float32)
    for layer in layers:
        if layer.part is not None:
            box = (layer.box.rows, layer.box.columns)
            labels[box][layer.alpha > 0.5] = layer.part
            cover[box] += layer.alpha * (1 - cover[box])
    return labels, cover


def light_in_the_air(falling: FloatMap, solid: Mask) -> FloatMap:
    """Light for what stands out from the head, as hair does: that of the nearest solid thing, softened."""
    height, width = solid.shape
    shrunk = (max(width // 8, 1), max(height // 8, 1))
    small = cv2.resize(np.where(solid, falling, 0).astype(np.float32), shrunk, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(solid.astype(np.float32), shrunk, interpolation=cv2.INTER_AREA)
    sigma = max(width / 8 / 24, 0.8)
    mean = float(falling[solid].mean()) if solid.any() else 1.0
    near, weight = cv2.GaussianBlur(small, (0, 0), sigma), cv2.GaussianBlur(cover, (0, 0), sigma)
    filled = (near + SHADE_OF_AIR * mean) / (weight + SHADE_OF_AIR)
    large = cv2.resize(filled.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(solid, falling, large).astype(np.float32)
