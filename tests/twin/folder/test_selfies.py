"""A photo and its truth come back from their files as they were, and a photo never lies there without its truth."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.folder.selfies import read_truth, save_selfie, selfie_file, truth_file
from skincast.twin.person import Condition, Traits
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot
from skincast.twin.selfie import Selfie


@cache
def scene() -> tuple[Traits, Condition, Selfie]:
    traits = draw_traits(5, monk=4)
    condition = draw_condition(traits, 1)
    return traits, condition, render(traits, condition, draw_shot(np.random.default_rng(2), size_px=(240, 320)))


def save(file: Path) -> Selfie:
    traits, condition, selfie = scene()
    save_selfie(file, selfie, traits=traits, condition=condition)
    return selfie


def test_the_truth_comes_back_within_one_step(tmp_path: Path) -> None:
    file = selfie_file(tmp_path, "t0000001", "2026-03-01")
    selfie = save(file)
    assert file.read_bytes() == selfie.jpeg
    facts, maps = read_truth(truth_file(file))
    for name in ("part", "kind", "region"):
        assert np.array_equal(maps[name], getattr(selfie.truth, name)), name
    for name in ("melanin", "blood", "shading", "gloss", "cover"):
        step = facts["steps"][name]["step"]
        assert np.allclose(maps[name], getattr(selfie.truth, name), atol=0.51 * step + 1e-6), name
    drawn = {name for name, values in selfie.truth.amounts.items() if values.any()}
    assert {name.removeprefix("amount/") for name in maps if name.startswith("amount/")} == drawn
    assert facts["traits"]["seed"] == 5
    assert facts["severity"] == dict(scene()[1].severity)
    assert len(facts["items"]) == len(selfie.items)
    assert np.allclose(facts["landmarks_px"], selfie.landmarks_px, atol=0.006)
    assert facts["mm_per_px"] == selfie.mm_per_px


def test_any_program_can_open_it(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    save(file)
    with zipfile.ZipFile(truth_file(file)) as bundle:
        assert bundle.testzip() is None
        assert set(bundle.namelist()) == {
            "truth.json",
            *(f"{m}.png" for m in json.loads(bundle.read("truth.json"))["maps"]),
        }
        assert all(bundle.read(name).startswith(b"\x89PNG") for name in bundle.namelist() if name.endswith(".png"))


def test_the_same_selfie_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}.jpg")
    assert truth_file(tmp_path / "a.jpg").read_bytes() == truth_file(tmp_path / "b.jpg").read_bytes()


def test_the_photo_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_file: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            save(tmp_path / "a.jpg")
    assert truth_file(tmp_path / "a.jpg").exists()
    assert not (tmp_path / "a.jpg").exists()
    save(tmp_path / "a.jpg")
    assert (tmp_path / "a.jpg").exists()
    assert not list(tmp_path.glob("*.new"))


def test_truth_off_the_face_is_nothing(tmp_path: Path) -> None:
    traits, condition, selfie = scene()
    empty = replace(selfie, truth=replace(selfie.truth, amounts={"pore": np.zeros_like(selfie.truth.gloss)}))
    save_selfie(tmp_path / "a.jpg", empty, traits=traits, condition=condition)
    assert "amount/pore" not in read_truth(truth_file(tmp_path / "a.jpg"))[1]
