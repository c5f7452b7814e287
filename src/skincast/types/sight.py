"""What one photo tells, from its bytes to its scores.

Conventions that hold everywhere:

* Pictures are `(height, width, 3)` uint8 sRGB in RGB order; maps are `(height, width)` float32; masks are
  `(height, width)` bool.
* Points are `(x, y)` in pixels, pixel centers at integer coordinates.
* *Upright original* means the uploaded photo after its EXIF rotation, at full resolution: the frame of everything that
  leaves the house. *Decoded* means `Photo.pixels`, which may be smaller by the integer `Photo.reduction`.
* `left` and `right` are the person's own left and right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(height, width, 3) uint8, sRGB, RGB order."""

FloatMap = NDArray[np.float32]
"""(height, width) float32."""

Mask = NDArray[np.bool_]
"""(height, width) bool."""

Labels = NDArray[np.uint8]
"""(height, width) uint8; 0 means none, other values index a catalog."""

Points = NDArray[np.float32]
"""(n, 2) or (n, 3) float32, x right, y down, z away from the camera; pixels of the frame that the owner names."""

Affine = NDArray[np.float64]
"""(2, 3) float64, maps `(x, y, 1)` of one pixel frame to `(x, y)` of another."""

ScaleSource = Literal["iris_and_face", "face"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A safely decoded, upright picture in sRGB with every piece of metadata dropped.

    `pixels` may be smaller than the upright original by `reduction` (1, 2, 4 or 8; scaled JPEG decoding);
    `width_px` and `height_px` are those of the upright original.
    """

    pixels: Picture
    width_px: int
    height_px: int
    reduction: int
    sha256: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Where the face is, how it is turned and how large it is.

    `landmarks_px` is `(478, 3)` in decoded pixels. Yaw is positive when the person turns to their own left, pitch when
    they look up, roll when the head tilts clockwise in the picture; all in degrees. `presence` is the mesh's own
    belief, 0-1, that it fits a face. `faces_seen` counts the faces in the picture; this is the main one.
    """

    landmarks_px: Points
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    interocular_px: float
    mm_per_px: float
    mm_per_px_sd: float
    scale_source: ScaleSource
    presence: float
    faces_seen: int
    mouth_open: float
    """Inner lip gap over mouth width; about 0 when closed."""
    smile: float
    """Mouth width over distance between the eye centers, minus its value at rest; about 0 when neutral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """The face, upright and at a fixed physical scale: what quality, skin and measure look at.

    Two levels share one frame. *Detail* level: `pixels`, at `mm_per_px`. *Color* level: exactly half of it in both
    directions; every other map here, in `Skin` and in `Measurement` is at color level.
    """

    pixels: Picture
    """Detail level, even height and width; black outside the photo."""
    mm_per_px: float
    """Millimeters per detail pixel."""
    native_mm_per_px: float
    """Millimeters per decoded pixel: detail finer than this does not exist."""
    scale_known: bool
    """False for a patch without a face: lengths are then a guess."""
    to_photo: Affine
    """Detail pixels -> decoded photo pixels."""
    inside: Mask
    """True where the photo has pixels."""
    regions: Labels
    """Index into `region_names`, 0 outside; one region a pixel."""
    region_names: tuple[str, ...]
    """`region_names[0]` is the empty name."""
    features: Mask
    """True on eyes, brows, lips and nostrils, slightly grown."""
    hull: Mask
    """True inside the face outline, grown to jaw, temples and hair line."""
    facing: FloatMap
    """Cosine of the angle between skin and camera, 0-1; 0 where hidden."""
    landmarks: Points
    """(478, 3) in *color level* pixels; empty for a patch."""

    @property
    def color_mm_per_px(self) -> float:
        """Millimeters per pixel at color level."""
        return 2.0 * self.mm_per_px


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a photo, with the measured value, the limit and advice that a person can follow."""

    code: str
    message: str
    advice: str
    region: str | None
    """None: the whole photo."""
    value: float
    limit: float
    refuses: bool
    """True: the photo (or this region) is not scored because of it; False: it is a notice that widens the error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Whether the photo can be scored, and which regions cannot."""

    accepted: bool
    score: float
    """0-1; the repeatability table is indexed by it."""
    problems: tuple[Problem, ...]
    unjudged: frozenset[str] = frozenset()
    """Region names that a problem spoiled: their values are null."""
    values: dict[str, float] = field(default_factory=dict)
    """Every measured quantity, keyed by problem code or `code.case`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skin:
    """Clean skin at a fixed physical scale with its optical split. All maps at color level unless said."""

    crop: Crop
    picture: Picture
    """Color level, white balanced sRGB: for looking."""
    mask: Mask
    """Skin that may be judged: no eyes, lips, brows, hair, beard, glasses, no blown or black pixels."""
    outline: Mask
    """All visible skin of the face, unreadable pixels included: what is reported as the skin mask."""
    depth_mm: FloatMap
    """How far each place lies inside the outline, in millimeters; 0 outside."""
    region_area_mm2: dict[str, float]
    """Readable skin of each region."""
    region_share: dict[str, float]
    """Readable skin of each region over the whole region, features left out, 0-1."""
    melanin: FloatMap
    """Relative melanin, optical density (natural logarithm) in the green channel; 0 = the person's own median."""
    hemoglobin: FloatMap
    """Relative hemoglobin, optical density in the green channel; 0 = the person's own median."""
    shading: FloatMap
    """Relative log illumination, 0 = median; higher = darker."""
    gloss: FloatMap
    """Share of the reflected light that is surface reflection, 0-1."""
    detail: FloatMap
    """Detail level: green optical density after local shading is taken away; higher = darker."""
    detail_mask: Mask
    """Detail level: `mask`, enlarged."""
    pigments: NDArray[np.float32]
    """(2, 3) density in red, green and blue of one unit of melanin and of one unit of hemoglobin."""
    illuminant_confidence: float
    """0-1: how well the light's color could be told."""
    noise_od: float
    """SD of the pixel noise in `detail`, optical density."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One visible thing. `box`: `(x, y, width, height)`, color-level pixels until the report moves it to the photo."""

    concern: str
    type: str
    region: str
    box: tuple[float, float, float, float]
    confidence: float
    size_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was seen of one concern, in real units."""

    concern: str
    raw: dict[str, float]
    """Whole-face quantities; each name ends in its unit (`_count`, `_mm`, `_mm2`, `_percent`, `_od`, `_deg`)."""
    burden: float | None
    """The one number that `scales.toml` maps to a score; higher = worse; None where the concern cannot be judged."""
    regions: dict[str, float | None]
    """The same number for each region of the concern; None where the region cannot be judged."""
    map: FloatMap
    """Where and how strongly, 0-1: for looking."""
    findings: tuple[Finding, ...] = ()
    unjudged_because: str | None = None
    """A quality code, where `burden` is None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionScore:
    """Score of one region; `value` and `sd` are None where the region cannot be judged."""

    value: float | None
    sd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """0-100, higher is better, with the SD of repeated photos and the smallest change that counts."""

    concern: str
    value: float | None
    sd: float | None
    mdc95: float | None
    """1.96 * sqrt(2) * sd."""
    regions: dict[str, RegionScore]
    sd_source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """Skin tone, a sorting aid from an uncalibrated photo."""

    ita_deg: float | None
    """Individual typology angle; None where b* <= 0 (unreadable color)."""
    ita_sd_deg: float | None
    ita_class: str | None
    monk: int | None
    monk_low: int | None
    monk_high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalScale:
    """A published grading scale that our findings resemble; never a diagnosis."""

    name: str
    value: float
    low: float
    high: float
    band: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlySign:
    """A diffuse change too faint for its concern's score; `value` in the unit that the catalog names."""

    name: str
    value: float | None
    sd: float | None
    unit: str
