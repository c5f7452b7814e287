"""Several programs write to one journal at once: nothing is lost, nobody gets an error."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.journal import making, worker
from tests.journal.homes import Home
from tests.journal.killing import Killer
from tests.journal.whole import require_whole, take_everything

from skincast.journal import Journal, Owner

FACTORS = ("sleep_hours", "stress", "water_ml", "exercise_min")


def tasks_of(people: list[str], writers: int) -> list[dict[str, object]]:
    """Every writer has a factor, a source and photos of its own; several write for the same person."""
    return [
        {"seed": number + 1, "factor": FACTORS[number % len(FACTORS)], "person": people[number % len(people)]}
        for number in range(writers)
    ]


def require_everything(journal: Journal, tasks: list[dict[str, object]]) -> None:
    require_whole(journal)
    for name in {str(task["person"]) for task in tasks}:
        owner = journal.people.find(name)
        mine = [task for task in tasks if task["person"] == name]
        said = {(one.source, one.factor, one.day) for one in journal.days.readings(owner)}
        days = [worker.TODAY - timedelta(days=day) for day in range(worker.SHARED_DAYS)]
        assert said == {(f"table{task['seed']}", task["factor"], day) for task in mine for day in days}
        assert len(journal.visits.all(owner)) == len(mine)
        assert {note.text for note in journal.history(owner).notes} == {f"note {task['seed']}" for task in mine}


@pytest.mark.parametrize(
    ("people", "writers"),
    [(["Mia"], 2), (["Mia", "Ben"], 2), pytest.param(["Mia", "Ben", "Zoe"], 8, marks=pytest.mark.slow)],
    ids=["two for one", "two for two", "eight for three"],
)
def test_nothing_is_lost(home: Home, killer: Killer, people: list[str], writers: int) -> None:
    journal = home.open()
    for name in people:
        making.make_owner(journal, name)
    tasks = tasks_of(people, writers)
    outcomes = killer.run_together(home, "together", tasks)
    assert [outcome.status for outcome in outcomes] == [0] * writers
    require_everything(home.open(), tasks)


def test_what_all_add_is_added_once(home: Home, killer: Killer, now: datetime) -> None:
    making.make_owner(home.open(), "Mia", now=now)
    outcomes = killer.run_together(home, "same", [{"person": "Mia"}] * 4)
    assert [outcome.status for outcome in outcomes] == [0] * 4
    said = [word for outcome in outcomes for word, *_ in outcome.lines]
    assert (said.count("added"), said.count("exists")) == (1, 3)
    assert (said.count("kept"), said.count("known")) == (1, 3)
    journal = home.open()
    require_whole(journal)
    assert len(journal.visits.all(journal.people.find("Mia"))) == 1


def test_a_reader_with_a_long_transaction_blocks_nobody(
    home: Home, journal: Journal, owner: Owner, killer: Killer
) -> None:
    tasks = tasks_of([owner.person.name], 2)
    reader = home.open()
    with reader.store.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM day").scalar()
        outcomes = killer.run_together(home, "together", tasks)
        after = connection.exec_driver_sql("SELECT count(*) FROM day").scalar()
    assert [outcome.status for outcome in outcomes] == [0, 0]
    assert before == after == 0
    require_everything(journal, tasks)


def test_a_writer_that_was_killed_holds_nobody_up(home: Home, journal: Journal, killer: Killer) -> None:
    """Whoever died within a transaction leaves no lock behind."""
    owner = making.make_owner(journal, worker.MIA)
    steps = int(killer.run(home, "notes", seed=1, step=0).said("steps")[0][0])
    for part in range(1, 8):
        assert killer.run(home, "notes", seed=2, step=steps * part // 8).killed
        journal.notes.add(owner, "still here", day=worker.TODAY)
    again = home.open()
    require_whole(again)
    assert [note.text for note in take_everything(again, owner)["history"].notes].count("still here") == 7


def test_a_writer_that_dies_takes_nothing_of_the_others_along(home: Home, journal: Journal, killer: Killer) -> None:
    making.make_owner(journal, "Mia")
    making.make_owner(journal, "Ben")
    tasks = tasks_of(["Mia", "Ben", "Mia"], 3)
    outcomes = killer.run_together(home, "together", [tasks[0] | {"step": 20_000}, tasks[1], tasks[2]])
    assert [outcome.status for outcome in outcomes] == [-9, 0, 0]
    again = home.open()
    require_whole(again)
    require_everything(again, tasks[1:2])
    said = {one.factor for one in again.days.readings(again.people.find("Mia")) if one.source == "table3"}
    assert said == {tasks[2]["factor"]}
