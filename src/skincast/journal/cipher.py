"""Plain bytes -> sealed bytes and back: AES-256-GCM, bound to what the bytes are about."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from skincast.errors import JournalDamaged

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
"""First byte of everything sealed: another cipher would get another number."""


def new_key() -> bytes:
    """A random key, 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


class Cipher:
    """Seals and opens with one key.

    What is sealed as one thing opens only as that thing: `about` names table, row and column, so that nobody can swap
    one person's bytes, or one day's, for another's.

    Source: NIST SP 800-38D; random 96-bit nonces, far below 2^32 messages a key.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            msg = f"a key has {KEY_BYTES} bytes, got {len(key)}"
            raise ValueError(msg)
        self._aes = AESGCM(key)

    def seal(self, plain: bytes, *, about: str) -> bytes:
        """Encrypt; 29 bytes longer than `plain`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._aes.encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """Decrypt.

        Raises:
            JournalDamaged: bytes that were changed, cut, swapped, or sealed with another key.
        """
        if sealed[:1] != VERSION:
            raise _damaged(about)
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._aes.decrypt(nonce, body, about.encode())
        except (InvalidTag, ValueError) as error:
            raise _damaged(about) from error


def _damaged(about: str) -> JournalDamaged:
    kind = about.partition("|")[0]
    return JournalDamaged(
        f"A {kind} in the journal cannot be opened: it was changed or cut, or belongs to another key.",
        hint="Restore the latest backup with `skincast restore`; nothing was overwritten.",
    )
