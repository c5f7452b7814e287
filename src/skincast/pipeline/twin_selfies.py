"""The selfies of a life: rendered with their truth, and then seen by the very analysis that real photos get."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.pipeline.photo import analyze
from skincast.twin.draw import traits_of
from skincast.twin.folder.selfies import save_selfie, selfie_file
from skincast.twin.folder.write import person_name
from skincast.twin.life.appearance import conditions_of
from skincast.twin.life.lives import Chunk
from skincast.twin.life.world import CONCERNS
from skincast.twin.optics import draw_phone
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot
from skincast.twin.shot import Shot

NEW_PHONE_DAYS = 900
"""A phone is kept about so long (ours)."""
GLASSES_SHARE = 0.05
"""Of selfies are taken without taking the glasses off (ours)."""

Series = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photographed:
    """What the analysis said of one person's selfies; NaN on days without one, or where it was refused."""

    measured: Series
    """(days, len(CONCERNS)) scores."""
    measured_sd: Series


def photograph(folder: Path, chunk: Chunk, person: int) -> Photographed:
    """Take every selfie of one life that is not in the folder yet, and read them all.

    Args:
        folder: of the order.
        chunk: with that life, lived with lesions.
        person: its row in the chunk.
    """
    measured = np.full(chunk.measured[person].shape, np.nan, np.float32)
    sd = measured.copy()
    days = np.flatnonzero(~np.isnan(chunk.measured[person]).all(axis=-1))
    traits = traits_of(chunk.lives.people, person)
    name = person_name(chunk.first_person + person)
    for day, condition in enumerate(conditions_of(chunk, person, traits)):
        if day not in days:
            continue
        date = (chunk.lives.first_day + dt.timedelta(days=day)).isoformat()
        scores = _scores_of(selfie_file(folder, name, date), traits, condition, day)
        measured[day] = [scores[concern][0] for concern in CONCERNS]
        sd[day] = [scores[concern][1] for concern in CONCERNS]
    return Photographed(measured=measured, measured_sd=sd)


def with_photos(chunk: Chunk, photographed: list[Photographed]) -> Chunk:
    """The chunk as its selfies were really read."""
    return replace(
        chunk,
        measured=np.stack([one.measured for one in photographed]),
        measured_sd=np.stack([one.measured_sd for one in photographed]),
    )


def draw_life_shot(traits: Traits, day: int) -> Shot:
    """How one person takes a selfie on one day: another place and light each time, the same phone for years."""
    random = stream(traits.seed, f"shot {day}")
    shot = draw_shot(random)
    own = stream(traits.seed, f"phone {(traits.seed + day) // NEW_PHONE_DAYS}")
    phone = replace(shot.phone, camera=draw_phone(own).camera)
    return replace(shot, phone=phone, glasses=bool(random.random() < GLASSES_SHARE))


def _scores_of(file: Path, traits: Traits, condition: Condition, day: int) -> dict[str, tuple[float, float]]:
    """Scores and SDs of a selfie that is taken now, or was taken before the run was stopped."""
    told = file.with_suffix(".json")
    if not (file.exists() and told.exists()):
        selfie = render(traits, condition, draw_life_shot(traits, day))
        save_selfie(file, selfie, traits=traits, condition=condition)
        unfinished = told.with_suffix(".told")
        unfinished.write_text(json.dumps(_told(selfie.jpeg), indent=1) + "\n", encoding="utf-8")
        unfinished.replace(told)
    content: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    rows = content["scores"]
    return {name: (_number(rows, name, "value"), _number(rows, name, "sd")) for name in CONCERNS}


def _told(jpeg: bytes) -> dict[str, Any]:
    """The scores of a photo, none where it was refused, and the versions that made them."""
    analysis = analyze(jpeg)
    accepted = analysis.quality.accepted
    return {
        "accepted": accepted,
        "problems": [problem.code for problem in analysis.quality.problems],
        "scores": {n: {"value": s.value, "sd": s.sd} for n, s in analysis.scores.items()} if accepted else {},
        "made_by": analysis.made_by,
    }


def _number(rows: dict[str, dict[str, float | None]], name: str, field: str) -> float:
    value = rows.get(name, {}).get(field)
    return float("nan") if value is None else float(value)
