"""The pages of the project, and what can be read off them: links, headings, code."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from skincast.settings import CHECKOUT_DIR

DOCS_DIR = CHECKOUT_DIR / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the project, committed or about to be."""
    git = shutil.which("git")
    if git is None:
        raise RuntimeError("git is needed to list the files of the project")
    command = [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=CHECKOUT_DIR, capture_output=True, check=True, text=True).stdout
    paths = (CHECKOUT_DIR / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def pages() -> list[Path]:
    """Every Markdown page."""
    return [path for path in files() if path.suffix == ".md"]


def name_of(path: Path) -> str:
    """Path below the checkout."""
    return path.relative_to(CHECKOUT_DIR).as_posix()


def read(path: Path) -> str:
    """Text of a page."""
    return path.read_text("utf-8")


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", text)


def links(text: str) -> list[str]:
    """Targets of all links and pictures outside code."""
    return LINK.findall(INLINE.sub("", prose(text)))


def anchors(text: str) -> set[str]:
    """Anchors of all headings."""
    headings = (heading.lower().replace("`", "") for heading in HEADING.findall(prose(text)))
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in headings}


def blocks(text: str, language: str) -> list[str]:
    """Blocks of code in one language."""
    return [code for given, code in FENCE.findall(text) if given == language]


def snippets(text: str) -> list[str]:
    """Every piece of code that a person may type: lines of shell blocks and inline code."""
    lines = [line.partition("#")[0].strip() for block in blocks(text, "sh") for line in block.splitlines()]
    return [line for line in lines if line] + INLINE.findall(prose(text))
