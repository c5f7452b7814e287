"""Looking for bytes: every one is found wherever it lies, and nothing else."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skincast.journal import search
from skincast.journal.search import FILE_NAMES, Found, Needle, Searcher, search_folder

FEW = st.binary(min_size=6, max_size=9).map(lambda value: bytes(byte % 3 for byte in value))
"""Few different bytes, so that needles overlap, repeat and lie within each other."""


def naive(text: bytes, needles: set[Needle]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for needle in needles:
        starts = range(len(text) - len(needle.value) + 1)
        counts[needle.what] += sum(text.startswith(needle.value, start) for start in starts)
    return +counts


@given(
    text=st.binary(max_size=300).map(lambda value: bytes(byte % 3 for byte in value)),
    values=st.lists(st.tuples(st.sampled_from(["id", "key"]), FEW), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 300), max_size=5),
)
@settings(max_examples=300, deadline=None)
def test_everything_is_found_across_chunks(text: bytes, values: list[tuple[str, bytes]], cuts: list[int]) -> None:
    needles = [Needle(what=what, value=value) for what, value in values]
    borders = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    chunks = [text[start:end] for start, end in pairwise(borders)]
    counts, size = Searcher(needles).count(iter(chunks))
    assert counts == naive(text, set(needles))
    assert size == len(text)


@given(st.binary(min_size=6, max_size=40), st.integers(0, 200), st.integers(0, 200))
@settings(max_examples=100, deadline=None)
def test_what_lies_between_other_bytes_is_found(value: bytes, before: int, after: int) -> None:
    text = bytes(before) + value + bytes(after)
    counts, _ = Searcher([Needle(what="key", value=value)]).count(iter([text]))
    assert counts["key"] >= 1


def test_files_below_folders_and_their_names_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CHUNK_BYTES", 16)
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "one").write_bytes(b"." * 13 + b"secret" + b"." * 20 + b"secret")
    (tmp_path / "a" / "secret.txt").write_bytes(b"nothing")
    (tmp_path / "link").symlink_to(tmp_path / "a" / "b" / "one")
    searched = search_folder(tmp_path, [Needle(what="word", value=b"secret")])
    assert searched.found == (
        Found(what="word", file=FILE_NAMES, times=1),
        Found(what="word", file="a/b/one", times=2),
    )
    assert (searched.files, searched.bytes) == (2, 45 + 7)


def test_too_short_a_needle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too short"):
        search_folder(tmp_path, [Needle(what="name", value=b"Mia")])


def test_nothing_to_look_for_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"anything at all")
    assert search_folder(tmp_path, []).found == ()
