"""The tables. Plain are ids, dates and kinds; everything else about a person is sealed with their own key.

`migrations/` makes these tables; a test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; stored without its zone, because SQLite has none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse what is not aware: a time without a zone is a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"an instant needs a zone: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def _pk() -> Column[int]:
    return Column("pk", Integer, primary_key=True, autoincrement=True)


def _id() -> Column[str]:
    return Column("id", String(32), nullable=False, unique=True)


def _person(**options: Any) -> Column[int]:  # noqa: ANN401 - whatever a column takes
    return Column("person_pk", Integer, ForeignKey("person.pk", ondelete="CASCADE"), nullable=False, **options)


def _sealed(name: str = "sealed", *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


store = Table(
    "store",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
"""Facts about the store itself, such as what proves the master key."""

person = Table(
    "person",
    metadata,
    _pk(),
    _id(),
    Column("added_at", Instant, nullable=False),
    Column("name_digest", LargeBinary, nullable=False, unique=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    _sealed(),
    sqlite_autoincrement=True,
)
"""`wrapped_key`: the person's key under the master key. `name_digest`: finds a name without decrypting everybody."""

consent = Table(
    "consent",
    metadata,
    _pk(),
    _person(index=True),
    Column("purpose", String(32), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    _sealed(),
    sqlite_autoincrement=True,
)

visit = Table(
    "visit",
    metadata,
    _pk(),
    _id(),
    _person(),
    Column("at", Instant, nullable=False),
    Column("origin", String(16), nullable=False),
    _sealed(),
    Index(None, "person_pk", "at"),
    sqlite_autoincrement=True,
)

photo = Table(
    "photo",
    metadata,
    _pk(),
    _person(),
    Column("visit_pk", Integer, ForeignKey("visit.pk", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False),
    Column("object_key", String(32), unique=True),
    Index(None, "person_pk", "digest", unique=True),
    Index(None, "person_pk", "visit_pk", "object_key"),  # all that a history asks
    sqlite_autoincrement=True,
)
"""`digest`: keyed digest of the photo's SHA-256, by which the same photo is known again. `object_key`: where kept."""

maker = Table(
    "maker",
    metadata,
    Column("fingerprint", String(32), primary_key=True),
    Column("made_by", Text, nullable=False),
)
"""Versions of models and measures, JSON: nothing about a person."""

analysis = Table(
    "analysis",
    metadata,
    _pk(),
    _person(),
    Column("visit_pk", Integer, ForeignKey("visit.pk", ondelete="CASCADE"), nullable=False),
    Column("fingerprint", String(32), ForeignKey("maker.fingerprint"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("maps_key", String(32), unique=True),
    _sealed("scores"),
    _sealed("detail"),
    Index(None, "visit_pk", "fingerprint", unique=True),
    Index(None, "person_pk", "fingerprint"),
    sqlite_autoincrement=True,
)
"""What one version saw at one visit. `scores` holds whole-face scores, `detail` regions and lesions."""

document = Table(
    "document",
    metadata,
    Column("analysis_pk", Integer, ForeignKey("analysis.pk", ondelete="CASCADE"), primary_key=True),
    _person(index=True),
    _sealed(),
)
"""The JSON of every photo of an analysis, compressed: apart, because histories do not read it."""

day = Table(
    "day",
    metadata,
    _person(primary_key=True),
    Column("day", Date, primary_key=True),
    _sealed(),
    sqlite_with_rowid=False,
)
"""Everything logged of one day in one sealed thing: which factors a person logs is nobody's business either.

Rows lie in the order of their key, so that a history finds a person's days side by side, whoever else logged meanwhile.
"""

product = Table("product", metadata, _pk(), _id(), _person(index=True), _sealed(), sqlite_autoincrement=True)
place = Table("place", metadata, _pk(), _person(index=True), _sealed(), sqlite_autoincrement=True)
note = Table(
    "note",
    metadata,
    _pk(),
    _id(),
    _person(index=True),
    Column("day", Date, nullable=False),
    _sealed(),
    sqlite_autoincrement=True,
)

forecast = Table(
    "forecast",
    metadata,
    _pk(),
    _id(),
    _person(index=True),
    Column("made_at", Instant, nullable=False),
    Column("fingerprint", String(32), ForeignKey("maker.fingerprint"), nullable=False),
    _sealed(),
    sqlite_autoincrement=True,
)

chore = Table(
    "chore",
    metadata,
    _pk(),
    Column("kind", String(16), nullable=False),
    Column("object_key", String(32)),
    sqlite_autoincrement=True,
)
"""What a broken-off command left to do: see `chores.py`."""

PERSONAL = (document, analysis, photo, visit, consent, day, product, place, note, forecast)
"""Tables with rows of a person, children first."""
