"""Visits: photos measured, kept, compared and looked at again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.running import RunCommand

from skincast.cli import chains
from skincast.errors import ModelMissing


@pytest.mark.usefixtures("anna")
class TestVisit:
    def test_scores_are_shown_and_kept(self, run: RunCommand, selfies: list[Path]) -> None:
        result = run("visit", "Anna", selfies[0], "--label", "before the cream")

        assert result.code == 0
        assert "Redness" in result.out
        assert result.out.endswith("Kept as a visit of Anna, 2026-03-15 10:30 in Europe/Berlin.\n")
        assert "The scores are kept, the photos are not." in result.err
        assert "skincast consent grant Anna photos" in result.err
        (visit,) = run("history", "Anna", "--json").json["visits"]
        assert (visit["at"], visit["label"]) == ("2026-03-15T09:30:00Z", "before the cream")
        assert not visit["photos"][0]["kept"]

    def test_photos_are_kept_with_consent(self, run: RunCommand, selfies: list[Path]) -> None:
        run("consent", "grant", "Anna", "photos", "--agree")

        result = run("visit", "Anna", selfies[0])

        assert "photos are not" not in result.err
        assert run("history", "Anna", "--json").json["visits"][0]["photos"][0]["kept"]

    def test_several_photos_are_one_visit(self, run: RunCommand, selfies: list[Path], dark_photo: Path) -> None:
        result = run("visit", "Anna", *selfies[:2], dark_photo, "missing.jpg", "--json")

        content = result.json
        assert result.code == 0
        assert len(content["visit"]["photos"]) == 2
        assert [one["file"] for one in content["refused"]] == [str(dark_photo)]
        assert not content["refused"][0]["quality"]["accepted"]
        assert [one["error"]["code"] for one in content["unreadable"]] == ["file_unreadable"]
        assert f"refused {dark_photo.name} [" in result.err
        assert "error [file_unreadable]: missing.jpg: " in result.err

    def test_photos_read_together_are_counted(self, run: RunCommand, selfies: list[Path]) -> None:
        assert "2 photos were read together." in run("visit", "Anna", *selfies[:2]).out

    def test_where_all_are_refused_nothing_is_kept(self, run: RunCommand, dark_photo: Path) -> None:
        result = run("visit", "Anna", dark_photo)
        content = run("visit", "Anna", dark_photo, "--json")

        assert (result.code, result.out) == (3, "")
        assert "refused [" in result.err
        assert result.err.endswith("Nothing was kept.\n")
        assert (content.code, content.json["visit"]) == (3, None)
        assert run("history", "Anna").code == 4

    def test_where_none_can_be_read_the_code_says_so(self, run: RunCommand, tmp_path: Path) -> None:
        (tmp_path / "text.jpg").write_text("hello", "utf-8")

        assert run("visit", "Anna", "text.jpg").code == 6
        assert run("visit", "Anna", tmp_path).code == 6

    def test_a_photo_belongs_to_one_visit(self, run: RunCommand, selfies: list[Path]) -> None:
        run("visit", "Anna", selfies[0])

        result = run("visit", "Anna", selfies[0], "--at", "2026-03-01")

        assert result.code == 2
        assert "error [visit_exists]" in result.err

    @pytest.mark.parametrize("at", ["2026-04-16T08:00", "2025-03-30T02:30", "soon", "1980-01-01"])
    def test_a_time_that_cannot_be(self, run: RunCommand, selfies: list[Path], at: str) -> None:
        result = run("visit", "Anna", selfies[0], "--at", at)

        assert result.code == 2
        assert "error [date_refused]" in result.err

    def test_what_really_changed_is_said(self, run: RunCommand, selfies: list[Path]) -> None:
        first = run("visit", "Anna", selfies[0], "--at", "2025-12-20")
        last = run("visit", "Anna", selfies[2], "--at", "2026-03-14")
        between = run("visit", "Anna", selfies[1], "--at", "2025-12-26")

        assert "Since" not in first.out
        assert "Since the visit before: " in last.out
        assert "Since the visit before: " in between.out
        assert "Since the first" not in last.out, "one of the two photos is poor"

    def test_reports_are_written_where_wanted(self, run: RunCommand, selfies: list[Path], tmp_path: Path) -> None:
        run("visit", "Anna", *selfies[:2], "--out", "reports")

        assert (tmp_path / "reports" / "selfie0" / "report.html").is_file()
        assert (tmp_path / "reports" / "selfie1" / "analysis.json").is_file()

    def test_a_patch_of_skin_is_a_visit(self, run: RunCommand, selfies: list[Path]) -> None:
        result = run("visit", "Anna", selfies[0], "--closeup", "--json")

        assert result.code == 0
        assert result.json["visit"]["shows"] in {"face", "closeup"}

    def test_a_missing_model_is_no_poor_photo(
        self, run: RunCommand, selfies: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_photos: object, **_options: object) -> None:
            raise ModelMissing("The model is not there.", hint="Install it again.")

        monkeypatch.setattr(chains, "see_visit", fail, raising=False)

        assert run("visit", "Anna", selfies[0]).code == 5


class TestHistory:
    @pytest.mark.usefixtures("anna")
    def test_without_visits_it_says_how_to_begin(self, run: RunCommand) -> None:
        for options in ([], ["--json"], ["--plot", "h.html"]):
            result = run("history", "Anna", *options)
            assert (result.code, result.out) == (4, "")
            assert "error [history_missing]: Anna has no visit yet." in result.err
            assert "`skincast visit PERSON PHOTO`" in result.err

    @pytest.mark.usefixtures("visited")
    def test_it_is_shown(self, run: RunCommand) -> None:
        result = run("history", "Anna")

        assert result.code == 0
        assert "Anna: 2 visits, 20 Dec 2025 to 14 Mar 2026" in result.out
        assert "Redness" in result.out
        assert "skincast history Anna --plot history.html" in result.err

    @pytest.mark.usefixtures("visited")
    def test_json_is_the_document(self, run: RunCommand) -> None:
        content = run("history", "Anna", "--json").json

        assert content["schema"] == "skincast.history/1"
        assert [visit["day"] for visit in content["visits"]] == ["2025-12-20", "2026-03-14"]

    @pytest.mark.usefixtures("visited")
    @pytest.mark.parametrize(("name", "begin"), [("h.html", "<!doctype html>"), ("x/h.SVG", "<svg")])
    def test_a_picture_is_written(self, run: RunCommand, tmp_path: Path, name: str, begin: str) -> None:
        result = run("history", "Anna", "--plot", name)

        assert (result.code, result.out) == (0, "")
        assert f"Written: {name}." in result.err
        assert (tmp_path / name).read_text("utf-8").lstrip().startswith(begin)
        assert (tmp_path / name).stat().st_mode & 0o077 == 0

    @pytest.mark.usefixtures("visited")
    def test_a_picture_and_json_go_together(self, run: RunCommand) -> None:
        assert run("history", "Anna", "--plot", "h.svg", "--json").json["schema"] == "skincast.history/1"

    @pytest.mark.usefixtures("visited")
    def test_a_span_of_days(self, run: RunCommand) -> None:
        content = run("history", "Anna", "--json", "--since", "2026-01-01", "--until", "today").json

        assert [visit["day"] for visit in content["visits"]] == ["2026-03-14"]
        empty = run("history", "Anna", "--until", "2025-01-01")
        assert empty.code == 4
        assert "Anna has no visit in these days." in empty.err

    @pytest.mark.usefixtures("visited")
    @pytest.mark.parametrize("name", ["h.pdf", "h", "file/h.svg"])
    def test_a_picture_that_cannot_be_written(self, run: RunCommand, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").touch()

        result = run("history", "Anna", "--plot", name)

        assert result.code == 2
        assert "error [output_unwritable]" in result.err
        assert [one.name for one in tmp_path.iterdir() if one.name not in {"file", "home"}] == []


@pytest.mark.usefixtures("visited")
class TestCompare:
    def test_two_days_are_set_side_by_side(self, run: RunCommand) -> None:
        result = run("compare", "Anna", "2025-12-20", "2026-03-14")

        assert result.code == 0
        assert "20 Dec 2025, 08:00" in result.out
        assert "Map of redness: " in result.out
        assert "As a page with pictures: --out DIR" in result.err

    def test_the_order_of_the_days_does_not_matter(self, run: RunCommand) -> None:
        there, back = (run("compare", "Anna", *days, "--json").json for days in DAYS)

        assert there == back
        assert there["schema"] == "skincast.change/1"
        assert there["maps"]["hemoglobin"]["regions"]

    def test_a_page_and_pictures_are_written(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("compare", "Anna", *DAYS[0], "--out", "cmp", "--json")

        assert {one.name for one in (tmp_path / "cmp").iterdir()} == {
            "change.html",
            "change.json",
            "hemoglobin.png",
            "melanin.png",
        }
        assert json.loads((tmp_path / "cmp" / "change.json").read_text("utf-8")) == result.json
        assert "They hold pictures of a face" in result.err

    def test_without_photos_it_says_why_there_is_no_map(self, run: RunCommand, tmp_path: Path) -> None:
        run("consent", "withdraw", "Anna", "photos", "--agree")

        result = run("compare", "Anna", *DAYS[0], "--out", "cmp")

        assert result.code == 0
        assert "the photos of one or both of these visits were not kept" in " ".join(result.out.split())
        assert {one.name for one in (tmp_path / "cmp").iterdir()} == {"change.html", "change.json"}

    @pytest.mark.parametrize("days", [("2025-12-20", "2026-01-01"), ("2025-12-20", "2025-12-20")])
    def test_days_without_a_visit(self, run: RunCommand, days: tuple[str, str]) -> None:
        result = run("compare", "Anna", *days)

        assert result.code == 4
        assert "error [history_missing]" in result.err


DAYS = (("2025-12-20", "2026-03-14"), ("2026-03-14", "2025-12-20"))


class TestAgain:
    @pytest.mark.usefixtures("visited")
    def test_what_this_version_measured_is_left(self, run: RunCommand) -> None:
        result = run("remeasure", "Anna")

        assert result.out.startswith("Visits: 0 measured again, 2 by this version already")
        assert run("remeasure", "Anna", "--json").json["current"] == 2

    @pytest.mark.usefixtures("visited")
    def test_kept_photos_are_measured_again(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("skincast.pipeline.visit.same_versions", lambda _first, _second: False)

        assert run("remeasure", "Anna", "--json").json["measured"] == 2

    @pytest.mark.usefixtures("anna")
    def test_without_photos_it_says_why_not(
        self, run: RunCommand, selfies: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("visit", "Anna", selfies[0])
        monkeypatch.setattr("skincast.pipeline.visit.same_versions", lambda _first, _second: False)

        result = run("remeasure", "Anna")

        assert result.code == 4
        assert "error [photos_not_kept]: No photo was kept, so nothing can be measured again." in result.err

    @pytest.mark.usefixtures("visited")
    def test_a_visit_is_forgotten(self, run: RunCommand) -> None:
        result = run("forget-visit", "Anna", "2025-12-20")

        assert result.out == "The visit of Anna, 2025-12-20 08:00 in Europe/Berlin, is deleted.\n"
        assert [visit["day"] for visit in run("history", "Anna", "--json").json["visits"]] == ["2026-03-14"]
        assert run("forget-visit", "Anna", "2025-12-20").code == 4


@pytest.mark.usefixtures("anna")
class TestOldPhotos:
    @pytest.fixture
    def folder(self, selfies: list[Path], dark_photo: Path, tmp_path: Path) -> Path:
        """A folder as people have it."""
        folder = tmp_path / "old"
        (folder / "2025").mkdir(parents=True)
        shutil.copy(selfies[0], folder / "2025" / "2025-12-20.jpg")
        shutil.copy(selfies[1], folder / "2025" / "IMG_20251226_073000.jpg")
        shutil.copy(selfies[2], folder / "me.jpg")
        shutil.copy(dark_photo, folder / "2026-01-01.png")
        (folder / "2026-01-02.jpg").write_bytes(selfies[0].read_bytes()[:2000])
        (folder / "list.txt").write_text("no photo", "utf-8")
        return folder

    def test_a_folder_becomes_visits_and_the_rest_is_told(self, run: RunCommand, folder: Path) -> None:
        result = run("import", "selfies", "Anna", folder, "--yes")

        assert result.code == 0
        assert result.out.splitlines() == [
            "2025-12-20: 1 photo, dated by the file's name",
            "2025-12-26 07:30: 1 photo, dated by the file's name",
            f"{folder}: 2 visits added, 0 already there; 3 photos refused.",
        ]
        assert "refused me.jpg [photo_undated]: " in result.err
        assert "refused 2026-01-01.png [" in result.err
        assert "refused 2026-01-02.jpg [photo_" in result.err
        assert "The photos are not kept." in result.err
        assert {one["origin"] for one in run("history", "Anna", "--json").json["visits"]} == {"imported"}

    def test_a_second_import_adds_nothing(self, run: RunCommand, folder: Path) -> None:
        run("import", "selfies", "Anna", folder, "--yes")

        content = run("import", "selfies", "Anna", folder, "--yes", "--json", "--complaints", "c.csv").json

        assert (content["visits"], content["already_there"], content["refused"]) == ([], 2, 2)
        assert {one["place"] for one in content["complaints"]} == {"me.jpg", "2026-01-01.png", "2026-01-02.jpg"}
        assert (folder.parent / "c.csv").read_text("utf-8").count("\n") == 4

    def test_it_must_be_sure_whose_photos_they_are(self, run: RunCommand, folder: Path) -> None:
        result = run("import", "selfies", "Anna", folder)

        assert result.code == 2
        assert "hint: If all of them do, add --yes." in result.err

    def test_where_nothing_can_be_taken_the_code_says_so(
        self, run: RunCommand, dark_photo: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "x").mkdir()
        (tmp_path / "x" / "2026-01-01.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off")
        assert run("import", "selfies", "Anna", "x", "--yes").code in {3, 6}

        shutil.copy(dark_photo, tmp_path / "x" / "2026-01-02.png")
        assert run("import", "selfies", "Anna", "x", "--yes").code == 3

    def test_no_such_folder(self, run: RunCommand) -> None:
        result = run("import", "selfies", "Anna", "nowhere", "--yes")

        assert result.code == 6
        assert "error [file_unreadable]" in result.err
