"""Files that a person asked for: they hold a journal's content, so only their owner may read them."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from skincast.errors import OutputUnwritable

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; takes and raises the same as `write_bytes`."""
    write_bytes(path, text.encode("utf-8", "replace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, over an earlier one.

    Raises:
        OutputUnwritable: no permission, no room, or a folder of that name.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
            file.write(content)
        fresh.replace(path)
    except OSError as error:
        raise OutputUnwritable(
            f"{path} cannot be written: {error.strerror}.", hint="Name a file in a folder that you may write to."
        ) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
