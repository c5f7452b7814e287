"""The master key: a file outside of the journal's folder, plain or locked with a passphrase."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from skincast.errors import JournalDamaged, KeyMissing, KeyRefused, ValueRefused
from skincast.journal.cipher import KEY_BYTES, Cipher, new_key
from skincast.journal.disk import make_folder, sync_folder, write_file

FORMAT = "skincast.key/1"
SALT_BYTES = 16
ARGON2 = {"iterations": 3, "lanes": 4, "memory_cost": 64 * 1024}
"""Memory in KiB. Source: RFC 9106, second recommended option."""
MOST_TIMES = 4
"""As much may a file ask for: it must not make this machine work for minutes, or take all of its memory."""
SHORTEST = 8
"""Characters of a passphrase. Source: NIST SP 800-63B-4, the least for a secret that people choose."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class MasterKey:
    """Wraps every person's key. What it is used for never shares bytes: each use has a key derived for it."""

    secret: bytes = field(repr=False)

    def derive(self, purpose: str) -> bytes:
        """A key for one purpose, 32 bytes. Source: RFC 5869, expand step."""
        return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=f"skincast {purpose}".encode()).derive(self.secret)

    def cipher(self, purpose: str) -> Cipher:
        """A cipher for one purpose."""
        return Cipher(self.derive(purpose))

    def digest(self, purpose: str, text: str) -> bytes:
        """A keyed digest, 32 bytes: equal texts can be found without being readable. Source: RFC 2104."""
        return hmac.digest(self.derive(purpose), text.encode("utf-8", "surrogatepass"), hashlib.sha256)


def create_key(path: Path, *, passphrase: str | None = None) -> MasterKey:
    """Make a new master key and write it where only its owner may read it; never over another one.

    Raises:
        KeyRefused: there is a key already, or the file cannot be written.
    """
    key = MasterKey(new_key())
    write_key(path, key, passphrase=passphrase, replace=False)
    return key


def read_key(path: Path, *, passphrase: str | None = None) -> MasterKey:
    """Read the master key.

    Raises:
        KeyMissing: no such file.
        KeyRefused: no key file, one that others may read, another passphrase, or a passphrase is needed.
    """
    return MasterKey(_unlock(_read(path), path, passphrase))


def is_locked(path: Path) -> bool:
    """True where a passphrase is needed to read the key.

    Raises:
        KeyRefused: no key file.
    """
    return path.is_file() and "locked" in _read(path)


def write_key(path: Path, key: MasterKey, *, passphrase: str | None, replace: bool) -> None:
    """Write the key file whole or not at all; `passphrase` locks it.

    Raises:
        KeyRefused: there is a key already and `replace` is False, or the file cannot be written.
        ValueRefused: too short a passphrase.
    """
    text = json.dumps({"format": FORMAT} | lock(key.secret, passphrase), indent=2) + "\n"
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        make_folder(path.parent)
        write_file(fresh, text.encode())
        _name(fresh, path, replace=replace)
        _delete_copies(path)
        sync_folder(path.parent)
    except OSError as error:
        taken = isinstance(error, FileExistsError) and path.exists()
        words = "there is one already" if taken else error.strerror
        raise _refused(f"The master key cannot be written to {path}: {words}.") from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def lock(secret: bytes, passphrase: str | None) -> dict[str, object]:
    """The key as the fields of a JSON file: plain, or sealed under a passphrase.

    Raises:
        ValueRefused: too short a passphrase.
    """
    if passphrase is None:
        return {"key": base64.b64encode(secret).decode()}
    require_long(passphrase)
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = Cipher(_stretch(passphrase, salt, ARGON2)).seal(secret, about="master key")
    return {
        "locked": base64.b64encode(sealed).decode(),
        "salt": base64.b64encode(salt).decode(),
        "argon2id": ARGON2,
    }


def require_long(passphrase: str) -> None:
    """Refuse a passphrase that can be guessed by trying all.

    Raises:
        ValueRefused: it is too short.
    """
    if len(passphrase.strip()) < SHORTEST:
        raise ValueRefused(
            f"A passphrase has at least {SHORTEST} characters.",
            hint="Take four or five words that nobody would put together, and write them down somewhere safe.",
        )


def unlock(fields: dict[str, object], passphrase: str) -> bytes:
    """The secret of `lock`.

    Raises:
        KeyRefused: another passphrase, or damaged fields.
    """
    try:
        salt, sealed = (base64.b64decode(str(fields[name]), validate=True) for name in ("salt", "locked"))
        cost = fields["argon2id"]
        if not isinstance(cost, dict) or set(cost) != set(ARGON2) or not _affordable(cost):
            raise _refused("The locked key is damaged.")
        return Cipher(_stretch(passphrase, salt, cost)).open(sealed, about="master key")
    except JournalDamaged as error:
        raise KeyRefused(
            "The passphrase is not the right one.", hint="Try again; without the passphrase the key is lost."
        ) from error
    except (KeyError, ValueError) as error:
        raise _refused("The locked key is damaged.") from error


def _affordable(cost: dict[str, Any]) -> bool:
    return all(type(cost[name]) is int and 0 < cost[name] <= MOST_TIMES * most for name, most in ARGON2.items())


def _stretch(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    argon2id = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_cost"],
    )
    alike = unicodedata.normalize("NFC", passphrase)  # keyboards and systems write an accent in two ways
    return argon2id.derive(alike.encode("utf-8", "surrogatepass"))


def _name(fresh: Path, path: Path, *, replace: bool) -> None:
    """Give the written file its name; a link, unlike a move, is refused where the name is taken."""
    if replace:
        fresh.replace(path)
    else:
        os.link(fresh, path)


def _delete_copies(path: Path) -> None:
    """Whoever was killed while writing the key left a copy of it, which no passphrase locks; nothing else is ours."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}")
    for copy in path.parent.iterdir():
        if ours.fullmatch(copy.name) and copy.is_file() and not copy.is_symlink():
            copy.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, object]:
    try:
        fields = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise KeyMissing(
            f"The master key {path} is not there, and nothing in the journal can be read without it.",
            hint="Put your copy of it back, or name it with SKINCAST_KEY; `skincast restore` brings it back from a "
            "backup that has a passphrase.",
        ) from error
    except OSError as error:
        raise _refused(f"The master key {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise _refused(f"{path} is no master key.") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise _refused(f"{path} is no master key.")
    _require_private(path)
    return fields


def _require_private(path: Path) -> None:
    """Refuse a key of ours that is open to others, as SSH does: whoever could read it may have."""
    state = path.stat()
    if state.st_uid == os.geteuid() and state.st_mode & OTHERS:
        raise KeyRefused(
            f"The master key {path} can be read or changed by other users of this machine.",
            hint=f"Keep it to yourself: chmod 600 {path}",
        )


def _unlock(fields: dict[str, object], path: Path, passphrase: str | None) -> bytes:
    if "locked" in fields:
        if passphrase is None:
            raise KeyRefused(
                f"The master key {path} is locked with a passphrase.",
                hint="Type it when asked, or give it in SKINCAST_PASSPHRASE.",
            )
        return unlock(fields, passphrase)
    try:
        secret = base64.b64decode(str(fields["key"]), validate=True)
    except (KeyError, ValueError) as error:
        raise _refused(f"{path} is no master key.") from error
    if len(secret) != KEY_BYTES:
        raise _refused(f"{path} is no master key.")
    return secret


def _refused(message: str) -> KeyRefused:
    return KeyRefused(message, hint="Put your copy of the master key back, or name another file with SKINCAST_KEY.")
