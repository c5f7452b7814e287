"""All lesions and marks of a day on a canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from skincast.twin.feature.lesions.comedone import draw_closed_comedone, draw_open_comedone
from skincast.twin.feature.lesions.inflamed import draw_inflamed
from skincast.twin.feature.lesions.lesion_life import darkness_of
from skincast.twin.feature.lesions.mark import draw_brown_mark, draw_red_mark
from skincast.twin.feature.lesions.severity import lesions_for_severity, marks_for_severity
from skincast.twin.person import Condition, Lesion, Traits
from skincast.twin.sheet import Canvas, Kind

INVISIBLE = 0.02
"""Below this activity nothing is drawn."""

DRAWERS: Mapping[Kind, Callable[[Canvas, Lesion, float], None]] = MappingProxyType(
    {
        Kind.OPEN_COMEDONE: draw_open_comedone,
        Kind.CLOSED_COMEDONE: draw_closed_comedone,
        Kind.PAPULE: draw_inflamed,
        Kind.PUSTULE: draw_inflamed,
        Kind.NODULE: draw_inflamed,
        Kind.RED_MARK: draw_red_mark,
        Kind.BROWN_MARK: draw_brown_mark,
    }
)
"""What draws each kind; none looks the same on every skin."""
MARKS = (Kind.RED_MARK, Kind.BROWN_MARK)


def draw_acne(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Draw a person's acne of the day: what life made, or else what the severity of acne calls for.

    Args:
        canvas: drawn on in place; amount maps `acne`, `red_mark` and `brown_mark`.
        traits: whose skin.
        condition: its `lesions` where life made them, its severities otherwise.
    """
    lesions = condition.lesions
    if lesions is None:
        regional = {region: factor for (concern, region), factor in condition.regional.items() if concern == "acne"}
        acne = lesions_for_severity(traits, condition.of("acne"), regional)
        lesions = (*marks_for_severity(traits, condition), *acne)
    draw_lesions(canvas, lesions, darkness=darkness_of(traits.complexion))


def draw_lesions(canvas: Canvas, lesions: Iterable[Lesion], *, darkness: float) -> None:
    """Draw lesions and marks, marks below lesions.

    Args:
        canvas: drawn on in place.
        lesions: of the acne kinds and marks.
        darkness: of the skin, 0 light - 1 dark: decides what inflammation does besides reddening.

    Raises:
        KeyError: a lesion is of a kind that is no lesion.
    """
    for lesion in sorted(lesions, key=lambda one: one.kind not in MARKS):
        if lesion.activity > INVISIBLE:
            DRAWERS[lesion.kind](canvas, lesion, darkness)
