"""A twin's selfie: the photo as a phone would hand it over, and what is true in each of its pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skincast.twin.scene.place import SeenItem
from skincast.types import FloatMap, Labels, Picture, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the renderer knows of each photo pixel. Every map is `(height, width)`.

    The maps took the way of the geometry alone: no lens, no noise, no compression touched them.
    """

    part: Labels
    """`skincast.twin.frame.Part`: what the pixel belongs to."""
    kind: Labels
    """`skincast.twin.sheet.Kind`: what was drawn last on the skin there."""
    region: Labels
    """Index into `skincast.face.region_names()`; 0 off the face."""
    amounts: Mapping[str, FloatMap]
    """The soft maps of the canvas by name: `line_depth_mm`, `pore`, `redness`, ..."""
    melanin: FloatMap
    """Volume fraction in the epidermis above the person's even skin; complexion's pattern and lips included."""
    blood: FloatMap
    """Volume fraction in the upper dermis above the person's even skin, in the same way."""
    shading: FloatMap
    """Irradiance, 1 = all lamps face on; 0 in the background."""
    gloss: FloatMap
    """Share of the light toward the camera that the surface mirrors, 0-1."""
    cover: FloatMap
    """Share of the pixel that hair, brows, stubble or glasses hide, 0-1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selfie:
    """One photo of a twin with its truth."""

    photo: Picture
    """As decoded from `jpeg`."""
    jpeg: bytes
    truth: Truth
    items: tuple[SeenItem, ...]
    """The object list in photo pixels, hidden ones included."""
    landmarks_px: Points
    """(478, 3) in photo pixels, true geometry, also where hidden."""
    mm_per_px: float
    """At the depth of the eyes' outer corners."""
