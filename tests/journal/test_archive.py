"""An archive holds all of one person, for anybody to read, and makes the same journal elsewhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.journal import lives, making
from tests.journal.homes import Home, database, home_at

from skincast.catalog import purposes
from skincast.errors import (
    ConsentUnknown,
    FileRefused,
    FileUnreadable,
    OutputUnwritable,
    PersonExists,
    PersonUnderage,
    PersonUnknown,
    SkincastError,
    ZoneUnknown,
)
from skincast.journal import Journal, Owner
from skincast.journal.archive import export_person, exporting, import_person, shape, visit_files, visits_in
from skincast.journal.archive.reading import open_archive
from skincast.journal.erase import erase_person
from skincast.journal.schema import chore, person

NOW = making.NOW
LATER = NOW + timedelta(days=5)
MIA = "Mia Muster"
AGREED = frozenset({"photos"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the archive goes."""
    return tmp_path / "mia.zip"


@pytest.fixture
def mia(journal: Journal) -> Owner:
    """Somebody with a whole life, beside somebody else."""
    lives.live(journal, "Ola Other", seed=2, visits=1)
    return lives.live(journal, MIA, seed=1)


@pytest.fixture
def lone(sqlite_home: Home, file: Path) -> Journal:
    """A journal on SQLite, and an archive of the one person in it."""
    journal = sqlite_home.open()
    export_person(journal, lives.live(journal, MIA, seed=1, visits=1), file, now=NOW)
    return journal


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Home]:
    """Another journal, with another key."""
    (tmp_path / "elsewhere").mkdir()
    with home_at(tmp_path / "elsewhere") as home:
        yield home


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest, elsewhere: Home) -> Iterator[Home]:
    """Another journal, on either database."""
    if request.param == "sqlite":
        yield elsewhere
        return
    with database(request.getfixturevalue("postgres")) as url, home_at(elsewhere.folder.parent, url=url) as home:
        yield home


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def read_table(file: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contents(file)[name].decode("utf-8-sig"), newline="")))


def rewrite(file: Path, changes: dict[str, bytes | None]) -> None:
    """Change what is inside and make the manifest say so, as somebody with an editor and patience would."""
    before = contents(file)
    manifest = json.loads(before.pop("manifest.json"))
    files = {name: data for name, data in (before | changes).items() if data is not None and name != "manifest.json"}
    manifest["files"] = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
        packed.writestr("manifest.json", changes.get("manifest.json") or json.dumps(manifest))


def change(file: Path, name: str, edit: dict[str, Any], *, index: int | None = None) -> None:
    """Change fields of a JSON file, or of one entry of a list in it."""
    value = json.loads(contents(file)[name])
    (value if index is None else value[index]).update(edit)
    rewrite(file, {name: json.dumps(value).encode()})


def only_visit(file: Path) -> str:
    return str(json.loads(contents(file)["visits.json"])[0])


def test_everything_comes_back_elsewhere(
    journal: Journal, mia: Owner, file: Path, elsewhere: Home, tmp_path: Path
) -> None:
    report = export_person(journal, mia, file, now=NOW)
    assert (report.visits, report.photos, report.maps, report.missing) == (2, 4, 4, 0)
    there = elsewhere.open()
    taken_in = import_person(there, file, now=NOW + timedelta(days=9), agreed=AGREED)
    assert (taken_in.visits, taken_in.photos, taken_in.maps, taken_in.left_out) == (2, 4, 4, 0)
    assert taken_in.person == mia.person
    again = there.people.find(MIA)
    assert again.key != mia.key
    assert lives.all_of(there, again) == lives.all_of(journal, mia)

    export_person(there, again, tmp_path / "again.zip", now=NOW)
    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_any_database_takes_it_in(lone: Journal, file: Path, anywhere: Home) -> None:
    there = anywhere.open()
    import_person(there, file, now=NOW, agreed=AGREED)
    assert lives.everything(there) == lives.everything(lone)
    with there.store.reading() as connection:
        assert connection.scalars(select(chore.c.kind)).all() == []
    lives.live(there, "Another", seed=9, visits=1)


