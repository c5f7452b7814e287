"""Commands that keep the whole journal safe: an encrypted copy, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import AsJson
from skincast.cli.asking import ask_hidden, can_ask, choose_passphrase
from skincast.cli.clocks import now
from skincast.cli.screen import print_json, say_count, say_size, tell
from skincast.cli.session import find_journal, find_passphrase, opened
from skincast.errors import KeyMissing, KeyRefused
from skincast.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from skincast.cli.chains import BackupReport, RestoreReport

_Report = TypeVar("_Report")

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `skincast backup` wrote.")]


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to; best on another disk. Nothing is overwritten.")
    ],
    *,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Put the key in too, locked with a passphrase: for when the key is lost.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the whole journal into one encrypted file.

    The file is read back and compared. Others may go on using the journal meanwhile. Without --with-key, the file
    opens only where the key is.
    """
    settings = read_settings()
    with opened(context) as journal:
        passphrase = _passphrase_for_key(settings) if with_key else None
        written = chains.backup(journal.store, file, now=now(), passphrase=passphrase)
    if as_json:
        print_json({"schema": "skincast.backup_report/1", "file": str(file), **_describe(written), "key": with_key})
        return
    typer.echo(f"{file}: {_say(written)}. It was read back whole, {say_size(written.bytes)}.")
    if with_key:
        tell("Keep the passphrase in another place than the file: both together open the journal.")
    else:
        tell(f"It opens only with the key {settings.key_file}: keep a copy of that too, or use --with-key.")
    tell("Whoever is erased later is still in this file: delete older backups then.")


@app.command()
def restore(
    context: typer.Context,
    file: BackupFile,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only read the backup through, as restoring would.")] = False,
    key_only: Annotated[
        bool, typer.Option("--key-only", help="Only bring the key back, for a journal that is well but for its key.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a journal out of a backup, where there is none yet."""
    settings = read_settings()
    if key_only:
        _restore_key(file, settings)
        return
    if check:
        found = _with_passphrase(settings, lambda words: _verify(file, settings, words))
        _tell_checked(found, file, as_json=as_json)
        return
    folder, url = find_journal(context.obj, settings)
    done = _with_passphrase(
        settings,
        lambda words: chains.restore(folder, file, key_file=settings.key_file, now=now(), url=url, passphrase=words),
    )
    _tell_restored(done, folder, settings, as_json=as_json)


def _verify(file: Path, settings: Settings, passphrase: str | None) -> BackupReport:
    return chains.verify_backup(file, key_file=settings.key_file, passphrase=passphrase)


def _restore_key(file: Path, settings: Settings) -> None:
    passphrase = settings.passphrase or (ask_hidden("Passphrase of the backup") if can_ask() else "")
    if not passphrase:
        raise KeyRefused(
            "The key inside of a backup is locked, and its passphrase was not given.",
            hint="Type it when asked, or give it in SKINCAST_PASSPHRASE.",
        )
    chains.restore_key(file, key_file=settings.key_file, passphrase=passphrase)
    typer.echo(f"The key is back: {settings.key_file}.")


def _with_passphrase(settings: Settings, work: Callable[[str | None], _Report]) -> _Report:
    """Work with the key that is here, and ask for the passphrase of the backup where there is none."""
    try:
        return work(find_passphrase(settings))
    except KeyMissing:
        passphrase = ask_hidden("Passphrase of the backup") if can_ask() and settings.passphrase is None else ""
        if not passphrase:
            raise
        return work(passphrase)


def _passphrase_for_key(settings: Settings) -> str:
    if settings.passphrase is not None:
        return settings.passphrase
    if not can_ask():
        raise KeyRefused(
            "The key goes into a backup only locked, and nobody can be asked here for a passphrase.",
            hint="Give one in SKINCAST_PASSPHRASE, or run the command in a terminal.",
        )
    return choose_passphrase("Passphrase for the key in the backup")


def _tell_checked(found: BackupReport, file: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({"schema": "skincast.backup_report/1", "file": str(file), **_describe(found)})
    else:
        typer.echo(f"{file} is whole: {_say(found)}, of {found.made_at:%Y-%m-%d %H:%M} UTC. Nothing was restored.")


def _tell_restored(done: RestoreReport, folder: Path, settings: Settings, *, as_json: bool) -> None:
    if as_json:
        counts = {
            **_describe(done),
            "erased_again": done.erased_again,
            "photos_deleted_again": done.photos_deleted_again,
            "key_written": done.key_written,
            "restored_at": f"{done.restored_at:%Y-%m-%dT%H:%M:%SZ}",
        }
        print_json({"schema": "skincast.restored/1", "folder": str(folder), **counts})
        return
    typer.echo(f"{folder} holds the journal again: {_say(done)}, as of {done.made_at:%Y-%m-%d %H:%M} UTC.")
    if done.photos_deleted_again:
        people = say_count(done.photos_deleted_again, "person", "people")
        tell(f"Photos of {people} were deleted again: keeping them was taken back since.")
    if done.erased_again:
        tell(f"Left out, because they were erased since: {say_count(done.erased_again, 'person', 'people')}.")
    if done.key_written:
        tell(f"The key came out of the backup: {settings.key_file}.")


def _say(report: BackupReport | RestoreReport) -> str:
    lost = f", {report.missing} lost before" if report.missing else ""
    people, kept = (
        say_count(report.people, "person", "people"),
        say_count(report.objects, "photo or map", "photos and maps"),
    )
    return f"{people}, {kept}{lost}"


def _describe(report: BackupReport | RestoreReport) -> dict[str, object]:
    return {
        "people": report.people,
        "rows": report.rows,
        "photos_and_maps": report.objects,
        "missing": report.missing,
        "made_at": f"{report.made_at:%Y-%m-%dT%H:%M:%SZ}",
    }
