"""The pictures of the README: `python tests/docs/picture.py` photographs the real pages of the bundled portrait.

Needs Chromium. The pictures are remade by hand after a change of the pages or of the scores.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from skincast import analyze
from skincast.pipeline.journey import make_journey
from skincast.report import render_change, render_history
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR

PICTURES = CHECKOUT_DIR / "docs" / "pictures"
Size = tuple[int, int]
REPORT_PX, HISTORY_PX, CHANGE_PX = (1180, 1080), (1180, 1120), (760, 1470)
CHANGE_FROM_PX = 500
LAST_DAY = date(2026, 11, 23)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Write the picture; 0 done, 1 without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"None of {', '.join(BROWSERS)} is installed.\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = analyze(PACKAGE_DIR / "demo" / "hopper.jpg").save(folder, stem="hopper") / "report.html"
        choose(report, "wrinkles")
        photograph(browser, report, REPORT_PX, PICTURES / "report.png")
        journey = make_journey(folder / "demo", today=LAST_DAY)
        for picture, page, size in (
            ("history.png", render_history(journey.history, truth=journey.truth), HISTORY_PX),
            ("change.png", render_change(journey.change), CHANGE_PX),
        ):
            html = folder / "page.html"
            html.write_text(page, "utf-8")
            photograph(browser, html, size, PICTURES / picture, top_px=CHANGE_FROM_PX if picture == "change.png" else 0)
        journey.journal.store.engine.dispose()
    return 0


def choose(page: Path, concern: str) -> None:
    """Let the page open on one concern, as if a reader had picked it."""
    text = page.read_text("utf-8").replace('value="none" checked', 'value="none"')
    page.write_text(text.replace(f'value="{concern}"', f'value="{concern}" checked', 1), "utf-8")


def photograph(browser: str, page: Path, size_px: Size, picture: Path, *, top_px: int = 0) -> None:
    """Let a headless browser draw a page, and keep 256 colors of what is below `top_px`."""
    shot = page.with_suffix(".png")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--screenshot={shot}"]
    command = [browser, *options, "--window-size={},{}".format(*size_px), page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with Image.open(shot) as image:
        image.convert("RGB").crop((0, top_px, *size_px)).quantize(256).save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
