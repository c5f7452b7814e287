"""Lives of people who do not exist into a folder, chunk by chunk, on all cores; with selfies where asked for."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from skincast.pipeline.twin_selfies import Photographed, photograph, with_photos
from skincast.twin.folder import Order, finish_folder, is_written, open_folder, write_chunk
from skincast.twin.folder.order import Selfies
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live_chunk
from skincast.twin.life.worlds import WORLDS

Progress = Callable[[int, int], None]
"""Told after every piece of work: how many people are done, and of how many."""
LAW_ROOMS = ("twin.life", "catalog")


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
        TwinFolderTaken, TwinFolderUnreadable, OutputUnwritable: as `open_folder`.
    """
    order = Order(people=people, days=days, selfies=selfies, world=world, seed=seed, law=law_of_worlds())
    if open_folder(folder, order):
        progress(people, people)
        return order
    chunks = -(-people // CHUNK_PEOPLE)
    left = [number for number in range(chunks) if not is_written(folder, number)]
    done = people - sum(_size(order, number) for number in left)
    progress(done, people)
    for more in _people_done(folder, order, left, workers=workers):
        done += more
        progress(done, people)
    finish_folder(folder, order, chunks=chunks)
    return order


def law_of_worlds() -> str:
    """Fingerprint of the worlds: of every file that says how lives run and skin follows them."""
    digest = hashlib.sha256()
    for room in LAW_ROOMS:
        for name, data in sorted(_files(resources.files("skincast").joinpath(*room.split(".")), room)):
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
    # Spawned, not forked: the libraries behind the pictures keep threads that do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for one in as_completed([pool.submit(_write_lived, folder, order, number) for number in numbers]):
            yield one.result()


def _write_lived(folder: Path, order: Order, number: int) -> int:
    size = _size(order, number)
    write_chunk(folder, live_chunk(WORLDS[order.world], order.seed, number, size, order.days, schedule="mixed"))
    return number


def _all_photographed(folder: Path, order: Order, numbers: list[int], *, workers: int) -> Iterator[int]:
    """Write chunk after chunk, its people on all cores; yield 1 for each person."""
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for number in numbers:
            photographed: dict[int, Photographed] = {}
            waiting = {pool.submit(_photograph_one, folder, order, number, i): i for i in range(_size(order, number))}
            for one in as_completed(waiting):
                photographed[waiting[one]] = one.result()
                yield 1
            chunk = _lived(order, number)
            write_chunk(folder, with_photos(chunk, [photographed[i] for i in range(len(photographed))]))


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
    for entry in place.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".toml", ".csv")):
            yield f"{name}/{entry.name}", entry.read_bytes()
