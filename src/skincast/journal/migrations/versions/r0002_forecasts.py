"""Forecasts as they were issued, so that each can be scored when its day comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "forecast",
        sa.Column("pk", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_pk", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_forecast"),
        sa.ForeignKeyConstraint(["person_pk"], ["person.pk"], name="fk_forecast_person_pk", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["fingerprint"], ["maker.fingerprint"], name="fk_forecast_fingerprint"),
        sa.UniqueConstraint("id", name="uq_forecast_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_forecast_person_pk", "forecast", ["person_pk"])


def downgrade() -> None:
    """Drop it: the forecasts are lost, everything else stays."""
    op.drop_table("forecast")
