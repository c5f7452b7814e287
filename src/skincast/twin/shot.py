"""How one selfie is taken: pose, light, phone. Nothing here belongs to the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Illuminant = Literal["D50", "D55", "D65", "A", "led_warm", "led_neutral", "led_cool", "cloudy"]
Expression = Literal["smile", "mouth_open", "brow_raise", "frown", "squint", "eyes_closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Where the head is, seen from the phone. Signs as in `skincast.types.Face`."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    distance_mm: float = 450.0
    """From the lens to the tip of the nose."""
    aside_mm: float = 0.0
    """The head's shift to the right in the picture."""
    below_mm: float = 0.0
    """The head's shift downward in the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """One light. Directions point from the face to it, in camera axes: x right, y down, z away from the phone."""

    direction: tuple[float, float, float]
    """Need not be of unit length; a lamp behind the phone has a negative z."""
    strength: float
    """Irradiance of a surface that faces it; the sum over all lamps of a good photo is about 1."""
    illuminant: Illuminant
    size_deg: float = 5.0
    """Angular diameter: 0.5 sun, 10-20 ring, 40-90 window; 180 the whole sky, without a direction or a shadow."""
    ring: bool = False
    """A ring around the phone: its mirror image in the eyes is a ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """What the phone makes of the light that reaches its sensor."""

    camera: str
    """A set of spectral sensitivities: a name of `optics.camera_names()` or `parametric:SEED`."""
    exposure_ev: float = 0.0
    """Error of the exposure; 0 puts the face where phones put it."""
    white_balance_error: tuple[float, float] = (0.0, 0.0)
    """Left-over cast: log gains of red and blue against green; +-0.05 is ordinary, +-0.3 is bad."""
    contrast: float = 1.0
    """Strength of the tone curve's S; 0 none, 1 ordinary."""
    sharpening: float = 0.5
    """0-2; 0.5 is ordinary."""
    denoise: float = 0.3
    """0-1: how much fine detail the phone smears; beauty filters reach 1."""
    noise: float = 0.01
    """SD of the sensor's noise in linear light at middle gray; 0.003 by day, 0.05 in a dim room."""
    blur_px: float = 0.0
    """Sigma of defocus."""
    motion_px: float = 0.0
    """Length of a shake."""
    jpeg_quality: int = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class Bystander:
    """Somebody else in the picture, behind the person; no truth tells of them."""

    seed: int
    """Of `draw_traits`."""
    pose: Pose


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One press of the button."""

    seed: int
    width_px: int = 768
    height_px: int = 1024
    field_of_view_deg: float = 35.0
    """Vertical."""
    pose: Pose = Pose()
    expression: Mapping[Expression, float] = field(default_factory=lambda: MappingProxyType({}))
    """Amounts, 0-1."""
    lamps: tuple[Lamp, ...]
    phone: Phone
    glasses: bool = False
    fringe: float = 0.0
    """How far hair hangs into the forehead, 0-1."""
    supersample: float = 1.0
    """Rendered this many times finer in both directions and shrunk."""
    bystander: Bystander | None = None
