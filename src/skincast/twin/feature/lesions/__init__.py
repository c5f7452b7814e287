"""Acne by type, the marks that follow it, moles and small bumps that are neither."""

from skincast.twin.feature.lesions.draw import draw_acne, draw_lesions
from skincast.twin.feature.lesions.lesion_life import (
    Lasting,
    activity,
    darkness_of,
    darkness_of_tone,
    lifetime_days,
    look,
    mark_after,
)
from skincast.twin.feature.lesions.mole import draw_moles
from skincast.twin.feature.lesions.severity import inflammatory_count, lesions_for_severity, marks_for_severity
from skincast.twin.feature.lesions.sites import Site, sites
from skincast.twin.feature.lesions.small_bump import draw_small_bumps

__all__ = [
    "Lasting",
    "Site",
    "activity",
    "darkness_of",
    "darkness_of_tone",
    "draw_acne",
    "draw_lesions",
    "draw_moles",
    "draw_small_bumps",
    "inflammatory_count",
    "lesions_for_severity",
    "lifetime_days",
    "look",
    "mark_after",
    "marks_for_severity",
    "sites",
]
