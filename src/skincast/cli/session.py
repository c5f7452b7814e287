"""Opening the journal that the settings and the options name, and finding a person in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from skincast.cli import chains
from skincast.cli.app import Asked
from skincast.cli.asking import ask_hidden, can_ask
from skincast.cli.screen import tell
from skincast.errors import HistoryMissing
from skincast.settings import Settings, read_settings

if TYPE_CHECKING:
    from skincast.cli.chains import Journal, Owner


@contextmanager
def opened(context: typer.Context, *, begins: bool = False) -> Iterator[Journal]:
    """Open the journal, and close it at the end.

    Args:
        context: of the command.
        begins: True where the command may begin a journal; others say that there is none yet.

    Raises:
        HistoryMissing: there is no journal yet.
        SkincastError: as `open_journal`.
    """
    settings = read_settings()
    folder, url = find_journal(context.obj, settings)
    if not begins and not has_journal(context):
        raise HistoryMissing(
            f"There is no journal in {folder} yet.", hint="Begin one with `skincast person add NAME --born YEAR`."
        )
    fresh = not settings.key_file.exists()
    journal = chains.open_journal(folder, key_file=settings.key_file, url=url, passphrase=find_passphrase(settings))
    if fresh:
        tell(
            f"note: the journal is encrypted, and its key is the new file {settings.key_file}. Without it nobody can "
            "read the journal, you included: keep a copy of it in a safe place."
        )
    for left in journal.store.left_to_do:
        tell(f"note [{left.code}]: something that was deleted is still to be cleared away. {left.message} {left.hint}")
    try:
        yield journal
    finally:
        journal.store.engine.dispose()


@contextmanager
def opened_for(context: typer.Context, person: str) -> Iterator[tuple[Journal, Owner]]:
    """Open the journal and find a person in it.

    Raises:
        PersonUnknown: nobody of that name or id.
        SkincastError: as `opened`.
    """
    with opened(context) as journal:
        yield journal, journal.people.find(person)


def has_journal(context: typer.Context) -> bool:
    """Tell whether a journal was begun: a command that only looks makes none."""
    folder, url = find_journal(context.obj, read_settings())
    return url is not None or (folder / chains.DATABASE).exists()


def find_journal(asked: Asked, settings: Settings) -> tuple[Path, str | None]:
    """Return the folder, and the URL where a server holds the rows; a folder named with --journal holds its own."""
    if asked.journal_dir is not None:
        return asked.journal_dir.expanduser(), None
    return settings.journal_dir, settings.journal_url


def find_passphrase(settings: Settings) -> str | None:
    """Return what opens a locked key: from the settings, or as the person types it."""
    if settings.passphrase is not None or not chains.is_locked(settings.key_file) or not can_ask():
        return settings.passphrase
    return ask_hidden("Passphrase of the journal's key") or None
