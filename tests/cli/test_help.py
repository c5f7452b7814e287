"""The page of the command line is what the command says of itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import RunCommand
from tests.docs import pages
from tests.docs.commands import PAGE, walk

from skincast.cli import chains
from skincast.errors import SkincastError

COMMANDS = [path for path, _ in walk()]
REFRESH = "stale, run: python tests/docs/commands.py"
HEAVY = ("sqlalchemy", "alembic", "cryptography", "onnxruntime", "httpx2")


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(path) or "skincast")
def test_the_docs_hold_the_help(run: RunCommand, path: tuple[str, ...]) -> None:
    command = " ".join(["skincast", *path, "--help"])

    block = f"```console\n$ {command}\n{run(*path, '--help').out.strip()}\n```"

    assert block in pages.read(PAGE), REFRESH


def test_the_docs_hold_the_help_of_nothing_else() -> None:
    said = re.findall(r"^\$ skincast(.*) --help$", pages.read(PAGE), re.MULTILINE)
    assert [tuple(words.split()) for words in said] == COMMANDS, REFRESH


def test_every_exit_code_of_an_error_is_documented() -> None:
    codes = {error.exit_code for error in SkincastError.__subclasses__()}

    documented = {int(code) for code in re.findall(r"^\| (\d) \|", pages.read(PAGE), re.MULTILINE)}
    assert codes <= documented


def test_no_line_about_a_command_is_cut() -> None:
    lines = pages.read(PAGE).partition("## Every command")[2].splitlines()
    assert [line for line in lines if line.endswith("...") and not line.startswith("Usage:")] == []


LIGHT = [["--help"], ["factors"], ["person", "add", "--help"], ["import", "--help"]]


def loaded_by(*runs: list[str]) -> set[str]:
    """What of the heavy packages is there after these runs in a fresh process."""
    code = f"""
import sys
from skincast.cli import main
for arguments in {list(runs)!r}:
    try:
        main(arguments)
    except SystemExit as left:
        assert left.code == 0, arguments
print("loaded", *(name for name in {HEAVY!r} if name in sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(ran.stdout.splitlines()[-1].split()) - {"loaded"}


def test_what_needs_no_journal_opens_none() -> None:
    assert loaded_by(*LIGHT) == set()


@pytest.mark.slow
def test_analyzing_opens_no_database(portrait: Path) -> None:
    assert loaded_by(["check", str(portrait)], ["analyze", str(portrait), "--json"]) == {"onnxruntime"}


@pytest.mark.parametrize("name", chains.__all__)
def test_every_name_that_is_opened_late_is_there(name: str) -> None:
    assert getattr(chains, name) is not None


def test_a_name_that_is_not_there_is_no_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        chains.nonsense  # type: ignore[attr-defined]  # noqa: B018 - asking for it is the test
