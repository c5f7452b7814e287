"""The command in an empty folder, with a journal of its own, and photos of somebody who does not exist."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.cli.running import Run, RunCommand, replace_everywhere

from skincast.cli import main
from skincast.demo import Copy, Spot, draw_copy
from skincast.settings import PACKAGE_DIR

NOW = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
FLUSH_PX = ((206.0, 240.0), (328.0, 236.0))
"""The cheeks of the portrait."""

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


def settle(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the command find a journal and its key in a folder, on a morning in March where nobody can be asked."""
    patch.setenv("SKINCAST_JOURNAL", str(folder / "journal"))
    patch.setenv("SKINCAST_KEY", str(folder / "keys" / "master.key"))
    patch.setenv("TZ", "Europe/Berlin")
    for name in ("SKINCAST_JOURNAL_URL", "SKINCAST_PASSPHRASE"):
        patch.delenv(name, raising=False)
    replace_everywhere(patch, "now", lambda: NOW)
    replace_everywhere(patch, "can_ask", lambda: False)


def prepare(folder: Path, *runs: list[str]) -> Path:
    """Make a journal once, for many tests to copy."""
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder)
        for arguments in runs:
            with pytest.raises(SystemExit) as left:
                main(arguments)
            assert left.value.code == 0, arguments
    return folder


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for a journal and its key; neither is there yet."""
    settle(monkeypatch, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="session")
def home_of_anna(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of somebody who has just begun it."""
    return prepare(tmp_path_factory.mktemp("anna"), ["person", "add", "Anna", "--born", "1990", "--agree"])


@pytest.fixture
def anna(home: Path, home_of_anna: Path) -> str:
    """Somebody who keeps a journal, without photos."""
    shutil.copytree(home_of_anna, home)
    return "Anna"


@pytest.fixture(scope="session")
def home_with_visits(tmp_path_factory: pytest.TempPathFactory, home_of_anna: Path, selfies: list[Path]) -> Path:
    """Anna's journal after two visits, twelve weeks apart, with her photos."""
    folder = tmp_path_factory.mktemp("visits")
    shutil.copytree(home_of_anna, folder, dirs_exist_ok=True)
    return prepare(
        folder,
        ["consent", "grant", "Anna", "photos", "--agree"],
        ["visit", "Anna", str(selfies[0]), "--at", "2025-12-20T08:00"],
        ["visit", "Anna", str(selfies[2]), "--at", "2026-03-14T08:00"],
    )


@pytest.fixture
def visited(home: Path, home_with_visits: Path) -> None:
    """Anna has been there twice, and her photos are kept."""
    shutil.copytree(home_with_visits, home, dirs_exist_ok=True)


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
    """Three photos of one face in another light and framing each: with red cheeks twice, and without."""
    folder = tmp_path_factory.mktemp("selfies")
    with Image.open(PACKAGE_DIR / "demo" / "hopper.jpg") as image:
        portrait = np.asarray(image.convert("RGB"))
    paths = []
    for number, density in enumerate((0.6, 0.6, 0.02)):
        flush = tuple(Spot(x_px=x, y_px=y, radius_px=24, density=density, steepness=4.0) for x, y in FLUSH_PX)
        copy = Copy(
            exposure_ev=(0.1, -0.1, 0.05)[number],
            warmth=(0.02, 0.0, -0.01)[number],
            rotation_deg=(2.0, -1.0, 1.0)[number],
            scale=(0.98, 1.02, 1.0)[number],
            noise_levels=1.0,
            spots=flush,
            seed=number,
        )
        paths.append(folder / f"selfie{number}.jpg")
        paths[-1].write_bytes(draw_copy(portrait, copy))
    return paths


@pytest.fixture(scope="session")
def dark_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portrait in which nothing can be scored."""
    path = tmp_path_factory.mktemp("dark") / "dark.png"
    with Image.open(PACKAGE_DIR / "demo" / "hopper.jpg") as image:
        Image.fromarray(np.asarray(image.convert("RGB")) // 14).save(path)
    return path
