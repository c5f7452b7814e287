"""What an earlier run made and a later one need not make again. It holds pieces of people's photos: never commit it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def kept(cache: Path, name: str, make: Callable[[], Iterable[Made]]) -> list[Made]:
    """What an earlier run made, or make it and keep it.

    Args:
        cache: a folder outside of the checkout.
        name: of what is kept; everything it depends on is part of it.
        make: makes it.
    """
    path = cache / f"{name}.pickle"
    if path.exists():
        content: list[Made] = pickle.loads(path.read_bytes())  # noqa: S301  # our own file of an earlier run
        return content
    cache.mkdir(parents=True, exist_ok=True)
    made = list(make())
    path.write_bytes(pickle.dumps(made))
    return made


def name_code(folder: Path) -> str:
    """A short name of what a folder of code says: other code, another name."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
