"""What a journal is filled with in tests: visits as photos would give them, without looking at any."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import cv2
import numpy as np
from PIL import Image

from skincast.catalog import concerns
from skincast.journal import Journal, Owner
from skincast.journal.consents import Consents
from skincast.types import AtlasMaps, FloatMap, Lesion, RegionScore, Score, SeenPhoto, Sitting
from skincast.types.life import View

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
ATLAS = (448, 512)
MADE_BY = {"skincast": "0.1.0", "measures": "rules@1.0.0", "face_detector": "face_detector@1.0.0"}
BOTH = ("journal", "photos")
"""What somebody agrees to unless a test says otherwise."""
VIEWS: tuple[View, ...] = ("front", "left", "right")
SD_SOURCE = "repeatability.toml (2026-11-23, 154 faces, 2096 photos)"


def make_owner(journal: Journal, name: str, *, now: datetime = NOW, purposes: Sequence[str] = BOTH) -> Owner:
    """Somebody who keeps a journal here and agreed to `purposes` when they began."""
    added = journal.people.add(name, birth_year=1990, zone="Europe/Berlin", now=now)
    owner = journal.people.find(added.id)
    for purpose in purposes:
        Consents(journal.store).grant(owner, purpose, now=now)
    return owner


def make_photo(seed: int, index: int = 0) -> bytes:
    """A small JPEG, another one for every seed and index."""
    random = np.random.default_rng([seed, index])
    file = io.BytesIO()
    Image.fromarray(random.integers(0, 256, (64, 64, 3), np.uint8)).save(file, "JPEG")
    return file.getvalue()


def make_photos(seed: int, n_photos: int = 1) -> list[bytes]:
    """The photos of `make_sitting` with the same arguments."""
    return [make_photo(seed, index) for index in range(n_photos)]


def make_sitting(
    seed: int,
    n_photos: int = 1,
    maps: bool = True,
    *,
    made_by: dict[str, str] | None = None,
) -> Sitting:
    """What the photos of one visit tell together, of the size that real photos give.

    Args:
        seed: the same seed gives the same visit, another seed other photos and scores.
        n_photos: in the order front, left, right.
        maps: False: as of close-ups.
        made_by: versions; those of today unless told.
    """
    random = np.random.default_rng(seed)
    photos = tuple(_photo(random, make_photo(seed, index), index) for index in range(n_photos))
    return Sitting(
        photos=photos,
        scores={name: _score(random, name) for name in concerns()},
        lesions=tuple(_lesion(random) for _ in range(25)),
        maps=_maps(random) if maps else None,
        documents=tuple(_document(random, photo) for photo in photos),
        made_by=dict(MADE_BY if made_by is None else made_by),
    )


def _photo(random: np.random.Generator, data: bytes, index: int) -> SeenPhoto:
    return SeenPhoto(
        sha256=hashlib.sha256(data).hexdigest(),
        view=VIEWS[index % 3],
        quality=_number(random, 0.5, 1.0),
        mm_per_px=_number(random, 0.1, 0.4),
        yaw_deg=_number(random, -5, 5),
    )


def _score(random: np.random.Generator, concern: str) -> Score:
    regions = concerns()[concern].sided_regions
    if concern == "pores":  # too far away to be seen, as in most selfies
        nothing = {region: RegionScore(value=None, sd=None) for region in regions}
        return Score(concern=concern, value=None, sd=None, mdc95=None, regions=nothing, sd_source=SD_SOURCE)
    sd = _number(random, 2, 9)
    judged = {region: RegionScore(value=_number(random, 20, 100), sd=1.5 * sd) for region in regions}
    value = _number(random, 20, 100)
    return Score(concern=concern, value=value, sd=sd, mdc95=2.77 * sd, regions=judged, sd_source=SD_SOURCE)


def _lesion(random: np.random.Generator) -> Lesion:
    return Lesion(
        concern="acne",
        type=str(random.choice(["papule", "pustule", "comedo"])),
        region=str(random.choice(concerns()["acne"].sided_regions)),
        x_mm=_number(random, 40, 216),
        y_mm=_number(random, 30, 200),
        size_mm=_number(random, 0.8, 6),
        confidence=_number(random, 0.4, 1),
    )


def _maps(random: np.random.Generator) -> AtlasMaps:
    face = _face()
    picture = np.asarray(255 * np.stack([_cloud(random) for _ in range(3)], axis=-1) * face[..., None], np.uint8)
    return AtlasMaps(
        picture=picture,
        visibility=face * _cloud(random),
        melanin=face * (_cloud(random) - np.float32(0.5)),
        hemoglobin=face * (_cloud(random) - np.float32(0.5)),
        maps={name: face * _cloud(random) for name in ("acne", "redness", "pigmentation")},
        readable=face > 0,
    )


def _cloud(random: np.random.Generator) -> FloatMap:
    """A smooth field, 0-1."""
    coarse = random.random((14, 16), np.float32)
    return np.clip(cv2.resize(coarse, ATLAS[::-1], interpolation=cv2.INTER_CUBIC), 0, 1).astype(np.float32)


@cache
def _face() -> FloatMap:
    disk = np.zeros(ATLAS, np.float32)
    cv2.ellipse(disk, (256, 224), (170, 215), 0, 0, 360, (1.0,), -1)
    return disk


def _document(random: np.random.Generator, photo: SeenPhoto) -> str:
    """JSON of a length that real documents have, about 20 kB."""
    findings = [{"box_px": [_number(random, 0, 3000) for _ in range(4)], "type": "papule"} for _ in range(200)]
    return json.dumps({"schema": "skincast.analysis/1", "photo": {"sha256": photo.sha256}, "findings": findings})


def _number(random: np.random.Generator, low: float, high: float) -> float:
    return float(random.uniform(low, high))
