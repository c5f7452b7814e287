"""Arguments and options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

PersonName = Annotated[str, typer.Argument(metavar="PERSON", help="Name of the person, or their id.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Agreed = Annotated[bool, typer.Option("--agree", help="Agree without being asked: say so only if you read the words.")]
OnDay = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The day: 2026-03-01, today or yesterday, where the person is.")
]

NUMBERS_MAY_BE_NEGATIVE = {"ignore_unknown_options": True}
"""Settings of a command whose arguments may be `-33.9`, which is no option."""
