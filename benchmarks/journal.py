"""How long the history of one person takes to read, and whether it depends on how many people keep a journal.

    python benchmarks/journal.py [--people 1,10,100,1000] [--visits 1000] [--place FOLDER] [--postgres URL]

Everybody has so many visits and as many logged days. Times are wall-clock, from `Journal.history` being called to the
last decrypted number. *Cold*: the journal was just opened, and on SQLite the system holds no page of its file. *Warm*:
the median of histories of the same people again. The database is made in a temporary folder and deleted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.crowd import Crowd, batches, log_some
from benchmarks.speed import cpu_ms, processor_name
from benchmarks.stamp import read_stamp

from skincast.journal import Journal, open_journal
from skincast.journal.store import DATABASE

RESULT_PATH = Path(__file__).parent / "results" / "journal.json"
AIM_MS = 50.0
WHOLE = 5
"""People of each journal whose history is read."""
ROUNDS = 5
REMARK = (
    "Regions, lesions and the documents of photos are left out for all but the people who are read: no history reads "
    "them, and a million visits would take 25 GB."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Milliseconds for one size of a journal, medians over people and rounds."""

    database: str
    people: int
    visits_each: int
    size_mb: float | None
    history_cold_ms: float
    history_ms: float
    history_best_ms: float
    history_cpu_ms: float
    """Processor time of this process: what remains of `history_ms` was spent waiting, on a busy machine mostly."""
    history_detail_ms: float
    find_ms: float
    list_ms: float


@contextmanager
def filled(place: Path | None, *, people: int, visits: int, url: str | None) -> Iterator[tuple[Path, str | None]]:
    """Folder and database of a journal with so many people; deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="skincast-", dir=place) as name, database(url) as made:
        journal = open_at(Path(name), made)
        crowd = Crowd(journal, people=people, visits=visits, whole=WHOLE)
        crowd.fill()
        for owner in crowd.whole:
            log_some(journal, owner)
        (Path(name) / "read.json").write_text(json.dumps([owner.person.name for owner in crowd.whole]), "utf-8")
        if not journal.store.is_sqlite:
            with journal.store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        journal.store.engine.dispose()
        yield Path(name), made


@contextmanager
def database(url: str | None) -> Iterator[str | None]:
    """A PostgreSQL database of its own on the server that `url` names; None: SQLite."""
    if url is None:
        yield None
        return
    name = f"skincast_bench_{os.getpid()}"
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            yield make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def open_at(folder: Path, url: str | None) -> Journal:
    """Open the journal that lies there."""
    return open_journal(folder / "journal", key_file=folder / "master.key", url=url)


def measure(folder: Path, url: str | None, *, people: int, visits: int) -> Figures:
    """Read histories of one filled journal."""
    names = json.loads((folder / "read.json").read_text("utf-8"))
    cold = [read_cold(folder, url, name, visits) for name in names]
    journal = open_at(folder, url)
    owners = [journal.people.find(name) for name in names]
    for owner in owners:
        journal.history(owner)
    warm = [wall_ms(partial(journal.history, owner)) for _ in range(ROUNDS) for owner in owners]
    cpu = [cpu_ms(partial(journal.history, owner)) for _ in range(ROUNDS) for owner in owners]
    detail = [wall_ms(partial(journal.history, owner, detail=True)) for owner in owners]
    find = [wall_ms(partial(journal.people.find, name)) for _ in range(ROUNDS) for name in names]
    listed = [wall_ms(journal.people.all) for _ in range(ROUNDS)]
    journal.store.engine.dispose()
    return Figures(
        database="SQLite" if url is None else "PostgreSQL",
        people=people,
        visits_each=visits,
        size_mb=round((folder / "journal" / DATABASE).stat().st_size / 1e6, 1) if url is None else None,
        history_cold_ms=median(cold),
        history_ms=median(warm),
        history_best_ms=round(min(warm), 2),
        history_cpu_ms=median(cpu),
        history_detail_ms=median(detail),
        find_ms=median(find),
        list_ms=median(listed),
    )


def read_cold(folder: Path, url: str | None, name: str, visits: int) -> float:
    """Open the journal, with nothing of it in memory where that can be arranged, and read one history."""
    if url is None:
        forget(folder / "journal" / DATABASE)
    journal = open_at(folder, url)
    owner = journal.people.find(name)
    begun = time.perf_counter()
    history = journal.history(owner)
    taken = 1000 * (time.perf_counter() - begun)
    journal.store.engine.dispose()
    if (len(history.visits), len(history.days)) != (visits, visits + 1):
        raise RuntimeError(f"a history of {len(history.visits)} visits and {len(history.days)} days")
    return taken


def forget(file: Path) -> None:
    """Ask the system to drop a file from its memory."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def wall_ms(work: Callable[[], object]) -> float:
    """Run once; milliseconds by the clock on the wall."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def median(values: Sequence[float]) -> float:
    """Median, rounded for reading."""
    return round(statistics.median(values), 2)


COLUMNS = {
    "database": "database",
    "people": "people",
    "size_mb": "MB",
    "history_cold_ms": "cold",
    "history_ms": "warm",
    "history_best_ms": "best",
    "history_cpu_ms": "CPU",
    "history_detail_ms": "detail",
    "find_ms": "find",
    "list_ms": "list all",
}


def print_figures(figures: Sequence[Figures]) -> None:
    """Print the table and what it shows."""
    print("".join(f"{title:>12}" for title in COLUMNS.values()))
    for one in figures:
        row = asdict(one)
        print("".join(f"{'' if row[name] is None else row[name]:>12}" for name in COLUMNS))
    slowest = max(one.history_ms for one in figures)
    print(f"\nwarm history: at most {slowest} ms (aim: below {AIM_MS:g} ms, whoever else keeps a journal)\n{REMARK}")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", default="1,10,100,1000", help="sizes of the journal")
    parser.add_argument("--visits", type=int, default=1000, help="of each person, and as many days")
    parser.add_argument("--place", type=Path, help="folder for the databases, up to 2 GB; nothing stays")
    parser.add_argument("--postgres", help="address of a server where a database may be made: measures it as well")
    parser.add_argument("--postgres-people", default="1,10,100", help="sizes there")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    options = parse(arguments)
    tasks: list[tuple[int, str | None]] = [(people, None) for people in batches(options.people)]
    if options.postgres:
        tasks += [(people, options.postgres) for people in batches(options.postgres_people)]
    figures = []
    for people, url in tasks:
        with filled(options.place, people=people, visits=options.visits, url=url) as (folder, made):
            figures.append(measure(folder, made, people=people, visits=options.visits))
    print_figures(figures)
    system = {"processor": processor_name(), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    result = {**read_stamp().as_row(), **system, "remark": REMARK, "figures": [asdict(one) for one in figures]}
    if options.visits == 1000:
        RESULT_PATH.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0 if max(one.history_ms for one in figures) < AIM_MS else 3


if __name__ == "__main__":
    raise SystemExit(main())
