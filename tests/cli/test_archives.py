"""A person's own copy of their journal, and the demo."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.running import RunCommand


@pytest.mark.usefixtures("anna")
class TestArchive:
    @pytest.fixture
    def life(self, run: RunCommand, anna: str, selfies: list[Path]) -> None:  # noqa: ARG002 - whose life it is
        """A journal with something of everything."""
        run("consent", "grant", "Anna", "photos", "--agree")
        run("visit", "Anna", selfies[0], "--at", "2025-12-20")
        run("log", "Anna", "sleep", "7.5")
        run("note", "add", "Anna", "Dry air.")
        run("product", "add", "Anna", "Cream", "--active", "retinol 0.3")
        run("place", "set", "Anna", "52.5", "13.4")

    @pytest.mark.usefixtures("life")
    def test_a_copy_brings_the_same_history_elsewhere(self, run: RunCommand, home: Path, tmp_path: Path) -> None:
        exported = run("export", "Anna")
        zipped = ("import", "person", "anna-2026-03-15.zip")
        without = run("--journal", home / "elsewhere", *zipped)
        taken = run("--journal", home / "other", *zipped, "--keep-photos", "--agree")

        assert "Left out: " in without.err
        assert "--keep-photos" in without.err
        assert exported.out.startswith("anna-2026-03-15.zip: 1 visit, 1 photo and all else of Anna, ")
        assert "It is not encrypted" in exported.err
        assert taken.out.startswith("Anna keeps a journal here: 1 visit, 1 photo. Id ")
        here, there = run("history", "Anna", "--json"), run("--journal", home / "other", "history", "Anna", "--json")
        assert there.json == here.json
        assert (tmp_path / "anna-2026-03-15.zip").stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(tmp_path / "anna-2026-03-15.zip") as archive:
            assert {"README.txt", "scores.csv", "days.json"} <= set(archive.namelist())

    def test_another_name_may_be_given(self, run: RunCommand, home: Path) -> None:
        run("export", "Anna", "--out", "before.zip")

        content = run("--journal", home / "other", "import", "person", "before.zip", "--name", "Bea", "--json").json

        assert (content["schema"], content["person"]["name"]) == ("skincast.import_person/1", "Bea")
        assert (content["visits"], content["photos"], content["maps"], content["left_out"]) == (0, 0, 0, 0)

    def test_the_same_for_machines(self, run: RunCommand) -> None:
        content = run("export", "Anna", "--out", "a.zip", "--json").json

        assert (content["schema"], content["file"], content["visits"]) == ("skincast.export_report/1", "a.zip", 0)

    def test_nothing_is_overwritten(self, run: RunCommand, home: Path) -> None:
        run("export", "Anna", "--out", "a.zip")

        assert run("export", "Anna", "--out", "a.zip").code == 2
        assert run("export", "Anna", "--out", home / "journal" / "a.zip").code == 2
        assert "error [person_exists]" in run("import", "person", "a.zip").err

    @pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
    def test_what_is_no_archive(self, run: RunCommand, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.zip").write_bytes(content)

        result = run("import", "person", "a.zip")

        assert result.code == 6
        assert "error [file_refused]" in result.err
        assert run("import", "person", "missing.zip").code == 6

    def test_a_name_with_slashes_is_no_path(self, run: RunCommand, tmp_path: Path) -> None:
        run("person", "add", "../Zoë / X", "--born", "1990", "--agree")

        assert run("export", "../Zoë / X").code == 0
        assert (tmp_path / "zoë-x-2026-03-15.zip").is_file()


@pytest.mark.usefixtures("home")
def test_a_person_can_be_the_first_one_taken_in(run: RunCommand, home: Path) -> None:
    run("--journal", home / "other", "person", "add", "Anna", "--born", "1990", "--agree")
    run("--journal", home / "other", "export", "Anna", "--out", "a.zip")

    assert run("import", "person", "a.zip").code == 0
    assert run("person", "list", "--json").json["people"][0]["name"] == "Anna"


@pytest.mark.slow
@pytest.mark.usefixtures("home")
class TestDemo:
    def test_a_journey_is_kept_and_drawn(
        self, run: RunCommand, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("skincast.pipeline.journey.PHOTO_DAYS", (33, 89))

        result = run("demo", "--out", "d")

        assert result.code == 0
        assert "Demo: 2 visits" in result.out
        written = [line.removeprefix("Written: ") for line in result.out.splitlines() if line.startswith("Written: ")]
        assert written[0] == str(Path("d", "history.html"))
        assert all((tmp_path / name).is_file() for name in written)
        page = (tmp_path / "d" / "history.html").read_text("utf-8")
        assert "true (known only because this person does not exist)" in page
        assert page.count('class="p-true"') > 20
        assert f"Selfies: 2 in {Path('d', 'selfies')}" in result.out
        assert len(list((tmp_path / "d" / "selfies").glob("*.jpg"))) == 2
        change = json.loads((tmp_path / "d" / "change.json").read_text("utf-8"))
        assert {change["before"]["label"], change["after"]["label"]} == {"twin: nobody real"}
        assert not home.exists()

    def test_a_journal_of_somebody_is_left_alone(self, run: RunCommand) -> None:
        run("--journal", Path("d", "journal"), "person", "add", "Anna", "--born", "1990", "--agree")

        result = run("demo", "--out", "d")

        assert result.code == 2
        assert "error [journal_not_empty]" in result.err
        assert run("--journal", Path("d", "journal"), "person", "list", "--json").json["people"][0]["name"] == "Anna"
