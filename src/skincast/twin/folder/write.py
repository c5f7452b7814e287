"""One chunk into files of its own, and all of them into the folder's: a run that is killed loses one chunk."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.twin.folder.columns import (
    HORIZONS_DAYS,
    NORMALS,
    concern_columns,
    factor_columns,
    meta,
    normal_columns,
    product_columns,
)
from skincast.twin.folder.order import PARTS, Order, write_order
from skincast.twin.folder.rows import Column, date_texts, long_rows
from skincast.twin.life.lives import Chunk, normal_factors
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS

HEADS = {
    "observations.csv": b"person_id,date,concern,value,sd\n",
    "exposures.csv": b"person_id,date,factor,value,planned\n",
    "people.csv": b"person_id,role\n",
    "origins.csv": b"person_id,origin_date\n",
}
LIFE = "life"
ORIGIN_DAYS = (14, 30, 60, 90, 150, 210, 270, 329)
"""Days of the life on which a forecast is asked for, as in the peers' comparison of forecasting.md."""
TESTED = 5
"""Every fifth person is a test person."""
BLOCK_PEOPLE = 50

Values = NDArray[np.float64]


def person_name(index: int) -> str:
    """The opaque name of a person of a folder."""
    return f"t{index:07d}"


def write_chunk(folder: Path, chunk: Chunk) -> None:
    """Write the rows and the hidden truth of one chunk; whole or not at all.

    Args:
        folder: of the order.
        chunk: as lived, or with `measured` from real analyses of its selfies.
    """
    unfinished = folder / PARTS / f"{chunk.number:05d}.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, rows in _WRITERS.items():
        with (unfinished / name).open("wb") as file:
            for first in range(0, len(chunk.scores), BLOCK_PEOPLE):
                file.write(rows(chunk, slice(first, first + BLOCK_PEOPLE)))
    _write_life(unfinished / "life.npz", chunk)
    unfinished.rename(_part(folder, chunk.number))


def is_written(folder: Path, number: int) -> bool:
    """Whether a chunk has been written."""
    return _part(folder, number).exists()


def finish_folder(folder: Path, order: Order, *, chunks: int) -> None:
    """Join the chunks' files into those of the format, in order, and mark the folder as finished."""
    for name, head in HEADS.items():
        with (folder / f"{name}.new").open("wb") as whole:
            whole.write(head)
            for number in range(chunks):
                with (_part(folder, number) / name).open("rb") as part:
                    shutil.copyfileobj(part, whole, 1 << 22)
        (folder / f"{name}.new").replace(folder / name)
    (folder / "meta.json").write_text(json.dumps(meta(), indent=2) + "\n", encoding="utf-8")
    (folder / LIFE).mkdir(exist_ok=True)
    for number in range(chunks):
        shutil.copyfile(_part(folder, number) / "life.npz", folder / LIFE / f"{number:05d}.npz")
    write_order(folder, order, finished=True)
    shutil.rmtree(folder / PARTS)


def _observation_rows(chunk: Chunk, block: slice) -> bytes:
    values, sds = _float(chunk.measured[block]), chunk.measured_sd[block]
    ends = [np.char.add(np.char.add(b",", np.char.mod(b"%.1f", sds[..., k])), b"\n") for k in range(len(CONCERNS))]
    return long_rows(_names(chunk, block), _dates(chunk), concern_columns(), values, endings=ends)


def _exposure_rows(chunk: Chunk, block: slice) -> bytes:
    happened = _float(chunk.logged_factors[block])
    used, ahead = _float(chunk.logged_products[block]), _float(chunk.planned_ahead[block])
    parts: list[tuple[Sequence[Column], Values, bytes]] = [
        (factor_columns(), happened, b",0\n"),
        (product_columns(), np.where(used > 0, used, np.nan), b",0\n"),
        (normal_columns(), _normals(chunk, block), b",1\n"),
        (product_columns(), np.where(ahead > 0, ahead, np.nan), b",1\n"),
    ]
    columns = [column for part in parts for column in part[0]]
    ends = [np.array([part[2]]) for part in parts for _ in part[0]]
    values = np.concatenate([part[1] for part in parts], axis=-1)
    return long_rows(_names(chunk, block), _dates(chunk), columns, values, endings=ends)


def _people_rows(chunk: Chunk, block: slice) -> bytes:
    return "".join(f"{person_name(i)},{'test' if _is_test(i) else 'fit'}\n" for i in _indices(chunk, block)).encode()


def _origin_rows(chunk: Chunk, block: slice) -> bytes:
    days = chunk.scores.shape[1]
    asked = [day for day in ORIGIN_DAYS if day + min(HORIZONS_DAYS) < days]
    dates = [(chunk.lives.first_day + dt.timedelta(days=day)).isoformat() for day in asked]
    tested = [i for i in _indices(chunk, block) if _is_test(i)]
    return "".join(f"{person_name(i)},{date}\n" for i in tested for date in dates).encode()


_WRITERS: dict[str, Callable[[Chunk, slice], bytes]] = {
    "observations.csv": _observation_rows,
    "exposures.csv": _exposure_rows,
    "people.csv": _people_rows,
    "origins.csv": _origin_rows,
}


def _write_life(file: Path, chunk: Chunk) -> None:
    """The truth behind the rows: never part of what a forecaster may read."""
    people = chunk.lives.people
    truth: dict[str, NDArray[Any]] = {
        "concerns": np.array(CONCERNS),
        "factors": np.array(FACTORS),
        "products": np.array(PRODUCTS),
        "first_day": np.array(chunk.lives.first_day.isoformat()),
        "first_person": np.array(chunk.first_person),
        "seed": people.seed,
        "age_years": people.age_years,
        "female": people.female,
        "tone": people.tone,
        "true_scores": chunk.scores.astype(np.float16),
        "true_factors": chunk.factors,
        "used": chunk.used.astype(np.float16),
        **{f"person_{name}": values for name, values in chunk.lives.persons.items()},
    }
    np.savez(file, allow_pickle=False, **truth)


def _normals(chunk: Chunk, block: slice) -> Values:
    rows = []
    for day in range(chunk.scores.shape[1]):
        normal = normal_factors(chunk.lives.people, chunk.lives.first_day + dt.timedelta(days=day))
        rows.append(np.stack([normal[name][block] for name in NORMALS], axis=-1))
    return np.stack(rows, axis=1)


def _indices(chunk: Chunk, block: slice) -> range:
    return range(chunk.first_person, chunk.first_person + len(chunk.scores))[block]


def _names(chunk: Chunk, block: slice) -> list[str]:
    return [person_name(i) for i in _indices(chunk, block)]


def _dates(chunk: Chunk) -> NDArray[np.bytes_]:
    return date_texts(chunk.lives.first_day, chunk.scores.shape[1])


def _is_test(index: int) -> bool:
    return index % TESTED == TESTED - 1


def _part(folder: Path, number: int) -> Path:
    return folder / PARTS / f"{number:05d}"


def _float(values: NDArray[np.float32]) -> Values:
    return values.astype(np.float64)
