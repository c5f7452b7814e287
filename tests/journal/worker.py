"""Programs that write to a journal, together or until they are killed: `python -m tests.journal.worker`.

Each line of its input is a list of tasks. Forked children do them at the same time, so that hundreds can be killed
without waiting for imports. A child says what it has done at once; what it said is acknowledged, and must be there
whatever happens next.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from tests.journal import making

from skincast.errors import PersonExists, VisitExists
from skincast.journal import Journal, open_journal
from skincast.journal.archive import export_person, import_person
from skincast.journal.backup import backup, restore
from skincast.journal.erase import erase_person
from skincast.types import Reading

Task = dict[str, Any]

MIA = "Mia Muster"
VISITS, LOGS, NOTES = 6, 6, 30
FACTORS = {"sleep_hours": 24, "stress": 10, "water_ml": 20_000}
LOGGED_DAYS, SHARED_DAYS = 200, 12
MAPS = bytes(range(256)) * 400
TODAY = making.NOW.date()
BACKUP, RESTORED = "journal.backup", "restored"
ARCHIVE, EXPORTED = "elsewhere.zip", "exported.zip"


_who = 0
_steps = 0


def say(*words: object) -> None:
    """One line that begins with the number of the child, whole or not at all: a pipe takes that much at once."""
    os.write(1, (" ".join(map(str, (_who, *words))) + "\n").encode())


def keep_visits(journal: Journal, task: Task) -> None:
    """Visits with photos and maps, one a day."""
    owner = journal.people.find(MIA)
    for number in range(VISITS):
        seed = visit_seed(task, number)
        kept = journal.visits.keep(
            owner,
            making.make_sitting(seed, 2, maps=False),
            at=making.NOW - timedelta(days=number),
            zone="Europe/Berlin",
            origin="taken",
            now=making.NOW,
            photos=making.make_photos(seed, 2),
            maps=MAPS,
        )
        say("ack", number, kept.id)


def visit_seed(task: Task, number: int) -> int:
    return int(task["seed"]) * 1000 + number


def log_days(journal: Journal, task: Task) -> None:
    """Many readings at once, as imports do; every log speaks for another source."""
    owner = journal.people.find(MIA)
    for number in range(LOGS):
        journal.days.log(owner, readings_of(task, number), today=TODAY)
        say("ack", number)


def readings_of(task: Task, number: int) -> list[Reading]:
    shift = (int(task["seed"]) + number) % 7
    return [
        Reading(factor=name, day=TODAY - timedelta(days=day), value=high * (day + shift) / 210, source=f"table{number}")
        for day in range(LOGGED_DAYS)
        for name, high in FACTORS.items()
    ]


def write_notes(journal: Journal, task: Task) -> None:
    """Notes, of which every third is taken back."""
    owner = journal.people.find(MIA)
    for number in range(NOTES):
        note = journal.notes.add(owner, f"note {task['seed']} {number}", day=TODAY)
        say("ack", note.id)
        if number % 3 == 2:
            journal.notes.remove(owner, note.id)
            say("gone", note.id)


def erase(journal: Journal, _: Task) -> None:
    """Everything of one person, for good."""
    proof = erase_person(journal.store, journal.people.find(MIA), now=making.NOW)
    say("ack", proof.complete)


def withdraw(journal: Journal, _: Task) -> None:
    """The consent to keep photos."""
    journal.consents.withdraw(journal.people.find(MIA), "photos", now=making.NOW)
    say("ack")


def live_together(journal: Journal, task: Task) -> None:
    """A visit, then one day after the other with what only this program knows; all programs write to the same days."""
    owner = journal.people.find(task["person"])
    seed, factor = int(task["seed"]), task["factor"]
    made = making.make_sitting(seed, 1, maps=False)
    photos = making.make_photos(seed, 1)
    zone, at = "Europe/Berlin", making.NOW - timedelta(minutes=seed)
    journal.visits.keep(owner, made, at=at, zone=zone, origin="taken", now=making.NOW, photos=photos, maps=MAPS)
    for day in range(SHARED_DAYS):
        reading = Reading(factor=factor, day=TODAY - timedelta(days=day), value=1, source=f"table{seed}")
        journal.days.log(owner, [reading], today=TODAY)
    journal.notes.add(owner, f"note {seed}", day=TODAY)
    say("ack")


def add_same(journal: Journal, task: Task) -> None:
    """The same person, and the same visit, that every other program adds."""
    try:
        journal.people.add("Same", birth_year=1990, zone="UTC", now=making.NOW)
        say("added")
    except PersonExists:
        say("exists")
    owner = journal.people.find(task["person"])
    try:
        sitting, photos = making.make_sitting(7, 1, maps=False), making.make_photos(7, 1)
        at = making.NOW
        journal.visits.keep(owner, sitting, at=at, zone="UTC", origin="taken", now=at, photos=photos)
        say("kept")
    except VisitExists:
        say("known")


def back_up(journal: Journal, task: Task) -> None:
    """Everything into one file, beside the journal's folder."""
    backup(journal.store, beside(task, BACKUP), now=making.NOW)
    say("ack")


