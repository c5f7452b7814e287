"""One photo, from its bytes to its scores."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

from skincast import face as faces
from skincast.analysis import Analysis
from skincast.measure import MEASURES, measure_concerns, measure_early_signs, measure_tone
from skincast.photo import Source, read_photo
from skincast.quality import check_quality, refuse_unreadable
from skincast.runtime import read_facts
from skincast.score import grade_clinical, score_measurement
from skincast.skin import clean_skin
from skincast.types import Crop, Face, Photo, Quality, Skin

MODELS = ("face_detector", "face_mesh", "canonical_face")
FINE_ENOUGH_MM_PER_PX = 0.22
"""A reduced photo finer than this shows all that the detail level can hold."""


def analyze(source: Source, *, closeup: bool = False) -> Analysis:
    """Analyze one photo.

    Args:
        source: a path, the bytes of a file, or an `(h, w, 3)` uint8 sRGB array.
        closeup: analyze the whole picture as a patch of skin where no face is found or the face cannot be scored.

    Returns:
        Everything the photo told. A poor photo is a result too: `quality.accepted` is False and says why.

    Raises:
        SkincastError: the file cannot be read or is not safe to read; `code` and `hint` say what to do.
        ValueError: an array of another shape or dtype.
    """
    timing: dict[str, float] = {}
    seen = _see(source, closeup=closeup, timing=timing)
    if not seen.quality.accepted or seen.crop is None:
        return _result(seen, timing)
    with _timed(timing, "skin"):
        skin = clean_skin(seen.crop)
    return _measured(seen, skin, timing)


def check(source: Source, *, closeup: bool = False) -> Quality:
    """Check one photo without measuring it; takes and raises the same as `analyze`."""
    return _see(source, closeup=closeup, timing={}).quality


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Seen:
    """What was found in a photo and whether it can be scored."""

    photo: Photo
    face: Face | None
    crop: Crop | None
    quality: Quality

    @property
    def closeup(self) -> bool:
        return self.face is None and self.crop is not None


def _see(source: Source, *, closeup: bool, timing: dict[str, float]) -> _Seen:
    """Find the face and check it; without one, a close-up is taken whole if it was asked for or is mostly skin."""
    photo, face = _find(source, timing)
    with _timed(timing, "face"):
        crop = None if face is None else faces.cut_face(photo, face)
    with _timed(timing, "quality"):
        quality = check_quality(photo, face, crop, closeup=False)
        no_face = any(problem.code == "no_face" for problem in quality.problems)
        as_patch = no_face and faces.is_mostly_skin(photo)
        as_patch |= closeup and not quality.accepted and faces.holds_skin(photo)
    if not as_patch:
        return _Seen(photo=photo, face=None if no_face else face, crop=None if no_face else crop, quality=quality)
    with _timed(timing, "quality"):
        patch = faces.cut_patch(photo)
        quality = check_quality(photo, None, patch, closeup=True)
    return _Seen(photo=photo, face=None, crop=patch, quality=quality)


def _find(source: Source, timing: dict[str, float]) -> tuple[Photo, Face | None]:
    """Decode and find the main face; where it is small in a large photo, every pixel of it is wanted."""
    with _timed(timing, "photo"):
        photo = read_photo(source)
    with _timed(timing, "face"):
        face = faces.find_face(photo)
    if face is None or photo.reduction == 1 or face.mm_per_px * photo.reduction <= FINE_ENOUGH_MM_PER_PX:
        return photo, face
    with _timed(timing, "photo"):
        photo = read_photo(source, full_resolution=True)
    with _timed(timing, "face"):
        return photo, faces.find_face(photo)


def _measured(seen: _Seen, skin: Skin, timing: dict[str, float]) -> Analysis:
    with _timed(timing, "measure"):
        measurements = measure_concerns(skin, seen.quality.unjudged)
        tone = measure_tone(skin)
        early = measure_early_signs(skin, seen.quality.unjudged)
    if all(measurement.burden is None for measurement in measurements.values()):
        return _result(replace(seen, quality=refuse_unreadable(seen.quality)), timing)
    with _timed(timing, "score"):
        native = skin.crop.native_mm_per_px
        scores = {
            name: score_measurement(measurement, native_mm_per_px=native, quality=seen.quality.score)
            for name, measurement in measurements.items()
        }
        clinical = grade_clinical(measurements)
    result = _result(seen, timing)
    return replace(
        result,
        skin=skin,
        tone=tone,
        measurements=measurements,
        scores=scores,
        clinical=clinical,
        early_signs=early,
    )


def _result(seen: _Seen, timing: dict[str, float]) -> Analysis:
    """The result without measurements: all that a refused photo has."""
    return Analysis(
        photo=seen.photo,
        quality=seen.quality,
        face=seen.face,
        closeup=seen.closeup,
        skin=None,
        tone=None,
        measurements={},
        scores={},
        clinical=(),
        early_signs=(),
        notices=(*seen.photo.notices, *(("scale_unknown", "regions_unknown") if seen.closeup else ())),
        timing_ms={"total": sum(timing.values()), **timing},
        made_by=versions(),
    )


@cache
def versions() -> dict[str, str]:
    """Everything that has a part in the numbers, with its version: the `made_by` of every result."""
    own = {"skincast": version("skincast"), "measures": MEASURES}
    return own | {name: read_facts(name).made_by for name in MODELS}


@contextmanager
def _timed(timing: dict[str, float], stage: str) -> Iterator[None]:
    """CPU milliseconds of this thread: what a stage costs, whatever else the machine is doing."""
    start = time.thread_time()
    yield
    timing[stage] = timing.get(stage, 0.0) + 1000 * (time.thread_time() - start)