def test_only_the_moment_of_export_differs(lone: Journal, file: Path, tmp_path: Path) -> None:
    export_person(lone, lone.people.find(MIA), tmp_path / "later.zip", now=NOW + timedelta(days=1))
    before, after = contents(file), contents(tmp_path / "later.zip")
    manifests = [json.loads(one.pop("manifest.json")) for one in (before, after)]
    assert before == after
    assert [one.pop("exported_at") for one in manifests] == ["2026-06-15T10:30:00Z", "2026-06-16T10:30:00Z"]
    assert manifests[0] == manifests[1]


def test_anybody_can_read_it(lone: Journal, file: Path) -> None:
    files = contents(file)
    owner = lone.people.find(MIA)
    visit = lone.visits.all(owner, detail=True)[0]
    assert json.loads(files["person.json"])["name"] == MIA
    assert [files["photos/2026-05-16-1.jpg"], files["photos/2026-05-16-2.jpg"]] == making.make_photos(100, 2)
    assert {name for name in files if name.startswith("atlas/")} == {f"atlas/2026-05-16-v{n}.skinmap" for n in (1, 2)}
    assert files["documents/2026-05-16-v2-1.json"].decode() == lone.visits.documents(owner, visit.id)[0]
    assert files["forecasts/2026-06-15-1.json"].decode() == lives.FORECAST
    for name in files.keys() - {"README.txt"}:
        assert name.split("/")[0].removesuffix(".json") in files["README.txt"].decode()
    scores = {row["concern"]: row for row in read_table(file, "scores.csv")}
    assert {name: float(row["value"]) for name, row in scores.items() if row["value"]} == {
        name: score.value for name, score in visit.scores.items() if score.value is not None
    }
    assert scores["pores"]["value"] == scores["pores"]["sd"] == ""
    assert len(read_table(file, "lesions.csv")) == 2 * 25
    assert len(read_table(file, "regions.csv")) == 2 * sum(len(score.regions) for score in visit.scores.values())


def test_every_source_is_in_the_days(lone: Journal, file: Path) -> None:
    rows = read_table(file, "days.csv")
    assert len(rows) == len(lone.days.readings(lone.people.find(MIA)))
    both = [row for row in rows if row["factor"] == "sleep_hours" and row["day"] == "2026-06-10"]
    assert {row["source"]: (float(row["value"]), row["unit"]) for row in both} == {
        "apple_health": (6.5, "h"),
        "person": (7.0, "h"),
    }
    assert [row["factor"] for row in rows if row["planned"] == "true"] == ["temperature_c"]


def test_no_text_is_a_formula_and_numbers_stay_numbers(lone: Journal, file: Path) -> None:
    owner = lone.people.find(MIA)
    lone.notes.add(owner, "=1+1", day=lives.TODAY)
    lone.notes.add(owner, "@home - fine", day=lives.TODAY)
    file.unlink()
    export_person(lone, owner, file, now=NOW)
    assert [row["text"] for row in read_table(file, "notes.csv")][-2:] == ["'=1+1", "'@home - fine"]
    assert {row["name"] for row in read_table(file, "products.csv")} == {"'=Night cream", "Sun lotion"}
    assert [float(row["latitude_deg"]) for row in read_table(file, "places.csv")] == [52.5, -33.9]
    assert json.loads(contents(file)["notes.json"])[-2]["text"] == "=1+1"


def test_nobody_else_is_in_it(journal: Journal, mia: Owner, file: Path) -> None:
    export_person(journal, mia, file, now=NOW)
    ola = journal.people.find("Ola Other").person
    everything = b"".join(contents(file).values())
    assert b"Ola" not in everything
    assert ola.id.encode() not in everything


