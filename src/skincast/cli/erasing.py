"""The command that erases a person, and proves it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.arguments import AsJson, PersonName
from skincast.cli.asking import ask_words, can_ask
from skincast.cli.clocks import now
from skincast.cli.files import write_text
from skincast.cli.screen import as_typed, say_count, say_size, tell, tell_paragraph
from skincast.cli.session import opened_for
from skincast.errors import ConsentMissing

if TYPE_CHECKING:
    from skincast.cli.chains import ErasureProof, Journal


@app.command()
def erase(
    context: typer.Context,
    person: PersonName,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without being asked.")] = False,
    proof_file: Annotated[
        Path | None, typer.Option("--proof", metavar="FILE", help="Write the proof into a file, to be kept.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person for good, and prove it.

    Scores, photos, days and the key of the person go. Afterwards every byte of the journal's folder is searched for
    them. Take a copy with `export` before, if you want one.
    """
    with opened_for(context, person) as (journal, owner):
        _require_sure(owner.person.name, yes=yes)
        if proof_file is not None:
            write_text(proof_file, "")  # a proof cannot be made a second time: better to know now that it has a place
        proof = chains.erase_person(journal.store, owner, now=now(), clear_caches=lambda: _clear_caches(journal))
    if proof_file is not None:
        write_text(proof_file, proof.to_json())
        tell(f"Written: {proof_file}. It names nobody; the key of the journal proves that it is genuine.")
    if as_json:
        typer.echo(proof.to_json().rstrip())
    else:
        _print(proof, owner.person.name)
    chains.require_complete(proof)


def _require_sure(name: str, *, yes: bool) -> None:
    if yes:
        return
    if not can_ask():
        raise ConsentMissing(f"Nobody can be asked here whether to erase {name}.", hint="If it is sure, add --yes.")
    tell(f"This erases {name} for good. For a copy before that: skincast export {as_typed(name)}")
    if ask_words("To erase, type the name").strip() != name:
        raise ConsentMissing("That is not the name, so nothing was erased.", hint="Type it as `person list` shows it.")


def _clear_caches(journal: Journal) -> None:
    """Answers of the weather service tell where somebody was, and nobody knows any more of whom: all of them go."""
    chains.weather_cache(journal).clear()


def _print(proof: ErasureProof, name: str) -> None:
    deleted, searched = proof.deleted, say_count(proof.files_searched, "file")
    rows, needles = sum(deleted.rows.values()), sum(one.needles for one in proof.looked_for)
    typer.echo(f"{name} is erased: {say_count(rows, 'row')} and {deleted.objects} photos and maps, the key with them.")
    typer.echo(f"Searched afterwards: {searched}, {say_size(proof.bytes_searched)}, for {needles} traces of {name}.")
    for one in proof.looked_for:
        typer.echo(f"  {one.what}: {one.needles} looked for, {one.found} found")
    for reason in proof.not_looked_for:
        typer.echo(f"  not looked for: {reason}")
    for left in proof.left_to_do:
        typer.echo(f"Still to do: {left}")
    if proof.complete:
        typer.echo("Nothing of them was found.")
    typer.echo(f"Signature: {proof.signature}")
    for remark in proof.remarks:
        tell_paragraph(remark)
