"""Questions to the person at the terminal; where nobody sits there, nothing is asked."""

from __future__ import annotations

import sys

import typer

from skincast.catalog import Purpose
from skincast.cli.screen import tell, tell_paragraph
from skincast.errors import ConsentMissing, ValueRefused

SHORTEST_PASSPHRASE = 8


def can_ask() -> bool:
    """Tell whether somebody sees a question and can answer it."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask_yes(question: str) -> bool:
    """Ask; no answer is a no."""
    try:
        return typer.confirm(question, default=False, err=True)
    except typer.Abort:
        tell("")
        return False


def ask_words(question: str) -> str:
    """Ask for words; no answer is none."""
    try:
        return str(typer.prompt(question, default="", show_default=False, err=True))
    except typer.Abort:
        tell("")
        return ""


def ask_hidden(question: str) -> str:
    """Ask for something that nobody should read over a shoulder; no answer is none."""
    try:
        return str(typer.prompt(question, default="", show_default=False, hide_input=True, err=True))
    except typer.Abort:
        tell("")
        return ""


def choose_passphrase(question: str) -> str:
    """Ask for a new passphrase, twice.

    Raises:
        ValueRefused: too short, or not the same twice.
    """
    first = ask_hidden(question)
    if len(first) < SHORTEST_PASSPHRASE:
        raise ValueRefused(
            f"A passphrase has {SHORTEST_PASSPHRASE} characters or more.",
            hint="Several words that belong together only for you are easy to remember and hard to guess.",
        )
    if ask_hidden("Once more") != first:
        raise ValueRefused("The two are not the same, so nothing was changed.", hint="Try again, slowly.")
    return first


def require_agreement(purpose: Purpose, *, agreed: bool) -> None:
    """Show what somebody is asked to agree to, and go on only if they do.

    Raises:
        ConsentMissing: they do not, or nobody can be asked.
    """
    if not agrees(purpose, agreed=agreed):
        raise ConsentMissing(
            "You did not agree, so nothing was changed.",
            hint="Nothing is kept without your consent; come back any time.",
        )


def agrees(purpose: Purpose, *, agreed: bool) -> bool:
    """Show what somebody is asked to agree to, and return whether they do.

    Raises:
        ConsentMissing: nobody can be asked.
    """
    _show(purpose.label, purpose.text)
    return agreed or _ask("Do you agree?")


def confirm_withdrawal(purpose: Purpose, *, agreed: bool) -> None:
    """Show what happens when a consent is taken back, and go on only if the person wants it.

    Raises:
        ConsentMissing: they do not, or nobody can be asked.
    """
    _show(f"Take back: {purpose.label}", purpose.withdrawn)
    if not agreed and not _ask("Take it back?"):
        raise ConsentMissing("Nothing was changed.", hint="The consent stays as it was.")


def _ask(question: str) -> bool:
    if not can_ask():
        raise ConsentMissing(
            "Nobody can be asked here, and --agree was not given.",
            hint="Read the words above; if you agree, add --agree.",
        )
    return ask_yes(question)


def _show(title: str, words: str) -> None:
    tell(f"\n{title}", style="bold")
    tell_paragraph(f"{words}\n")
