"""Without a PostgreSQL server half of these tests is skipped, and nobody can overlook it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from skincast.settings import CHECKOUT_DIR

PROBE = "tests/journal/test_store.py::test_a_database_that_is_not_there_is_named"


def run_probe(*, require: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "SKINCAST_REQUIRE_DATA": require}
    variables.pop("SKINCAST_TEST_POSTGRES", None)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", PROBE]
    return subprocess.run(
        command, cwd=CHECKOUT_DIR, env=variables, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.slow
def test_a_missing_server_is_skipped_loudly() -> None:
    result = run_probe(require="0")
    assert result.returncode == 0
    assert "NOT TESTED ON POSTGRESQL: 1 test" in result.stdout


@pytest.mark.slow
def test_a_missing_server_fails_where_it_is_required() -> None:
    result = run_probe(require="1")
    assert result.returncode == 1
    assert "set SKINCAST_TEST_POSTGRES" in result.stdout
