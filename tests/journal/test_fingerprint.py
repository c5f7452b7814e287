"""Numbers of one kind stand together, and of two kinds apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journal import making

from skincast.errors import ValueRefused
from skincast.journal import Journal, Owner
from skincast.journal.fingerprint import comparable, fingerprint, forget_makers, keep_maker, read_makers

MADE_BY = {"skincast": "0.1.0", "measures": "rules@1", "face_mesh": "face_mesh@1.0.0"}
versions = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=5)


def test_a_release_alone_changes_nothing() -> None:
    later = MADE_BY | {"skincast": "0.2.0"}
    assert fingerprint(later) == fingerprint(MADE_BY)
    assert comparable(later, MADE_BY)


def test_every_other_version_counts() -> None:
    for other in (MADE_BY | {"measures": "rules@2"}, MADE_BY | {"extra": "1"}, {"measures": "rules@1"}):
        assert fingerprint(other) != fingerprint(MADE_BY)
        assert not comparable(other, MADE_BY)


@given(versions, versions)
def test_is_the_same_exactly_where_numbers_compare(one: dict[str, str], other: dict[str, str]) -> None:
    assert (fingerprint(one) == fingerprint(other)) == comparable(one, other)
    assert fingerprint(one) == fingerprint(dict(reversed(one.items())))
    assert len(fingerprint(one)) == 32


def test_is_kept_once(journal: Journal) -> None:
    for made_by in (MADE_BY, MADE_BY | {"skincast": "0.2.0"}, {"measures": "rules@2"}):
        with journal.store.writing() as connection:
            assert keep_maker(connection, made_by) == fingerprint(made_by)
    with journal.store.reading() as connection:
        both = read_makers(connection, [fingerprint(MADE_BY), fingerprint({"measures": "rules@2"})])
        assert read_makers(connection, []) == {}
    assert both == {
        fingerprint(MADE_BY): {"measures": "rules@1", "face_mesh": "face_mesh@1.0.0"},
        fingerprint({"measures": "rules@2"}): {"measures": "rules@2"},
    }


@pytest.mark.parametrize(
    "made_by",
    [
        {"Mia Muster": "rules@1"},
        {"measures": "Mia has acne"},
        {"measures": "Mia's"},
        {"measures": "rules@1\n"},
        {"": "1"},
        {"measures": ""},
        {"measures": "1" * 81},
        {"m" * 41: "1"},
        {f"part_{number}": "1" for number in range(41)},
    ],
)
def test_nothing_but_versions_gets_beside_sealed_rows(journal: Journal, made_by: dict[str, str]) -> None:
    with pytest.raises(ValueRefused), journal.store.writing() as connection:
        keep_maker(connection, made_by)


def test_versions_without_numbers_are_forgotten(journal: Journal, owner: Owner) -> None:
    journal.forecasts.keep(owner, "{}", MADE_BY, now=making.NOW)
    journal.visits.keep(
        owner, making.make_sitting(1, maps=False), at=making.NOW, zone="UTC", origin="taken", now=making.NOW
    )
    with journal.store.writing() as connection:
        gone = keep_maker(connection, {"measures": "rules@2"})
    with journal.store.writing() as connection:
        forget_makers(connection)
        assert set(read_makers(connection, [gone, fingerprint(MADE_BY), fingerprint(making.MADE_BY)])) == {
            fingerprint(MADE_BY),
            fingerprint(making.MADE_BY),
        }
