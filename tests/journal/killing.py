"""Running tasks of `worker.py`, together or killing them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.journal.homes import Home

from skincast.settings import CHECKOUT_DIR

LONGEST_S = 60.0
"""No task takes nearly as long: a worker that is silent for so long hangs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a task said before it ended."""

    lines: tuple[tuple[str, ...], ...]
    status: int
    """0: done; -9: killed."""
    seconds: float
    """From its beginning to its end."""

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL

    def said(self, word: str) -> list[tuple[str, ...]]:
        """What followed that word, line by line."""
        return [line[1:] for line in self.lines if line[0] == word]


class Killer:
    """One server of workers."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.journal.worker"]
        self._server = subprocess.Popen(command, cwd=CHECKOUT_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._text = b""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        with self._server:
            assert self._server.stdin is not None
            self._server.stdin.close()

    def run(self, home: Home, act: str, *, seed: int, step: int | None = None, kill_s: float | None = None) -> Outcome:
        """Do one task.

        Args:
            home: where.
            act: one of `worker.ACTS`.
            seed: of what it writes.
            step: the call or return at which it kills itself; 0: it counts them.
            kill_s: how long after its beginning it is killed from outside.
        """
        self._send([_task(home, act, seed=seed, step=step)])
        pid, begun = 0, time.monotonic()
        deadline: float | None = None
        lines: list[tuple[str, ...]] = []
        while not lines or lines[-1][0] != "ended":
            line = self._next(deadline)
            if line is None:
                with suppress(ProcessLookupError):  # it ended a moment ago
                    os.kill(pid, signal.SIGKILL)
                deadline = None
                continue
            lines.append(line[1:])
            if line[1] == "begun":
                pid, begun = int(line[2]), time.monotonic()
                deadline = None if kill_s is None else begun + kill_s
        return _outcome(lines, seconds=time.monotonic() - begun)

    def run_together(self, home: Home, act: str, tasks: Sequence[dict[str, object]]) -> list[Outcome]:
        """Do tasks at the same time; each names what it adds to a task of `run`."""
        begun = time.monotonic()
        self._send([_task(home, act) | task for task in tasks])
        lines: list[list[tuple[str, ...]]] = [[] for _ in tasks]
        while not all(some and some[-1][0] == "ended" for some in lines):
            line = self._next(None)
            assert line is not None
            lines[int(line[0])].append(line[1:])
        return [_outcome(some, seconds=time.monotonic() - begun) for some in lines]

    def _send(self, tasks: list[dict[str, object]]) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(tasks).encode() + b"\n")
        self._server.stdin.flush()

    def _next(self, deadline: float | None) -> tuple[str, ...] | None:
        """The next line; None when the deadline comes first."""
        assert self._server.stdout is not None
        handle = self._server.stdout.fileno()
        while b"\n" not in self._text:
            left = LONGEST_S if deadline is None else deadline - time.monotonic()
            if not select.select([handle], [], [], max(left, 0))[0]:
                if deadline is None:
                    raise TimeoutError("the worker hangs")
                return None
            self._text += os.read(handle, 65_536)
        line, _, self._text = self._text.partition(b"\n")
        return tuple(line.decode().split())


def _task(home: Home, act: str, *, seed: int = 0, step: int | None = None) -> dict[str, object]:
    places = {"folder": str(home.folder), "key_file": str(home.key_file), "url": home.url}
    return {"act": act, "seed": seed, "step": step, **places}


def _outcome(lines: Sequence[tuple[str, ...]], *, seconds: float) -> Outcome:
    return Outcome(lines=tuple(lines), status=int(lines[-1][1]), seconds=seconds)