def export(journal: Journal, task: Task) -> None:
    """Everything of one person into a zip, beside the journal's folder."""
    export_person(journal, journal.people.find(MIA), beside(task, EXPORTED), now=making.NOW)
    say("ack")


def take_in(journal: Journal, task: Task) -> None:
    """A person out of a zip that came from elsewhere."""
    import_person(journal, beside(task, ARCHIVE), now=making.NOW, agreed=frozenset({"photos"}))
    say("ack")


def bring_back(task: Task) -> None:
    """Everything out of a backup that was made before, into a folder where nothing is."""
    report = restore(beside(task, RESTORED), beside(task, BACKUP), key_file=Path(task["key_file"]), now=making.NOW)
    say("ack", report.people)


def look(task: Task) -> None:
    """Nothing but opening, which migrates."""
    say("ack", len(open_as(task).people.all()))


def beside(task: Task, name: str) -> Path:
    return Path(task["folder"]).with_name(name)


def open_as(task: Task) -> Journal:
    return open_journal(Path(task["folder"]), key_file=Path(task["key_file"]), url=task["url"])


ACTS: dict[str, Callable[[Journal, Task], None]] = {
    "visits": keep_visits,
    "days": log_days,
    "notes": write_notes,
    "erase": erase,
    "withdraw": withdraw,
    "backup": back_up,
    "export": export,
    "import": take_in,
    "together": live_together,
    "same": add_same,
}
OPENING_ACTS: dict[str, Callable[[Task], None]] = {"migrate": look, "restore": bring_back}
"""What begins before the journal is opened."""


def perform(task: Task) -> None:
    """Do one task, and die at its `step` where it has one: a call or a return, so that it is the same each time."""
    act = task["act"]
    if act in OPENING_ACTS:
        begin(task)
        OPENING_ACTS[act](task)
    else:
        journal = open_as(task)
        begin(task)
        ACTS[act](journal, task)
    sys.setprofile(None)
    say("steps", _steps)


def begin(task: Task) -> None:
    """Say that it begins, and count the steps from here."""
    last = task.get("step")

    def count(_frame: FrameType, _event: str, _argument: object) -> None:
        global _steps  # noqa: PLW0603 - one task a process
        _steps += 1
        if _steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

    say("begun", os.getpid())
    if last is not None:
        sys.setprofile(count)


def start(who: int, task: Task) -> int:
    """Fork a child that does one task; return its process id."""
    global _who
    pid = os.fork()
    if pid:
        return pid
    _who, status = who, 1
    try:
        perform(task)
        status = 0
    except Exception:  # noqa: BLE001 - the child ends here, and the parent's test says so
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def main() -> None:
    """Do tasks until there are no more."""
    for line in sys.stdin:
        children = {start(who, task): who for who, task in enumerate(json.loads(line))}
        while children:
            pid, ended = os.wait()
            os.write(1, f"{children.pop(pid)} ended {os.waitstatus_to_exitcode(ended)}\n".encode())


if __name__ == "__main__":
    main()
