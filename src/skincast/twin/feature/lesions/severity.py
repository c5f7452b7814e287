"""Severity of acne -> the lesions of one day: nested sets that grow with it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from skincast.twin.feature.lesions.lesion_life import (
    BROWN_CHANCE_DARK,
    BROWN_CHANCE_LIGHT,
    HARM,
    RED_CHANCE_DARK,
    RED_CHANCE_LIGHT,
    darkness_of,
    mark_of,
)
from skincast.twin.feature.lesions.places import is_skin
from skincast.twin.feature.lesions.sites import Site, sites
from skincast.twin.person import Condition, Lesion, Traits, stream
from skincast.twin.sheet import Kind

SEVERITY_POINTS = (0.0, 0.05, 0.2, 0.45, 0.75, 1.0)
INFLAMED_POINTS = (0.0, 1.0, 5.0, 20.0, 50.0, 96.0)
"""Inflamed lesions of a face. Source: bounds of mild (to 5), moderate (to 20), severe (to 50) and very severe acne on
half a face, Hayashi et al. 2008, J Dermatol 35:255; here they are counts of the whole face, so half as many (ours)."""
COMEDONES_PER_INFLAMED = 1.5
GROWTH = 0.12
"""Severity beyond its own waking after which a lesion has done 63 % of its growth (ours, untested)."""
NEWBORN = 0.35
"""Share of its full vigor that a just woken lesion shows; smaller would be invisible."""
STANDING = 1.5
"""Marks outlive lesions, so a face bears this many times more of them than its lesions of today will leave (ours,
untested; Do et al. 2008 saw 1.4 red macules for each inflamed lesion).
"""


def inflammatory_count(severity: float) -> float:
    """How many inflamed lesions a face of this severity (0-1) bears."""
    return float(np.interp(severity, SEVERITY_POINTS, INFLAMED_POINTS))


def lesions_for_severity(
    traits: Traits, severity: float, regional: Mapping[str, float] | None = None
) -> tuple[Lesion, ...]:
    """The lesions of a face without a life of its own; more severity only adds lesions and grows them.

    Args:
        traits: whose face.
        severity: of acne, 0-1.
        regional: factor on it by atlas region with its side; 1 where missing.

    Returns:
        Comedones and inflamed lesions, in the order in which they are drawn.
    """
    factor = regional or {}
    lesions = []
    for site in sites(traits):
        here = min(severity * factor.get(site.region, 1.0), 1.0)
        beyond = here - waking_severity(site)
        if beyond > 0:
            lesions.append(_lesion(site, 1 - math.exp(-beyond / GROWTH)))
    return tuple(lesions)


def marks_for_severity(traits: Traits, condition: Condition) -> tuple[Lesion, ...]:
    """Red and brown marks that earlier lesions of such a face left: by tone, nested as the lesions are.

    Brown marks also follow the severity of pigmentation, whose main form they are on dark skin.

    Args:
        traits: whose face.
        condition: its severities of acne and pigmentation, also by region.
    """
    random = stream(traits.seed, "acne marks")
    dark = darkness_of(traits.complexion)
    chances = (
        (Kind.RED_MARK, RED_CHANCE_LIGHT + (RED_CHANCE_DARK - RED_CHANCE_LIGHT) * dark),
        (Kind.BROWN_MARK, BROWN_CHANCE_LIGHT + (BROWN_CHANCE_DARK - BROWN_CHANCE_LIGHT) * dark),
    )
    marks = []
    for site in sites(traits):
        for kind, chance in chances:
            draw, strength, angle, aside = random.random(4)
            old = _beside(site, kind, angle, aside)
            beyond = _cause(kind, condition, site.region) - waking_severity(site)
            if site.kind in HARM and draw < STANDING * chance and beyond > 0 and is_skin(old.x_mm, old.y_mm):
                grown = 1 - math.exp(-beyond / GROWTH)
                marks.append(mark_of(old, kind, (0.4 + 0.6 * strength) * (0.4 + 0.6 * grown)))
    return tuple(marks)


def waking_severity(site: Site) -> float:
    """The severity from which on a site bears a lesion, 0-1."""
    number = (site.rank + 0.5) / (1.0 if site.kind in HARM else COMEDONES_PER_INFLAMED)
    return float(np.interp(number, INFLAMED_POINTS, SEVERITY_POINTS))


def _lesion(site: Site, grown: float) -> Lesion:
    return Lesion(
        kind=site.kind,
        x_mm=site.x_mm,
        y_mm=site.y_mm,
        radius_mm=site.radius_mm * (0.65 + 0.35 * grown),
        activity=site.vigor * (NEWBORN + (1 - NEWBORN) * grown),
        seed=site.seed,
    )


def _cause(kind: Kind, condition: Condition, region: str) -> float:
    """The severity that a kind of mark follows in a region, 0-1."""
    acne = condition.of("acne", region)
    return acne if kind is Kind.RED_MARK else max(acne, condition.of("pigmentation", region))


def _beside(site: Site, kind: Kind, angle: float, aside: float) -> Lesion:
    """Where an earlier lesion of the same patch was: near the site, not on it."""
    turn, away = 2 * math.pi * angle, 3.0 + 8.0 * aside
    return Lesion(
        kind=site.kind,
        x_mm=site.x_mm + away * math.cos(turn),
        y_mm=site.y_mm + away * math.sin(turn),
        radius_mm=site.radius_mm,
        activity=1.0,
        seed=site.seed ^ int(kind),
    )
