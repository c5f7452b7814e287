"""Opening a journal: where it lies, whom it knows, and what locks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Answers
from tests.cli.running import RunCommand

from skincast.journal import open_journal
from skincast.journal.passphrase import protect_key

PASSPHRASE = "four words are enough"  # noqa: S105 - of a key that lives for a moment


@pytest.mark.parametrize(
    "arguments",
    [
        ["history", "Anna"],
        ["visit", "Anna", "selfie.jpg"],
        ["log", "Anna", "sleep", "7"],
        ["erase", "Anna", "--yes"],
        ["backup", "b"],
    ],
)
def test_without_a_journal_a_command_says_how_to_begin(run: RunCommand, home: Path, arguments: list[str]) -> None:
    result = run(*arguments)

    assert result.code == 4
    assert f"error [history_missing]: There is no journal in {home / 'journal'} yet." in result.err
    assert "hint: Begin one with `skincast person add NAME --born YEAR`." in result.err
    assert not home.exists()


@pytest.mark.parametrize(
    "arguments", [["history"], ["log"], ["consent", "list"], ["note", "list"], ["product", "list"], ["remeasure"]]
)
@pytest.mark.usefixtures("anna")
def test_whom_the_journal_does_not_know(run: RunCommand, arguments: list[str]) -> None:
    result = run(*arguments, "Nobody")

    assert result.code == 2
    assert "error [person_unknown]: Nobody called 'Nobody' keeps a journal here." in result.err


@pytest.mark.usefixtures("anna")
def test_a_person_is_found_whatever_the_case_and_by_id(run: RunCommand) -> None:
    (person,) = run("person", "list", "--json").json["people"]

    for name in ("anna", "ANNA", person["id"], person["id"][:8]):
        assert run("log", name, "--json").json["person"] == person["id"]


@pytest.mark.usefixtures("anna")
def test_the_option_names_another_folder(run: RunCommand, home: Path) -> None:
    run("--journal", home / "other", "person", "add", "Ben", "--born", "1980", "--agree")

    assert [one["name"] for one in run("person", "list", "--json").json["people"]] == ["Anna"]
    others = run("--journal", home / "other", "person", "list", "--json").json["people"]
    assert [one["name"] for one in others] == ["Ben"]


@pytest.mark.usefixtures("anna")
def test_a_folder_named_by_option_has_its_own_rows(
    run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKINCAST_JOURNAL_URL", "postgresql://nowhere.invalid/skincast")

    assert run("--journal", home / "journal", "person", "list", "--json").json["people"][0]["name"] == "Anna"
    assert run("person", "list").code == 5


class TestLocked:
    @pytest.fixture(autouse=True)
    def locked(self, anna: str, home: Path) -> None:  # noqa: ARG002 - whose journal it is
        protect_key(home / "keys" / "master.key", PASSPHRASE)

    def test_nobody_to_ask(self, run: RunCommand) -> None:
        result = run("person", "list")

        assert result.code == 5
        assert "error [key_refused]: " in result.err
        assert "hint: Type it when asked, or give it in SKINCAST_PASSPHRASE." in result.err

    def test_the_passphrase_of_the_settings(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SKINCAST_PASSPHRASE", PASSPHRASE)
        assert run("person", "list").code == 0

        monkeypatch.setenv("SKINCAST_PASSPHRASE", "something else")
        assert "error [key_refused]: The passphrase is not the right one." in run("person", "list").err

    def test_the_passphrase_is_typed(self, run: RunCommand, answers: Answers) -> None:
        asked = answers(PASSPHRASE, "wrong words", "")

        assert run("person", "list").code == 0
        assert run("person", "list").code == 5
        assert run("person", "list").code == 5
        assert asked == ["Passphrase of the journal's key"] * 3


@pytest.mark.usefixtures("anna")
def test_a_lost_key_is_told(run: RunCommand, home: Path) -> None:
    (home / "keys" / "master.key").unlink()

    result = run("person", "list")

    assert result.code == 5
    assert "error [key_missing]" in result.err
    assert not (home / "keys" / "master.key").exists()


@pytest.mark.usefixtures("anna")
def test_another_key_is_told(run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_journal(home / "other", key_file=home / "other.key").store.engine.dispose()
    monkeypatch.setenv("SKINCAST_KEY", str(home / "other.key"))

    result = run("person", "list")

    assert result.code == 5
    assert "error [key_refused]: This master key is not the one of this journal." in result.err


@pytest.mark.usefixtures("anna")
def test_a_damaged_database_is_told(run: RunCommand, home: Path) -> None:
    for file in (home / "journal").glob("journal.sqlite*"):
        file.write_bytes(b"no database" * 1000)

    result = run("person", "list")

    assert result.code == 6
    assert "error [journal_damaged]" in result.err


def test_a_folder_that_cannot_be_used(run: RunCommand, home: Path) -> None:
    home.mkdir()
    (home / "journal").write_text("a file", "utf-8")

    result = run("person", "add", "Anna", "--born", "1990", "--agree")

    assert result.code == 5
    assert "error [journal_unreachable]" in result.err
