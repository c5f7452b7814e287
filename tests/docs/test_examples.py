"""Every Python example runs as it stands, alone, on the bundled portrait saved as `selfie.jpg`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs import pages

from skincast.settings import CHECKOUT_DIR

EXAMPLES = {
    f"{page.name}-{number}": code
    for page in (CHECKOUT_DIR / "README.md", pages.DOCS_DIR / "library.md")
    for number, code in enumerate(pages.blocks(pages.read(page), "python"), start=1)
}


@pytest.mark.slow
@pytest.mark.parametrize("code", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_example_runs(code: str, portrait: Path, tmp_path: Path) -> None:
    shutil.copy(portrait, tmp_path / "selfie.jpg")  # the bytes tell the format, not the name
    (tmp_path / "example.py").write_text(code, "utf-8")
    result = subprocess.run(
        [sys.executable, "-W", "error", "example.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout or code.count("assert "), "an example shows something"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 8
