"""Running the product over samples: refusals and crashes become outcomes, close-ups get their second look."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from benchmarks.acceptance import refusal_counts
from benchmarks.datasets import Sample
from benchmarks.look import look, look_twice, seen_of

from benchmarks import look as looking
from skincast.errors import PhotoTooSmall
from skincast.types import Problem


def sample(name: str) -> Sample:
    return Sample(dataset="acne04", path=Path(name), group=name)


def problem(code: str, *, refuses: bool) -> Problem:
    return Problem(code=code, message="", advice="", region=None, value=0, limit=1, refuses=refuses)


def analysis(*problems: Problem, accepted: bool, closeup: bool = False) -> SimpleNamespace:
    return SimpleNamespace(quality=SimpleNamespace(accepted=accepted, problems=problems), closeup=closeup)


def fake_analyze(path: Path, *, closeup: bool = False) -> Any:  # stands in for an analysis
    if path.name == "tiny":
        raise PhotoTooSmall("too small", hint="")
    if path.name == "broken":
        raise KeyError("nobody may see this")
    if path.name == "cheek" and not closeup:
        return analysis(problem("no_face", refuses=True), accepted=False)
    return analysis(problem("clipped", refuses=True), accepted=True, closeup=closeup)


def observe(one: Sample, _: Any) -> str:
    return f"seen {one.path.name}"


@pytest.fixture(autouse=True)
def _faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "analyze", fake_analyze)


def test_every_photo_has_an_outcome_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = look([sample("tiny"), sample("broken"), sample("face"), sample("cheek")], observe, workers=0)
    assert [one.seen for one in outcomes] == [None, None, "seen face", None]
    assert [one.refused_because for one in outcomes] == [("photo_too_small",), ("crash",), (), ("no_face",)]
    assert outcomes[0].crash is None
    assert (outcomes[1].crash or "").startswith("KeyError at fake_analyze")
    assert "crashed on 1 photos: KeyError" in capsys.readouterr().err


def test_a_spoiled_region_is_no_refusal() -> None:
    (outcome,) = look([sample("face")], observe, workers=0)
    assert outcome.accepted
    assert outcome.refused_because == ()


def test_only_photos_without_a_face_are_looked_at_twice() -> None:
    first, second = look_twice([sample("cheek"), sample("face"), sample("tiny")], observe, workers=0)
    assert [one.accepted for one in first] == [False, True, False]
    assert [one.closeup for one in second] == [True, False, False]
    assert [name for _, name in seen_of(second)] == ["seen cheek", "seen face"]


def test_reasons_are_counted() -> None:
    outcomes = look([sample("tiny"), sample("cheek"), sample("cheek")], observe, workers=0)
    assert refusal_counts(outcomes) == "no_face 2, photo_too_small 1"
