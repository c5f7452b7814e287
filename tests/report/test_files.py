"""A result is written whole, replaces only results, and overwrites no other photo's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from skincast.analysis import Analysis
from skincast.errors import OutputUnwritable
from skincast.report import choose_stem, files, save
from skincast.report.frame import color_to_original

SIZE = (401, 301)
other_sha = "f" * 64


def test_every_file_of_an_accepted_photo(analysis: Analysis, tmp_path: Path) -> None:
    folder = save(analysis, tmp_path / "new" / "out", stem="selfie")

    judged = {f"{name}.png" for name, score in analysis.scores.items() if score.value is not None}
    assert folder == tmp_path / "new" / "out" / "selfie"
    assert {file.name for file in folder.iterdir()} == judged | {
        "analysis.json",
        "report.html",
        "overlay.png",
        "skin.png",
    }
    assert {file.name for file in folder.parent.iterdir()} == {"selfie"}


def test_masks_have_the_size_of_the_upright_original(analysis: Analysis, tmp_path: Path) -> None:
    folder = analysis.save(tmp_path, stem="selfie")

    for file in set(folder.glob("*.png")) - {folder / "overlay.png"}:
        mask = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        assert mask is not None
        assert mask.shape == SIZE, file.name
        assert mask.dtype == np.uint8, file.name


def test_the_skin_mask_covers_the_outline(analysis: Analysis, tmp_path: Path) -> None:
    assert analysis.skin is not None
    folder = save(analysis, tmp_path, stem="selfie")

    drawn = cv2.imread(str(folder / "skin.png"), cv2.IMREAD_UNCHANGED)

    assert drawn is not None
    per_pixel = abs(np.linalg.det(color_to_original(analysis.skin.crop, analysis.photo)[:, :2]))
    assert np.count_nonzero(drawn) == pytest.approx(np.count_nonzero(analysis.skin.outline) * per_pixel, rel=0.02)


def test_a_refused_photo_has_the_document_and_the_page(refused: Analysis, tmp_path: Path) -> None:
    folder = save(refused, tmp_path, stem="selfie")

    assert {file.name for file in folder.iterdir()} == {"analysis.json", "report.html"}
    assert json.loads((folder / "analysis.json").read_text("utf-8"))["quality"]["accepted"] is False


def test_landmarks_are_written_only_when_asked_for(analysis: Analysis, tmp_path: Path) -> None:
    assert "landmarks_px" not in (save(analysis, tmp_path, stem="a") / "analysis.json").read_text("utf-8")
    assert "landmarks_px" in (save(analysis, tmp_path, stem="b", landmarks=True) / "analysis.json").read_text("utf-8")


def test_without_a_name_the_folder_is_called_by_the_photo(refused: Analysis, tmp_path: Path) -> None:
    assert refused.save(tmp_path).name == refused.photo.sha256[:12]


def test_a_second_run_replaces_the_first_whole(analysis: Analysis, refused: Analysis, tmp_path: Path) -> None:
    save(analysis, tmp_path, stem="selfie")
    folder = save(refused, tmp_path, stem="selfie")

    assert {file.name for file in folder.iterdir()} == {"analysis.json", "report.html"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["selfie"]


def test_somebody_elses_folder_is_left_alone(refused: Analysis, tmp_path: Path) -> None:
    (tmp_path / "selfie").mkdir()
    (tmp_path / "selfie" / "diary.txt").write_text("mine", "utf-8")

    with pytest.raises(OutputUnwritable):
        save(refused, tmp_path, stem="selfie")
    assert (tmp_path / "selfie" / "diary.txt").read_text("utf-8") == "mine"


def test_a_link_is_not_followed(refused: Analysis, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "selfie").symlink_to(tmp_path / "real")

    with pytest.raises(OutputUnwritable):
        save(refused, tmp_path, stem="selfie")


def test_a_crash_leaves_the_earlier_result(
    analysis: Analysis, refused: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(refused, tmp_path, stem="selfie")
    before = (folder / "analysis.json").read_bytes()
    monkeypatch.setattr(files, "draw_overview", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        save(analysis, tmp_path, stem="selfie")

    assert (folder / "analysis.json").read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["selfie"]


def test_the_earlier_result_comes_back_if_the_new_one_cannot_take_its_place(
    refused: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save(refused, tmp_path, stem="selfie")
    rename = Path.rename

    def fail_for_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)

    with pytest.raises(OutputUnwritable, match="Permission denied"):
        save(refused, tmp_path, stem="selfie")
    assert (folder / "analysis.json").is_file()


def test_a_place_that_cannot_be_written_to(refused: Analysis, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(OutputUnwritable, match="file"):
        save(refused, tmp_path / "file", stem="selfie")


@pytest.mark.parametrize("stem", ["", ".", "..", "a/b", "../a", "a\\b", "a\0b"])
def test_a_stem_is_a_plain_name(refused: Analysis, tmp_path: Path, stem: str) -> None:
    with pytest.raises(ValueError, match="stem"):
        save(refused, tmp_path, stem=stem)


def test_a_free_name_is_kept_and_a_shared_one_gets_the_sha256(tmp_path: Path) -> None:
    assert choose_stem(tmp_path, "selfie", sha256="ab" * 32) == "selfie"
    assert choose_stem(tmp_path, "selfie", sha256="ab" * 32, shared=True) == "selfie-abababab"
    assert choose_stem(tmp_path, "..", sha256="ab" * 32) == "photo"


def test_the_same_photo_takes_its_own_place_again_and_another_does_not(refused: Analysis, tmp_path: Path) -> None:
    save(refused, tmp_path, stem="selfie")

    assert choose_stem(tmp_path, "selfie", sha256=refused.photo.sha256) == "selfie"
    assert choose_stem(tmp_path, "selfie", sha256=other_sha) == "selfie-ffffffff"


def test_a_name_that_something_else_bears_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "selfie").mkdir()
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")

    assert choose_stem(tmp_path, "selfie", sha256=other_sha) == "selfie-ffffffff"
    assert choose_stem(tmp_path, "broken", sha256=other_sha) == "broken-ffffffff"


def test_only_the_owner_may_read_a_result(analysis: Analysis, tmp_path: Path) -> None:
    before = os.umask(0o000)
    try:
        folder = save(analysis, tmp_path, stem="selfie")
    finally:
        os.umask(before)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
