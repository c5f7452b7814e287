"""The plot is well-formed, tells the truth about every point, and draws nothing that nobody saw."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.journey import FIRST, HOSTILE, make_days, make_empty, make_history, make_visit, make_visits

from skincast.catalog import concerns, factors
from skincast.report import describe_history, plot_history
from skincast.report.history.averages import LOW_QUALITY
from skincast.report.history.panels import MOST_MARKS
from skincast.report.history.plot import draw_plot, lay_out
from skincast.report.history.sheet import Sheet
from skincast.report.lettering import fit, printable
from skincast.report.when import read_clock
from skincast.score.repeatability import _table
from skincast.types import Day, DayValue, History

NAME = "{http://www.w3.org/2000/svg}"
WIDTHS = (390, 1000)


def parse(history: History, *, width_px: int = 1000) -> ET.Element:
    return ET.fromstring(plot_history(history, width_px=width_px))  # noqa: S314 - what we drew ourselves


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in root.iter() if name in one.get("class", "").split()]


def panel(root: ET.Element, concern: str) -> ET.Element:
    (found,) = [one for one in root.iter() if one.get("data-concern") == concern]
    return found


def number(node: ET.Element, name: str) -> float:
    return float(node.get(name, "nan"))


def scale_of(one: ET.Element) -> tuple[float, float]:
    """Pixels of a point of score, and of the score 0, as the names of the grid tell them."""
    ys = [number(line, "y1") for line in of_class(one, "p-grid")]
    scores = [float(text.text or "nan") for text in of_class(one, "p-score")]
    slope = (ys[-1] - ys[0]) / (scores[-1] - scores[0])
    return slope, ys[0] - slope * scores[0]


@pytest.mark.parametrize("width_px", WIDTHS)
def test_every_point_lies_where_its_value_and_its_moment_say(width_px: int) -> None:
    history = make_history()
    root = parse(history, width_px=width_px)
    document = describe_history(history)
    for name in ("redness", "pigmentation", "eye_bags"):
        one = panel(root, name)
        slope, zero = scale_of(one)
        marks = of_class(one, "p-mark")
        assert len(marks) == len(document.visits)
        clocks = [read_clock(visit.at, visit.zone) for visit in document.visits]
        first, last = number(marks[0], "cx"), number(marks[-1], "cx")
        for visit, mark, clock in zip(document.visits, marks, clocks, strict=True):
            value = visit.scores[name].value
            assert value is not None
            assert number(mark, "cy") == pytest.approx(zero + slope * value, abs=0.05)
            share = (clock - clocks[0]) / (clocks[-1] - clocks[0])
            assert number(mark, "cx") == pytest.approx(first + share * (last - first), abs=0.05)


def test_every_bar_is_the_range_of_its_visit() -> None:
    history = make_history()
    one = panel(parse(history), "redness")
    slope, zero = scale_of(one)
    bars = [re.findall(r"[-\d.]+", bar.get("d", "")) for bar in of_class(one, "p-range")]

    for visit, (_, high, low) in zip(describe_history(history).visits, bars, strict=True):
        score = visit.scores["redness"]
        assert score.high80 is not None
        assert score.low80 is not None
        assert float(high) == pytest.approx(zero + slope * score.high80, abs=0.05)
        assert float(low) == pytest.approx(zero + slope * score.low80, abs=0.05)


def test_a_step_looks_equally_large_in_every_panel() -> None:
    root = parse(make_history())
    slopes = {round(scale_of(panel(root, name))[0], 4) for name in concerns() if name != "pores"}

    assert len(slopes) == 1


def test_marks_tell_their_visit_in_words() -> None:
    visits = of_class(panel(parse(make_history()), "redness"), "p-visit")
    titles = [title.text for visit in visits for title in visit.iter(f"{NAME}title")]

    assert titles[0] == "3 Jan 2026, 07:40: Redness 54, 80 % range of the true average 50 to 58, demo: perturbed copy"
    assert titles[3] is not None
    assert "close-up" in titles[3]
    assert titles[6] is not None
    assert "poor photo" in titles[6]


def test_closeups_and_poor_photos_are_hollow() -> None:
    marks = of_class(panel(parse(make_history()), "redness"), "p-mark")

    assert [i for i, mark in enumerate(marks) if "hollow" in mark.get("class", "")] == [3, 6]
    assert [i for i, mark in enumerate(marks) if "newest" in mark.get("class", "")] == [11]


def test_what_counts_as_poor_is_what_the_repeatability_table_says() -> None:
    assert _table()["low_quality_below"] == LOW_QUALITY


def test_gaps_closeups_and_unjudged_visits_are_not_joined() -> None:
    root = parse(make_history())
    joins = {name: of_class(panel(root, name), "p-join")[0].get("d", "") for name in ("redness", "texture")}
    marks = [number(mark, "cx") for mark in of_class(panel(root, "redness"), "p-mark")]

    ends = [tuple(map(float, pair)) for pair in re.findall(r"M([\d.]+) [\d.]+L([\d.]+)", joins["redness"])]
    steps = [(0, 1), (1, 2), (2, 4), (4, 5), (5, 6), (7, 8), (8, 9), (9, 10), (10, 11)]
    assert ends == [pytest.approx((marks[a], marks[b]), abs=0.06) for a, b in steps]
    assert joins["texture"].count("M") == len(steps) - 3
    assert len(of_class(panel(root, "texture"), "p-missed")) == 2


def test_nothing_is_smoothed_and_no_trend_is_drawn() -> None:
    paths = "".join(one.get("d", "") for one in parse(make_history()).iter(f"{NAME}path"))

    assert not re.search(r"[CSQTAcsqta]", paths)


@pytest.mark.parametrize("width_px", WIDTHS)
def test_hostile_words_stay_words(width_px: int) -> None:
    svg = plot_history(make_history(hostile=True), width_px=width_px)
    root = ET.fromstring(svg)  # noqa: S314 - what we drew ourselves
    texts = "".join(root.itertext())

    assert {one.tag for one in root.iter()} <= {
        f"{NAME}{tag}"
        for tag in ("svg", "title", "desc", "style", "rect", "text", "tspan", "g", "line", "path", "circle")
    }
    assert "<script" not in svg
    assert printable(HOSTILE) in texts
    assert "\u202e" not in svg
    assert "\x1b" not in svg


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_whatever_people_type_the_picture_opens(name: str, note: str) -> None:
    history = make_history((0, 9))
    person = dataclasses.replace(history.person, name=name)
    notes = (dataclasses.replace(history.notes[0], text=note), *history.notes[1:])
    products = tuple(dataclasses.replace(one, name=name) for one in history.products)

    parse(dataclasses.replace(history, person=person, notes=notes, products=products))


def test_nothing_is_loaded_from_elsewhere() -> None:
    svg = plot_history(make_history())

    assert set(re.findall(r"https?://[^\"']+", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\(|@import|href|<image|<script|<foreignObject", svg)


def test_the_same_journal_gives_the_same_picture() -> None:
    assert plot_history(make_history()) == plot_history(make_history())


@pytest.mark.parametrize("width_px", WIDTHS)
def test_nothing_leaves_the_picture(width_px: int) -> None:
    root = parse(make_history(hostile=True), width_px=width_px)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))

    for node in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            if node.get(name) is not None:
                assert 0 <= number(node, name) <= width
        for name in ("y", "y1", "y2", "cy"):
            if node.get(name) is not None:
                assert 0 <= number(node, name) <= height


@pytest.mark.parametrize("width_px", [319, 2401])
def test_a_width_on_which_nothing_could_be_read_is_refused(width_px: int) -> None:
    with pytest.raises(ValueError, match="width_px"):
        plot_history(make_history(), width_px=width_px)


def test_a_thousand_visits_stay_light_and_lose_no_point() -> None:
    days = [1.1 * n for n in range(1000)]
    svg = plot_history(dataclasses.replace(make_history(days), days=make_days(900)))
    one = panel(ET.fromstring(svg), "redness")  # noqa: S314 - what we drew ourselves
    (dots,) = of_class(one, "p-dots")

    assert len(svg) < 2_000_000
    assert len(days) > MOST_MARKS
    assert dots.get("d", "").count("h0") == 1000
    assert of_class(one, "p-mark") == []


@pytest.mark.parametrize(
    ("history", "says"),
    [
        (make_empty(), "No visit yet: the first photo begins the history."),
        (
            dataclasses.replace(make_empty(), visits=(make_visit(0, FIRST, {"redness": None}),)),
            "No visit could be judged yet",
        ),
    ],
)
def test_where_there_is_nothing_to_draw_it_says_so(history: History, says: str) -> None:
    assert says in "".join(parse(history).itertext())


def test_one_visit_and_two_of_one_day_have_their_places() -> None:
    alone = of_class(panel(parse(dataclasses.replace(make_empty(), visits=make_visits((0,)))), "redness"), "p-mark")
    pair = of_class(panel(parse(dataclasses.replace(make_empty(), visits=make_visits((0, 0.3)))), "redness"), "p-mark")

    assert len(alone) == 1
    assert number(pair[1], "cx") - number(pair[0], "cx") > 5


def test_a_visit_between_zones_lies_on_the_day_that_the_person_lived() -> None:
    at = FIRST + timedelta(hours=16)  # the next morning in Tokyo
    visit = make_visit(0, at, {"redness": 50.0}, zone="Asia/Tokyo", label="trip")
    svg = plot_history(dataclasses.replace(make_empty(), visits=(visit,)))

    assert "4 Jan 2026, 07:40: Redness 50" in svg


def test_products_reach_from_the_day_they_were_begun_to_the_day_they_were_stopped() -> None:
    history = make_history()
    root = parse(history)
    bars = of_class(root, "p-bar")
    ticks = {text.text: number(text, "x") for text in of_class(root, "p-small") if text.get("text-anchor") == "middle"}
    day_px = (ticks["Jun"] - ticks["Mar"]) / 92

    assert len(bars) == 3
    left, right = number(bars[1], "x"), number(bars[1], "x") + number(bars[1], "width")
    assert left == pytest.approx(ticks["Feb"] + 9 * day_px, abs=0.2)
    assert right == pytest.approx(ticks["Jun"] + 2 * day_px, abs=0.2)
    assert number(bars[2], "x") + number(bars[2], "width") == pytest.approx(988, abs=0.1), "still in use"


def test_every_logged_day_is_drawn_and_no_other() -> None:
    history = make_history()
    root = parse(history)
    for name in ("sleep_hours", "uv_index_max", "temperature_c"):
        (strip,) = [one for one in root.iter() if one.get("data-factor") == name]
        lived, planned = (of_class(strip, kind)[0].get("d", "").count("M") for kind in ("p-lived", "p-planned"))
        values = [day.values[name] for day in history.days if name in day.values]
        assert (lived, planned) == (
            sum(not one.planned for one in values),
            sum(one.planned for one in values),
        )


def test_a_logged_zero_does_not_look_like_an_unknown_day() -> None:
    first = FIRST.date()
    values = (0.0, 4.0)
    days = tuple(
        Day(day=first + timedelta(days=i), values={"alcohol_drinks": DayValue(value=value, source="person")})
        for i, value in enumerate(values)
    )
    root = parse(dataclasses.replace(make_empty(), visits=make_visits((0,)), days=days))
    (strip,) = [one for one in root.iter() if one.get("data-factor") == "alcohol_drinks"]
    lengths = [
        float(bottom) - float(top)
        for bottom, top in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", of_class(strip, "p-lived")[0].get("d", ""))
    ]

    assert lengths == [pytest.approx(1.6, abs=0.06), pytest.approx(24.0, abs=0.06)]


def test_forty_factors_have_forty_strips() -> None:
    names = [*factors(), *(f"odd_factor_{i:02}" for i in range(40 - len(factors())))]
    days = tuple(
        Day(day=day.day, values={name: DayValue(value=1.0, source="my_table") for name in names})
        for day in make_days(9)
    )

    root = parse(dataclasses.replace(make_history(), days=days))

    assert [one.get("data-factor") for one in root.iter() if one.get("data-factor")] == names


def test_visits_are_called_by_their_label() -> None:
    history = make_history()
    last = dataclasses.replace(history.visits[-1], label="after the summer")
    texts = list(parse(dataclasses.replace(history, visits=(*history.visits[:-1], last))).itertext())

    assert "demo: perturbed copy" in texts
    assert "11 visits" in texts


def test_one_name_of_all_visits_is_a_sentence_at_the_top_and_never_cut() -> None:
    label = "a copy of one portrait with painted spots, made for showing how the journal looks"
    for width_px in WIDTHS:
        root = parse(make_history(label=label), width_px=width_px)
        texts = [one.text or "" for one in root.findall(f"{NAME}text")]
        assert f"All visits are called “{label}”." in " ".join(texts)
        assert "What visits are called" not in texts


def test_product_starts_and_period_days_lie_behind_every_score() -> None:
    root = parse(make_history())
    document = describe_history(make_history())
    flow = [
        row.day for row in document.days if row.values.get("menstrual_flow") and row.values["menstrual_flow"].value >= 2
    ]
    for name in ("redness", "eye_bags"):
        one = panel(root, name)
        starts = [title.text for title in one.iter(f"{NAME}title")][:2]
        assert starts == ["10 Feb 2026: Azelaic cream begun", "20 May 2026: Sun fluid begun"]
        (tint,) = of_class(one, "p-period")
        runs = sum((date.fromisoformat(day) - timedelta(days=1)).isoformat() not in flow for day in flow)
        assert tint.get("d", "").count("M") == runs


def test_words_beside_a_panel_do_not_reach_into_it() -> None:
    sheet = Sheet(width=1000)
    plot = lay_out(describe_history(make_history()), sheet, alone=False)

    assert any(len(one.lines) > 2 for one in plot.panels)
    for one in plot.panels:
        for line, _ in one.lines:
            assert fit(line, width_px=sheet.words_px, size_px=11.2) == line
        assert one.plot_top + 61 + 16 * (len(one.lines) - 1) <= one.bottom + 30


def test_the_first_name_of_a_scale_is_not_clipped() -> None:
    svg = ET.fromstring(draw_plot(describe_history(make_history()), width_px=1000, alone=False))  # noqa: S314 - ours

    assert min(number(one, "y") for one in of_class(svg, "p-score")) >= 11


def test_the_day_of_the_number_stands_beside_it() -> None:
    assert "20 Sep 2026" in list(panel(parse(make_history()), "redness").itertext())


def test_the_plot_in_a_page_leaves_title_colors_and_notes_to_it() -> None:
    svg = draw_plot(describe_history(make_history()), width_px=390, alone=False)

    assert "<style" not in svg
    assert "xmlns" not in svg
    assert "Sunburn" in svg, "the mark still tells its note"
    assert len(re.findall(r"<text[^>]*>[^<]*Sunburn", svg)) == 0
