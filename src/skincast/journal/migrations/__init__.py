"""Alembic migrations of the journal, oldest first in `versions/`."""
