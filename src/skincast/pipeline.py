"""The only place that chains the rooms: read it from top to bottom to see what happens to a photo."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from skincast import face as faces
from skincast.analysis import Analysis
from skincast.measure import MEASURES, measure_concerns, measure_early_signs, measure_tone
from skincast.photo import Source, read_photo
from skincast.quality import check_quality
from skincast.runtime import read_facts
from skincast.score import grade_clinical, score_measurement
from skincast.skin import clean_skin
from skincast.types import Crop, Face, Photo, Quality, Skin

MODELS = ("face_detector", "face_mesh", "canonical_face")


def analyze(source: Source, *, closeup: bool = False) -> Analysis:
    """Analyze one photo.

    Args:
        source: a path, the bytes of a file, or an `(h, w, 3)` uint8 sRGB array.
        closeup: analyze the whole picture as a patch of skin where no face is found.

    Returns:
        Everything the photo told. A poor photo is a result too: `quality.accepted` is False and says why.

    Raises:
        SkincastError: the file cannot be read or is not safe to read; `code` and `hint` say what to do.
        ValueError: an array of another shape or dtype.
    """
    timing: dict[str, float] = {}
    with _timed(timing, "photo"):
        photo = read_photo(source)
    face, crop, quality = _look(photo, closeup=closeup, timing=timing)
    if not quality.accepted or crop is None:
        return _refused(photo, face, quality, timing)
    with _timed(timing, "skin"):
        skin = clean_skin(crop)
    return _measured(photo, face, quality, skin, timing)


def check(source: Source, *, closeup: bool = False) -> Quality:
    """Check one photo without measuring it; takes and raises the same as `analyze`."""
    return _look(read_photo(source), closeup=closeup, timing={})[2]


def _look(photo: Photo, *, closeup: bool, timing: dict[str, float]) -> tuple[Face | None, Crop | None, Quality]:
    """Find the face and check it; without one, a close-up is taken whole if it was asked for or is mostly skin."""
    with _timed(timing, "face"):
        face = faces.find_face(photo)
        crop = None if face is None else faces.cut_face(photo, face)
    with _timed(timing, "quality"):
        quality = check_quality(photo, face, crop, closeup=closeup)
    if all(problem.code != "no_face" for problem in quality.problems):
        return face, crop, quality
    if not (closeup or faces.is_mostly_skin(photo)):
        return None, None, quality
    patch = faces.cut_patch(photo)
    return None, patch, check_quality(photo, None, patch, closeup=True)


def _measured(photo: Photo, face: Face | None, quality: Quality, skin: Skin, timing: dict[str, float]) -> Analysis:
    with _timed(timing, "measure"):
        measurements = measure_concerns(skin, quality.unjudged)
        tone = measure_tone(skin)
        early = measure_early_signs(skin, quality.unjudged)
    with _timed(timing, "score"):
        native = skin.crop.native_mm_per_px
        scores = {
            name: score_measurement(measurement, native_mm_per_px=native, quality=quality.score)
            for name, measurement in measurements.items()
        }
        clinical = grade_clinical(measurements)
    return Analysis(
        photo=photo,
        quality=quality,
        face=face,
        closeup=face is None,
        skin=skin,
        tone=tone,
        measurements=measurements,
        scores=scores,
        clinical=clinical,
        early_signs=early,
        notices=photo.notices if face is not None else (*photo.notices, "scale_unknown", "regions_unknown"),
        timing_ms=_with_total(timing),
        made_by=_made_by(),
    )


def _refused(photo: Photo, face: Face | None, quality: Quality, timing: dict[str, float]) -> Analysis:
    return Analysis(
        photo=photo,
        quality=quality,
        face=face,
        closeup=False,
        skin=None,
        tone=None,
        measurements={},
        scores={},
        clinical=(),
        early_signs=(),
        notices=photo.notices,
        timing_ms=_with_total(timing),
        made_by=_made_by(),
    )


def _made_by() -> dict[str, str]:
    own = {"skincast": version("skincast"), "measures": MEASURES}
    return own | {name: read_facts(name).made_by for name in MODELS}


def _with_total(timing: dict[str, float]) -> dict[str, float]:
    return {"total": sum(timing.values()), **timing}


@contextmanager
def _timed(timing: dict[str, float], stage: str) -> Iterator[None]:
    """CPU milliseconds of this thread: what a stage costs, whatever else the machine is doing."""
    start = time.thread_time()
    yield
    timing[stage] = 1000 * (time.thread_time() - start)
