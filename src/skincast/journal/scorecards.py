"""What is sealed of a visit: facts of its photos, whole-face scores, and apart from them what histories do not read."""

from __future__ import annotations

import json
import math
import sys
from array import array
from functools import lru_cache
from typing import Any

from skincast.journal.fingerprint import OWN_VERSION
from skincast.journal.quick import new_photo, new_scores
from skincast.types import Lesion, RegionScore, Score, SeenPhoto, Sitting

Regions = dict[str, dict[str, RegionScore]]
"""Concern -> region -> score."""
UNKNOWN = math.nan
"""Stands for None among the numbers of the scores, which are finite otherwise."""


def pack_visit(sitting: Sitting, *, zone: str, label: str) -> dict[str, Any]:
    """Return what all analyses of a visit share."""
    photos = [[one.sha256, one.view, one.quality, one.mm_per_px, one.yaw_deg] for one in sitting.photos]
    return {"zone": zone, "label": label, "photos": photos}


def read_photos(rows: list[list[Any]], *, kept: list[bool]) -> tuple[SeenPhoto, ...]:
    """Return the photos of `pack_visit`; `kept` has one entry a photo."""
    return tuple([new_photo((*row, is_kept)) for row, is_kept in zip(rows, kept, strict=True)])


def pack_scores(sitting: Sitting) -> bytes:
    """Return the whole-face scores and the release that measured them: names in JSON, then numbers as they are.

    Decimal numbers would take ten times longer to read, and a history reads forty thousand of them.

    Raises:
        ValueError: a number that is not finite.
    """
    sources = list(dict.fromkeys(score.sd_source for score in sitting.scores.values()))
    named = {name: sources.index(score.sd_source) for name, score in sitting.scores.items()}
    header = json.dumps([sitting.made_by.get(OWN_VERSION), sources, named], ensure_ascii=False, separators=(",", ":"))
    told = [number for one in sitting.scores.values() for number in (one.value, one.sd, one.mdc95)]
    if not all(number is None or math.isfinite(number) for number in told):
        raise ValueError(f"a score that is no number: {told}")
    numbers = array("d", [UNKNOWN if number is None else number for number in told])
    if sys.byteorder == "big":
        numbers.byteswap()
    return header.encode() + b"\n" + numbers.tobytes()


def read_scores(packed: bytes, regions: Regions) -> tuple[dict[str, Score], str | None]:
    """Return the scores of `pack_scores`, with regions where they are wanted, and the release that measured them."""
    end = packed.index(b"\n")
    release, named = _read_header(packed[:end])
    return new_scores(named, _read_numbers(packed[end + 1 :]), regions), release


@lru_cache(maxsize=64)
def _read_header(header: bytes) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Versions and names of concerns: a handful of different ones in a whole store, and nothing personal."""
    release, sources, named = json.loads(header)
    return release, tuple((name, sources[source]) for name, source in named.items())


def _read_numbers(packed: bytes) -> list[float | None]:
    numbers = array("d", packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return [None if number != number else number for number in numbers]  # noqa: PLR0124 - the quickest test for NaN


def pack_detail(sitting: Sitting) -> dict[str, Any]:
    """Return scores of regions and lesions."""
    regions = {
        name: {region: [one.value, one.sd] for region, one in score.regions.items()}
        for name, score in sitting.scores.items()
    }
    lesions = [
        [one.concern, one.type, one.region, one.x_mm, one.y_mm, one.size_mm, one.confidence] for one in sitting.lesions
    ]
    return {"regions": regions, "lesions": lesions}


def read_regions(packed: dict[str, Any]) -> Regions:
    """Return the regions of `pack_detail`."""
    return {
        name: {region: RegionScore(value=value, sd=sd) for region, (value, sd) in rows.items()}
        for name, rows in packed["regions"].items()
    }


def read_lesions(packed: dict[str, Any]) -> tuple[Lesion, ...]:
    """Return the lesions of `pack_detail`."""
    return tuple(
        Lesion(concern=concern, type=kind, region=region, x_mm=x_mm, y_mm=y_mm, size_mm=size_mm, confidence=confidence)
        for concern, kind, region, x_mm, y_mm, size_mm, confidence in packed["lesions"]
    )
