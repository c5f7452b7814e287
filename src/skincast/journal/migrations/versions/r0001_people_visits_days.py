"""People, consents, visits, days, products, places and notes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "store",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_store"),
    )
    _make_people()
    _make_visits()
    _make_days()
    op.create_table(
        "chore",
        _pk(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("object_key", sa.String(32)),
        sa.PrimaryKeyConstraint("pk", name="pk_chore"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop them all: before this there was nothing."""
    for table in ("chore", "note", "place", "product", "day", "document", "analysis", "maker", "photo", "visit"):
        op.drop_table(table)
    for table in ("consent", "person", "store"):
        op.drop_table(table)


def _make_people() -> None:
    op.create_table(
        "person",
        _pk(),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.Column("name_digest", sa.LargeBinary, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        _sealed(),
        sa.PrimaryKeyConstraint("pk", name="pk_person"),
        sa.UniqueConstraint("id", name="uq_person_id"),
        sa.UniqueConstraint("name_digest", name="uq_person_name_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consent",
        _pk(),
        _person(),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        _sealed(),
        *_keys("consent"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consent_person_pk", "consent", ["person_pk"])


def _make_visits() -> None:
    op.create_table(
        "visit",
        _pk(),
        sa.Column("id", sa.String(32), nullable=False),
        _person(),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        _sealed(),
        *_keys("visit"),
        sa.UniqueConstraint("id", name="uq_visit_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visit_person_pk_at", "visit", ["person_pk", "at"])
    op.create_table(
        "photo",
        _pk(),
        _person(),
        sa.Column("visit_pk", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("object_key", sa.String(32)),
        *_keys("photo"),
        _foreign("photo", "visit_pk", "visit.pk"),
        sa.UniqueConstraint("object_key", name="uq_photo_object_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_photo_visit_pk", "photo", ["visit_pk"])
    op.create_index("ix_photo_person_pk_visit_pk_object_key", "photo", ["person_pk", "visit_pk", "object_key"])
    op.create_index("ix_photo_person_pk_digest", "photo", ["person_pk", "digest"], unique=True)
    op.create_table(
        "maker",
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_maker"),
    )
    _make_analyses()


def _make_analyses() -> None:
    op.create_table(
        "analysis",
        _pk(),
        _person(),
        sa.Column("visit_pk", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("maps_key", sa.String(32)),
        _sealed("scores"),
        _sealed("detail"),
        *_keys("analysis"),
        _foreign("analysis", "visit_pk", "visit.pk"),
        sa.ForeignKeyConstraint(["fingerprint"], ["maker.fingerprint"], name="fk_analysis_fingerprint"),
        sa.UniqueConstraint("maps_key", name="uq_analysis_maps_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_analysis_visit_pk_fingerprint", "analysis", ["visit_pk", "fingerprint"], unique=True)
    op.create_index("ix_analysis_person_pk_fingerprint", "analysis", ["person_pk", "fingerprint"])
    op.create_table(
        "document",
        sa.Column("analysis_pk", sa.Integer, nullable=False),
        _person(),
        _sealed(),
        sa.PrimaryKeyConstraint("analysis_pk", name="pk_document"),
        _foreign("document", "analysis_pk", "analysis.pk"),
        _foreign("document", "person_pk", "person.pk"),
    )
    op.create_index("ix_document_person_pk", "document", ["person_pk"])


def _make_days() -> None:
    op.create_table(
        "day",
        _person(),
        sa.Column("day", sa.Date, nullable=False),
        _sealed(),
        sa.PrimaryKeyConstraint("person_pk", "day", name="pk_day"),
        _foreign("day", "person_pk", "person.pk"),
        sqlite_with_rowid=False,
    )
    _make_sealed("product", _id())
    _make_sealed("place")
    _make_sealed("note", _id(), sa.Column("day", sa.Date, nullable=False))


def _make_sealed(table: str, *columns: sa.Column[Any]) -> None:
    unique = [sa.UniqueConstraint("id", name=f"uq_{table}_id")] if any(one.name == "id" for one in columns) else []
    op.create_table(table, _pk(), *columns, _person(), _sealed(), *_keys(table), *unique, sqlite_autoincrement=True)
    op.create_index(f"ix_{table}_person_pk", table, ["person_pk"])


def _pk() -> sa.Column[int]:
    return sa.Column("pk", sa.Integer, nullable=False, autoincrement=True)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(32), nullable=False)


def _person() -> sa.Column[int]:
    return sa.Column("person_pk", sa.Integer, nullable=False)


def _sealed(name: str = "sealed") -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _keys(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.ForeignKeyConstraint]:
    return sa.PrimaryKeyConstraint("pk", name=f"pk_{table}"), _foreign(table, "person_pk", "person.pk")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
