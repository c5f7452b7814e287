"""What stands around the house: the locks, and the word about missing photos."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from skincast.settings import CHECKOUT_DIR

LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_by_hash_and_names_no_address(name: str) -> None:
    text = (CHECKOUT_DIR / name).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 10
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index|--find-links|file:|(^|\s)/", text)


def test_development_adds_to_the_run_time_and_changes_nothing() -> None:
    run_time, development = (dict(PIN.findall((CHECKOUT_DIR / name).read_text())) for name in LOCKS)
    assert run_time.items() <= development.items()
    assert {"numpy", "onnxruntime", "uv-build"} <= run_time.keys()
    assert {"pytest", "mypy", "torch"} & run_time.keys() == set()


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    """A test that needs photos, beside the project's own conftest."""
    shutil.copy(CHECKOUT_DIR / "tests" / "conftest.py", tmp_path)
    path = tmp_path / "test_probe.py"
    path.write_text("def test_photos(data_dir):\n    assert data_dir.is_dir()\n")
    return path


def run_probe(probe: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SKINCAST_REQUIRE_DATA": "0", **variables}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={probe.parent}", str(probe)]
    return subprocess.run(
        command, cwd=probe.parent, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_missing_photos_are_skipped_loudly(probe: Path) -> None:
    result = run_probe(probe, SKINCAST_DATA=str(probe.parent / "nowhere"))
    assert result.returncode == 0
    assert "NOT TESTED ON REAL PHOTOS: 1 test" in result.stdout


def test_missing_photos_fail_where_they_are_required(probe: Path) -> None:
    result = run_probe(probe, SKINCAST_DATA=str(probe.parent / "nowhere"), SKINCAST_REQUIRE_DATA="1")
    assert result.returncode == 1
    assert "set SKINCAST_DATA" in result.stdout


def test_photos_are_found(probe: Path) -> None:
    result = run_probe(probe, SKINCAST_DATA=str(probe.parent))
    assert result.returncode == 0
    assert "1 passed" in result.stdout
    assert "NOT TESTED" not in result.stdout
