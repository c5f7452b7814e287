"""When and at which commit a figure was made."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass

from skincast.settings import CHECKOUT_DIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Day (UTC) and short commit; `+` behind the commit means that the checkout held changes of the product."""

    date: str
    commit: str

    def as_row(self) -> dict[str, object]:
        """The stamp as JSON fields."""
        return {"date": self.date, "commit": self.commit}


def read_stamp() -> Stamp:
    """Return the stamp of this moment; without git the commit is `unknown`."""
    date = dt.datetime.now(dt.UTC).date().isoformat()
    git = shutil.which("git")
    if git is None:
        return Stamp(date=date, commit="unknown")
    commit = _ask(git, "rev-parse", "--short=8", "HEAD")
    changed = _ask(git, "status", "--porcelain", "--", "src")
    return Stamp(date=date, commit=(commit or "unknown") + ("+" if changed else ""))


def _ask(git: str, *arguments: str) -> str:
    """Return what git says; nothing outside a repository."""
    answer = subprocess.run([git, *arguments], cwd=CHECKOUT_DIR, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""
