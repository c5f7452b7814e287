"""Putting a passphrase on the master key, changing it, taking it off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from skincast.journal.keys import read_key, require_long, write_key


def protect_key(key_file: Path, passphrase: str, *, current: str | None = None) -> None:
    """Lock the master key with a passphrase, or with another one than before.

    The journal itself does not change, so this takes a second however much is in it, and backups stay readable: each
    opens with the master key, or with the passphrase that it was made with.

    Args:
        key_file: of the master key.
        passphrase: the new one, 8 characters or more. Whoever forgets it loses the journal.
        current: the one that the key is locked with now; None where it is not locked.

    Raises:
        KeyMissing: no such file.
        KeyRefused: `current` is missing or wrong, or the file cannot be written.
        ValueRefused: too short a passphrase.
    """
    require_long(passphrase)
    _rewrite(key_file, current=current, passphrase=passphrase)


def unprotect_key(key_file: Path, passphrase: str) -> None:
    """Take the passphrase off the master key: whoever can read the file can then read the journal.

    Raises:
        KeyMissing: no such file.
        KeyRefused: the passphrase is wrong, or the file cannot be written.
    """
    _rewrite(key_file, current=passphrase, passphrase=None)


def _rewrite(key_file: Path, *, current: str | None, passphrase: str | None) -> None:
    path = key_file.resolve()  # a link would be replaced, and the key behind it would stay as it was
    key = read_key(path, passphrase=current)
    with _wiped_afterwards(path):
        write_key(path, key, passphrase=passphrase, replace=True)


@contextmanager
def _wiped_afterwards(path: Path) -> Iterator[None]:
    """Overwrite the bytes of a file that is being replaced, as far as the disk allows and if no other name has them."""
    try:
        handle = os.open(path, os.O_WRONLY)
    except OSError:  # may only be read: then it is replaced without
        yield
        return
    try:
        yield
        state = os.fstat(handle)
        if state.st_nlink == 0:
            with suppress(OSError):
                os.write(handle, bytes(state.st_size))
                os.fsync(handle)
    finally:
        os.close(handle)
