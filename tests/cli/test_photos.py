"""Commands about photos: what goes to stdout, what to stderr, and with which exit code they leave."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from tests.cli.running import RunCommand

import skincast
from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.errors import FileUnreadable, ModelMissing, PhotoUnreadable
from skincast.types import Photo, Problem, Quality


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that goes by the photo's name."""
    monkeypatch.setattr(skincast, "analyze", imagine, raising=False)
    monkeypatch.setattr(skincast, "check", lambda source, **options: imagine(source, **options).quality, raising=False)


def imagine(source: Path, *, closeup: bool = False) -> Analysis:
    """Refuse `bad*`, fail on `broken*`, find no model for `model*`, trip over `bug*` and accept everything else."""
    failures: dict[str, Exception] = {
        "broken": PhotoUnreadable("The file is damaged.", hint="Use the original photo."),
        "missing": FileUnreadable("There is no such file.", hint="Check the name."),
        "model": ModelMissing("The model is not there.", hint="Install it again."),
        "bug": KeyError("cheek"),
    }
    for start, failure in failures.items():
        if source.name.startswith(start):
            raise failure
    problem = Problem(
        code="too_dark",
        message="The photo is too dark.",
        advice="Face a window.",
        region=None,
        value=20.0,
        limit=60.0,
        refuses=source.name.startswith("bad"),
    )
    return Analysis(
        photo=Photo(
            pixels=np.full((64, 48, 3), 128, np.uint8),
            width_px=48,
            height_px=64,
            reduction=1,
            sha256=hashlib.sha256(str(source).encode()).hexdigest(),
        ),
        quality=Quality(accepted=not problem.refuses, score=0.5, problems=(problem,)),
        face=None,
        closeup=closeup,
        skin=None,
        tone=None,
        measurements={},
        scores={},
        clinical=(),
        early_signs=(),
        notices=("scale_unknown",) if closeup else (),
        timing_ms={"total": 1.0},
        made_by={"skincast": "0.1.0"},
    )


