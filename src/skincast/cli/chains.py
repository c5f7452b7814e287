"""The rooms and chains that take long to open, each opened when a command first uses it.

SQLAlchemy, the ciphers and ONNX Runtime take half a second, which `--help`, `factors` and `check` can do without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skincast.diary import Complaint, mappings
    from skincast.environment import WeatherService
    from skincast.face import atlas_regions, region_names
    from skincast.journal import Journal, Owner, open_journal
    from skincast.journal.archive import export_person, import_person
    from skincast.journal.backup import BackupReport, RestoreReport, backup, restore, restore_key, verify_backup
    from skincast.journal.daybook import find_factor
    from skincast.journal.erase import erase_person
    from skincast.journal.keys import is_locked
    from skincast.journal.passphrase import protect_key, unprotect_key
    from skincast.journal.people import require_sound
    from skincast.journal.proof import ErasureProof, require_complete
    from skincast.journal.store import DATABASE
    from skincast.pipeline.compare import compare_days
    from skincast.pipeline.gather import Gathered, GatheredPhotos, gather_health, gather_selfies, gather_table
    from skincast.pipeline.journey import Journey, make_journey
    from skincast.pipeline.surroundings import (
        WEATHER_CONSENT,
        Surroundings,
        gather_surroundings,
        weather_cache,
    )
    from skincast.pipeline.twin_import import Brought, import_twin
    from skincast.pipeline.twins import make_twins
    from skincast.pipeline.visit import Sight, keep_visit, remeasure, see_visit
    from skincast.types import Person

__all__ = [
    "DATABASE",
    "WEATHER_CONSENT",
    "BackupReport",
    "Brought",
    "Complaint",
    "ErasureProof",
    "Gathered",
    "GatheredPhotos",
    "Journal",
    "Journey",
    "Owner",
    "Person",
    "RestoreReport",
    "Sight",
    "Surroundings",
    "WeatherService",
    "atlas_regions",
    "backup",
    "compare_days",
    "erase_person",
    "export_person",
    "find_factor",
    "gather_health",
    "gather_selfies",
    "gather_surroundings",
    "gather_table",
    "import_person",
    "import_twin",
    "is_locked",
    "keep_visit",
    "make_journey",
    "make_twins",
    "mappings",
    "open_journal",
    "protect_key",
    "region_names",
    "remeasure",
    "require_complete",
    "require_sound",
    "restore",
    "restore_key",
    "see_visit",
    "unprotect_key",
    "verify_backup",
    "weather_cache",
]

_HOMES = {
    "skincast.diary": "Complaint mappings",
    "skincast.environment": "WeatherService",
    "skincast.face": "atlas_regions region_names",
    "skincast.journal": "Journal Owner open_journal",
    "skincast.journal.archive": "export_person import_person",
    "skincast.journal.backup": "BackupReport RestoreReport backup restore restore_key verify_backup",
    "skincast.journal.daybook": "find_factor",
    "skincast.journal.erase": "erase_person",
    "skincast.journal.keys": "is_locked",
    "skincast.journal.passphrase": "protect_key unprotect_key",
    "skincast.journal.people": "require_sound",
    "skincast.journal.proof": "ErasureProof require_complete",
    "skincast.journal.store": "DATABASE",
    "skincast.pipeline.compare": "compare_days",
    "skincast.pipeline.gather": "Gathered GatheredPhotos gather_health gather_selfies gather_table",
    "skincast.pipeline.journey": "Journey make_journey",
    "skincast.pipeline.surroundings": "WEATHER_CONSENT Surroundings gather_surroundings weather_cache",
    "skincast.pipeline.twin_import": "Brought import_twin",
    "skincast.pipeline.twins": "make_twins",
    "skincast.pipeline.visit": "Sight keep_visit remeasure see_visit",
    "skincast.types": "Person",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

if not TYPE_CHECKING:  # so that a name that is not there is still found by the type checker

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'skincast.cli.chains' has no attribute {name!r}")
        return getattr(import_module(_HOME[name]), name)
