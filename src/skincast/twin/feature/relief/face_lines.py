"""All lines that one person will ever have, and how age and expression decide which of them show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from skincast.twin.feature.relief.brow_lines import forehead_lines, glabella_companions, glabella_lines
from skincast.twin.feature.relief.grain import grain_direction
from skincast.twin.feature.relief.line import Line
from skincast.twin.feature.relief.lower_lines import (
    cheek_lines,
    chin_lines,
    marionette_lines,
    nasolabial_companions,
    nasolabial_lines,
    perioral_lines,
)
from skincast.twin.feature.relief.offshoots import offshoots
from skincast.twin.feature.relief.upper_lines import (
    bunny_lines,
    crows_feet_lines,
    under_eye_lines,
)
from skincast.twin.person import stream
from skincast.types import FloatMap

TYPICAL_AGE = MappingProxyType(
    {
        "under_eye": 27,
        "crows_feet": 30,
        "forehead": 30,
        "glabella": 34,
        "nasolabial": 34,
        "bunny": 40,
        "chin": 44,
        "marionette": 46,
        "perioral": 52,
        "cheek": 58,
    }
)
"""Age at which a family begins to show at rest.

Source: order of appearance as in Bazin & Doublet, Skin Aging Atlas, 2007; years ours, untested.
"""

MOVED_BY = MappingProxyType(
    {
        "forehead": {"brow_raise": 0.65},
        "glabella": {"frown": 0.65, "squint": 0.25},
        "crows_feet": {"smile": 0.65, "squint": 0.65, "eyes_closed": 0.1},
        "under_eye": {"smile": 0.55, "squint": 0.5},
        "nasolabial": {"smile": 0.75},
        "bunny": {"frown": 0.3, "squint": 0.4, "smile": 0.15},
        "cheek": {"smile": 0.4},
    }
)
"""Severity that a full expression adds to a family for as long as it lasts (ours, untested)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceLines:
    """The lines of one person."""

    main: tuple[Line, ...]
    fine: tuple[Line, ...]
    """Branches and companions of the main ones."""
    grain: FloatMap
    """Which way the skin folds, from `grain_direction`."""


@lru_cache(maxsize=2)
def face_lines(seed: int) -> FaceLines:
    """Every line that a person can have, the same at every age.

    Args:
        seed: the person's.
    """
    families = (
        forehead_lines,
        glabella_lines,
        crows_feet_lines,
        under_eye_lines,
        bunny_lines,
        nasolabial_lines,
        marionette_lines,
        perioral_lines,
        cheek_lines,
        chin_lines,
    )
    main = tuple(line for family in families for line in family(seed))
    random = stream(seed, "wrinkles offshoots")
    shoots = (shoot for line in main for shoot in offshoots(random, line))
    fine = (*glabella_companions(seed), *nasolabial_companions(seed), *shoots)
    return FaceLines(main=main, fine=fine, grain=grain_direction(main))


def aged(line: Line, age_years: float) -> Line:
    """The same line with its onset later in a person too young for its family.

    Args:
        line: of `face_lines`.
        age_years: of the person.
    """
    delay = float(np.clip((TYPICAL_AGE[line.family] - age_years) / 70, 0, 0.5))
    return line if not delay else replace(line, onset=min(line.onset + delay, 0.93))


def moved(severity: float, family: str, expression: Mapping[str, float]) -> float:
    """Severity of a family of lines while an expression lasts, 0-1.

    Args:
        severity: at rest.
        family: of lines.
        expression: amounts 0-1 by name, as in `Shot.expression`.
    """
    still = 1 - severity
    for name, gain in MOVED_BY.get(family, {}).items():
        still *= 1 - gain * expression.get(name, 0.0)
    return 1 - still
