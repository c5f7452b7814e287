"""What was asked for, written first, so that a run goes on only with what it began."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from skincast.errors import OutputUnwritable, TwinFolderTaken, TwinFolderUnreadable

Selfies = Literal["daily", "weekly", "none"]
SCHEMA = "skincast.twin/1"
ORDER_FILE = "twin.json"
UNFINISHED_ORDER = f"{ORDER_FILE}.new"
PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The lives that one run makes. The same order gives the same files."""

    people: int
    days: int
    selfies: Selfies
    world: str
    """A name of `skincast.twin.life.worlds`."""
    seed: int
    law: str
    """Fingerprint of the world's law and numbers: another version of Skincast may know another law of that name."""
    look: str = ""
    """Fingerprint of what draws and reads the selfies; empty without pictures."""


def open_folder(folder: Path, order: Order) -> bool:
    """Make the folder ready for an order, or go on with the same one.

    Returns:
        True where nothing is left to do.

    Raises:
        TwinFolderTaken: the folder holds something else.
        OutputUnwritable: it cannot be made.
    """
    file = folder / ORDER_FILE
    if file.exists():
        begun = _read(file)
        if begun["order"] != asdict(order):
            raise TwinFolderTaken(
                f"{folder} holds other lives: {_differences(begun['order'], asdict(order))}.",
                hint="Name another folder with --out, or ask for the same lives to go on with them.",
            )
        if begun["finished"]:
            # A run that was killed right after it had marked the folder as finished leaves its pieces.
            shutil.rmtree(folder / PARTS, ignore_errors=True)
        return bool(begun["finished"])
    if folder.exists() and any(one.name != UNFINISHED_ORDER for one in folder.iterdir()):
        raise TwinFolderTaken(f"{folder} is not empty.", hint="Name a new folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_order(folder, order, finished=False)
    except OSError as error:
        raise OutputUnwritable(
            f"{folder} cannot be written: {error.strerror}.", hint="Name a folder of yours with --out."
        ) from error
    return False


def open_order(folder: Path) -> Order:
    """Read what a finished folder holds.

    Raises:
        TwinFolderUnreadable: it is none, or not finished.
    """
    file = folder / ORDER_FILE
    if not file.exists():
        raise TwinFolderUnreadable(
            f"{folder} holds no {ORDER_FILE}.", hint="Name a folder that `skincast twin --out` has made."
        )
    content = _read(file)
    if not content["finished"]:
        raise TwinFolderUnreadable(
            f"The lives in {folder} are not finished.", hint="Run the same `skincast twin` command again to go on."
        )
    return Order(**content["order"])


def write_order(folder: Path, order: Order, *, finished: bool) -> None:
    """Write the order beside its lives."""
    content = {"schema": SCHEMA, "order": asdict(order), "finished": finished}
    new = folder / UNFINISHED_ORDER
    new.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    new.replace(folder / ORDER_FILE)


def _read(file: Path) -> dict[str, Any]:
    try:
        return _checked(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TwinFolderUnreadable(
            f"{file} is not what Skincast writes.", hint="Name a folder that `skincast twin --out` has made."
        ) from error


def _checked(content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the file holds
    """The content of an order file.

    Raises:
        ValueError, KeyError, TypeError: it is something else.
    """
    if content["schema"] != SCHEMA or not isinstance(content["finished"], bool):
        raise ValueError(content["schema"])
    Order(**content["order"])
    return dict(content)


def _differences(begun: dict[str, Any], asked: dict[str, Any]) -> str:
    unlike = [name for name, value in asked.items() if begun.get(name) != value]
    return ", ".join(f"{name} {begun.get(name)}, not {asked[name]}" for name in unlike)
