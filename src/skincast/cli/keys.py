"""Commands about the key without which nobody can read the journal."""

from __future__ import annotations

from pathlib import Path

import typer

from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import AsJson
from skincast.cli.asking import can_ask, choose_passphrase
from skincast.cli.screen import print_json, tell
from skincast.cli.session import find_passphrase
from skincast.errors import KeyMissing, KeyRefused
from skincast.settings import Settings, read_settings

group = typer.Typer(name="key", help="See and lock the key that opens the journal.", no_args_is_help=True)
app.add_typer(group)


@group.command()
def status(*, as_json: AsJson = False) -> None:
    """Tell where the key lies, and whether a passphrase locks it."""
    path = read_settings().key_file
    locked = _require(path)
    if as_json:
        print_json({"schema": "skincast.key_status/1", "file": str(path), "locked": locked})
        return
    typer.echo(f"The key is {path}, {'locked with a passphrase' if locked else 'not locked'}.")
    if locked:
        tell("Keep a copy of the file, and the passphrase in another place: without both nobody can read the journal.")
    else:
        tell("Keep a copy. Whoever has the file and the journal can read it; to lock it: skincast key protect")


@group.command()
def protect() -> None:
    """Lock the key with a passphrase, or with another one."""
    settings = read_settings()
    was_locked = _require(settings.key_file)
    current = find_passphrase(settings) if was_locked else None
    chains.protect_key(settings.key_file, _new_passphrase(settings, was_locked=was_locked), current=current)
    typer.echo(f"The key {settings.key_file} is locked with {'the new' if was_locked else 'a'} passphrase.")
    tell("Who forgets the passphrase loses the journal. Older copies of the key open as they did: lock or delete them.")


@group.command()
def unprotect() -> None:
    """Take the passphrase off the key."""
    settings = read_settings()
    if not _require(settings.key_file):
        typer.echo(f"The key {settings.key_file} is not locked.")
        return
    chains.unprotect_key(settings.key_file, _require_passphrase(settings))
    typer.echo(f"The key {settings.key_file} is not locked any more: whoever can read the file can read the journal.")


def _require_passphrase(settings: Settings) -> str:
    passphrase = find_passphrase(settings)
    if passphrase is None:
        raise KeyRefused(
            f"The key {settings.key_file} is locked, and its passphrase was not given.",
            hint="Type it when asked, or give it in SKINCAST_PASSPHRASE.",
        )
    return passphrase


def _require(path: Path) -> bool:
    """Tell whether the key is locked.

    Raises:
        KeyMissing: there is none.
        KeyRefused: the file is no key.
    """
    if not path.exists():
        raise KeyMissing(
            f"There is no key {path} yet.",
            hint="The first journal makes it; a copy of an older one is put back there, or named with SKINCAST_KEY.",
        )
    return chains.is_locked(path)


def _new_passphrase(settings: Settings, *, was_locked: bool) -> str:
    """The passphrase to come: from the settings for a key that is open, else typed twice."""
    if settings.passphrase is not None and not was_locked:
        return settings.passphrase
    if not can_ask():
        raise KeyRefused(
            "Nobody can be asked here for a new passphrase.",
            hint="Run the command in a terminal; a key that is not locked yet takes SKINCAST_PASSPHRASE.",
        )
    return choose_passphrase("New passphrase of the journal's key")