@pytest.mark.usefixtures("pipeline")
class TestAnalyze:
    def test_one_photo_writes_a_report_and_names_it(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("analyze", "selfie.jpg")

        assert result.code == 0
        assert result.out.splitlines()[-1] == f"Report: {Path('skincast_out', 'selfie', 'report.html')}"
        assert all(concern.label in " ".join(result.out.split()) for concern in concerns().values())
        assert (tmp_path / "skincast_out" / "selfie" / "analysis.json").is_file()
        assert "note [too_dark]: The photo is too dark. Face a window." in result.err

    def test_json_of_one_photo_is_one_object_and_nothing_else(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("analyze", "selfie.jpg", "--json", "--out", tmp_path / "o")

        written = (tmp_path / "o" / "selfie" / "analysis.json").read_text("utf-8")
        assert json.loads(result.out) == json.loads(written)

    def test_json_of_many_photos_is_a_line_each_in_the_order_given(self, run: RunCommand) -> None:
        result = run("analyze", Path("x") / "a.jpg", "broken.jpg", "bad.jpg", "bug.jpg", "--json")

        lines = [json.loads(line) for line in result.out.splitlines()]
        assert [line["file"] for line in lines] == [str(Path("x/a.jpg")), "broken.jpg", "bad.jpg", "bug.jpg"]
        assert [line["analysis"]["quality"]["accepted"] for line in lines[::2]] == [True, False]
        assert lines[1]["error"] == {
            "code": "photo_unreadable",
            "message": "The file is damaged.",
            "hint": "Use the original photo.",
        }
        assert (lines[3]["error"]["code"], lines[3]["error"]["message"]) == ("bug", "KeyError: 'cheek'")

    def test_json_without_out_writes_no_folder(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("analyze", "selfie.jpg", "--json")

        assert json.loads(result.out)["schema"] == "skincast.analysis/1"
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(("photo", "code"), [("broken.jpg", 6), ("model.jpg", 5)])
    def test_json_of_one_photo_that_fails_is_its_error(self, run: RunCommand, photo: str, code: int) -> None:
        result = run("analyze", photo, "--json")

        content = json.loads(result.out)
        assert result.code == code
        assert content["file"] == photo
        assert set(content["error"]) == {"code", "message", "hint"}

    def test_a_folder_is_told_from_a_photo(self, run: RunCommand, tmp_path: Path) -> None:
        (tmp_path / "photos").mkdir()

        for command in ("analyze", "check"):
            result = run(command, "photos")
            assert result.code == 6
            assert "error [file_unreadable]: photos: This is a folder." in result.err
            assert "Name the photos, for example folder/*.jpg." in result.err

    def test_a_name_that_is_no_text_still_gives_a_line(self, run: RunCommand) -> None:
        result = run("analyze", "broken\udcff.jpg", "--json")

        assert json.loads(result.out)["file"] == "broken?.jpg"

    def test_the_hint_for_a_closeup_names_the_option(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_face(source: Path, *, closeup: bool = False) -> Analysis:
            analysis = imagine(source, closeup=closeup)
            problem = dataclasses.replace(analysis.quality.problems[0], advice="For skin, use the close-up mode.")
            return dataclasses.replace(analysis, quality=dataclasses.replace(analysis.quality, problems=(problem,)))

        monkeypatch.setattr(skincast, "analyze", no_face)

        assert "For skin, use --closeup." in run("analyze", "bad.jpg").err

    def test_a_refused_photo_says_the_rest_too(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        def two(source: Path, *, closeup: bool = False) -> Analysis:
            analysis = imagine(source, closeup=closeup)
            (first,) = analysis.quality.problems
            other = dataclasses.replace(first, code="noisy", message="Grainy.", advice="More light.", refuses=False)
            quality = dataclasses.replace(analysis.quality, problems=(other, first))
            return dataclasses.replace(analysis, quality=quality)

        monkeypatch.setattr(skincast, "analyze", two)

        assert run("analyze", "bad.jpg").err.splitlines() == [
            "refused [too_dark]: The photo is too dark. Face a window.",
            "also [noisy]: Grainy. More light.",
        ]

    def test_nothing_is_cut_at_fifty_columns(self, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "50")

        lines = run("analyze", "selfie.jpg").out.splitlines()[:-1]

        assert max(map(len, lines)) <= 50
        assert "…" not in "".join(lines)

    def test_a_refused_photo_leaves_with_3_and_is_still_written(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("analyze", "bad.jpg")

        assert result.code == 3
        assert "refused [too_dark]: The photo is too dark. Face a window." in result.err
        assert {f.name for f in (tmp_path / "skincast_out" / "bad").iterdir()} == {"analysis.json", "report.html"}

    def test_a_file_that_cannot_be_read_leaves_with_6_and_a_hint(self, run: RunCommand) -> None:
        result = run("analyze", "broken.jpg")

        assert result.code == 6
        assert result.out == ""
        assert result.err == (
            "error [photo_unreadable]: broken.jpg: The file is damaged.\nhint: Use the original photo.\n"
        )

    def test_one_bad_photo_does_not_stop_the_rest_and_each_is_counted(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("analyze", "a.jpg", "missing.jpg", "bad.jpg", "b.jpg")

        assert result.code == 6
        assert "4 photos: 2 done, 1 refused, 1 unreadable" in result.err
        assert "refused bad.jpg [too_dark]: The photo is too dark." in result.err
        assert "note a.jpg [too_dark]: The photo is too dark." in result.err
        assert "error [file_unreadable]: missing.jpg: There is no such file." in result.err
        assert {folder.name for folder in (tmp_path / "skincast_out").iterdir()} == {"a", "b", "bad"}

    @pytest.mark.parametrize(
        ("photos", "code"),
        [
            (["a.jpg", "b.jpg"], 0),
            (["a.jpg", "bad.jpg"], 3),
            (["bad.jpg", "broken.jpg"], 6),
            (["bug.jpg", "broken.jpg", "a.jpg"], 1),
        ],
    )
    def test_the_worst_kind_gives_the_code(self, run: RunCommand, photos: list[str], code: int) -> None:
        assert run("analyze", *photos).code == code

    def test_a_missing_model_stops_at_once(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("analyze", "model.jpg", "a.jpg")

        assert result.code == 5
        assert result.err == "error [model_missing]: The model is not there.\nhint: Install it again.\n"
        assert not (tmp_path / "skincast_out").exists()

    def test_our_bug_is_one_line_without_a_traceback(self, run: RunCommand) -> None:
        result = run("analyze", "bug.jpg")

        assert result.code == 1
        assert len(result.err.splitlines()) == 1
        assert "this is a bug of Skincast with bug.jpg, not your fault: KeyError: 'cheek'" in result.err

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_debug_shows_the_traceback_wherever_it_stands(self, run: RunCommand, place: int) -> None:
        arguments = ["analyze", "bug.jpg"]
        arguments.insert(place, "--debug")

        result = run(*arguments)

        assert result.code == 1
        assert "Traceback (most recent call last)" in result.err

    def test_photos_of_one_name_do_not_overwrite_each_other(self, run: RunCommand, tmp_path: Path) -> None:
        run("analyze", Path("x") / "me.jpg", Path("y") / "Me.png")

        names = (str(Path("x/me.jpg")), str(Path("y/Me.png")))
        suffixes = {hashlib.sha256(name.encode()).hexdigest()[:8] for name in names}
        folders = {folder.name for folder in (tmp_path / "skincast_out").iterdir()}
        assert {folder.rpartition("-")[2] for folder in folders} == suffixes

    def test_another_photo_of_that_name_does_not_overwrite_an_earlier_run(
        self, run: RunCommand, tmp_path: Path
    ) -> None:
        for _ in range(2):
            run("analyze", Path("x") / "me.jpg")
            run("analyze", Path("y") / "me.jpg")

        assert len(list((tmp_path / "skincast_out").iterdir())) == 2

    def test_a_place_that_cannot_be_written_to_leaves_with_2(self, run: RunCommand, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", "utf-8")

        result = run("analyze", "a.jpg", "--out", "file")

        assert result.code == 2
        assert "error [output_unwritable]" in result.err

    def test_a_closeup_is_handed_on(self, run: RunCommand) -> None:
        result = run("analyze", "a.jpg", "--closeup", "--json")

        assert json.loads(result.out)["face"]["closeup"] is True
        assert "note [scale_unknown]" in result.err

    def test_names_with_brackets_are_names(self, run: RunCommand) -> None:
        assert "[bold]a[b].jpg" in run("analyze", "[bold]a[b].jpg", "b.jpg").out


@pytest.mark.usefixtures("pipeline")
class TestCheck:
    def test_a_table_and_the_worst_code(self, run: RunCommand, tmp_path: Path) -> None:
        result = run("check", "a.jpg", "bad.jpg")

        assert result.code == 3
        assert re.search(r"a\.jpg +yes +0\.50 +too_dark", result.out)
        assert re.search(r"bad\.jpg +no +0\.50 +too_dark", result.out)
        assert list(tmp_path.iterdir()) == []

    def test_json_names_the_file(self, run: RunCommand) -> None:
        content = json.loads(run("check", "a.jpg", "--json").out)
        lines = [json.loads(line) for line in run("check", "broken.jpg", "a.jpg", "--json").out.splitlines()]

        assert [line["file"] for line in lines] == ["broken.jpg", "a.jpg"]

        assert (content["schema"], content["file"]) == ("skincast.check/1", "a.jpg")
        assert content["quality"]["problems"][0]["advice"] == "Face a window."

    def test_an_unreadable_file_alone_prints_no_table(self, run: RunCommand) -> None:
        result = run("check", "broken.jpg")

        assert (result.code, result.out) == (6, "")


def test_the_catalog_as_a_table_and_as_json(run: RunCommand) -> None:
    rows = json.loads(run("concerns", "--json").out)

    assert [row["name"] for row in rows] == list(concerns())
    assert rows[0]["regions"] == list(concerns()[rows[0]["name"]].regions)
    shown = run("concerns").out
    assert all(name in shown for name in concerns())


def test_the_version(run: RunCommand) -> None:
    assert run("--version").out == f"skincast {version('skincast')}\n"


@pytest.mark.parametrize("arguments", [["analyze"], ["nonsense"], ["analyze", "a.jpg", "--nonsense"], ["check"]])
def test_wrong_usage_leaves_with_2(run: RunCommand, arguments: list[str]) -> None:
    assert run(*arguments).code == 2


def test_the_bundled_portrait_for_real(run: RunCommand, portrait: Path, tmp_path: Path) -> None:
    first = run("analyze", portrait, "--json", "--out", "one")
    second = run("analyze", portrait, "--json", "--out", "two")

    assert (first.code, second.code) == (0, 0)
    documents = [json.loads(result.out) for result in (first, second)]
    for document in documents:
        document.pop("timing_ms")
    assert documents[0] == documents[1]
    judged = [row["mask"] for row in documents[0]["concerns"].values() if row["score"] is not None]
    assert judged
    folder = tmp_path / "one" / portrait.stem
    assert all((folder / name).is_file() for name in [*judged, "report.html", "overlay.png", "skin.png"])


@pytest.mark.parametrize(
    ("name", "content"), [("empty.jpg", b""), ("text.jpg", b"hello"), ("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")]
)
def test_what_is_no_photo_is_refused_with_its_code(run: RunCommand, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    result = run("analyze", name)

    assert result.code == 6
    assert re.match(r"error \[(photo|file)_\w+\]: .+\nhint: .+\n$", result.err)
