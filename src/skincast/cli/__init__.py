"""The `skincast` command: results on stdout, everything else on stderr, and an exit code that says how it went."""

from skincast.cli import consents, diary, looking, notes, people, photos, places, products, visits
from skincast.cli.app import app, main

__all__ = [
    "app",
    "consents",
    "diary",
    "looking",
    "main",
    "notes",
    "people",
    "photos",
    "places",
    "products",
    "visits",
]
