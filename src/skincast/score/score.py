"""Measurement -> Score, with its error."""

from __future__ import annotations

from skincast.score.repeatability import MDC95_FACTOR, region_ratio, score_sd, sd_source
from skincast.score.scale import scales
from skincast.types import Measurement, RegionScore, Score


def score_measurement(measurement: Measurement, *, native_mm_per_px: float, quality: float) -> Score:
    """Turn a burden into a score with the SD of repeated photos.

    Args:
        measurement: of one concern.
        native_mm_per_px: of the photo.
        quality: 0-1, of the photo.

    Returns:
        The score; None throughout where the concern was not judged.
    """
    scale = scales()[measurement.concern]
    sd = score_sd(measurement.concern, native_mm_per_px=native_mm_per_px, quality=quality)
    region_sd = sd * region_ratio(measurement.concern)
    if "patch" in measurement.regions:
        sd = region_sd = max(sd, region_sd)  # a patch is no larger than a region and repeats no better
    regions = {
        name: RegionScore(
            value=None if burden is None else scale.score_of(burden), sd=None if burden is None else region_sd
        )
        for name, burden in measurement.regions.items()
    }
    if measurement.burden is None:
        return Score(
            concern=measurement.concern, value=None, sd=None, mdc95=None, regions=regions, sd_source=sd_source()
        )
    return Score(
        concern=measurement.concern,
        value=scale.score_of(measurement.burden),
        sd=sd,
        mdc95=float(MDC95_FACTOR * sd),
        regions=regions,
        sd_source=sd_source(),
    )
