"""Worlds as they stood when the forecaster was begun: their numbers hashed, their behavior measured, seeds set apart.

Code may be tidied and machines may round otherwise, so a law is not known by its text but by what it does: moments of
scores, how much is seen and logged, and what every driver is worth. `frozen.toml` is renewed by
`python benchmarks/twin_oracle.py --freeze`, and by nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from skincast.twin.life.course import begin
from skincast.twin.life.lives import FIRST_DAY, Chunk, live_chunk
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS, Array
from skincast.twin.life.worlds import WORLDS
from skincast.twin.oracle.drivers import driver_truth
from skincast.twin.person import stream

FILE = "frozen.toml"
NUMBERS = ("population.toml", "climates.toml")
SEED, PEOPLE, DAYS = 4711, 500, 60
DRIVEN_PEOPLE = 150
TOLERANCE = 0.1
"""Points by which a mean may differ: one life of some hundred that takes another turn on another machine."""
RESERVED = {"linear": (9101, 9102, 9103), "saturating": (9201, 9202, 9203), "flare": (9301, 9302, 9303)}
"""Seeds of lives that only test: nothing may be trained or tuned on them."""
Behavior = dict[str, list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What `frozen.toml` holds."""

    numbers: dict[str, str]
    """File -> SHA-256 of its bytes, line ends as line feeds."""
    behaviors: dict[str, Behavior]
    """World -> name of a statistic -> its values by concern."""
    digests: dict[str, str]
    """World -> short name of its behavior, to be quoted beside results."""
    seeds: dict[str, tuple[int, ...]]
    """World -> seeds that only test."""


@cache
def read_frozen() -> Frozen:
    """The frozen worlds."""
    content: dict[str, Any] = tomllib.loads(_life_file(FILE).decode("utf-8"))
    return Frozen(
        numbers=dict(content["numbers"]),
        behaviors={name: dict(row["behavior"]) for name, row in content["world"].items()},
        digests={name: str(row["digest"]) for name, row in content["world"].items()},
        seeds={name: tuple(row["test_seeds"]) for name, row in content["world"].items()},
    )


def is_reserved(seed: int) -> bool:
    """Whether lives of this seed only test: whoever trains must leave them alone."""
    return any(seed in seeds for seeds in read_frozen().seeds.values())


def numbers_now() -> dict[str, str]:
    """SHA-256 of the files of numbers as they are."""
    return {name: hashlib.sha256(_life_file(name).replace(b"\r\n", b"\n")).hexdigest() for name in NUMBERS}


def behavior_now(world: str) -> Behavior:
    """What a world does today: statistics by concern, points unless the name says otherwise."""
    chunk = live_chunk(WORLDS[world], SEED, 0, PEOPLE, DAYS)
    lives, begun = begin(WORLDS[world], DRIVEN_PEOPLE, stream(SEED, "frozen"), first_day=FIRST_DAY)
    driven = np.nanmean(driver_truth(lives, begun, SEED, days=DAYS, repeats=1).effect, axis=0)
    rows = _of_scores(chunk) | {f"driver.{name}": row for name, row in zip((*FACTORS, *PRODUCTS), driven, strict=True)}
    return {name: [round(float(value), 3) + 0.0 for value in row] for name, row in rows.items()}


def differences(before: Behavior, now: Behavior) -> list[str]:
    """Statistics that moved by more than chance between machines explains; names with concern, before and now."""
    if before.keys() != now.keys():
        return sorted(before.keys() ^ now.keys())
    return [
        f"{name} {concern}: {was} -> {is_now}"
        for name in before
        for concern, was, is_now in zip(CONCERNS, before[name], now[name], strict=True)
        if abs(was - is_now) > TOLERANCE
    ]


def digest_of(behavior: Behavior) -> str:
    """Short name of a behavior."""
    return hashlib.sha256(json.dumps(behavior, sort_keys=True).encode()).hexdigest()[:16]


def as_toml() -> str:
    """The file anew, of the worlds as they are."""
    lines = [
        "# Worlds as they stood before a forecaster was built. Renew with: python benchmarks/twin_oracle.py --freeze",
        "# Seeds only test: nothing may be trained or tuned on their lives.",
        "",
        "[numbers]",
        *(f'"{name}" = "{digest}"' for name, digest in numbers_now().items()),
    ]
    for world in WORLDS:
        behavior = behavior_now(world)
        lines += ["", f"[world.{world}]", f'digest = "{digest_of(behavior)}"', f"test_seeds = {list(RESERVED[world])}"]
        lines += ["", f"[world.{world}.behavior]", *(f'"{name}" = {row}' for name, row in behavior.items())]
    return "\n".join(lines) + "\n"


def _of_scores(chunk: Chunk) -> dict[str, Array]:
    """Moments of true scores, and in percent how many were measured and how much was logged."""
    late = chunk.scores[:, -1].astype(np.float64)
    early = chunk.scores[:, 9].astype(np.float64)
    wrong = (chunk.measured - chunk.scores).astype(np.float64)
    logged = np.full(len(CONCERNS), 100.0 * float((~np.isnan(chunk.logged_factors)).mean()))
    return {
        "mean.day_10": early.mean(axis=0),
        "sd.day_10": early.std(axis=0),
        "mean.day_60": late.mean(axis=0),
        "sd.day_60": late.std(axis=0),
        "moved.day_10_to_60": np.abs(late - early).mean(axis=0),
        "photo_error": np.nanstd(wrong, axis=(0, 1)),
        "measured_percent": 100.0 * (~np.isnan(wrong)).mean(axis=(0, 1)),
        "logged_percent": logged,
        "used_percent": np.full(len(CONCERNS), 100.0 * float(chunk.used.mean())),
    }


def _life_file(name: str) -> bytes:
    return resources.files("skincast.twin.life").joinpath(name).read_bytes()
