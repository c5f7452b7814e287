"""A stream of bytes <-> sealed chunks: none can be changed, left out, added, or put in another's place.

Source: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance" (2015), with AES-256-GCM: the nonce holds the number of the chunk and whether it is the
last one. Every stream has a key of its own, so no nonce is ever used twice.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from skincast.errors import BackupRefused

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16


class SealedWriter(io.BufferedIOBase):
    """Seals what is written to it; `finish` seals the last chunk, without which nothing can be read."""

    def __init__(self, file: BinaryIO, key: bytes, *, about: bytes) -> None:
        self._file, self._aes, self._about = file, AESGCM(key), about
        self._buffer = bytearray()
        self._number = 0

    def write(self, data: ReadableBuffer, /) -> int:
        """Take some bytes; they reach the file in chunks."""
        taken = bytes(data)
        self._buffer += taken
        while len(self._buffer) > CHUNK_BYTES:  # the last chunk is never empty unless all is
            self._seal(bytes(self._buffer[:CHUNK_BYTES]), last=False)
            del self._buffer[:CHUNK_BYTES]
        return len(taken)

    def finish(self) -> None:
        """Seal what is left as the last chunk; the file stays open."""
        self._seal(bytes(self._buffer), last=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._aes.encrypt(_nonce(self._number, last=last), plain, self._about))
        self._number += 1


class SealedReader(io.BufferedIOBase):
    """Opens what `SealedWriter` sealed; gives no byte of a chunk that was touched."""

    def __init__(self, file: BinaryIO, key: bytes, *, about: bytes) -> None:
        self._file, self._aes, self._about = file, AESGCM(key), about
        self._ahead = file.read(CHUNK_BYTES + TAG_BYTES)
        self._buffer = bytearray()
        self._number = 0
        self._ended = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next `size` bytes, fewer at the end only; -1 or None: everything that is left.

        Raises:
            BackupRefused: changed, cut off, or locked with another key.
        """
        wanted = sys.maxsize if size is None or size < 0 else size
        while len(self._buffer) < wanted and not self._ended:
            self._open_next()
        data = bytes(self._buffer[:wanted])
        del self._buffer[:wanted]
        return data

    def _open_next(self) -> None:
        chunk, self._ahead = self._ahead, self._file.read(CHUNK_BYTES + TAG_BYTES)
        self._ended = not self._ahead
        try:
            self._buffer += self._aes.decrypt(_nonce(self._number, last=self._ended), chunk, self._about)
        except (InvalidTag, ValueError) as error:
            raise BackupRefused(
                "The backup is damaged: bytes were changed, are missing, or stand in the wrong place.",
                hint="Use another copy of this backup, or an older backup; nothing was taken from this one.",
            ) from error
        self._number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
