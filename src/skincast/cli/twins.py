"""The command that makes people who do not exist: with their lives, their selfies, and the truth behind both."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from skincast.cli import chains
from skincast.cli.app import app
from skincast.cli.counting import counted
from skincast.cli.screen import say_count, tell

MOST_PEOPLE, MOST_DAYS, MOST_WORKERS = 1_000_000, 3_660, 61
World = Literal["linear", "saturating", "flare"]
Selfies = Literal["daily", "weekly", "none"]


@app.command()
def twin(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder, or one of the same lives to go on.")],
    people: Annotated[int, typer.Option("--people", min=1, max=MOST_PEOPLE, help="How many people.")] = 1,
    days: Annotated[int, typer.Option("--days", min=1, max=MOST_DAYS, help="Days of each life.")] = 90,
    selfies: Annotated[
        Selfies, typer.Option("--selfies", help="Pictures with their truth; none: scores as photos would give them.")
    ] = "weekly",
    world: Annotated[World, typer.Option("--world", help="The law by which skin follows a life.")] = "flare",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed makes the same people.")] = 1,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, max=MOST_WORKERS, help="Processes; as many as there are cores if not told."),
    ] = None,
) -> None:
    """Make people who do not exist.

    Their skin is known to the pixel, their life to the day. The folder gets a diary in the backtest format, selfies
    with truth maps where they are asked for, and apart from both the life behind them. A run that was stopped goes on
    where it was. docs/twin.md describes every file.
    """
    with counted("Living") as progress:
        order = chains.make_twins(
            out,
            people=people,
            days=days,
            selfies=selfies,
            world=world,
            seed=seed,
            workers=workers or os.cpu_count() or 1,
            progress=progress,
        )
    typer.echo(f"{out}: {say_count(order.people, 'person', 'people')}, {say_count(order.days, 'day')}, world {world}.")
    tell("Nobody of them exists. Keep life/ and the truth beside the selfies from whatever you want to examine.")
