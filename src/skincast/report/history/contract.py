"""The JSON contract `skincast.history/1`: a person's journal as machines read it.

Within one major version fields are added, never renamed or retyped. Everything joins by visit id, day, factor and
concern, so that nothing is written twice but the newest scores.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field

from skincast.report.contract import Part, Points100, Share

HISTORY_SCHEMA: Final = "skincast.history/1"

Instant = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", json_schema_extra={"format": "date-time"})
]
DayText = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", json_schema_extra={"format": "date"})]
Spread = Annotated[float, Field(ge=0)]


class PersonFacts(Part):
    """Whose journal it is."""

    id: str = Field(description="Opaque and random.")
    name: str = Field(description="As the person gave it.")
    birth_year: int = Field(description="Year of birth, as the person gave it; never guessed from a face.")
    zone: str = Field(description="Time zone in which the person lives, an IANA name.")
    added_at: Instant = Field(description="When the journal was begun, UTC.")


class SeenPhotoRow(Part):
    """One photo of a visit, by its facts."""

    sha256: str = Field(description="SHA-256 of the file's bytes, hexadecimal.")
    view: Literal["front", "left", "right", "closeup"] = Field(description="Side of the face that it shows.")
    quality: Share = Field(description="Quality of the photo, 0-1.")
    mm_per_px: float | None = Field(description="Millimeters per pixel; null where the scale is unknown.")
    yaw_deg: float | None = Field(description="Degrees; positive: turned to the person's own left.")
    kept: bool = Field(description="Whether the journal still has the photo itself.")


class PlaceScore(Part):
    """Score of one region at one visit."""

    value: Points100 | None = Field(description="0-100, higher is better; null: not judged.")
    sd: Spread | None = Field(description="Standard deviation over repeated photos.")


class VisitScore(Part):
    """Score of one concern at one visit."""

    value: Points100 | None = Field(description="0-100, higher is better; null: not judged.")
    sd: Spread | None = Field(description="Standard deviation over repeated photos; null: unknown.")
    low80: Points100 | None = Field(
        description="Lower end of the 80 % range of the true average: value - 1.2816 sd, cut at 0."
    )
    high80: Points100 | None = Field(
        description="Upper end of the 80 % range of the true average: value + 1.2816 sd, cut at 100."
    )
    regions: dict[str, PlaceScore] = Field(description="Score of each region, with its side.")


class LesionCount(Part):
    """How many lesions of one type a visit shows."""

    concern: str = Field(description="Key of its concern.")
    type: str = Field(description="What it looks like.")
    sure: int = Field(description="How many with a confidence of 0.5 or more.", ge=0)
    unsure: int = Field(description="How many with less.", ge=0)


class VisitRow(Part):
    """One visit."""

    id: str = Field(description="Opaque; everything about this visit joins by it.")
    at: Instant = Field(description="When the photos were taken, UTC.")
    day: DayText = Field(description="The same as a day where the person was.")
    zone: str = Field(description="Time zone in which the person was.")
    origin: Literal["taken", "imported"] = Field(description="imported: from a back catalog of photos.")
    label: str = Field(description="What a person or a program calls it; may be empty.")
    shows: Literal["face", "closeup"] = Field(description="closeup: no whole face; not compared with faces.")
    quality: Share | None = Field(description="Quality of the best of its photos; null: no photo is known.")
    has_maps: bool = Field(description="Whether pictures of the skin were kept to compare.")
    photos: list[SeenPhotoRow] = Field(description="Its photos, by their facts.")
    scores: dict[str, VisitScore] = Field(description="Score of each concern that was measured, by key.")
    lesions: list[LesionCount] = Field(description="How many lesions of each type it shows.")
    made_by: dict[str, str] = Field(description="Versions of everything that had a part in its numbers.")


class LatestScore(Part):
    """The newest score of a concern."""

    visit: str = Field(description="Id of its visit.")
    day: DayText = Field(description="Its day.")
    value: Points100 = Field(description="0-100, higher is better.")
    sd: Spread | None = Field(description="Standard deviation over repeated photos; null: unknown.")
    low80: Points100 | None = Field(description="Lower end of the 80 % range of the true average.")
    high80: Points100 | None = Field(description="Upper end of the 80 % range of the true average.")


class Move(Part):
    """How the newest score differs from that of an earlier visit."""

    visit: str = Field(description="Id of the earlier visit.")
    day: DayText = Field(description="Its day.")
    days: int = Field(description="Days from it to the newest visit.", ge=0)
    before: Points100 = Field(description="Its score.")
    change: float | None = Field(
        description="Newest minus earlier score; positive: less to see now; null: no region was judged at both."
    )
    sd: Spread | None = Field(description="Standard deviation of `change`; null: unknown.")
    mdc95: Spread | None = Field(description="Smallest change that is not noise: 1.96 times `sd`.")
    real: bool | None = Field(
        description="By itself: whether `change` lies beyond `mdc95`; one unchanged score in twenty does."
    )
    stands_out: bool | None = Field(
        description="Among all concerns of this comparison: noise makes one of them stand out in one comparison of "
        "twenty at most; null: the error is unknown."
    )


class LongMove(Part):
    """How a score differs between the beginning and now, by the good visits: no close-ups among faces, no poor photos.

    With six judged visits or more, the mean of the first up to three is compared with that of the last up to three;
    with fewer, the first with the last.
    """

    n: int = Field(description="Visits in each of the two means; 1: no mean was taken.", ge=1, le=3)
    first_visits: list[str] = Field(description="Ids of the first visits, oldest first.")
    last_visits: list[str] = Field(description="Ids of the last visits, oldest first.")
    first_day: DayText = Field(description="Day of the oldest of the first visits.")
    last_day: DayText = Field(description="Day of the newest of the last visits.")
    before: Points100 = Field(description="Score, or mean score, of the first visits.")
    after: Points100 = Field(description="Score, or mean score, of the last visits.")
    change: float | None = Field(
        description="`after` minus `before`; positive: less to see; null: no region was judged at both."
    )
    sd: Spread | None = Field(
        description="Standard deviation of `change`, the errors of the visits taken as independent; null: unknown."
    )
    mdc95: Spread | None = Field(description="Smallest change that is not noise: 1.96 times `sd`.")
    real: bool | None = Field(description="As in `since_first`.")
    stands_out: bool | None = Field(description="As in `since_first`.")


class ConcernNow(Part):
    """Where a concern stands, and how it moved. Close-ups count only where no whole face was judged."""

    label: str = Field(description="Name for people; may be reworded, the key never.")
    kind: Literal["measured", "appearance_estimate"] = Field(
        description="appearance_estimate: a photo shows only the look of it."
    )
    judged_visits: int = Field(description="Visits that judged it and are compared.", ge=0)
    latest: LatestScore | None = Field(description="Null: no visit judged it.")
    since_previous: Move | None = Field(description="Since the visit before; null: there is none.")
    since_first: Move | None = Field(description="Since the first visit; null: there is none before the newest.")
    since_beginning: LongMove | None = Field(
        description="From the first good visits to the last ones: what the words go by; null: fewer than two."
    )


class FactorFacts(Part):
    """A factor that was logged."""

    label: str = Field(description="Name for people.")
    kind: str = Field(description="lifestyle, environment, cycle or body.")
    unit: str = Field(description="Unit of its values.")


class ValueRow(Part):
    """The value of a factor on a day."""

    value: float = Field(description="In the unit that `factors` names.")
    source: str = Field(description="Who said it: the person, a program, a table, a weather service, or computed.")
    planned: bool = Field(description="True: known beforehand, as a weather forecast; not what happened.")


class DayRow(Part):
    """What is known of one day; a factor without a value is unknown, never zero."""

    day: DayText = Field(description="Where the person was.")
    values: dict[str, ValueRow] = Field(description="By factor.")


class IngredientRow(Part):
    """An active ingredient of a product."""

    active: str = Field(description="Key of the catalog of ingredients.")
    percent: Annotated[float, Field(ge=0, le=100)] | None = Field(description="Share by weight; null: not told.")


class ProductRow(Part):
    """Something that the person puts on their skin."""

    id: str = Field(description="Opaque.")
    name: str = Field(description="As the person calls it.")
    ingredients: list[IngredientRow] = Field(description="Its active ingredients.")
    spf: float | None = Field(description="Sun protection factor; null: none or not told.")
    times_per_week: float = Field(description="As intended: 7 = every day, 14 = morning and evening.", ge=0)
    opened_on: DayText = Field(description="First day of use.")
    stopped_on: DayText | None = Field(description="Last day of use; null: still in use.")
    adherence: Share | None = Field(description="Share of the intended uses that really happen; null: not told.")


class PlaceRow(Part):
    """Where the person lives from a day on, rounded to 0.1 degree."""

    since: DayText = Field(description="First day there.")
    latitude_deg: float = Field(description="Degrees north.", ge=-90, le=90)
    longitude_deg: float = Field(description="Degrees east.", ge=-180, le=180)
    label: str = Field(description="What the person calls it; may be empty.")


class NoteRow(Part):
    """A person's own words about a day."""

    id: str = Field(description="Opaque.")
    day: DayText = Field(description="The day that they are about.")
    text: str = Field(description="The words.")


class HistoryDocument(Part):
    """A person's journal in the order of time. The same journal gives the same document."""

    schema_name: Literal["skincast.history/1"] = Field(alias="schema", description="Name and major version.")
    person: PersonFacts
    made_by: dict[str, str] = Field(description="Versions behind the newest visit; all visits here compare with it.")
    older: int = Field(description="Visits that only other versions measured; they are left out.", ge=0)
    notices: list[str] = Field(description="Codes of what a reader should know.")
    concerns: dict[str, ConcernNow] = Field(description="Every concern of the catalog: where it stands, how it moved.")
    visits: list[VisitRow] = Field(description="Oldest first.")
    factors: dict[str, FactorFacts] = Field(description="Every factor that `days` names.")
    days: list[DayRow] = Field(description="Days of which anything is known, oldest first.")
    products: list[ProductRow] = Field(description="First opened first.")
    places: list[PlaceRow] = Field(description="Oldest first.")
    notes: list[NoteRow] = Field(description="Oldest first.")


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a document, as committed in `docs/schemas/`."""
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
