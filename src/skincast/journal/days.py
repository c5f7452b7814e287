"""Days: what a person's life was like, factor by factor, as far as anybody said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Update, bindparam, delete, insert, select, update

from skincast.catalog import factors
from skincast.errors import SkincastError
from skincast.journal import daybook
from skincast.journal.chores import attempt_chores
from skincast.journal.consents import require
from skincast.journal.cycle import DERIVED, LOOK_BACK_DAYS
from skincast.journal.daybook import COMPUTED, Document
from skincast.journal.keeping import forget_rows
from skincast.journal.payload import about_day, seal, unseal_all
from skincast.journal.people import Owner
from skincast.journal.schema import day as table
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.journal.when import shift
from skincast.types import PERSON, Day, DayValue, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A reading that was not kept, and why."""

    reading: Reading
    error: SkincastError


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What became of some readings. Of several about the same thing only the one that counts is counted."""

    added: int
    changed: int
    unchanged: int
    refused: tuple[Refused, ...]


class Days:
    """Keeps readings of factors, one sealed document a day."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def log(self, owner: Owner, readings: Iterable[Reading], *, today: date) -> Logged:
        """Keep readings, all good ones at once; the same readings again change nothing.

        A source says one value a day for each factor: of several the last one counts, but a planned value never
        replaces one that happened.

        Args:
            owner: whose days they are.
            readings: under any name that a factor answers to.
            today: the day that the person has now.

        Raises:
            ConsentMissing: the person did not agree to a journal.
        """
        good, refused = self._sort_out(owner, readings, today=today)
        counts: Counter[daybook.What] = Counter()
        if good:
            with writing_for(self._store, owner) as connection:
                require(connection, owner)
                counts = write_readings(connection, owner, good)
        return Logged(
            added=counts["added"], changed=counts["changed"], unchanged=counts["unchanged"], refused=tuple(refused)
        )

    def log_one(self, owner: Owner, reading: Reading, *, today: date) -> Logged:
        """Keep one reading.

        Raises:
            ConsentMissing: the person did not agree to a journal.
            FactorUnknown: no such factor; the message names the nearest one.
            ValueRefused: a value that cannot be, or a factor that is only computed.
            DateRefused: in the future though not planned, or before the person was born.
        """
        checked = daybook.check_reading(reading, today=today, birth_year=owner.person.birth_year)
        return self.log(owner, [checked], today=today)

    def between(self, owner: Owner, first: date | None = None, last: date | None = None) -> tuple[Day, ...]:
        """Return the days of which something is known, in order, with the value that counts of each factor.

        What happened counts more than what was planned; then the person more than a device or a table (in the order of
        the alphabet), these more than the environment, and that more than what was computed. Computed factors are
        counted on every day up to the last one on which something happened.

        Args:
            owner: whose days they are.
            first: the first day wanted; None: from the beginning.
            last: the last day wanted; None: to the end.
        """
        with self._store.reading() as connection:
            return read_days(connection, owner, first=first, last=last)

    def readings(self, owner: Owner, first: date | None = None, last: date | None = None) -> tuple[Reading, ...]:
        """Return everything that was said, by every source: for a copy that can be taken in again."""
        with self._store.reading() as connection:
            documents = _read(connection, owner, first, last)
        return tuple(
            one for day, document in documents.items() for one in daybook.as_readings(day, daybook.unpack(document))
        )

    def remove(self, owner: Owner, *, factor: str, day: date, source: str = PERSON) -> bool:
        """Delete what one source said about a factor of a day.

        Returns:
            False where it had said nothing.

        Raises:
            FactorUnknown: no such factor.
        """
        name = daybook.find_factor(factor).name
        with writing_for(self._store, owner) as connection:
            document = daybook.unpack(_read(connection, owner, day, day).get(day, {}))
            if document.get(name, {}).pop(source, None) is None:
                return False
            if not document[name]:
                del document[name]
            _replace(connection, owner, day, document)
            forget_rows(connection)
        attempt_chores(self._store, patient=False)
        return True

    @staticmethod
    def _sort_out(owner: Owner, readings: Iterable[Reading], *, today: date) -> tuple[list[Reading], list[Refused]]:
        good, refused = [], []
        for reading in readings:
            try:
                good.append(daybook.check_reading(reading, today=today, birth_year=owner.person.birth_year))
            except SkincastError as error:
                refused.append(Refused(reading=reading, error=error))
        return good, refused


