"""Objects: written once, whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from skincast.errors import JournalDamaged, JournalUnreachable
from skincast.journal import objects as objects_module
from skincast.journal.objects import PART, FolderObjects, new_object_key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def objects(folder: Path) -> FolderObjects:
    return FolderObjects(folder)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("data", [b"", b"x", bytes(3_000_000)])
def test_gives_back_what_was_put(objects: FolderObjects, data: bytes) -> None:
    key = new_object_key()
    objects.put(key, data)
    assert objects.get(key) == data
    assert list(objects.keys()) == [key]


def test_only_their_owner_may_read_them(objects: FolderObjects, folder: Path) -> None:
    objects.put(new_object_key(), b"face")
    (path,) = files(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(one.stat().st_mode) for one in (path.parent, folder)} == {0o700}


def test_a_missing_object_is_damage(objects: FolderObjects) -> None:
    with pytest.raises(JournalDamaged):
        objects.get(new_object_key())
    assert list(objects.keys()) == []


def test_deleting_deletes_it_and_nothing_else(objects: FolderObjects) -> None:
    kept, gone = new_object_key(), new_object_key()
    objects.put(kept, b"kept")
    objects.put(gone, b"gone")
    objects.delete(gone)
    objects.delete(gone)
    objects.delete(new_object_key())
    assert list(objects.keys()) == [kept]


def test_what_a_killed_program_left_is_no_object_and_is_deleted_by_its_key(
    objects: FolderObjects, folder: Path
) -> None:
    key = new_object_key()
    part = folder / key[:2] / (key + PART)
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half a fa")
    assert list(objects.keys()) == []
    with pytest.raises(JournalDamaged):
        objects.get(key)
    objects.delete(key)
    assert files(folder) == []


def test_putting_again_after_a_kill_works(objects: FolderObjects, folder: Path) -> None:
    key = new_object_key()
    (folder / key[:2]).mkdir(parents=True)
    (folder / key[:2] / (key + PART)).write_bytes(b"something longer than what follows")
    objects.put(key, b"whole")
    assert objects.get(key) == b"whole"
    assert len(files(folder)) == 1


@pytest.mark.parametrize("failing", [0, 1, 2, 3, 4])
def test_a_full_disk_leaves_nothing(
    objects: FolderObjects, folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Whichever of the waits for the disk fails: three new folders, the file, its name."""
    done = 0
    real = os.fsync

    def sometimes_full(handle: int) -> None:
        nonlocal done
        done += 1
        if done > failing:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", sometimes_full)
    if failing < 4:
        with pytest.raises(JournalUnreachable, match="No space left"):
            objects.put(new_object_key(), b"a face")
        assert files(folder) == []
    else:
        objects.put(new_object_key(), b"a face")
        assert done == 4


def test_a_folder_without_permission_is_named(folder: Path) -> None:
    folder.parent.joinpath("objects").write_text("a file in its place")
    with pytest.raises(JournalUnreachable, match="cannot be kept"):
        FolderObjects(folder).put(new_object_key(), b"a face")
    with pytest.raises(JournalUnreachable, match="cannot be deleted"):
        FolderObjects(folder).delete(new_object_key())


@pytest.mark.parametrize(
    "key", ["", "short", "../../../../etc/passwd", "A" * 32, "0" * 31, "0" * 33, "0" * 30 + "/x", "0" * 31 + "\n"]
)
def test_what_is_no_key_is_refused(objects: FolderObjects, key: str) -> None:
    for action in (objects.get, objects.delete, lambda key: objects.put(key, b"")):
        with pytest.raises(ValueError, match="no object key"):
            action(key)


def test_keys_tell_nothing_and_never_repeat() -> None:
    made = {new_object_key() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(key) == 32 for key in made)


def test_a_deletion_lasts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, key = FolderObjects(folder), new_object_key()
    store.put(key, b"a face")
    synced: list[Path] = []
    monkeypatch.setattr(objects_module, "sync_folder", synced.append)
    store.delete(key)
    assert synced == [folder / key[:2]]
    store.delete(key)
    assert len(synced) == 1
