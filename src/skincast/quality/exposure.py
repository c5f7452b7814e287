"""Is there enough light, not too much, and the same on the whole face?

Dark skin is not a dark photo: the photo's exposure is judged by the brightest parts of the face (eye whites, teeth,
shine), which are about equally bright on everyone, and by what the sensor could still tell apart.
"""

from __future__ import annotations

import numpy as np

from skincast.quality.findings import Findings
from skincast.quality.look import LEVELS, OD_OF_LEVEL, Look, median_by_label, share_by_label
from skincast.types import Mask

BRIGHTEST_PERCENTILE = 99.0
SHINE_RATIO = 1.5
SIDES = (("cheek_right", "cheek_left"), ("under_eye_right", "under_eye_left"), ("nasolabial_right", "nasolabial_left"))


def check_brightness(look: Look, skin: Mask) -> Findings:
    """Too dark, too bright, clipped: of the whole face.

    Args:
        look: the shared pictures.
        skin: coarse, what is this person's skin.
    """
    findings = Findings()
    seen = look.middle | look.features
    middle = look.middle & skin
    if middle.sum() < 50:
        return findings
    findings.measure("too_dark", float(np.percentile(look.luma[seen], BRIGHTEST_PERCENTILE)))
    findings.measure("too_bright", float(np.median(look.luma[middle])))
    findings.measure("clipped", 100.0 * float(look.clipped[middle].mean()))
    return findings


def check_light_by_region(look: Look, skin: Mask) -> Findings:
    """Regions in the dark, blown out, in deep shadow or in direct sun, and how the two sides differ."""
    findings = Findings()
    medians = median_by_label(look, look.luma, where=skin)
    clipped = share_by_label(look, look.clipped)
    known = [label for label in look.present if medians[label] > 0]
    if not known:
        return findings
    light = np.interp(medians, LEVELS, OD_OF_LEVEL.astype(np.float64))
    middle = look.luma[look.middle & skin]
    face = float(np.interp(np.median(middle), LEVELS, OD_OF_LEVEL)) if middle.size else float(np.median(light[known]))
    for label in known:
        region = look.names[label]
        step = Findings()
        step.measure("too_dark.region", medians[label], region=region)
        step.add(_one("clipped.region", clipped[label], region))
        step.add(_one("uneven_light.region", _ratio(float(light[label]) - face), region))
        findings.add(step)
    _compare_sides(findings, {look.names[label]: float(light[label]) for label in known})
    return findings


def _ratio(difference_od: float) -> float:
    """Ratio of light either way; a brighter region is forgiven its shine, which stands out most on dark skin."""
    ratio = float(np.exp(abs(difference_od)))
    return ratio if difference_od < 0 else max(ratio / SHINE_RATIO, 1.0)


def _one(key: str, value: float, region: str) -> Findings:
    findings = Findings()
    findings.measure(key, value, region=region)
    return findings


def _compare_sides(findings: Findings, light: dict[str, float]) -> None:
    """The median over pairs of regions: a beard or a lock on one side does not make the light uneven."""
    pairs = [light[right] - light[left] for right, left in SIDES if right in light and left in light]
    if pairs:
        findings.measure("uneven_light", float(np.exp(abs(np.median(pairs)))))