@pytest.mark.usefixtures("lone")
def test_only_the_owner_may_read_it(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as packed:
        assert {stat.S_IMODE(info.external_attr >> 16) for info in packed.infolist()} == {0o600}
        assert packed.getinfo("photos/2026-05-16-1.jpg").date_time == (2026, 5, 16, 12, 30, 0)


def test_nothing_is_overwritten(lone: Journal, file: Path) -> None:
    before = file.read_bytes()
    for place in (file, lone.store.folder / "mia.zip", file.parent / "no such folder" / "mia.zip"):
        with pytest.raises(OutputUnwritable):
            export_person(lone, lone.people.find(MIA), place, now=NOW)
    assert file.read_bytes() == before


def test_nothing_is_exported_of_somebody_who_was_erased(lone: Journal, file: Path) -> None:
    owner = lone.people.find(MIA)
    erase_person(lone.store, owner, now=NOW)
    file.unlink()
    with pytest.raises(PersonUnknown):
        export_person(lone, owner, file, now=NOW)
    assert not file.exists()


def test_who_was_erased_comes_back_from_their_own_copy(lone: Journal, file: Path) -> None:
    before = lives.everything(lone)
    erase_person(lone.store, lone.people.find(MIA), now=NOW)
    import_person(lone, file, now=NOW, agreed=AGREED)
    assert lives.everything(lone) == before


def test_it_is_of_one_moment(
    journal: Journal, mia: Owner, home: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = home.open()

    def write_visits(*args: Any) -> Any:
        sitting = making.make_sitting(77, 1, maps=False)
        other.visits.keep(mia, sitting, at=NOW, zone="UTC", origin="taken", now=NOW)
        return visit_files.write_visits(*args)

    monkeypatch.setattr(exporting, "write_visits", write_visits)
    assert export_person(journal, mia, file, now=NOW).visits == 2
    assert len(journal.visits.all(mia)) == 3


def test_photos_stay_out_where_they_were_not_kept(sqlite_home: Home, file: Path, elsewhere: Home) -> None:
    journal = sqlite_home.open()
    mia = making.make_owner(journal, MIA, purposes=["journal"])
    sitting = making.make_sitting(1, 2, maps=False)
    journal.visits.keep(mia, sitting, at=NOW, zone="UTC", origin="taken", now=NOW, photos=making.make_photos(1, 2))
    assert export_person(journal, mia, file, now=NOW).photos == 0
    there = elsewhere.open()
    import_person(there, file, now=NOW)
    assert lives.everything(there) == lives.everything(journal)


def test_photos_are_taken_in_only_with_the_consent_of_now(lone: Journal, file: Path, elsewhere: Home) -> None:
    there = elsewhere.open()
    report = import_person(there, file, now=NOW)
    assert (report.photos, report.maps, report.left_out) == (0, 0, 4)
    assert list(there.store.objects.keys()) == []
    visit = there.visits.all(there.people.find(MIA))[0]
    assert not visit.has_maps
    assert [photo.kept for photo in visit.photos] == [False, False]
    assert visit.scores == lone.visits.all(lone.people.find(MIA))[0].scores


def test_an_archive_allows_nothing_by_itself(lone: Journal, file: Path, elsewhere: Home) -> None:
    consents = json.loads(contents(file)["consents.json"])
    consents.append({**consents[-1], "purpose": "weather"})
    rewrite(file, {"consents.json": json.dumps(consents).encode()})
    there = elsewhere.open()
    import_person(there, file, now=LATER)
    owner = there.people.find(MIA)
    assert [there.consents.allows(owner, purpose) for purpose in purposes()] == [True, False, False]
    *before, photos, weather = there.consents.all(owner)
    assert before[:-1] == list(lone.consents.all(lone.people.find(MIA)))
    assert [(one.purpose, one.granted, one.at) for one in (photos, weather)] == [
        ("photos", False, LATER),
        ("weather", False, LATER),
    ]


@pytest.mark.usefixtures("lone")
def test_what_is_agreed_to_now_counts(file: Path, elsewhere: Home) -> None:
    consents = json.loads(contents(file)["consents.json"])
    consents.append({**consents[-1], "purpose": "photos", "granted": False})
    rewrite(file, {"consents.json": json.dumps(consents).encode()})
    there = elsewhere.open()
    with pytest.raises(ConsentUnknown):
        import_person(there, file, now=LATER, agreed=frozenset({"everything"}))
    assert there.people.all() == []
    assert import_person(there, file, now=LATER, agreed=AGREED).photos == 2
    current = there.consents.current(there.people.find(MIA))["photos"]
    assert (current.granted, current.at, current.text) == (True, LATER, purposes()["photos"].text)


def test_a_journal_whose_consent_was_taken_back_can_be_moved(lone: Journal, file: Path, elsewhere: Home) -> None:
    owner = lone.people.find(MIA)
    lone.consents.withdraw(owner, "journal", now=NOW)
    file.unlink()
    export_person(lone, owner, file, now=NOW)
    there = elsewhere.open()
    import_person(there, file, now=NOW, agreed=AGREED)
    assert lives.everything(there) == lives.everything(lone)
    assert not there.consents.allows(there.people.find(MIA), "journal")


def test_a_lost_photo_stops_no_export(lone: Journal, file: Path, elsewhere: Home) -> None:
    for key in list(lone.store.objects.keys()):
        lone.store.objects.delete(key)
    file.unlink()
    assert export_person(lone, lone.people.find(MIA), file, now=NOW).missing == 4
    assert json.loads(contents(file)["manifest.json"])["missing"] == 4
    there = elsewhere.open()
    import_person(there, file, now=NOW, agreed=AGREED)
    assert not there.visits.all(there.people.find(MIA))[0].photos[0].kept


def test_who_is_here_is_not_taken_in_again(lone: Journal, file: Path) -> None:
    before, objects = lives.everything(lone), set(lone.store.objects.keys())
    for name in (None, "Somebody Else"):
        with pytest.raises(PersonExists):
            import_person(lone, file, now=NOW, agreed=AGREED, name=name)
    assert lives.everything(lone) == before
    assert set(lone.store.objects.keys()) == objects


def test_another_name_makes_room(lone: Journal, file: Path, elsewhere: Home) -> None:
    there = elsewhere.open()
    making.make_owner(there, MIA)
    with pytest.raises(PersonExists):
        import_person(there, file, now=NOW, agreed=AGREED)
    assert (
        import_person(there, file, now=NOW, agreed=AGREED, name="  Mia   the second ").person.name == "Mia the second"
    )
    assert there.people.find("Mia the second").person.id == lone.people.find(MIA).person.id


class KilledError(BaseException):
    """The program ends here."""


@pytest.mark.usefixtures("lone")
@pytest.mark.parametrize("step", ["put", "write_visit", "write_analysis", "settle"])
def test_a_crash_leaves_nobody(file: Path, anywhere: Home, step: str) -> None:
    there = anywhere.open()
    ola = lives.live(there, "Ola Other", seed=2, visits=1)
    before = lives.everything(there)

    def die(*_args: object, **_options: object) -> None:
        raise KilledError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visits_in, step, die) if step != "put" else patch.setattr(type(there.store.objects), "put", die)
        patch.setattr("skincast.journal.archive.importing.attempt_chores", lambda *_args, **_options: None)
        with pytest.raises(KilledError):
            import_person(there, file, now=NOW, agreed=AGREED)

    again = anywhere.open()
    assert [one.name for one in again.people.all()] == ["Ola Other"]
    assert lives.everything(again) == before
    assert len(list(again.store.objects.keys())) == 4
    assert len(again.visits.photos(ola, again.visits.all(ola)[0].id)) == 2
    import_person(again, file, now=NOW, agreed=AGREED)


@pytest.mark.usefixtures("lone")
def test_words_do_not_come_in_as_versions(file: Path, elsewhere: Home) -> None:
    analyses = json.loads(contents(file)[only_visit(file)])["analyses"]
    analyses[0]["made_by"]["Carla Clara lives in Berlin"] = "and has acne"
    change(file, only_visit(file), {"analyses": analyses})
    error = refusal(file, elsewhere)
    assert isinstance(error, FileRefused)
    assert "names and versions" in error.message


@pytest.mark.usefixtures("lone")
def test_json_that_would_fill_the_memory_is_refused(
    file: Path, elsewhere: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = max(len(data) for name, data in contents(file).items() if name in ("days.json", "manifest.json"))
    monkeypatch.setattr(shape, "LARGEST_JSON_BYTES", largest)
    rewrite(file, {"notes.json": b"[" + b" " * largest + b"]"})
    assert "far too large" in refusal(file, elsewhere).message


@pytest.mark.usefixtures("lone")
def test_a_failed_import_sweeps_at_once(file: Path, elsewhere: Home) -> None:
    rewrite(file, {"visits.json": json.dumps([only_visit(file)] * 2).encode()})
    there = elsewhere.open()
    with pytest.raises(FileRefused, match="twice"):
        import_person(there, file, now=NOW, agreed=AGREED)
    assert there.people.all() == []
    assert list(there.store.objects.keys()) == []


def refusal(file: Path, home: Home) -> SkincastError:
    """Try to take it in; nothing may have been written."""
    journal = home.open()
    with pytest.raises(SkincastError) as caught:
        import_person(journal, file, now=NOW, agreed=AGREED)
    with journal.store.reading() as connection:
        assert connection.execute(select(person)).all() == []
    assert list(journal.store.objects.keys()) == []
    return caught.value


@pytest.mark.usefixtures("lone")
@pytest.mark.parametrize(
    "changes",
    [
        {"manifest.json": b"{}"},
        {"manifest.json": b"no JSON"},
        {"manifest.json": b'{"format": "skincast.archive/9", "exported_at": "2026-06-15", "missing": 0, "files": {}}'},
        {"person.json": b"[" * 100_000},
        {"person.json": None},
        {"visits.json": b'["visits/nowhere.json"]'},
        {"documents/2026-05-16-v1-1.json": b"\xff\xfe"},
        {"photos/2026-05-16-1.jpg": None},
        {"../../evil.txt": b"evil"},
        {"/etc/evil.txt": b"evil"},
        {"C:\\evil.txt": b"evil"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_is_no_archive_of_ours_is_refused(file: Path, elsewhere: Home, changes: dict[str, bytes | None]) -> None:
    rewrite(file, changes)
    assert isinstance(refusal(file, elsewhere), FileRefused)
    assert not list(file.parent.rglob("evil.txt"))


@pytest.mark.usefixtures("lone")
@pytest.mark.parametrize(
    ("name", "index", "edit"),
    [
        ("person.json", None, {"id": "../../../../etc/passwd"}),
        ("person.json", None, {"name": "\x00"}),
        ("person.json", None, {"birth_year": "soon"}),
        ("days.json", 0, {"value": float("nan")}),
        ("days.json", 0, {"value": 1e308 * 10}),
        ("days.json", 0, {"value": 30}),
        ("days.json", 0, {"factor": "astrology"}),
        ("days.json", 0, {"day": "1800-01-01"}),
        ("days.json", 0, {"day": "2026-02-30"}),
        ("products.json", 0, {"times_per_week": -1}),
        ("products.json", 1, {"ingredients": [{"active": "snake oil", "percent": 1}]}),
        ("places.json", 0, {"latitude_deg": 100}),
        ("notes.json", 0, {"id": "short"}),
        ("notes.json", 0, {"text": ""}),
        ("consents.json", 0, {"purpose": "everything"}),
        ("consents.json", 0, {"at": "2026-06-15T10:30:00"}),
        ("forecasts.json", 0, {"file": "forecasts/none.json"}),
        ("visits/2026-05-16.json", None, {"id": "g" * 32}),
        ("visits/2026-05-16.json", None, {"origin": "stolen"}),
        ("visits/2026-05-16.json", None, {"at": "2100-01-01T00:00:00Z"}),
        ("visits/2026-05-16.json", None, {"zone": "Mars/Olympus"}),
        ("visits/2026-05-16.json", None, {"analyses": []}),
    ],
)
def test_what_cannot_be_is_refused(
    file: Path, elsewhere: Home, name: str, index: int | None, edit: dict[str, Any]
) -> None:
    change(file, name, edit, index=index)
    error = refusal(file, elsewhere)
    if name != "person.json":
        assert isinstance(error, FileRefused)
        assert name.split(".", maxsplit=1)[0] in error.message


@pytest.mark.usefixtures("lone")
@pytest.mark.parametrize(
    ("edit", "error"), [({"birth_year": 2015}, PersonUnderage), ({"zone": "Mars/Olympus"}, ZoneUnknown)]
)
def test_who_may_not_keep_a_journal_is_named(
    file: Path, elsewhere: Home, edit: dict[str, Any], error: type[SkincastError]
) -> None:
    change(file, "person.json", edit)
    assert isinstance(refusal(file, elsewhere), error)


@pytest.mark.usefixtures("lone")
def test_a_hash_of_a_photo_that_is_none_is_refused(file: Path, elsewhere: Home) -> None:
    visit = json.loads(contents(file)[only_visit(file)])
    visit["photos"][0]["seen"]["sha256"] = "not hexadecimal"
    rewrite(file, {only_visit(file): json.dumps(visit).encode()})
    assert isinstance(refusal(file, elsewhere), FileRefused)


@pytest.mark.usefixtures("lone")
def test_what_a_file_says_of_its_size_is_not_believed(file: Path, elsewhere: Home) -> None:
    """A megabyte that says it has ten bytes, in the zip and in the manifest."""
    rewrite(file, {"README.txt": bytes(1_000_000)})
    manifest = json.loads(contents(file)["manifest.json"])
    manifest["files"]["README.txt"]["bytes"] = 10
    rewrite(file, {"manifest.json": json.dumps(manifest).encode()})
    assert "larger than it says" in refusal(file, elsewhere).message
    data = file.read_bytes()
    assert data.count((1_000_000).to_bytes(4, "little")) == 2
    file.write_bytes(data.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert isinstance(refusal(file, elsewhere), FileRefused)


@pytest.mark.usefixtures("lone")
def test_a_bomb_is_refused(file: Path, elsewhere: Home) -> None:
    rewrite(file, {"bomb.txt": bytes(70_000_000)})
    assert file.stat().st_size < 300_000
    assert "too large" in refusal(file, elsewhere).message


@pytest.mark.usefixtures("lone")
def test_two_files_of_one_name_are_refused(file: Path, elsewhere: Home) -> None:
    with zipfile.ZipFile(file, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("notes.json", b"[]")
    assert isinstance(refusal(file, elsewhere), FileRefused)


def test_what_is_no_zip_is_refused(file: Path, elsewhere: Home) -> None:
    for data in (b"", b"PK\x03\x04", b"\0" * 1000):
        file.write_bytes(data)
        assert isinstance(refusal(file, elsewhere), FileRefused)
    file.unlink()
    assert isinstance(refusal(file, elsewhere), FileUnreadable)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """An archive to change."""
    place = tmp_path_factory.mktemp("made")
    with home_at(place) as home:
        journal = home.open()
        export_person(journal, lives.live(journal, MIA, seed=1, visits=1), place / "whole.zip", now=NOW)
    return place / "changed.zip", (place / "whole.zip").read_bytes()


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_is_refused_or_changes_nothing(made: tuple[Path, bytes], data: st.DataObject) -> None:
    path, whole = made
    changed = bytearray(whole)
    directory = whole.index(b"PK\x01\x02")
    position = data.draw(st.one_of(st.integers(0, len(whole) - 1), st.integers(directory, len(whole) - 1)))
    changed[position] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(changed)
    try:
        with open_archive(path) as archive:
            found = {name: archive.read(name) for name in archive.manifest.files}
    except FileRefused:
        return
    path.write_bytes(whole)
    assert found == {name: content for name, content in contents(path).items() if name != "manifest.json"}


@given(length=st.integers(0, 60_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_archive_is_refused(made: tuple[Path, bytes], length: int) -> None:
    path, whole = made
    path.write_bytes(whole[: min(length, len(whole) - 1)])
    with pytest.raises(FileRefused), open_archive(path):
        pass
