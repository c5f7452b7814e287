"""The `skincast` command: results on stdout, everything else on stderr, and an exit code that says how it went."""

from skincast.cli import (
    comparing,
    consents,
    diary,
    erasing,
    imports,
    keeping,
    keys,
    looking,
    notes,
    old_photos,
    people,
    photos,
    places,
    products,
    surroundings,
    visits,
)
from skincast.cli.app import app, main

__all__ = [
    "app",
    "comparing",
    "consents",
    "diary",
    "erasing",
    "imports",
    "keeping",
    "keys",
    "looking",
    "main",
    "notes",
    "old_photos",
    "people",
    "photos",
    "places",
    "products",
    "surroundings",
    "visits",
]
