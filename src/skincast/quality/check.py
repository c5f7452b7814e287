"""Photo, Face, Crop -> Quality: can the photo be scored, and where not?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from skincast.quality.color import check_color
from skincast.quality.exposure import check_brightness, check_light_by_region
from skincast.quality.features import check_features
from skincast.quality.findings import Findings
from skincast.quality.frame import check_facing, check_frame, check_mouth, check_pose, check_scale
from skincast.quality.look import Look, take_look
from skincast.quality.occlusion import PROFILE_YAW_DEG, check_cover, check_glasses, find_skin
from skincast.quality.problems import faults
from skincast.quality.sharpness import check_sharpness
from skincast.quality.texture import check_noise, check_texture
from skincast.types import Crop, Face, Photo, Problem, Quality

BEHIND_GLASSES = ("under_eye_right", "under_eye_left")
SMALLEST_SHARE_CLOSEUP = 0.05
"""Of a close-up; the least share of a face stands in `problems.toml`: with less, a whole-face figure would mislead."""


def check_quality(
    photo: Photo,  # noqa: ARG001 - every room takes what the pipeline has; all that is looked at today is in the crop
    face: Face | None,
    crop: Crop | None,
    *,
    closeup: bool,
) -> Quality:
    """Judge whether a photo can be scored, and which regions of it cannot.

    A fault that is confined to a region spoils that region alone; the photo is refused where a fault is global or where
    too little of the face is left. Limits and words are those of `problems.toml`.

    Args:
        photo: the decoded photo.
        face: its main face; None where none was found.
        crop: the face, or a patch of skin, at a fixed physical scale; None where there is nothing to look at.
        closeup: True where a part of a face, or skin without a face, is what the person wanted to show.

    Returns:
        The verdict. `score` is the product of the grades in `problems.toml` times the square root of how much of the
        face is left (1 all of it, 0 the least that is accepted); 0 where the photo is refused.
    """
    findings = Findings()
    if crop is None or (face is None and not closeup):
        findings.measure("no_face", 0)
        return _verdict(findings, left=0.0)
    look = take_look(crop)
    for part in _look_closer(face, look):
        findings.add(part)
    left = _share_left(look, findings.unjudged)
    smallest = SMALLEST_SHARE_CLOSEUP if closeup else _smallest_share()
    findings.values["too_little_left"] = 100.0 * left
    if left < smallest and not findings.refused:
        findings.problems.append(_too_little_left(look, findings, left=left, smallest=smallest))
    return _verdict(findings, left=(left - smallest) / (1 - smallest))


def _look_closer(face: Face | None, look: Look) -> Iterator[Findings]:
    """Every check, in the order in which they may claim a region: what is not there, not seen, covered, badly lit."""
    skin = find_skin(look)
    yield check_scale(look.crop)
    if face is not None:
        yield check_features(look)
        yield check_pose(face)
        yield check_frame(look)
        yield check_facing(look)
        yield check_cover(look, skin)
        if abs(face.yaw_deg) < PROFILE_YAW_DEG:
            yield check_glasses(look)
    yield check_brightness(look, skin)
    yield check_light_by_region(look, skin)
    yield check_color(look, skin)
    sharpness = check_sharpness(look)
    yield sharpness
    yield check_noise(look, skin)
    yield check_texture(look, skin, blur_mm=sharpness.values.get("blurred"))
    if face is not None:
        yield check_mouth(face)


def _share_left(look: Look, unjudged: frozenset[str]) -> float:
    """Share of the regions' area that can be judged."""
    lost = sum(int(area) for name, area in zip(look.names[1:], look.areas[1:], strict=True) if name in unjudged)
    return 1.0 - lost / max(int(look.areas[1:].sum()), 1)


def _smallest_share() -> float:
    limit = faults()["too_little_left"].refuse
    if limit is None:
        raise ValueError("too_little_left has no refuse limit")
    return limit / 100.0


def _too_little_left(look: Look, findings: Findings, *, left: float, smallest: float) -> Problem:
    """Refuse the photo, with the words of the fault that spoiled the largest area."""
    areas = dict(zip(look.names, look.areas.tolist(), strict=True))
    lost: Counter[str] = Counter()
    for problem in findings.problems:
        if problem.refuses and problem.region is not None:
            lost[problem.code] += areas[problem.region]
    cause, fault = faults()[lost.most_common(1)[0][0]], faults()["too_little_left"]
    return Problem(
        code=fault.code,
        message=f"{fault.message} {cause.message}",
        advice=cause.advice,
        region=None,
        value=100.0 * left,
        limit=100.0 * smallest,
        refuses=True,
    )


def refuse_unreadable(quality: Quality) -> Quality:
    """Refuse a photo that passed every check but in which no concern could be read.

    Args:
        quality: of the photo.

    Returns:
        The same with the problem `too_little_left`.
    """
    fault = faults()["too_little_left"]
    problem = Problem(
        code=fault.code,
        message=fault.message,
        advice=fault.advice,
        region=None,
        value=0.0,
        limit=100.0 * SMALLEST_SHARE_CLOSEUP,
        refuses=True,
    )
    return replace(quality, accepted=False, score=0.0, problems=(*quality.problems, problem))


def _behind_glasses(findings: Findings) -> frozenset[str]:
    """Rims and lenses darken, brighten and bend what lies behind them."""
    limit = faults()["occluded.glasses"].notice
    worn = limit is not None and findings.values.get("occluded.glasses", 0.0) > limit
    return frozenset(BEHIND_GLASSES if worn else ())


def _verdict(findings: Findings, *, left: float) -> Quality:
    accepted = not findings.refused
    return Quality(
        accepted=accepted,
        score=findings.score() * min(max(left, 0.0), 1.0) ** 0.5 if accepted else 0.0,
        problems=tuple(findings.problems),
        unjudged=findings.unjudged | _behind_glasses(findings),
        values=findings.values,
    )
