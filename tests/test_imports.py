"""The rules of the house that a machine can check: imports, the environment, sizes, names."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR

FILES = sorted(PACKAGE_DIR.rglob("*.py"))
LONGEST_FILE_LINES = 300
LONGEST_BODY_LINES = 40
EMPTY_WORDS = {"utils", "util", "helpers", "common", "base", "manager", "misc", "core"}


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE_DIR).as_posix()


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_file_is_short_and_named_after_something(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE_LINES
    assert not EMPTY_WORDS & set(path.relative_to(PACKAGE_DIR).with_suffix("").parts)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_functions_are_short(path: Path) -> None:
    long = [name for name, lines in body_lengths(path) if lines > LONGEST_BODY_LINES]
    assert not long


def body_lengths(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function, its docstring left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "settings.py"], ids=relative)
def test_only_settings_reads_the_environment(path: Path) -> None:
    words = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not words & {"environ", "getenv"}


def test_analyzing_loads_no_training_library() -> None:
    code = "import skincast, skincast.runtime, sys; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not {"torch", "tensorflow", "onnx", "scipy", "skimage", "matplotlib", "sympy"} & set(loaded.stdout.split())


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """An empty house of all rooms under the project's own import rule."""
    shutil.copy(CHECKOUT_DIR / "pyproject.toml", tmp_path)
    contracts = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "house")
    package = tmp_path / "skincast"
    package.mkdir()
    (package / "__init__.py").touch()
    for layer in layers:
        for room in layer.split(" | "):
            (package / f"{room.strip('()')}.py").touch()
    return package


def lint(package: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=package.parent, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_import_rule_lets_the_flow_pass(skeleton: Path) -> None:
    (skeleton / "pipeline.py").write_text("import skincast.photo\nimport skincast.face\nimport skincast.report\n")
    (skeleton / "face.py").write_text("import skincast.runtime\nimport skincast.types\nimport skincast.catalog\n")
    (skeleton / "runtime.py").write_text("import onnxruntime\nimport skincast.settings\n")
    result = lint(skeleton)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("face", "import skincast.photo"),
        ("photo", "import skincast.report"),
        ("runtime", "import skincast.face"),
        ("types", "import skincast.settings"),
        ("report", "import skincast.pipeline"),
        ("face", "import onnxruntime"),
        ("skin", "import scipy"),
        ("measure", "import torch"),
        ("score", "import sqlite3"),
        ("stray", ""),
    ],
)
def test_import_rule_catches_a_breach(skeleton: Path, room: str, line: str) -> None:
    (skeleton / f"{room}.py").write_text(f"{line}\n")
    result = lint(skeleton)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
