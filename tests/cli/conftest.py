"""The command in an empty folder, with a journal of its own, and photos of somebody who does not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.cli.running import Run, RunCommand, replace_everywhere

from skincast.cli import main
from skincast.demo import demo_visits, draw_copy
from skincast.settings import PACKAGE_DIR

NOW = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
JOURNEY_ENDS = date(2026, 3, 14)

Answers = Callable[..., list[str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RunCommand:
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run_it(*arguments: str | Path) -> Run:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Run(code=int(left.value.code or 0), out=captured.out, err=captured.err)

    return run_it


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for a journal and its key, on a morning in March where nobody sits at a terminal."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SKINCAST_JOURNAL", str(folder / "journal"))
    monkeypatch.setenv("SKINCAST_KEY", str(folder / "keys" / "master.key"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    for name in ("SKINCAST_JOURNAL_URL", "SKINCAST_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    replace_everywhere(monkeypatch, "now", lambda: NOW)
    replace_everywhere(monkeypatch, "can_ask", lambda: False)
    return folder


@pytest.fixture
def anna(home: Path, run: RunCommand) -> str:  # noqa: ARG001 - the journal lies in it
    """Somebody who keeps a journal, without photos."""
    assert run("person", "add", "Anna", "--born", "1990", "--agree").code == 0
    return "Anna"


@pytest.fixture
def answers(home: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:  # noqa: ARG001 - where nobody sits until now
    """Somebody at a terminal who gives these answers; returns what they were asked."""

    def answer(*given: str | bool) -> list[str]:
        asked: list[str] = []
        left = list(given)

        def say(question: str, **_options: object) -> str | bool:
            asked.append(question)
            return left.pop(0)

        replace_everywhere(monkeypatch, "can_ask", lambda: True)
        for name in ("confirm", "prompt"):
            monkeypatch.setattr(f"skincast.cli.asking.typer.{name}", say)
        return asked

    return answer


@pytest.fixture(scope="session")
def selfies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos of a journey: its first visit, its second and its last."""
    folder = tmp_path_factory.mktemp("selfies")
    with Image.open(PACKAGE_DIR / "demo" / "hopper.jpg") as image:
        portrait = np.asarray(image.convert("RGB"))
    journey = demo_visits(JOURNEY_ENDS)
    paths = []
    for number, visit in enumerate((journey[0], journey[1], journey[-1])):
        paths.append(folder / f"selfie{number}.jpg")
        paths[-1].write_bytes(draw_copy(portrait, visit.copy))
    return paths


@pytest.fixture(scope="session")
def dark_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portrait in which nothing can be scored."""
    path = tmp_path_factory.mktemp("dark") / "dark.png"
    with Image.open(PACKAGE_DIR / "demo" / "hopper.jpg") as image:
        Image.fromarray(np.asarray(image.convert("RGB")) // 14).save(path)
    return path
