"""What a person agreed to, when, and to which words."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select

from skincast.catalog import Purpose, purposes
from skincast.errors import ConsentMissing, ConsentUnknown
from skincast.journal.chores import TAKE_BACK, do_chores, promise
from skincast.journal.erased import WITHDRAWN, note_known, withdrawal_entry
from skincast.journal.keeping import forget_pictures
from skincast.journal.payload import about, seal, unseal
from skincast.journal.people import Owner
from skincast.journal.schema import consent
from skincast.journal.store import Store
from skincast.journal.turns import writing_for
from skincast.types import Consent

JOURNAL, PHOTOS, WEATHER = "journal", "photos", "weather"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What taking a consent back did."""

    purpose: str
    was_granted: bool
    """False: there was nothing to take back."""
    photos: int
    """Kept photos that were deleted."""
    maps: int
    """Kept pictures and maps of the face, one set a measured visit, that were deleted."""


class Consents:
    """Keeps every decision with the very words that were shown; the latest one of a purpose counts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def grant(self, owner: Owner, purpose: str, *, now: datetime) -> Consent:
        """Agree to the words that the catalog has today; nothing happens where the person agreed to them already.

        Raises:
            ConsentUnknown: no such purpose.
        """
        row = _purpose(purpose)
        with writing_for(self._store, owner) as connection:
            latest = _latest(connection, owner, purpose)
            if latest is not None and _agrees(latest):
                return latest
            granted = Consent(purpose=purpose, granted=True, at=now, text_version=row.version, text=row.text)
            write_decision(connection, owner, granted)
        return granted

    def withdraw(self, owner: Owner, purpose: str, *, now: datetime) -> Withdrawn:
        """Take a consent back; what was kept because of `photos` is deleted before this returns.

        Raises:
            ConsentUnknown: no such purpose.
            JournalBusy: all is deleted, but a program that reads an older state holds the log with the old rows.
        """
        row = _purpose(purpose)
        with writing_for(self._store, owner) as connection:
            latest = _latest(connection, owner, purpose)
            was_granted = latest is not None and latest.granted
            if was_granted:
                write_decision(
                    connection,
                    owner,
                    Consent(purpose=purpose, granted=False, at=now, text_version=row.version, text=row.withdrawn),
                )
            photos, maps = forget_pictures(connection, owner.pk) if purpose == PHOTOS else (0, 0)
            if purpose == PHOTOS and was_granted:
                entry = withdrawal_entry(connection, self._store.master, owner.person.id, at=now)
                promise(connection, TAKE_BACK, [entry])
                note_known(connection, [entry], WITHDRAWN)
        do_chores(self._store)
        return Withdrawn(purpose=purpose, was_granted=was_granted, photos=photos, maps=maps)

    def record(self, owner: Owner, decision: Consent) -> None:
        """Write down a decision that was made elsewhere, as it is: for a journal that is taken in again."""
        with writing_for(self._store, owner) as connection:
            write_decision(connection, owner, decision)

    def current(self, owner: Owner) -> dict[str, Consent]:
        """Return the latest decision of each purpose that the person was ever asked about.

        A purpose whose words have changed since counts as missing all the same: see `allows`.
        """
        return {decision.purpose: decision for decision in self.all(owner)}

    def all(self, owner: Owner) -> tuple[Consent, ...]:
        """Return every decision, in the order in which they were made."""
        query = select(consent).where(consent.c.person_pk == owner.pk).order_by(consent.c.pk)
        with self._store.reading() as connection:
            return tuple(_read(owner, row) for row in connection.execute(query).all())

    def allows(self, owner: Owner, purpose: str) -> bool:
        """Tell whether the person agrees to today's words of a purpose.

        Raises:
            ConsentUnknown: no such purpose.
        """
        with self._store.reading() as connection:
            return allows(connection, owner, purpose)

    def require(self, owner: Owner, purpose: str) -> None:
        """Refuse what the person does not agree to.

        Raises:
            ConsentMissing: they do not, or only to older words.
            ConsentUnknown: no such purpose.
        """
        with self._store.reading() as connection:
            require(connection, owner, purpose)


def allows(connection: Connection, owner: Owner, purpose: str) -> bool:
    """See `Consents.allows`; within a transaction."""
    _purpose(purpose)
    latest = _latest(connection, owner, purpose)
    return latest is not None and _agrees(latest)


def require(connection: Connection, owner: Owner, purpose: str = JOURNAL) -> None:
    """See `Consents.require`; within a transaction."""
    label = _purpose(purpose).label
    latest = _latest(connection, owner, purpose)
    if latest is None or not latest.granted:
        raise ConsentMissing(
            f"There is no consent to {purpose!r} ({label}).",
            hint="Read what it means and agree with `skincast consent grant PERSON PURPOSE`.",
        )
    if not _agrees(latest):
        raise ConsentMissing(
            f"The words of the consent to {purpose!r} ({label}) have changed since it was given.",
            hint="Read what it means now and agree again with `skincast consent grant PERSON PURPOSE`.",
        )


def answer_anew(connection: Connection, owner: Owner, agreed: Set[str], *, now: datetime) -> None:
    """Write down what the person agrees to now, where it is not what their last words say; `journal` stays as it is.

    Raises:
        ConsentUnknown: no such purpose.
    """
    for purpose in {**purposes(), **dict.fromkeys(agreed)}:
        row, latest = _purpose(purpose), _latest(connection, owner, purpose)
        granted = purpose in agreed
        was_granted = latest is not None and (_agrees(latest) if granted else latest.granted)
        if purpose != JOURNAL and granted != was_granted:
            text = row.text if granted else row.withdrawn
            decision = Consent(purpose=purpose, granted=granted, at=now, text_version=row.version, text=text)
            write_decision(connection, owner, decision)


def withdraw_again(connection: Connection, owner: Owner, *, at: datetime) -> None:
    """Write down that the person took back their photos, which this older copy of the journal does not know."""
    latest = _latest(connection, owner, PHOTOS)
    if latest is not None and latest.granted:
        row = _purpose(PHOTOS)
        taken_back = Consent(purpose=PHOTOS, granted=False, at=at, text_version=row.version, text=row.withdrawn)
        write_decision(connection, owner, taken_back)


def _agrees(latest: Consent) -> bool:
    """A changed text is another question, and it was not answered yet."""
    return latest.granted and latest.text_version == _purpose(latest.purpose).version


def _purpose(name: str) -> Purpose:
    try:
        return purposes()[name]
    except KeyError as error:
        raise ConsentUnknown(
            f"Nothing called {name!r} is asked; there are {', '.join(purposes())}.",
            hint="See what is asked and what was answered with `skincast consent list PERSON`.",
        ) from error


def _latest(connection: Connection, owner: Owner, purpose: str) -> Consent | None:
    mine = select(consent).where(consent.c.person_pk == owner.pk, consent.c.purpose == purpose)
    row = connection.execute(mine.order_by(consent.c.pk.desc()).limit(1)).one_or_none()
    return None if row is None else _read(owner, row)


def _read(owner: Owner, row: Row[tuple[object, ...]]) -> Consent:
    text_version, text = unseal(owner.cipher, row.sealed, about=about("consent", row.purpose, row.granted, row.at))
    return Consent(purpose=row.purpose, granted=row.granted, at=row.at, text_version=text_version, text=text)


def write_decision(connection: Connection, owner: Owner, decision: Consent) -> None:
    """Insert a decision as it is."""
    place = about("consent", decision.purpose, decision.granted, decision.at)
    row = {
        "person_pk": owner.pk,
        "purpose": decision.purpose,
        "granted": decision.granted,
        "at": decision.at,
        "sealed": seal(owner.cipher, [decision.text_version, decision.text], about=place),
    }
    connection.execute(insert(consent).values(row))
