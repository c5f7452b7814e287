"""On generated people of every tone: good photos pass without wrong notices, dark skin is not called a dark photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.quality import degrade

from skincast.face import cut_face, find_face
from skincast.photo import read_photo
from skincast.quality import check_quality
from skincast.types import Crop, Face, Photo, Quality

Seen = tuple[Photo, Face, Crop]
TAKEN_BADLY = {
    "no_face", "multiple_faces", "out_of_frame", "too_dark", "too_bright", "clipped", "color_cast", "blurred", "noisy",
    "low_resolution", "heavy_makeup_or_filter",
}  # fmt: skip
"""Codes that a sharp, well lit portrait must not have; smiles, turned heads, glasses and side light are there."""
BAD: dict[str, Callable[[Crop], Crop]] = {
    "too_dark": partial(degrade.light, gain=1 / 30),
    "clipped": partial(degrade.light, gain=6.0),
    "color_cast": partial(degrade.light, gain=(0.4, 0.85, 1.7)),
    "blurred": partial(degrade.blur, sd_mm=1.2),
    "noisy": partial(degrade.add_grain, sd_od=0.5),
    "uneven_light": partial(degrade.shade_side, gain=0.08),
    "occluded": degrade.put_on_mask,
}


def see(folder: Path, pattern: str) -> list[Seen]:
    photos = [read_photo(path) for path in sorted(folder.glob(pattern))]
    faces = [(photo, find_face(photo)) for photo in photos]
    return [(photo, face, cut_face(photo, face)) for photo, face in faces if face is not None]


def judge(seen: Seen) -> Quality:
    return check_quality(*seen, closeup=False)


def codes(quality: Quality) -> set[str]:
    return {problem.code for problem in quality.problems if problem.region is None}


@pytest.fixture(scope="module")
def portraits(data_dir: Path) -> list[Seen]:
    return see(data_dir / "faces" / "gan1024_survey", "*.jpg")


@pytest.mark.slow
def test_good_portraits_pass_without_wrong_notices(portraits: list[Seen]) -> None:
    qualities = [judge(seen) for seen in portraits]
    assert len(qualities) >= 30
    assert all(quality.accepted for quality in qualities)
    clean = [not codes(quality) & TAKEN_BADLY for quality in qualities]
    assert np.mean(clean) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("code", BAD)
def test_bad_portraits_are_named(code: str, portraits: list[Seen]) -> None:
    named = [
        code in codes(check_quality(photo, face, BAD[code](crop), closeup=False))
        for photo, face, crop in portraits[::3]
    ]
    # A blue tint on a photo that was too warm makes it neutral: some casts cannot be seen.
    assert np.mean(named) >= (0.8 if code == "color_cast" else 0.9)


@pytest.mark.slow
def test_dark_skin_is_no_dark_photo(data_dir: Path) -> None:
    qualities = [judge(seen) for seen in see(data_dir / "faces" / "sfhq_tiles", "T2I*.jpg")]
    qualities = [quality for quality in qualities if quality.values.get("color_cast.colorless", 99.0) > 3]
    luma = np.array([quality.values["too_bright"] for quality in qualities])
    dark = [quality for quality, level in zip(qualities, luma, strict=True) if level < 90]
    light = [quality for quality, level in zip(qualities, luma, strict=True) if level >= 110]
    assert min(len(dark), len(light)) >= 15
    assert not [quality for quality in dark if "too_dark" in codes(quality)]
    assert np.mean([quality.accepted for quality in dark]) >= np.mean([quality.accepted for quality in light]) - 0.02
