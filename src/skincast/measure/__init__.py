"""Skin -> Measurements and Findings: one file a concern, found by its name in the catalog."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from skincast.catalog import Concern, concerns
from skincast.measure.early import measure_early_signs
from skincast.measure.region import Regions, is_patch, judge_regions, not_judged, too_coarse
from skincast.measure.tone import measure_tone
from skincast.types import Measurement, Skin

__all__ = ["MEASURES", "measure_concern", "measure_concerns", "measure_early_signs", "measure_tone"]


MEASURES = "rules@1.0.0"
"""Version of the measuring rules, the baseline of learned networks: a change of any number raises it."""


class Measure(Protocol):
    """What each concern's file offers as `measure`."""

    def __call__(self, skin: Skin, concern: Concern, regions: Regions) -> Measurement:
        """Measure one concern in the regions where it can be judged."""


def measure_concerns(skin: Skin, unjudged: frozenset[str]) -> dict[str, Measurement]:
    """Measure every concern of the catalog.

    Args:
        skin: the clean skin.
        unjudged: regions that the quality room ruled out.

    Returns:
        One measurement for each concern, in the order of the catalog; those that cannot be judged say why.
    """
    return {name: measure_concern(skin, concern, unjudged) for name, concern in concerns().items()}


def measure_concern(skin: Skin, concern: Concern, unjudged: frozenset[str]) -> Measurement:
    """Measure one concern, or say why it cannot be judged; takes the same as `measure_concerns`."""
    if is_patch(skin) and not concern.closeup:
        return not_judged(skin, concern, because="not_in_closeup")
    if too_coarse(skin, concern):
        return not_judged(skin, concern, because="low_resolution")
    regions = judge_regions(skin, concern, unjudged)
    if not regions.judged:
        return not_judged(skin, concern, because="occluded")
    return measure_of(concern.name)(skin, concern, regions)


def measure_of(name: str) -> Measure:
    """The measure of one concern, from the file of its name."""
    return cast(Measure, import_module(f"skincast.measure.{name}").measure)
