"""Results on disk, the exam log and the tables of the page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.figures import Figure, Verdict, format_estimate, log_exam, table, write_results
from benchmarks.metrics import Estimate
from benchmarks.render import newest_sets, render_accuracy, replace_part
from benchmarks.stamp import Stamp

KNOWN = Estimate(value=0.61234567, low=0.5, high=0.7, n=40)
UNKNOWN = Estimate(value=None, low=None, high=None, n=0)
STAMP = Stamp(date="2026-01-02", commit="abcdef12")


def figure(estimate: Estimate, *, headline: bool = False) -> Figure:
    return Figure(dataset="acne04", name="AP", conditions="all | photos", estimate=estimate, headline=headline)


def verdict(estimate: Estimate) -> Verdict:
    rows = table("acne04", "some table", ("a", "b"), [("x", 1.23456)])
    return Verdict(figures=(figure(estimate, headline=True),), tables=(rows,))


def test_numbers_are_shown_with_their_interval() -> None:
    assert format_estimate(KNOWN) == "0.61 (0.50 to 0.70), n 40"
    assert format_estimate(UNKNOWN) == "-, n 0"


def test_a_second_run_on_the_same_commit_replaces_its_own_sets_only(tmp_path: Path) -> None:
    write_results({"acne04": verdict(UNKNOWN)}, STAMP, n_photos={"acne04": 3}, results_dir=tmp_path)
    write_results({"rosacea": verdict(KNOWN)}, STAMP, n_photos={"rosacea": 4}, results_dir=tmp_path)
    path = write_results({"acne04": verdict(KNOWN)}, STAMP, n_photos={"acne04": 5}, results_dir=tmp_path)
    assert path.name == "2026-01-02-abcdef12.json"
    newest = newest_sets(tmp_path)
    assert newest["acne04"]["photos"] == 5
    assert newest["acne04"]["figures"][0]["estimate"]["value"] == 0.61235
    assert newest["rosacea"]["use"] == "exam"


def test_the_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    results, page = tmp_path / "results", tmp_path / "accuracy.md"
    write_results({"acne04": verdict(KNOWN)}, STAMP, n_photos={"acne04": 3}, results_dir=results)
    page.write_text("# Accuracy\n\nOur words.\n\n<!-- figures:begin -->\nold\n<!-- figures:end -->\n\nMore words.\n")
    render_accuracy(page, results_dir=results)
    text = page.read_text()
    assert "Our words." in text
    assert "More words." in text
    assert "old" not in text
    assert "| AP | all \\| photos | 40 | 0.61 | 0.50 to 0.70 |" in text
    assert "exam, 3 photos, 2026-01-02, commit abcdef12" in text
    assert "| x | 1.23 |" in text


def test_drawing_twice_changes_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    replace_part(page, "intake", "a table")
    once = page.read_text()
    replace_part(page, "intake", "a table")
    assert page.read_text() == once


def test_each_exam_run_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "exam_log.md"
    for _ in range(2):
        log_exam(path, STAMP, "acne04", 301, [figure(KNOWN, headline=True), figure(UNKNOWN)])
    lines = path.read_text().splitlines()
    assert lines[-1] == lines[-2] == "| 2026-01-02 | abcdef12 | acne04 | 301 | AP 0.61 (0.50 to 0.70), n 40 |"
