"""A bar on stderr that counts pieces of work, where somebody watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from skincast.cli.screen import stderr

if TYPE_CHECKING:
    from collections.abc import Callable


@contextmanager
def counted(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many pieces of work are done.

    Args:
        words: what is going on.

    Yields:
        To be told the number done and the number of all, again and again.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr(), transient=True, disable=not stderr().is_terminal) as bar:
        task = bar.add_task(words, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress
