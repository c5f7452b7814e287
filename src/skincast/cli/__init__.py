"""The `skincast` command: results on stdout, everything else on stderr, and an exit code that says how it went."""

from skincast.cli import photos
from skincast.cli.app import app, main

__all__ = ["app", "main", "photos"]
