"""Twins photographed for a question: who, with how much of one concern, and what the analysis said of the photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from benchmarks.metrics import Estimate

from skincast.analysis import Analysis
from skincast.errors import SkincastError
from skincast.pipeline import analyze
from skincast.twin.draw import draw_traits
from skincast.twin.frame import Part
from skincast.twin.life.world import CONCERNS
from skincast.twin.optics import OpticalModel
from skincast.twin.person import Condition, Traits
from skincast.twin.render import render
from skincast.twin.scene.lighting import LightKind
from skincast.twin.scene.shots import draw_shot
from skincast.twin.selfie import Truth
from skincast.twin.shot import Shot

MONK_GROUPS = {"1-3": range(1, 4), "4-6": range(4, 7), "7-10": range(7, 11)}
LEVELS = (0.0, 0.1, 0.25, 0.4, 0.6, 0.9)
OTHERS = 0.12
"""Severity of every concern that is not asked about."""
LIGHTS: tuple[LightKind, ...] = ("window", "cloudy", "ceiling", "ring")
SIZE_PX, FINE_SIZE_PX = (600, 800), (960, 1280)
FINE = ("pores", "texture", "dryness")
"""Concerns whose detail needs the larger photo."""
AMOUNT = {
    "acne": "acne",
    "redness": "redness",
    "pigmentation": "melanin",
    "pores": "pore",
    "texture": "roughness",
    "wrinkles": "line_depth_mm",
    "firmness": "sag_mm",
    "dryness": "flake",
    "oiliness": "oil",
    "sensitivity": "redness",
    "dark_circles": "dark_circle",
    "eye_bags": "bag_mm",
    "radiance": "dullness",
}
"""The truth map that holds the amount of a concern."""
Z95 = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One person, photographed with more and more of one concern."""

    seed: int
    monk: int
    concern: str
    model: OpticalModel
    levels: tuple[float, ...] = LEVELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is true of one photo and what the analysis said."""

    level: float
    amount: float
    """Mean of the concern's truth map over the visible skin."""
    scores: dict[str, float | None]
    sds: dict[str, float | None]


def monk_group(monk: int) -> str:
    """The group of tones that a Monk level belongs to."""
    return next(name for name, levels in MONK_GROUPS.items() if monk in levels)


def person_of(seed: int, monk: int) -> Traits:
    """An adult of this tone; ages spread with the seed."""
    return draw_traits(seed, monk=monk, age_years=26.0 + (seed * 13) % 38)


def take_series(series: Series) -> list[Reading]:
    """Photograph one person level by level; each photo is another shot in the same light."""
    traits = person_of(series.seed, series.monk)
    size_px = FINE_SIZE_PX if series.concern in FINE else SIZE_PX
    light = LIGHTS[series.seed % len(LIGHTS)]
    first = draw_shot(np.random.default_rng(series.seed), light=light, size_px=size_px)
    random = np.random.default_rng([series.seed, CONCERNS.index(series.concern)])
    readings = []
    for level in series.levels:
        condition = Condition(severity=dict.fromkeys(CONCERNS, OTHERS) | {series.concern: level})
        selfie = render(traits, condition, retake(first, random), model=series.model)
        analysis = analysis_of(selfie.jpeg)
        scores = analysis.scores if isinstance(analysis, Analysis) else {}
        readings.append(
            Reading(
                level=level,
                amount=amount_of(selfie.truth, series.concern),
                scores={name: scores[name].value if name in scores else None for name in CONCERNS},
                sds={name: scores[name].sd if name in scores else None for name in CONCERNS},
            )
        )
    return readings


def retake(shot: Shot, random: np.random.Generator) -> Shot:
    """The next shot of the same kind: the head elsewhere by a degree or so, other noise, hair out of the face."""
    pose = replace(
        shot.pose,
        yaw_deg=shot.pose.yaw_deg + random.normal(0, 1.0),
        pitch_deg=shot.pose.pitch_deg + random.normal(0, 0.8),
        roll_deg=shot.pose.roll_deg + random.normal(0, 0.8),
        distance_mm=shot.pose.distance_mm * (1 + random.normal(0, 0.01)),
    )
    return replace(shot, pose=pose, seed=int(random.integers(2**31)), glasses=False, fringe=0.0)


def analysis_of(jpeg: bytes) -> Analysis | str:
    """What the product says of a photo, or the code of the error that stopped it."""
    try:
        return analyze(jpeg)
    except SkincastError as error:
        return error.code


def amount_of(truth: Truth, concern: str) -> float:
    """How much of a concern is truly there: its map's mean over the skin that the photo shows."""
    skin = truth.part == Part.SKIN
    amount = truth.amounts.get(AMOUNT[concern])
    return 0.0 if amount is None or not skin.any() else float(amount[skin].mean())


def share(hits: Sequence[bool]) -> Estimate:
    """A share with its 95 % interval.

    Source: Wilson 1927.
    """
    count = len(hits)
    if not count:
        return Estimate(value=None, low=None, high=None, n=0)
    rate, z2 = sum(hits) / count, Z95**2
    middle = (rate + z2 / (2 * count)) / (1 + z2 / count)
    reach = Z95 * float(np.sqrt(rate * (1 - rate) / count + z2 / (4 * count**2))) / (1 + z2 / count)
    return Estimate(value=rate, low=max(middle - reach, 0.0), high=min(middle + reach, 1.0), n=count)
