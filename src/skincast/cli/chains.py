"""The rooms and chains that take long to open, each opened when a command first uses it.

SQLAlchemy, the ciphers and ONNX Runtime take half a second, which `--help`, `factors` and `check` can do without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skincast.journal import Journal, Owner, open_journal
    from skincast.journal.daybook import find_factor
    from skincast.journal.keys import is_locked, read_key, write_key
    from skincast.journal.store import DATABASE
    from skincast.pipeline.compare import compare_days
    from skincast.pipeline.visit import Sight, keep_visit, remeasure, see_visit

__all__ = [
    "DATABASE",
    "Journal",
    "Owner",
    "Sight",
    "compare_days",
    "find_factor",
    "is_locked",
    "keep_visit",
    "open_journal",
    "read_key",
    "remeasure",
    "see_visit",
    "write_key",
]

_HOME = {
    "DATABASE": "skincast.journal.store",
    "Journal": "skincast.journal",
    "Owner": "skincast.journal",
    "Sight": "skincast.pipeline.visit",
    "compare_days": "skincast.pipeline.compare",
    "find_factor": "skincast.journal.daybook",
    "is_locked": "skincast.journal.keys",
    "keep_visit": "skincast.pipeline.visit",
    "open_journal": "skincast.journal",
    "read_key": "skincast.journal.keys",
    "remeasure": "skincast.pipeline.visit",
    "see_visit": "skincast.pipeline.visit",
    "write_key": "skincast.journal.keys",
}

if not TYPE_CHECKING:  # so that a name that is not there is still found by the type checker

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'skincast.cli.chains' has no attribute {name!r}")
        return getattr(import_module(_HOME[name]), name)
