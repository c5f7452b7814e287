"""What the environment may change: the only reader of environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_config_path, user_data_path

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
    journal_dir: Path = field(default_factory=lambda: user_data_path("skincast", appauthor=False) / "journal")
    """`SKINCAST_JOURNAL`: the folder that holds every person's journal."""
    journal_url: str | None = field(default=None, repr=False)
    """`SKINCAST_JOURNAL_URL`: a PostgreSQL database in place of the SQLite file in that folder."""
    key_file: Path = field(default_factory=lambda: user_config_path("skincast", appauthor=False) / "master.key")
    """`SKINCAST_KEY`: the master key, outside of the journal's folder."""
    passphrase: str | None = field(default=None, repr=False)
    """`SKINCAST_PASSPHRASE`: opens a master key that is locked with one, where nobody can type it."""
    zone: str | None = None
    """`TZ`: the time zone of this machine, proposed to whoever begins a journal."""
    weather_url: str = "https://api.open-meteo.com"
    """`SKINCAST_WEATHER_URL`: a service with Open-Meteo's answers; asked only for people who agreed to it."""
    weather_history_url: str = "https://archive-api.open-meteo.com"
    """`SKINCAST_WEATHER_HISTORY_URL`: the same for the past."""
    air_url: str = "https://air-quality-api.open-meteo.com"
    """`SKINCAST_AIR_URL`: the same for air quality."""


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
        journal_dir=_read_path(variables, "SKINCAST_JOURNAL", defaults.journal_dir),
        journal_url=variables.get("SKINCAST_JOURNAL_URL") or None,
        key_file=_read_path(variables, "SKINCAST_KEY", defaults.key_file),
        passphrase=variables.get("SKINCAST_PASSPHRASE") or None,
        zone=variables.get("TZ") or None,
        weather_url=variables.get("SKINCAST_WEATHER_URL") or defaults.weather_url,
        weather_history_url=variables.get("SKINCAST_WEATHER_HISTORY_URL") or defaults.weather_history_url,
        air_url=variables.get("SKINCAST_AIR_URL") or defaults.air_url,
    )


def _read_path(variables: Mapping[str, str], name: str, default: Path) -> Path:
    """Return the named folder; an empty variable counts as unset."""
    return Path(variables[name]).expanduser() if variables.get(name) else default
