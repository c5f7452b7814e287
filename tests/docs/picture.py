"""The picture of the README: `python tests/docs/picture.py` photographs the real report of the bundled portrait.

Needs Chromium. The picture is remade by hand after a change of the page or of the scores.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from skincast import analyze
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR

PICTURE = CHECKOUT_DIR / "docs" / "pictures" / "report.png"
SIZE_PX = (1180, 1080)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Write the picture; 0 done, 1 without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"None of {', '.join(BROWSERS)} is installed.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        report = analyze(PACKAGE_DIR / "demo" / "hopper.jpg").save(folder, stem="hopper") / "report.html"
        choose(report, "wrinkles")
        shot = Path(folder) / "shot.png"
        photograph(browser, report, shot)
        with Image.open(shot) as picture:
            picture.convert("RGB").save(PICTURE, optimize=True)
    return 0


def choose(page: Path, concern: str) -> None:
    """Let the page open on one concern, as if a reader had picked it."""
    text = page.read_text("utf-8").replace('value="none" checked', 'value="none"')
    page.write_text(text.replace(f'value="{concern}"', f'value="{concern}" checked', 1), "utf-8")


def photograph(browser: str, page: Path, shot: Path) -> None:
    """Let a headless browser draw the top of a page."""
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--window-size={},{}".format(*SIZE_PX),
    ]
    command = [browser, *options, f"--screenshot={shot}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    sys.exit(main())
