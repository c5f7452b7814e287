"""Lives of people who do not exist into a folder, chunk by chunk, on all cores; with selfies where asked for."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from skincast.errors import OutputUnwritable
from skincast.pipeline.photo import versions
from skincast.pipeline.twin_selfies import Photographed, photograph, with_photos
from skincast.twin.folder import Order, finish_folder, is_written, open_folder, write_chunk
from skincast.twin.folder.order import Selfies
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live_chunk
from skincast.twin.life.worlds import WORLDS

Progress = Callable[[int, int], None]
"""Told after every piece of work: how many people are done, and of how many."""
LAW = (
    "twin/life",
    "catalog",
    "score/repeatability.py",
    "score/repeatability.toml",
    "score/scale.py",
    "score/scales.toml",
)
"""What moves a life or what is measured of it without pictures."""
RECORDS = ("frozen.toml",)
"""Describe the law and are no part of it."""
LOOK = ("twin", "face")
MOST_WORKERS = 61
"""No more processes can be waited for on Windows."""


def make_twins(
    folder: Path,
    *,
    people: int,
    days: int,
    selfies: Selfies,
    world: str,
    seed: int,
    workers: int,
    progress: Progress,
) -> Order:
    """Let people live, and write down what a forecaster may read and, apart from it, the truth.

    A run that was stopped goes on where it was, when it is asked for the same.

    Args:
        folder: new, empty, or of the same order.
        people: how many.
        days: of each life.
        selfies: how often pictures are taken; `none`: scores as photos would have measured them, without pictures.
        world: a name of `WORLDS`.
        seed: of everything.
        workers: processes.
        progress: told how far it is.

    Raises:
        TwinFolderTaken, TwinFolderUnreadable: as `open_folder`.
        OutputUnwritable: the folder cannot be written, or the disk is full.
    """
    look = "" if selfies == "none" else look_of_twins()
    order = Order(people=people, days=days, selfies=selfies, world=world, seed=seed, law=law_of_worlds(), look=look)
    if open_folder(folder, order):
        progress(people, people)
        return order
    chunks = -(-people // CHUNK_PEOPLE)
    left = [number for number in range(chunks) if not is_written(folder, number)]
    done = people - sum(_size(order, number) for number in left)
    progress(done, people)
    try:
        for more in _people_done(folder, order, left, workers=min(workers, MOST_WORKERS)):
            done += more
            progress(done, people)
        finish_folder(folder, order, chunks=chunks)
    except OSError as error:
        raise OutputUnwritable(
            f"{folder} cannot be written any further: {error.strerror or error}.",
            hint="Make room there, then run the same command again: it goes on where it was.",
        ) from error
    return order


def law_of_worlds() -> str:
    """Fingerprint of the worlds: of every file that says how lives run, how skin follows and how it is measured."""
    return _fingerprint(LAW)


def look_of_twins() -> str:
    """Fingerprint of what renders a selfie and of what reads it: pictures of two versions never mix in one folder."""
    return _fingerprint(LOOK, also=json.dumps(versions(), sort_keys=True))


def _fingerprint(places: Sequence[str], *, also: str = "") -> str:
    digest = hashlib.sha256(also.encode())
    package = resources.files("skincast")
    for place in places:
        for name, data in sorted(_files(package.joinpath(*place.split("/")), place)):
            digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def _people_done(folder: Path, order: Order, numbers: list[int], *, workers: int) -> Iterator[int]:
    """Do the work; yield how many more people are done, again and again."""
    if order.selfies != "none":
        yield from _all_photographed(folder, order, numbers, workers=workers)
    else:
        for number in _all_written(folder, order, numbers, workers=workers):
            yield _size(order, number)


def _all_written(folder: Path, order: Order, numbers: list[int], *, workers: int) -> Iterator[int]:
    """Yield the number of each chunk as it gets written, whichever is ready first."""
    if workers == 1 or len(numbers) == 1:
        for number in numbers:
            yield _write_lived(folder, order, number)
        return
    with _pool(workers) as pool:
        for one in as_completed([pool.submit(_write_lived, folder, order, number) for number in numbers]):
            yield one.result()


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that stop with the piece they are at when anything fails or the person has had enough.

    Spawned, not forked: the libraries behind the pictures keep threads that do not survive a fork.
    """
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _write_lived(folder: Path, order: Order, number: int) -> int:
    size = _size(order, number)
    write_chunk(folder, live_chunk(WORLDS[order.world], order.seed, number, size, order.days, schedule="mixed"))
    return number


def _all_photographed(folder: Path, order: Order, numbers: list[int], *, workers: int) -> Iterator[int]:
    """Write chunk after chunk, its people on all cores; yield 1 for each person."""
    for number in numbers:
        photographed: dict[int, Photographed] = {}
        for person, seen in _each_photographed(folder, order, number, workers=workers):
            photographed[person] = seen
            yield 1
        chunk = _lived(order, number)
        write_chunk(folder, with_photos(chunk, [photographed[i] for i in range(len(photographed))]))


def _each_photographed(folder: Path, order: Order, number: int, *, workers: int) -> Iterator[tuple[int, Photographed]]:
    """People of one chunk, whoever is ready first."""
    size = _size(order, number)
    if workers == 1 or size == 1:
        for person in range(size):
            yield person, _photograph_one(folder, order, number, person)
        return
    with _pool(workers) as pool:
        waiting = {pool.submit(_photograph_one, folder, order, number, i): i for i in range(size)}
        for one in as_completed(waiting):
            yield waiting[one], one.result()


def _photograph_one(folder: Path, order: Order, number: int, person: int) -> Photographed:
    return photograph(folder, _lived(order, number), person)


@lru_cache(maxsize=1)
def _lived(order: Order, number: int) -> Chunk:
    """Lived anew in each process, once: a second of work is less than sending it."""
    size, world = _size(order, number), WORLDS[order.world]
    return live_chunk(world, order.seed, number, size, order.days, schedule=order.selfies)


def _size(order: Order, number: int) -> int:
    return min(CHUNK_PEOPLE, order.people - number * CHUNK_PEOPLE)


def _files(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        # A checkout on Windows may have other line ends: that is no other law.
        yield name, place.read_bytes().replace(b"\r\n", b"\n")
        return
    for entry in place.iterdir():
        known = entry.name.endswith((".py", ".toml", ".csv", ".npz")) and entry.name not in RECORDS
        if known or (entry.is_dir() and entry.name != "__pycache__"):
            yield from _files(entry, f"{name}/{entry.name}")
