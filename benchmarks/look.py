"""Run the product over samples in two processes and keep, of each photo, only what a task wants to know."""

from __future__ import annotations

import multiprocessing
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import cv2
from benchmarks.datasets import Sample

from skincast.analysis import Analysis
from skincast.errors import SkincastError
from skincast.pipeline import analyze

WORKERS = 2
NO_FACE = "no_face"

Seen_co = TypeVar("Seen_co", covariant=True)  # a frozen outcome of X is an outcome of anything wider
Item = TypeVar("Item")
Result = TypeVar("Result")
Observe = Callable[[Sample, Analysis], Seen_co]
"""Takes a sample and its accepted analysis, returns something small; a plain function of a module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Seen_co]):
    """What became of one photo."""

    sample: Sample
    accepted: bool
    closeup: bool
    """It was analyzed as a patch without a face."""
    refused_because: tuple[str, ...]
    """Codes of the problems that refuse it, or of the error that stopped it."""
    seconds: float
    seen: Seen_co | None
    """None unless accepted."""
    crash: str | None = None
    """Kind and place of an exception that nobody may ever see."""


def look(
    samples: Sequence[Sample], observe: Observe[Seen_co], *, closeup: bool = False, workers: int = WORKERS
) -> list[Outcome[Seen_co]]:
    """Analyze every sample.

    Args:
        samples: What to analyze.
        observe: Picks what is wanted from an accepted analysis; runs in the worker, where the maps are.
        closeup: Analyze all as patches of skin.
        workers: Processes; 0 runs in this one.

    Returns:
        One outcome a sample, in the order of the samples. A refusal is an outcome, and so is a crash.
    """
    outcomes = share_out(partial(look_at, observe=observe, closeup=closeup), samples, workers=workers)
    for crash, count in Counter(outcome.crash for outcome in outcomes if outcome.crash).items():
        print(f"crashed on {count} photos: {crash}", file=sys.stderr)
    return outcomes


def share_out(work: Callable[[Item], Result], items: Sequence[Item], *, workers: int = WORKERS) -> list[Result]:
    """Do the same work on every item in separate processes and return the results in the order of the items.

    Args:
        work: A plain function of a module, or a `partial` of one.
        items: What to work on.
        workers: Processes; 0 works in this one.
    """
    if not workers:
        return [work(item) for item in items]
    # A fresh process a worker: a forked one would inherit half of the runtime's threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        return list(pool.map(work, items, chunksize=2))


def look_twice(
    samples: Sequence[Sample], observe: Observe[Seen_co], *, workers: int = WORKERS
) -> tuple[list[Outcome[Seen_co]], list[Outcome[Seen_co]]]:
    """Analyze every sample, and those without a face a second time as close-ups.

    Returns:
        The first looks, and the same with the second looks in the place of those that found no face.
    """
    first = look(samples, observe, workers=workers)
    missed = [outcome.sample for outcome in first if NO_FACE in outcome.refused_because]
    again = look(missed, observe, closeup=True, workers=workers) if missed else []
    second = {outcome.sample.path: outcome for outcome in again}
    return first, [second.get(outcome.sample.path, outcome) for outcome in first]


def look_at(sample: Sample, *, observe: Observe[Seen_co], closeup: bool) -> Outcome[Seen_co]:
    """Analyze one sample."""
    begun = time.perf_counter()
    try:
        analysis = analyze(sample.path, closeup=closeup)
        seen = observe(sample, analysis) if analysis.quality.accepted else None
    except SkincastError as error:
        return _failed(sample, begun, closeup=closeup, code=error.code, crash=None)
    except Exception as error:  # noqa: BLE001  # finding out what can be raised is what this is for
        place = traceback.extract_tb(error.__traceback__)[-1]
        crash = f"{type(error).__name__} at {place.name} ({place.filename.rpartition('/')[2]}:{place.lineno})"
        return _failed(sample, begun, closeup=closeup, code="crash", crash=crash)
    problems = [] if analysis.quality.accepted else analysis.quality.problems
    return Outcome(
        sample=sample,
        accepted=analysis.quality.accepted,
        closeup=analysis.closeup,
        refused_because=tuple(dict.fromkeys(problem.code for problem in problems if problem.refuses)),
        seconds=time.perf_counter() - begun,
        seen=seen,
    )


def seen_of(outcomes: Sequence[Outcome[Seen_co]]) -> list[tuple[Sample, Seen_co]]:
    """Return sample and observation of every accepted photo."""
    return [(outcome.sample, outcome.seen) for outcome in outcomes if outcome.seen is not None]


def _failed(sample: Sample, begun: float, *, closeup: bool, code: str, crash: str | None) -> Outcome[Seen_co]:
    return Outcome(
        sample=sample,
        accepted=False,
        closeup=closeup,
        refused_because=(code,),
        seconds=time.perf_counter() - begun,
        seen=None,
        crash=crash,
    )
