"""Who keeps a journal, and what they agree to."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Answers
from tests.cli.running import RunCommand

from skincast.catalog import purposes


def test_a_journal_begins_with_the_words_of_the_consent(run: RunCommand, home: Path) -> None:
    result = run("person", "add", "Anna", "--born", "1990", "--agree")

    assert result.code == 0
    assert " ".join(purposes()["journal"].text.split()) in " ".join(result.err.split())
    assert purposes()["photos"].text[:40] not in result.err
    assert result.out.startswith("Anna keeps a journal from now on. Time zone Europe/Berlin, id ")
    assert "skincast consent grant Anna photos" in result.err
    assert (home / "journal").is_dir()
    assert f"its key is the new file {home / 'keys' / 'master.key'}" in result.err


@pytest.mark.usefixtures("anna")
def test_only_the_first_journal_makes_a_key(run: RunCommand) -> None:
    assert "its key is the new file" not in run("person", "add", "Ben", "--born", "1980", "--agree").err


@pytest.mark.usefixtures("home")
def test_photos_are_asked_about_only_if_wanted(run: RunCommand) -> None:
    result = run("person", "add", "Anna", "--born", "1990", "--agree", "--keep-photos")

    assert " ".join(purposes()["photos"].text.split()) in " ".join(result.err.split())
    rows = run("consent", "list", "Anna", "--json").json["consents"]
    assert {row["purpose"]: row["allowed"] for row in rows} == {"journal": True, "photos": True, "weather": False}


def test_where_nobody_can_be_asked_nothing_begins(run: RunCommand, home: Path) -> None:
    result = run("person", "add", "Anna", "--born", "1990")

    assert result.code == 2
    assert "error [consent_missing]: Nobody can be asked here, and --agree was not given." in result.err
    assert not home.exists()


def test_somebody_at_a_terminal_says_yes(run: RunCommand, answers: Answers) -> None:
    asked = answers(True)

    assert run("person", "add", "Anna", "--born", "1990").code == 0
    assert asked == ["Do you agree?"]


def test_somebody_may_keep_a_journal_without_photos(run: RunCommand, answers: Answers) -> None:
    answers(True, False)

    result = run("person", "add", "Anna", "--born", "1990", "--keep-photos")

    assert result.code == 0
    assert "Photos are measured and not kept." in result.err
    rows = run("consent", "list", "Anna", "--json").json["consents"]
    assert [row["allowed"] for row in rows] == [True, False, False]


def test_somebody_at_a_terminal_says_no(run: RunCommand, answers: Answers, home: Path) -> None:
    answers(False)

    result = run("person", "add", "Anna", "--born", "1990")

    assert (result.code, home.exists()) == (2, False)
    assert "You did not agree, so nothing was changed." in result.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Ben", "--born", "2009"], "person_underage"),
        (["Ben", "--born", "90"], "value_refused"),
        (["anna", "--born", "1990"], "person_exists"),
        (["Ben", "--born", "1990", "--zone", "Mars/Base"], "zone_unknown"),
        (["  ", "--born", "1990"], "value_refused"),
    ],
)
@pytest.mark.usefixtures("anna")
def test_who_cannot_begin_is_told_why(run: RunCommand, arguments: list[str], code: str) -> None:
    result = run("person", "add", *arguments, "--agree")

    assert result.code == 2
    assert f"error [{code}]: " in result.err
    assert [one["name"] for one in run("person", "list", "--json").json["people"]] == ["Anna"]


@pytest.mark.usefixtures("home")
def test_a_person_as_machines_read_them(run: RunCommand) -> None:
    content = run("person", "add", "Anna", "--born", "1990", "--zone", "Asia/Tokyo", "--agree", "--json").json

    assert len(content.pop("id")) == 32
    assert content == {
        "schema": "skincast.person/1",
        "name": "Anna",
        "birth_year": 1990,
        "zone": "Asia/Tokyo",
        "added_at": "2026-03-15T09:30:00Z",
    }


@pytest.mark.usefixtures("anna")
def test_people_are_listed(run: RunCommand) -> None:
    run("person", "add", "Zoë [b]", "--born", "1980", "--agree")

    table, content = run("person", "list"), run("person", "list", "--json").json

    assert [one["name"] for one in content["people"]] == ["Anna", "Zoë [b]"]
    assert "Anna" in table.out
    assert "Zoë [b]" in table.out
    assert content["people"][0]["id"][:8] in table.out


def test_listing_nobody_makes_no_journal(run: RunCommand, home: Path) -> None:
    result = run("person", "list")

    assert (result.code, result.out) == (0, "")
    assert "Nobody keeps a journal here. Begin one: skincast person add NAME --born YEAR" in result.err
    assert run("person", "list", "--json").json == {"schema": "skincast.people/1", "people": []}
    assert not home.exists()


class TestConsent:
    @pytest.mark.usefixtures("anna")
    def test_the_list_tells_every_purpose(self, run: RunCommand) -> None:
        result = run("consent", "list", "Anna")

        assert all(row.label in result.out for row in purposes().values())
        assert result.out.count("not asked yet") == 2

    @pytest.mark.usefixtures("anna")
    def test_a_consent_is_given_and_taken_back(self, run: RunCommand) -> None:
        granted = run("consent", "grant", "Anna", "photos", "--agree")
        again = run("consent", "grant", "Anna", "photos")
        withdrawn = run("consent", "withdraw", "Anna", "photos", "--agree")
        twice = run("consent", "withdraw", "Anna", "photos")

        assert granted.out == "Anna agrees to photos from now on: Keep my photos.\n"
        assert again.out == "Anna agrees to photos already: Keep my photos.\n"
        assert " ".join(purposes()["photos"].withdrawn.split()) in " ".join(withdrawn.err.split())
        assert withdrawn.out == "Anna does not agree to photos any more: Keep my photos.\n"
        assert "nothing to take back" in twice.out
        assert {granted.code, again.code, withdrawn.code, twice.code} == {0}
        assert "no " in run("consent", "list", "Anna").out

    @pytest.mark.usefixtures("anna")
    def test_nothing_is_agreed_to_unasked(self, run: RunCommand) -> None:
        for deed in ("grant", "withdraw"):
            purpose = "photos" if deed == "grant" else "journal"
            result = run("consent", deed, "Anna", purpose)
            assert result.code == 2
            assert "hint: Read the words above; if you agree, add --agree." in result.err

    @pytest.mark.usefixtures("anna")
    def test_a_person_can_change_their_mind(self, run: RunCommand, answers: Answers) -> None:
        asked = answers(False, True, True)

        refused = run("consent", "withdraw", "Anna", "journal")
        taken = run("consent", "withdraw", "Anna", "journal")
        given = run("consent", "grant", "Anna", "journal")

        assert asked == ["Take it back?", "Take it back?", "Do you agree?"]
        assert "Nothing was changed." in refused.err
        assert "skincast erase PERSON" in taken.err
        assert given.code == 0

    @pytest.mark.usefixtures("anna")
    def test_an_unknown_purpose_is_named(self, run: RunCommand) -> None:
        result = run("consent", "grant", "Anna", "marketing", "--agree")

        assert result.code == 2
        assert "error [consent_unknown]: Nothing called 'marketing' is asked" in result.err

    @pytest.mark.usefixtures("anna")
    def test_without_consent_nothing_is_added(self, run: RunCommand) -> None:
        run("consent", "withdraw", "Anna", "journal", "--agree")

        for arguments in (
            ["log", "Anna", "sleep", "7"],
            ["note", "add", "Anna", "x"],
            ["import", "health", "Anna", "x"],
        ):
            result = run(*arguments)
            assert result.code == 2
            assert "error [consent_missing]" in result.err


def test_nobody_under_age_reads_a_consent_or_leaves_a_journal(run: RunCommand, tmp_path: Path) -> None:
    result = run("--journal", tmp_path / "none", "person", "add", "Kim", "--born", "2012", "--agree")

    assert result.code == 2
    assert "error [person_underage]" in result.err
    assert "Keep my journal" not in result.err
    assert not (tmp_path / "none").exists()
