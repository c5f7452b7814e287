"""What a person's journal remembers: visits, days, products, places, consents.

Conventions that hold everywhere:

* An instant (`at`, `..._at`) is an aware `datetime` in UTC; a day (`day`, `..._on`) is a `date` where the person is.
* Places on the face are millimeters on the atlas: `x_mm` from its left edge, `y_mm` from its top.
* A `source` names who said a value: `person`, `apple_health`, the name of a table's mapping, `environment`, `computed`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from skincast.types.sight import FloatMap, Mask, Picture, Score

PERSON: Final = "person"
"""Source of what a person said themselves: it rules over every other source."""
ENVIRONMENT: Final = "environment"
"""Source of what a weather and air service said."""

View = Literal["front", "left", "right", "closeup"]
"""Which side of the face a photo shows: `left` shows the person's own left cheek."""
Fate = Literal["new", "persisting", "gone", "mark_left", "unseen"]
"""What became of a lesion between two visits; `unseen`: its place cannot be compared, or only one of them reports it
and no maps bear that out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who keeps a journal. `id` is opaque and random; `zone` is an IANA name such as `Europe/Berlin`."""

    id: str
    name: str
    birth_year: int
    zone: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One decision about one purpose of `consents.toml`: the latest one counts, and none means no."""

    purpose: str
    granted: bool
    at: datetime
    text_version: int
    text: str
    """The very words that were shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion:
    """A finding with its place on the atlas, so that visits can be compared."""

    concern: str
    type: str
    region: str
    x_mm: float
    y_mm: float
    size_mm: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasMaps:
    """The skin of one visit on the atlas; every map is `(448, 512)`, 0.5 mm per pixel.

    It shows a face, so it is kept only with the consent `photos`.
    """

    picture: Picture
    """(448, 512, 3) uint8 sRGB, white balanced; black where nothing was seen."""
    visibility: FloatMap
    """Cosine between skin and camera, 0-1; 0 where nothing was seen. The largest of the photos."""
    melanin: FloatMap
    """Relative melanin, optical density; 0 where nothing was seen."""
    hemoglobin: FloatMap
    """Relative hemoglobin, optical density; 0 where nothing was seen."""
    maps: dict[str, FloatMap]
    """Concern -> strength, 0-1, for looking."""
    readable: Mask
    """Skin that may be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPhoto:
    """One photo of a visit, by its facts; the pixels are kept only with the consent `photos`."""

    sha256: str
    view: View
    quality: float
    """0-1."""
    mm_per_px: float | None
    yaw_deg: float | None
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What the photos of one visit tell together: fused scores, lesions on the atlas, maps for looking.

    With one photo the scores are that photo's own.
    """

    photos: tuple[SeenPhoto, ...]
    scores: dict[str, Score]
    lesions: tuple[Lesion, ...]
    maps: AtlasMaps | None
    """None for close-ups: a patch has no atlas."""
    documents: tuple[str, ...]
    """`skincast.analysis/1` of each photo, JSON text, without landmarks."""
    made_by: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One sitting as the journal keeps it."""

    id: str
    at: datetime
    zone: str
    """The zone in which the person was then: `at` in it gives the day."""
    origin: Literal["taken", "imported"]
    photos: tuple[SeenPhoto, ...]
    scores: dict[str, Score]
    lesions: tuple[Lesion, ...]
    made_by: dict[str, str]
    has_maps: bool
    label: str = ""
    """What a person or a program calls it, for example `demo`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of one factor of `factors.toml` on one day, on its way into the journal."""

    factor: str
    day: date
    value: float
    source: str
    planned: bool = False
    """True: known beforehand (a forecast, a climate normal), not what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayValue:
    """The value of a factor that counts on a day, and who said it."""

    value: float
    source: str
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What is known of one day. A factor without a value is unknown, never zero."""

    day: date
    values: dict[str, DayValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """An active ingredient of `actives.toml` with its strength in a product."""

    active: str
    percent: float | None
    """Share by weight; None: not told. For sunscreen: None, the SPF is in `spf` of the product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that a person puts on their skin, from the day it was begun to the day it was stopped."""

    id: str
    name: str
    ingredients: tuple[Ingredient, ...]
    times_per_week: float
    """As intended: 7 = every day, 14 = morning and evening."""
    opened_on: date
    stopped_on: date | None
    adherence: float | None
    """Share of the intended uses that really happen, 0-1, as the person estimates; None: not told."""
    spf: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person lives from a day on, rounded to 0.1 degree: some ten kilometers."""

    since: date
    latitude_deg: float
    longitude_deg: float
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A person's own words about a day."""

    id: str
    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastMade:
    """A forecast as it was issued: never changed afterwards, so that it can be scored when its day comes."""

    id: str
    made_at: datetime
    made_by: dict[str, str]
    document: str
    """JSON text, `skincast.forecast/1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A person's journal in the order of time, ready to be drawn, exported or forecast from.

    All visits of `visits` were measured by comparable versions; `older` counts the visits that only other versions
    have measured, and which `remeasure` can bring in where their photos were kept.
    """

    person: Person
    visits: tuple[Visit, ...]
    days: tuple[Day, ...]
    products: tuple[Product, ...]
    places: tuple[Place, ...]
    notes: tuple[Note, ...]
    made_by: dict[str, str]
    """Of the newest of the visits; empty without visits."""
    older: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionMatch:
    """One lesion followed from one visit to the next; a `new` one has no `before`, a `gone` one no `after`.

    A `mark_left` has no `after` where the mark shows on the melanin map alone, an `unseen` one may have either or both.
    """

    fate: Fate
    before: Lesion | None
    after: Lesion | None
    distance_mm: float | None
    """Between the two places after alignment; None where there is only one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """How a score moved between two visits; `real` is False where noise alone may have done it."""

    concern: str
    before: float | None
    after: float | None
    change: float | None
    sd: float | None
    """Of `change`."""
    mdc95: float | None
    """Smallest change that is not noise: 1.96 times `sd`."""
    real: bool | None
    """None where one of the two was not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two visits side by side."""

    before: Visit
    after: Visit
    scores: dict[str, ScoreChange]
    lesions: tuple[LesionMatch, ...]
    maps: dict[str, FloatMap] = field(default_factory=dict)
    """Pigment (`melanin`, `hemoglobin`) -> after minus before, optical density; 0 where not comparable."""
    noise_od: dict[str, float] = field(default_factory=dict)
    """SD of each map where nothing has changed."""
    comparable: Mask | None = None
    """Atlas pixels seen well at both visits; None without maps."""
    pictures: tuple[Picture, Picture] | None = None
    """Both atlas pictures, the second one aligned to the first; None without maps."""
    maps_missing_because: str | None = None
    """Code of the reason where there are no maps, for example `photos_not_kept`."""
