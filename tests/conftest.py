"""What every room's tests share: the bundled portrait, the data folder, and a loud word about what was not tested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from skincast.settings import PACKAGE_DIR, read_settings
from skincast.types import Picture

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

NO_DATA = "no test photos"


@pytest.fixture(scope="session")
def portrait() -> Path:
    """The bundled public-domain portrait."""
    return PACKAGE_DIR / "demo" / "astronaut.png"


@pytest.fixture(scope="session")
def portrait_picture(portrait: Path) -> Picture:
    """The pixels of that portrait, (512, 512, 3)."""
    with Image.open(portrait) as image:
        return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real photos; without it the test is skipped loudly, or fails where photos are required."""
    settings = read_settings()
    if settings.data_dir.is_dir():
        return settings.data_dir
    reason = f"{NO_DATA} at {settings.data_dir}: set SKINCAST_DATA"
    if settings.require_data:
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say how much was left untested for want of photos."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_DATA in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"NOT TESTED ON REAL PHOTOS: {len(skipped)} tests were skipped because SKINCAST_DATA names no folder",
            red=True,
            bold=True,
        )
