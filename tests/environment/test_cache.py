"""What is kept, where, and for how long."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from skincast.environment import FolderCache
from skincast.environment.hours import Hours, first_hour_of
from skincast.environment.kept import KeptMonth, key_of, pack, unpack
from skincast.environment.kinds import HISTORY

FIRST, LAST = date(2024, 5, 1), date(2024, 5, 31)
ASKED = datetime(2024, 6, 15, 9, tzinfo=UTC)


def month(*, last: date = LAST, asked_at: datetime = ASKED, unknown_from: int = 10_000) -> KeptMonth:
    count = 24 * ((last - FIRST).days + 1)
    values = np.linspace(-5.0, 20.0, count)
    values[unknown_from:] = np.nan
    hours = Hours(first_hour=first_hour_of(FIRST), count=count, values={"temperature_c": values})
    return KeptMonth(first_day=FIRST, last_day=last, asked_at=asked_at, hours=hours)


class TestFolder:
    def test_it_gives_back_what_was_put_last(self, cache: FolderCache) -> None:
        assert cache.get("a") is None
        cache.put("a", b"1")
        cache.put("b", b"2")
        cache.put("a", b"3")
        assert (cache.get("a"), cache.get("b")) == (b"3", b"2")

    def test_another_process_finds_it(self, cache: FolderCache, tmp_path: Path) -> None:
        cache.put("a", b"1")
        assert FolderCache(tmp_path / "weather").get("a") == b"1"

    def test_it_forgets_everything_and_says_how_much(self, cache: FolderCache, tmp_path: Path) -> None:
        assert cache.clear() == 0
        cache.put("a", b"1")
        cache.put("b", b"2")
        (tmp_path / "weather" / "torn.part").write_bytes(b"half")
        assert cache.clear() == 3
        assert list((tmp_path / "weather").iterdir()) == []
        assert cache.get("a") is None

    def test_it_clears_nothing_else(self, cache: FolderCache, tmp_path: Path) -> None:
        cache.put("a", b"1")
        other = tmp_path / "weather" / "notes.txt"
        other.write_text("mine")
        cache.clear()
        assert other.read_text() == "mine"

    def test_only_its_owner_may_look(self, cache: FolderCache, tmp_path: Path) -> None:
        cache.put("a", b"1")
        folder = tmp_path / "weather"
        assert folder.stat().st_mode & 0o777 == 0o700
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in folder.iterdir())

    def test_neither_names_nor_contents_tell_the_place(self, cache: FolderCache, tmp_path: Path) -> None:
        cache.put(key_of(HISTORY, (52.5, 13.4), FIRST), pack(month()))
        (file,) = (tmp_path / "weather").iterdir()
        text = file.name + json.dumps({**json.loads(file.read_bytes()), "values": {}})
        assert not any(word in text for word in ("52.5", "13.4", "latitude", "Europe"))

    def test_a_failed_write_leaves_the_old_and_no_remains(
        self, cache: FolderCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache.put("a", b"old")

        def full(*_: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="disk full"):
            cache.put("a", b"new")
        assert cache.get("a") == b"old"
        assert len(list((tmp_path / "weather").iterdir())) == 1

    def test_a_reader_never_sees_a_part(self, cache: FolderCache) -> None:
        old, new = b"a" * 200_000, b"b" * 300_000
        cache.put("k", old)

        def write() -> None:
            for each in (new, old) * 20:
                cache.put("k", each)

        writer = Thread(target=write)
        writer.start()
        seen = {cache.get("k") for _ in range(200)}
        writer.join()
        assert seen <= {old, new}


class TestKept:
    def test_it_survives_being_packed(self) -> None:
        before = month(unknown_from=100)
        after = unpack(pack(before))
        assert after is not None
        assert (after.first_day, after.last_day, after.asked_at) == (FIRST, LAST, ASKED)
        assert after.hours.first_hour == before.hours.first_hour
        np.testing.assert_array_equal(after.hours.of("temperature_c"), before.hours.of("temperature_c"))

    @pytest.mark.parametrize("place", [(52.5, 13.4), (52.5, -13.4), (-52.5, 13.4), (5.2, 513.4)])
    def test_every_place_has_its_own_key(self, place: tuple[float, float]) -> None:
        assert (key_of(HISTORY, place, FIRST) == key_of(HISTORY, (52.5, 13.4), FIRST)) is (place == (52.5, 13.4))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"[]",
            b"null",
            b"{}",
            b"[" * 100_000,
            b'{"format": 1}',
            pack(month())[:-20],
            pack(month()).replace(b'"format":1', b'"format":2'),
            pack(month()).replace(b"2024-05-31", b"2024-05-30"),
            pack(month()).replace(b"2024-05-31", b"2024-05-99"),
            pack(month()).replace(b"-5.0", b'"cold"'),
        ],
    )
    def test_foreign_bytes_are_nothing(self, content: bytes) -> None:
        assert unpack(content) is None

    def test_the_settled_past_never_expires(self) -> None:
        assert month().holds(LAST, ASKED + timedelta(days=10_000))

    def test_recent_days_expire_after_some_hours(self) -> None:
        recent = month(asked_at=datetime(2024, 6, 1, 9, tzinfo=UTC))
        assert recent.holds(LAST, recent.asked_at + timedelta(hours=5))
        assert not recent.holds(LAST, recent.asked_at + timedelta(hours=7))
        assert recent.holds(date(2024, 5, 25), recent.asked_at + timedelta(days=30))

    def test_a_clock_that_was_set_back_makes_nothing_fresh(self) -> None:
        recent = month(asked_at=datetime(2024, 6, 1, 9, tzinfo=UTC))
        assert not recent.holds(LAST, recent.asked_at - timedelta(hours=1))

    def test_a_past_that_was_not_there_yet_is_asked_about_again(self) -> None:
        late = month(unknown_from=30 * 24)
        assert not late.holds(LAST, ASKED + timedelta(days=1))
        assert late.holds(date(2024, 5, 30), ASKED + timedelta(days=1))
        never = month(unknown_from=30 * 24, asked_at=ASKED + timedelta(days=60))
        assert never.holds(LAST, ASKED + timedelta(days=90))

    def test_it_covers_only_what_was_asked(self) -> None:
        half = month(last=date(2024, 5, 14))
        assert half.covers(FIRST, date(2024, 5, 14))
        assert not half.covers(FIRST, date(2024, 5, 15))
        assert not half.covers(date(2024, 4, 30), date(2024, 5, 2))
