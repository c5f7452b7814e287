"""Which numbers may stand side by side: those that were made by the same models and measures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, exists, select, text
from sqlalchemy.dialects import postgresql, sqlite

from skincast.errors import ValueRefused
from skincast.journal.schema import analysis, forecast, maker

OWN_VERSION = "skincast"
"""Key of `made_by` that does not count: a release alone changes no number."""
PART, VERSION = re.compile(r"[a-z_0-9]{1,40}"), re.compile(r"[\w.@+-]{1,80}", re.ASCII)
MOST_PARTS = 40
"""Versions stand in plain beside sealed rows: nothing but versions may get there."""


def comparable_part(made_by: Mapping[str, str]) -> dict[str, str]:
    """Return the versions that numbers depend on, by name."""
    return {name: made_by[name] for name in sorted(made_by) if name != OWN_VERSION}


def fingerprint(made_by: Mapping[str, str]) -> str:
    """Return 32 hexadecimal digits that stand for the versions that numbers depend on."""
    canonical = json.dumps(comparable_part(made_by), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def comparable(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether numbers of both may be compared."""
    return comparable_part(one) == comparable_part(other)


def require_versions(made_by: Mapping[str, str]) -> None:
    """Refuse what does not look like versions.

    Raises:
        ValueRefused: names or words of another kind, or far too many.
    """
    sound = all(PART.fullmatch(part) and VERSION.fullmatch(version) for part, version in made_by.items())
    if not sound or len(made_by) > MOST_PARTS:
        raise ValueRefused("What something was made by are names and versions.", hint="Take them as they were given.")


def keep_maker(connection: Connection, made_by: Mapping[str, str]) -> str:
    """Write versions down once, whoever else is doing the same right now; return their fingerprint.

    Raises:
        ValueRefused: no versions.
    """
    require_versions(made_by)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"fingerprint": fingerprint(made_by), "made_by": json.dumps(comparable_part(made_by))}
    connection.execute(insert(maker).values(row).on_conflict_do_nothing())
    return row["fingerprint"]


def forget_makers(connection: Connection) -> None:
    """Delete the versions that stand behind no number any more.

    PostgreSQL waits for everybody who has named some and not committed yet: only then it sees their rows.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"LOCK TABLE {maker.name} IN SHARE ROW EXCLUSIVE MODE"))
    used = (exists().where(table.c.fingerprint == maker.c.fingerprint) for table in (analysis, forecast))
    connection.execute(delete(maker).where(*(~one for one in used)))


def read_makers(connection: Connection, fingerprints: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the versions behind each fingerprint."""
    rows = connection.execute(select(maker).where(maker.c.fingerprint.in_(set(fingerprints))))
    return {row.fingerprint: json.loads(row.made_by) for row in rows}


def full_made_by(part: Mapping[str, str], version: str | None) -> dict[str, str]:
    """Put the release that measured back beside the versions that its numbers depend on."""
    return dict(part) if version is None else {**part, OWN_VERSION: version}
