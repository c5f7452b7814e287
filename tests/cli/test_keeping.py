"""Keeping a journal safe, and erasing somebody from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Answers
from tests.cli.running import RunCommand

from skincast.journal import open_journal
from skincast.journal.proof import verify_proof

PASSPHRASE = "four words are enough"  # noqa: S105 - of a key that lives for a moment

pytestmark = pytest.mark.usefixtures("anna")


class TestBackup:
    def test_a_backup_is_written_checked_and_restored(self, run: RunCommand, home: Path) -> None:
        run("log", "Anna", "sleep", "7.5")

        written = run("backup", "b.skincast")
        checked = run("restore", "b.skincast", "--check")
        restored = run("--journal", home / "again", "restore", "b.skincast")

        assert (written.code, checked.code, restored.code) == (0, 0, 0)
        assert written.out.startswith("b.skincast: 1 person, 0 photos and maps. It was read back whole")
        assert f"It opens only with the key {home / 'keys' / 'master.key'}" in written.err
        assert checked.out.startswith("b.skincast is whole: 1 person")
        assert restored.out.startswith(f"{home / 'again'} holds the journal again: 1 person")
        again = run("--journal", home / "again", "log", "Anna", "--json").json
        assert again["values"]["sleep_hours"]["value"] == 7.5

    def test_the_same_for_machines(self, run: RunCommand, home: Path) -> None:
        content = run("backup", "b.skincast", "--json").json
        checked = run("restore", "b.skincast", "--check", "--json").json
        restored = run("--journal", home / "again", "restore", "b.skincast", "--json").json

        assert (content["schema"], content["people"], content["key"]) == ("skincast.backup_report/1", 1, False)
        assert checked["made_at"] == content["made_at"] == restored["made_at"] == "2026-03-15T09:30:00Z"
        assert (restored["schema"], restored["key_written"]) == ("skincast.restored/1", False)

    def test_with_the_key_a_passphrase_brings_all_back(
        self, run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SKINCAST_PASSPHRASE", PASSPHRASE)
        assert run("backup", "b.skincast", "--with-key").code == 0
        (home / "keys" / "master.key").unlink()
        monkeypatch.delenv("SKINCAST_PASSPHRASE")

        refused = run("--journal", home / "again", "restore", "b.skincast")
        monkeypatch.setenv("SKINCAST_PASSPHRASE", PASSPHRASE)
        restored = run("--journal", home / "again", "restore", "b.skincast")

        assert refused.code == 5
        assert "error [key_missing]" in refused.err
        assert restored.code == 0
        assert "The key came out of the backup" in restored.err
        monkeypatch.delenv("SKINCAST_PASSPHRASE")
        assert run("--journal", home / "again", "person", "list").code == 0

    def test_the_passphrase_is_typed_twice(self, run: RunCommand, home: Path, answers: Answers) -> None:
        asked = answers(PASSPHRASE, PASSPHRASE, PASSPHRASE, PASSPHRASE)
        assert run("backup", "b.skincast", "--with-key").code == 0
        (home / "keys" / "master.key").unlink()

        assert run("--journal", home / "again", "restore", "b.skincast").code == 0
        (home / "keys" / "master.key").unlink()
        assert run("restore", "b.skincast", "--key-only").out.startswith("The key is back: ")
        assert run("person", "list").code == 0
        assert asked == [
            "Passphrase for the key in the backup",
            "Once more",
            "Passphrase of the backup",
            "Passphrase of the backup",
        ]

    @pytest.mark.parametrize("typed", [["short"], [PASSPHRASE, "something else"]])
    def test_a_passphrase_that_will_not_do(self, run: RunCommand, answers: Answers, typed: list[str]) -> None:
        answers(*typed)

        result = run("backup", "b.skincast", "--with-key")

        assert result.code == 2
        assert "error [value_refused]" in result.err
        assert not Path("b.skincast").exists()

    def test_where_nobody_can_type_one(self, run: RunCommand) -> None:
        assert "error [key_refused]" in run("backup", "b.skincast", "--with-key").err
        run("backup", "b.skincast")
        result = run("restore", "b.skincast", "--key-only")
        assert result.code == 5
        assert "its passphrase was not given" in result.err

    def test_nothing_is_overwritten(self, run: RunCommand, home: Path) -> None:
        run("backup", "b.skincast")

        assert run("backup", "b.skincast").code == 2
        assert "error [journal_not_empty]" in run("restore", "b.skincast").err
        assert "error [output_unwritable]" in run("backup", home / "journal" / "b").err

    def test_a_damaged_backup_is_refused(self, run: RunCommand, tmp_path: Path) -> None:
        run("backup", "b.skincast")
        content = bytearray((tmp_path / "b.skincast").read_bytes())
        content[len(content) // 2] ^= 1
        (tmp_path / "b.skincast").write_bytes(content)

        for options in (["--check"], []):
            result = run("--journal", "again", "restore", "b.skincast", *options)
            assert result.code == 6
            assert "error [backup_refused]" in result.err
        assert run("restore", "missing").code == 6

    def test_who_was_erased_is_not_brought_back(self, run: RunCommand, home: Path) -> None:
        run("backup", "b.skincast")
        run("erase", "Anna", "--yes")

        restored = run("--journal", home / "journal", "restore", "b.skincast")

        assert restored.code == 0
        assert "Left out, because they were erased since: 1 person." in restored.err
        assert run("person", "list", "--json").json["people"] == []


class TestErase:
    def test_somebody_is_erased_and_a_proof_printed(self, run: RunCommand, home: Path) -> None:
        run("log", "Anna", "sleep", "7.5")
        (home / "journal" / "weather").mkdir()
        (home / "journal" / "weather" / "x.json").write_text("{}", "utf-8")

        result = run("erase", "Anna", "--yes")

        assert result.code == 0
        assert result.out.startswith("Anna is erased: ")
        assert "Nothing of them was found." in result.out
        assert "Signature: " in result.out
        assert "Copies made earlier are not searched" in result.err
        assert not (home / "journal" / "weather" / "x.json").exists()
        assert run("person", "list", "--json").json["people"] == []
        assert run("erase", "Anna", "--yes").code == 2

    def test_the_proof_can_be_kept_and_verified(self, run: RunCommand, home: Path) -> None:
        (person,) = run("person", "list", "--json").json["people"]

        proof = run("erase", "Anna", "--yes", "--json")

        assert proof.json["complete"] is True
        journal = open_journal(home / "journal", key_file=home / "keys" / "master.key")
        assert verify_proof(journal.store.master, proof.out, person_id=person["id"])
        journal.store.engine.dispose()

    def test_the_proof_is_written(self, run: RunCommand, tmp_path: Path) -> None:
        refused = run("erase", "Anna", "--yes", "--proof", tmp_path)
        result = run("erase", "Anna", "--yes", "--proof", "proof.json")

        assert refused.code == 2
        assert "error [output_unwritable]" in refused.err
        assert result.code == 0
        assert json.loads((tmp_path / "proof.json").read_text("utf-8"))["complete"] is True

    def test_nobody_is_erased_unasked(self, run: RunCommand) -> None:
        result = run("erase", "Anna")

        assert result.code == 2
        assert "hint: If it is sure, add --yes." in result.err
        assert len(run("person", "list", "--json").json["people"]) == 1

    def test_the_name_is_typed(self, run: RunCommand, answers: Answers) -> None:
        answers("Ana", "Anna")

        wrong, right = run("erase", "anna"), run("erase", "anna")

        assert (wrong.code, right.code) == (2, 0)
        assert "That is not the name, so nothing was erased." in wrong.err
        assert "For a copy before that: skincast export Anna" in right.err

    def test_an_incomplete_erasure_is_no_success(self, run: RunCommand, home: Path) -> None:
        (person,) = run("person", "list", "--json").json["people"]
        (home / "journal" / "stray.txt").write_text(person["id"], "utf-8")

        result = run("erase", "Anna", "--yes")

        assert result.code == 5
        assert "error [erasure_incomplete]" in result.err
        assert "Nothing of them was found." not in result.out


class TestKey:
    def test_where_it_lies(self, run: RunCommand, home: Path) -> None:
        result, content = run("key", "status"), run("key", "status", "--json").json

        assert result.out == f"The key is {home / 'keys' / 'master.key'}, not locked.\n"
        assert content == {
            "schema": "skincast.key_status/1",
            "file": str(home / "keys" / "master.key"),
            "locked": False,
        }

    def test_it_is_locked_and_unlocked(self, run: RunCommand, answers: Answers) -> None:
        second = "another four words"
        asked = answers(
            *(PASSPHRASE, PASSPHRASE),
            *(PASSPHRASE, second, second),
            second,
            *(second,),
        )

        assert run("key", "protect").out.endswith("is locked with a passphrase.\n")
        assert run("key", "protect").out.endswith("is locked with the new passphrase.\n")
        assert run("key", "status", "--json").json["locked"] is True
        assert run("person", "list").code == 0
        assert "is not locked any more" in run("key", "unprotect").out
        assert run("key", "unprotect").out.endswith("is not locked.\n")
        assert len(asked) == 7

    def test_a_program_locks_it(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        assert run("key", "protect").code == 5
        monkeypatch.setenv("SKINCAST_PASSPHRASE", PASSPHRASE)

        assert run("key", "protect").code == 0
        assert run("person", "list").code == 0
        assert "Nobody can be asked here for a new passphrase." in run("key", "protect").err
        monkeypatch.delenv("SKINCAST_PASSPHRASE")
        assert run("key", "unprotect").code == 5

    def test_a_passphrase_that_is_too_short(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SKINCAST_PASSPHRASE", "short")

        assert "error [value_refused]" in run("key", "protect").err
        assert run("key", "status", "--json").json["locked"] is False

    def test_no_key_and_no_key_file(self, run: RunCommand, home: Path) -> None:
        (home / "keys" / "master.key").write_text("nonsense", "utf-8")
        assert "error [key_refused]" in run("key", "status").err

        (home / "keys" / "master.key").unlink()
        for command in ("status", "protect", "unprotect"):
            result = run("key", command)
            assert result.code == 5
            assert "error [key_missing]: There is no key" in result.err


AT_A_TERMINAL = """
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.executable, [sys.executable, "-m", "skincast", "key", "protect"])
shown, answers = b"", [b"four words are enough", b"four words are enough"]
while True:
    try:
        part = os.read(terminal, 1000)
    except OSError:
        break
    shown += part
    if not part:
        break
    if answers and shown.endswith(b": "):
        os.write(terminal, answers.pop(0) + b"\\n")
print(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.slow
def test_a_terminal_asks_and_hides_what_is_typed(home: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", AT_A_TERMINAL],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "SKINCAST_KEY": str(home / "keys" / "master.key")},
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "New passphrase of the journal's key:" in ran.stdout
    assert "Once more:" in ran.stdout
    assert "is locked with a passphrase." in ran.stdout
    assert PASSPHRASE not in ran.stdout
