"""The tables fit a terminal and say the same as the document."""

from __future__ import annotations

import pytest
from rich.console import Console, RenderableType

from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.report.document import describe, describe_quality
from skincast.report.terminal import TRACK, draw_catalog, draw_checks, draw_scores


def draw(table: RenderableType, *, width: int = 80) -> list[str]:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return captured.get().splitlines()


def line_of(lines: list[str], start: str) -> str:
    (line,) = [line for line in lines if line.strip().startswith(start)]
    return line


def test_each_concern_is_one_line_of_eighty_characters(analysis: Analysis) -> None:
    lines = draw(draw_scores(describe(analysis)))

    for name, concern in concerns().items():
        if name != "pores":
            assert len(line_of(lines, concern.label)) <= 80


@pytest.mark.parametrize("width", [50, 40, 24])
def test_nothing_is_cut_in_a_narrow_terminal(analysis: Analysis, width: int) -> None:
    for drawn in (draw_scores(describe(analysis), width=width), draw_catalog(width=width)):
        lines = draw(drawn, width=width)
        assert max(map(len, lines)) <= width
        assert "…" not in "".join(lines)
        assert all(concern.label in " ".join(" ".join(lines).split()) for concern in concerns().values())


def test_a_narrow_terminal_loses_the_track_and_a_very_narrow_one_the_table(analysis: Analysis) -> None:
    narrow = line_of(draw(draw_scores(describe(analysis), width=50), width=50), "Blemishes")
    stacked = line_of(draw(draw_scores(describe(analysis), width=40), width=40), "Blemishes")

    assert narrow.split() == ["Blemishes", "92", "88", "to", "96", "9"]
    assert stacked.strip() == "Blemishes: 92 ± 4 · noise 9"


def test_a_line_has_the_score_its_range_and_its_noise(analysis: Analysis) -> None:
    line = line_of(draw(draw_scores(describe(analysis))), "Blemishes")

    assert line.split() == ["Blemishes", "92", line.split()[2], "88", "to", "96", "9"]
    assert line.index("●") - line.index("─") == round(0.92 * (TRACK - 1))


def test_an_unjudged_concern_says_why(analysis: Analysis) -> None:
    line = line_of(draw(draw_scores(describe(analysis))), "Not judged")

    assert line == "Not judged: Pores. The photo shows too little detail for this."


def test_checks_name_each_problem_once(analysis: Analysis, refused: Analysis) -> None:
    rows = [("a.jpg", describe_quality(analysis.quality)), ("[b].jpg", describe_quality(refused.quality))]

    lines = draw(draw_checks(rows))

    assert line_of(lines, "a.jpg").split() == ["a.jpg", "yes", "0.83", "uneven_light"]
    assert line_of(lines, "[b].jpg").split() == ["[b].jpg", "no", "0.00", "no_face"]


def test_the_catalog_lists_every_concern() -> None:
    text = "\n".join(draw(draw_catalog(), width=160))

    assert all(name in text for name in concerns())
