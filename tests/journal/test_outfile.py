"""A file that leaves the journal is whole or not there, even when its writer is killed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from skincast.errors import OutputUnwritable
from skincast.journal import outfile
from skincast.journal.outfile import whole_file


@pytest.fixture(params=[True, False], ids=["nameless", "named"])
def file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where to, on a system that knows files without a name and on one that does not."""
    if not request.param:
        monkeypatch.setattr(outfile, "OWN_HANDLES", tmp_path / "no such folder")
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "mia.zip"


def write(file: Path, data: bytes) -> None:
    with whole_file(file, journal=file.parent / "journal") as part:
        part.write_bytes(data)


def test_is_there_when_it_is_whole(file: Path) -> None:
    write(file, b"everything")
    assert file.read_bytes() == b"everything"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_nlink == 1
    assert list(file.parent.iterdir()) == [file]


def test_a_writer_that_fails_leaves_nothing(file: Path) -> None:
    with pytest.raises(RuntimeError), whole_file(file, journal=file.parent / "journal") as part:  # noqa: PT012
        part.write_bytes(b"half")
        raise RuntimeError
    assert list(file.parent.iterdir()) == []


def test_what_came_meanwhile_is_not_overwritten(file: Path) -> None:
    with (  # noqa: PT012
        pytest.raises(OutputUnwritable, match="nothing is overwritten"),
        whole_file(file, journal=file.parent / "journal") as part,
    ):
        part.write_bytes(b"everything")
        file.write_bytes(b"somebody's")
    assert file.read_bytes() == b"somebody's"
    assert list(file.parent.iterdir()) == [file]


def kill_halfway(file: Path) -> None:
    pid = os.fork()
    if not pid:
        with whole_file(file, journal=file.parent / "journal") as part:
            part.write_bytes(b"plain")
            os._exit(9)
    os.waitpid(pid, 0)


def test_a_killed_writer_leaves_nothing_to_the_next_one(file: Path) -> None:
    kill_halfway(file)
    if outfile.OWN_HANDLES.is_dir():
        assert list(file.parent.iterdir()) == []
    else:
        assert len(list(file.parent.iterdir())) == 1
    write(file, b"everything")
    assert list(file.parent.iterdir()) == [file]


def test_files_of_others_stay(file: Path) -> None:
    mine = file.with_name(".mia.zip.part")
    mine.touch()
    with whole_file(file, journal=file.parent / "journal") as part:
        part.write_bytes(b"everything")
        other = file.with_name(".mia.zip.00c0ffee.part")
        other.touch()
        with other.open("rb") as busy:
            fcntl.flock(busy, fcntl.LOCK_EX)
            outfile._sweep_parts(file)
            assert other.exists()
        outfile._sweep_parts(file)
        assert not other.exists()
    assert mine.exists()
