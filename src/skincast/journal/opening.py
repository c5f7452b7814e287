"""Opening a store: key, database, shape, and what was left to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from skincast.errors import JournalDamaged, JournalUnreachable, KeyMissing, KeyRefused
from skincast.journal.chores import attempt_chores
from skincast.journal.decided import decide_again
from skincast.journal.disk import FILE_MODE, FOLDER_MODE, close_to_others, make_folder
from skincast.journal.held import create_held
from skincast.journal.keys import MasterKey, create_key, read_key
from skincast.journal.migrate import bring_up, newest_revision, revision_of
from skincast.journal.objects import FolderObjects
from skincast.journal.schema import store as facts
from skincast.journal.store import DATABASE, LOCK, OBJECTS, Store, open_engine

KEY_PROOF = "key_proof"
WEATHER = "weather"
"""Folder of sealed answers of a weather service, which other parts of the house keep beside the journal."""


def open_store(folder: Path, *, key_file: Path, url: str | None = None, passphrase: str | None = None) -> Store:
    """Open the store of a folder; make it, and the master key, where there is none yet.

    What was left to do and still cannot be done stands in `left_to_do` of the store.

    Args:
        folder: of the journal, made with permissions for its owner only.
        key_file: of the master key, outside of `folder`.
        url: a PostgreSQL database in place of the SQLite file in `folder`.
        passphrase: where the key is locked with one; a new key is locked with it.

    Raises:
        KeyMissing: there is a journal and no key.
        KeyRefused: the key lies in the folder, is another journal's, or the passphrase is wrong.
        JournalUnreachable: the folder or the database cannot be opened, or a list beside the key cannot be read.
        JournalBusy: this is an older copy, somebody in it was erased since, and another program writes to it.
        JournalNewer: a newer version wrote it.
        JournalDamaged: its file is no database.
    """
    require_apart(folder, key_file)
    make_places(folder, sqlite=url is None)
    engine = open_engine(folder, url)
    try:
        store = _unlock(folder, engine, key_file, passphrase)
        decide_again(store)
        chores = attempt_chores(store, patient=False)
    except BaseException:
        engine.dispose()
        raise
    return replace(store, left_to_do=chores.left)


def _unlock(folder: Path, engine: Engine, key_file: Path, passphrase: str | None) -> Store:
    """Take the key and bring the database to today's shape; nothing is written where the key is missing or wrong."""
    objects = FolderObjects(folder / OBJECTS)
    locked = Store(folder=folder, engine=engine, objects=objects, master=MasterKey(bytes(32)), key_file=key_file)
    with locked.reading() as connection:
        proof, current = _read_proof(connection), revision_of(connection) == newest_revision()
    store = replace(locked, master=_take_key(key_file, passphrase, new=proof is None))
    if proof is not None:
        _check(store, proof)
    if not current:
        bring_up(store)
    if proof is None:
        _check(store, _give_proof(store))
    return store


def make_places(folder: Path, *, sqlite: bool) -> None:
    """Make the folder, and the database's file before SQLite does: its log takes over the file's permissions.

    Raises:
        JournalUnreachable: no permission, or no room.
    """
    try:
        make_folder(folder)
        if _is_journals(folder):
            close_to_others(folder, FOLDER_MODE)
        if sqlite:
            create_held(folder / DATABASE)
            close_to_others(folder / DATABASE, FILE_MODE)
    except OSError as error:
        raise JournalUnreachable(
            f"The journal's folder {folder} cannot be used: {error.strerror}.",
            hint="Name a folder that you may write to with --journal or SKINCAST_JOURNAL.",
        ) from error


def _is_journals(folder: Path) -> bool:
    """Tell whether a folder is for a journal alone: nobody's home must be closed because a journal was put there."""
    names = {path.name for path in folder.iterdir()}
    return names <= {DATABASE, OBJECTS, LOCK, WEATHER, *(f"{DATABASE}-{log}" for log in ("wal", "shm"))}


def require_apart(folder: Path, key_file: Path) -> None:
    """Refuse a key that lies with what it locks.

    Raises:
        KeyRefused: it would lie in the journal's folder.
    """
    if key_file.resolve().is_relative_to(folder.resolve()):
        raise KeyRefused(
            "The master key would lie in the journal's folder: who takes the folder could read it.",
            hint="Name a file elsewhere with SKINCAST_KEY.",
        )


def _take_key(key_file: Path, passphrase: str | None, *, new: bool) -> MasterKey:
    try:
        return read_key(key_file, passphrase=passphrase)
    except KeyMissing:
        if not new:
            raise
    try:
        return create_key(key_file, passphrase=passphrase)
    except KeyRefused:
        if not key_file.exists():
            raise
        return read_key(key_file, passphrase=passphrase)  # another program made it a moment ago


def _read_proof(connection: Connection) -> bytes | None:
    if not connection.dialect.has_table(connection, facts.name):
        return None
    return connection.scalar(select(facts.c.value).where(facts.c.name == KEY_PROOF))


def _give_proof(store: Store) -> bytes:
    """Put something into a new store that only its key opens; another program may have done so a moment ago."""
    with store.writing() as connection:
        proof = _read_proof(connection)
        if proof is None:
            proof = store.master.cipher("proof").seal(b"skincast", about=KEY_PROOF)
            connection.execute(insert(facts).values(name=KEY_PROOF, value=proof))
    return proof


def _check(store: Store, proof: bytes) -> None:
    try:
        store.master.cipher("proof").open(proof, about=KEY_PROOF)
    except JournalDamaged as error:
        raise KeyRefused(
            "This master key is not the one of this journal.",
            hint="Name the right key with SKINCAST_KEY, or another journal with SKINCAST_JOURNAL.",
        ) from error
