"""What the environment may change: the only reader of environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE_DIR = Path(__file__).parent
CHECKOUT_DIR = PACKAGE_DIR.parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things lie. Every field names the environment variable that changes it."""

    models_dir: Path = PACKAGE_DIR / "models"
    """`SKINCAST_MODELS`: a folder with one folder a model, in place of the models that the package carries."""
    data_dir: Path = CHECKOUT_DIR.parent / "shared" / "data"
    """`SKINCAST_DATA`: photos for tests and benchmarks; never read by an analysis."""
    require_data: bool = False
    """`SKINCAST_REQUIRE_DATA=1`: a test whose photos are missing fails instead of being skipped."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process.

    Args:
        environment: Variables to read in place of the process's own.
    """
    variables = os.environ if environment is None else environment
    defaults = Settings()
    return Settings(
        models_dir=_read_path(variables, "SKINCAST_MODELS", defaults.models_dir),
        data_dir=_read_path(variables, "SKINCAST_DATA", defaults.data_dir),
        require_data=variables.get("SKINCAST_REQUIRE_DATA", "0") == "1",
    )


def _read_path(variables: Mapping[str, str], name: str, default: Path) -> Path:
    """Return the named folder; an empty variable counts as unset."""
    return Path(variables[name]).expanduser() if variables.get(name) else default
