"""The selfies of a life are read by the real analysis, once each, and by a run that was stopped never again."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from skincast import analyze
from skincast.pipeline import twin_selfies
from skincast.pipeline.twin_selfies import draw_life_shot, photograph, with_photos
from skincast.twin.draw import draw_traits
from skincast.twin.folder.selfies import read_truth, truth_file
from skincast.twin.life.lives import Chunk, live_chunk
from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.person import Condition, Traits
from skincast.twin.render import render
from skincast.twin.selfie import Selfie
from skincast.twin.shot import Shot

DAYS = 10


@cache
def lived() -> Chunk:
    return live_chunk(WORLDS["flare"], 3, 0, 4, DAYS, schedule="weekly")


def person() -> int:
    """Who took one selfie, so that the test stays short."""
    photos = (~np.isnan(lived().measured).all(axis=-1)).sum(axis=1)
    return int(np.argmin(np.abs(photos - 1)))


@pytest.mark.slow
def test_selfies_are_read_as_photos_are_and_never_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[int] = []

    def count(traits: Traits, condition: Condition, shot: Shot) -> Selfie:
        rendered.append(shot.seed)
        return render(traits, condition, shot)

    monkeypatch.setattr(twin_selfies, "render", count)
    first = photograph(tmp_path, lived(), person())
    days = np.flatnonzero(~np.isnan(lived().measured[person()]).all(axis=-1))
    photos = sorted(tmp_path.rglob("*.jpg"))
    assert len(rendered) == len(photos) == len(days) > 0
    assert {file.suffix for file in tmp_path.rglob("*.*")} == {".jpg", ".json", ".zip"}
    for file, day in zip(photos, days, strict=True):
        analysis = analyze(file)
        told = json.loads(file.with_suffix(".json").read_text("utf-8"))
        assert (told["accepted"], told["made_by"]) == (analysis.quality.accepted, analysis.made_by)
        for k, name in enumerate(CONCERNS):
            score = analysis.scores.get(name)
            value = None if score is None or not analysis.quality.accepted else score.value
            assert np.allclose(first.measured[day, k], np.nan if value is None else value, equal_nan=True, atol=1e-4)
        facts = read_truth(truth_file(file))[0]
        assert facts["severity"]["acne"] == pytest.approx(1 - lived().scores[person(), day, 0] / 100, abs=1e-6)
    assert np.isnan(np.delete(first.measured, days, axis=0)).all()

    whole = {file: file.read_bytes() for file in tmp_path.rglob("*.*")}
    photos[-1].with_suffix(".json").unlink()  # as a run leaves it that is killed between a photo and its scores
    again = photograph(tmp_path, lived(), person())
    assert len(rendered) == len(days) + 1
    assert np.array_equal(again.measured, first.measured, equal_nan=True)
    assert np.array_equal(again.measured_sd, first.measured_sd, equal_nan=True)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.*")} == whole


def test_what_was_measured_takes_the_place_of_what_was_simulated() -> None:
    one = twin_selfies.Photographed(
        measured=np.zeros((DAYS, len(CONCERNS)), np.float32), measured_sd=np.ones((DAYS, len(CONCERNS)), np.float32)
    )
    chunk = with_photos(lived(), [one] * 4)
    assert not chunk.measured.any()
    assert chunk.measured_sd.min() == 1
    assert np.array_equal(chunk.scores, lived().scores)


def test_another_place_each_day_and_the_same_phone_for_years() -> None:
    traits = draw_traits(9)
    shots = [draw_life_shot(traits, day) for day in range(60)]
    assert shots == [draw_life_shot(traits, day) for day in range(60)]
    assert len({shot.seed for shot in shots}) == 60
    assert len({shot.phone.camera for shot in shots}) <= 2
    assert len({draw_life_shot(draw_traits(seed), 0).phone.camera for seed in range(30)}) > 3
    assert sum(shot.glasses for shot in shots) < 15
