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
NO_POSTGRES = "no PostgreSQL server for tests"
LOUD = {
    NO_DATA: "NOT TESTED ON REAL PHOTOS: {} tests were skipped because SKINCAST_DATA names no folder",
    NO_POSTGRES: "NOT TESTED ON POSTGRESQL: {} tests were skipped because SKINCAST_TEST_POSTGRES names no server",
}
"""What is said at the end about tests that were skipped, by the beginning of the reason."""


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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the long runs."""
    parser.addoption(
        "--kill-runs", type=int, default=50, help="how often a program that writes to a journal is killed (default 50)"
    )


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say how much was left untested for want of photos or of a database."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for reason, words in LOUD.items():
        count = sum(reason in one for one in skipped)
        if count:
            terminalreporter.write_line(words.format(count), red=True, bold=True)
