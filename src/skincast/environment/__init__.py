"""A place and a period of days -> weather, air and UV as `Reading`s."""

from skincast.environment.cache import Cache, FolderCache
from skincast.environment.read import COMPUTED, EnvironmentResult, read_environment
from skincast.environment.service import WeatherService
from skincast.environment.uv import UvDay, compute_uv_day, dose_outdoors_sed

__all__ = [
    "COMPUTED",
    "Cache",
    "EnvironmentResult",
    "FolderCache",
    "UvDay",
    "WeatherService",
    "compute_uv_day",
    "dose_outdoors_sed",
    "read_environment",
]