def read_days(
    connection: Connection, owner: Owner, *, first: date | None, last: date | None, until: date | None = None
) -> tuple[Day, ...]:
    """See `Days.between`; within a transaction. Computed factors are counted to `until`, where that is later.

    Days after `last` are read too: whether a computed factor is known on `last` depends on when the last log was.
    """
    read = _read(connection, owner, first and shift(first, -LOOK_BACK_DAYS), None)
    days = {day: daybook.choose(document) for day, document in read.items()}
    _derive(days, until=until)
    return tuple(Day(day=day, values=days[day]) for day in sorted(days) if (first or day) <= day <= (last or day))


def _derive(days: dict[date, dict[str, DayValue]], *, until: date | None) -> None:
    """Add the factors that follow from others, on days of which nothing else is known too."""
    happened = [day for day, values in days.items() if any(not value.planned for value in values.values())]
    if not happened:
        return
    end = max(*happened, until or date.min)
    for name, count in DERIVED.items():
        basis = factors()[name].derived_from or ""
        said = {day: values[basis] for day, values in days.items() if basis in values}
        flows = {day: value.value for day, value in said.items() if not value.planned}
        for day, value in count(flows, until=end).items():
            days.setdefault(day, {})[name] = DayValue(value=value, source=COMPUTED)


def _read(connection: Connection, owner: Owner, first: date | None, last: date | None) -> dict[date, daybook.Packed]:
    """Return the documents of some days, in their order."""
    query = select(table.c.day, table.c.sealed).where(table.c.person_pk == owner.pk)
    if first is not None:
        query = query.where(table.c.day >= first)
    if last is not None:
        query = query.where(table.c.day <= last)
    rows = connection.execute(query.order_by(table.c.day)).all()
    documents = unseal_all(owner.cipher, ((sealed, about_day(day)) for day, sealed in rows))
    return dict(zip((row.day for row in rows), documents, strict=True))


def write_readings(connection: Connection, owner: Owner, readings: Iterable[Reading]) -> Counter[daybook.What]:
    """Merge readings into the documents of their days: one query to read them all, and one a kind of change.

    They were checked before, and there is at least one.
    """
    days = daybook.collect(readings)
    before = _read(connection, owner, min(days), max(days))
    counts: Counter[daybook.What] = Counter()
    fresh: list[dict[str, object]] = []
    stale: list[dict[str, object]] = []
    for day, said in days.items():
        document = daybook.unpack(before.get(day, {}))
        did = Counter(daybook.merge(document, reading) for reading in said.values())
        counts += did
        if did["added"] or did["changed"]:
            (stale if day in before else fresh).append(_row(owner, day, document))
    if fresh:
        connection.execute(insert(table), fresh)
    if stale:
        connection.execute(_update(), [{f"its_{name}": value for name, value in row.items()} for row in stale])
    return counts


def _replace(connection: Connection, owner: Owner, day: date, document: Document) -> None:
    """Write a day's document anew; an empty one goes."""
    if document:
        row = _row(owner, day, document)
        connection.execute(_update(), {f"its_{name}": value for name, value in row.items()})
    else:
        connection.execute(delete(table).where(table.c.person_pk == owner.pk, table.c.day == day))


def _row(owner: Owner, day: date, document: Document) -> dict[str, object]:
    sealed = seal(owner.cipher, daybook.pack(document), about=about_day(day))
    return {"person_pk": owner.pk, "day": day, "sealed": sealed}


def _update() -> Update:
    mine = (table.c.person_pk == bindparam("its_person_pk"), table.c.day == bindparam("its_day"))
    return update(table).where(*mine).values(sealed=bindparam("its_sealed"))
