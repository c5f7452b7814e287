"""Notes, moves, products and factors are told in words and placed where they belong."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

from tests.report.journey import make_empty, make_history, make_products

from skincast.report import describe_history
from skincast.report.history import words
from skincast.report.history.axis import TimeAxis, make_axis
from skincast.report.history.events import (
    MARK_PX,
    MOST_NUMBERED,
    draw_bars,
    list_events,
    list_product_events,
    mark_events,
    say_product,
)
from skincast.report.history.strips import Strip, day_marks, draw_strip
from skincast.report.history.tables import list_factors, list_visits, say_changes, say_stale
from skincast.types import Day, DayValue, History, Note


def axis_of(history: History) -> TimeAxis:
    return make_axis(describe_history(history), left=0.0, right=500.0)


def test_events_stand_in_the_order_of_time() -> None:
    told = [event.words for event in list_events(describe_history(make_history()))]

    assert told == [
        "12 Feb 2026: New pillow case.",
        "14 Feb 2026: Long flight, little sleep.",
        "2 May 2026: living in Lisbon",
        "1 Jul 2026: Sunburn on the nose after a day at the sea.",
    ]


def test_marks_that_would_hide_each_other_stand_below_each_other() -> None:
    history = make_history()
    marks = mark_events(list_events(describe_history(history)), axis_of(history), top=10.0)

    assert [mark.number for mark in marks] == [1, 2, 3, 4]
    assert marks[0].y + MARK_PX == marks[1].y
    assert marks[2].y == marks[0].y


def test_many_notes_are_dots_without_numbers() -> None:
    day = date(2026, 1, 4)
    notes = tuple(Note(id=f"n{i}", day=day + timedelta(days=i), text="x") for i in range(MOST_NUMBERED + 1))
    history = dataclasses.replace(make_history(), notes=notes, places=())

    marks = mark_events(list_events(describe_history(history)), axis_of(history), top=0.0)

    assert len(marks) == MOST_NUMBERED + 1
    assert {mark.number for mark in marks} == {None}


def test_a_product_is_told_with_what_is_in_it() -> None:
    rows = describe_history(make_history()).products

    assert [say_product(row) for row in rows] == [
        "from 1 Apr 2025 on, 14 times a week",
        "from 10 Feb 2026 to 2 Jun 2026, Azelaic acid 10 %, 7 times a week, really used 80 % of that",
        "from 20 May 2026 on, SPF 50, 7 times a week, really used 50 % of that",
    ]


def test_an_ingredient_that_a_later_version_knows_is_named() -> None:
    product = make_products()[1]
    odd = dataclasses.replace(product.ingredients[0], active="moon_dust", percent=None)
    history = dataclasses.replace(make_empty(), products=(dataclasses.replace(product, ingredients=(odd,)),))

    assert "moon dust, 7 times" in say_product(describe_history(history).products[0])


def test_a_product_that_was_stopped_before_the_plot_begins_has_no_bar() -> None:
    old = dataclasses.replace(make_products()[0], stopped_on=date(2025, 6, 1))
    history = dataclasses.replace(make_history(), products=(old, *make_products()[1:]))

    assert [bar.name for bar in draw_bars(describe_history(history), axis_of(history))] == [
        "Azelaic cream",
        "Sun fluid",
    ]
    assert [event.words for event in list_product_events(describe_history(history))][:2] == [
        "1 Apr 2025: Mild cleanser begun",
        "1 Jun 2025: Mild cleanser stopped",
    ]


def strip_of(factor: str, *values: float) -> Strip:
    days = tuple(
        Day(day=date(2026, 3, 1) + timedelta(days=i), values={factor: DayValue(value=value, source="person")})
        for i, value in enumerate(values)
    )
    document = describe_history(dataclasses.replace(make_empty(), days=days))
    axis = make_axis(document, left=0.0, right=300.0)
    return draw_strip(factor, document.factors[factor], day_marks(document, factor, axis), day_px=axis.day_px)


def test_what_begins_at_zero_has_bars_and_the_rest_dots() -> None:
    assert (strip_of("sleep_hours", 6.0, 8.0).dots, strip_of("sleep_hours", 6.0, 8.0).low) == (False, 0.0)
    warm = strip_of("temperature_c", -4.0, 20.0)
    assert (warm.dots, warm.low, warm.high) == (True, -4.0, 20.0)
    quality = strip_of("sleep_quality", 3.0)
    assert (quality.low, quality.high) == (1.0, 5.0), "a scale shows all of itself"


def test_a_factor_that_never_changed_stands_in_the_middle() -> None:
    path = strip_of("temperature_c", 7.0, 7.0).path(planned=False, top=0.0, bottom=20.0)

    assert [y.split("h")[0] for y in path.split(" ")[1:]] == ["10.0", "10.0"]


def test_ranges_in_words() -> None:
    assert strip_of("sleep_hours", 6.0, 8.25).words == "6 to 8.25 h, 2 days"
    assert strip_of("water_ml", 1500.0).words == "1\u202f500 ml, 1 day"
    assert strip_of("shaving", 1.0, 0.0, 1.0).words == "yes on 2 of 3 days"


def test_people_count_the_days_of_a_cycle_from_one_and_read_words_for_a_scale() -> None:
    assert strip_of("cycle_day", 0.0, 27.0).words == "1 to 28, 2 days"
    assert strip_of("menstrual_flow", 0.0, 4.0).words == "none to heavy, 2 days"
    assert strip_of("sleep_quality", 3.0).words == "so-so, 1 day"
    days = (
        Day(day=date(2026, 3, 1), values={"cycle_day": DayValue(value=0.0, source="computed")}),
        Day(day=date(2026, 3, 2), values={"menstrual_flow": DayValue(value=2.0, source="person")}),
    )
    lines = list_factors(describe_history(dataclasses.replace(make_empty(), days=days)))
    assert {(line.label, line.newest) for line in lines} == {
        ("Day of the cycle", "1 on 1 Mar 2026"),
        ("Period", "light on 2 Mar 2026"),
    }


def test_the_first_day_of_a_cycle_is_no_zero() -> None:
    path = strip_of("cycle_day", 0.0, 1.0).path(planned=False, top=0.0, bottom=20.0)

    assert [one.split("V")[1] for one in path.split("M")[1:]] == ["10.0", "0.0"]


def test_factors_are_told_with_their_sources_and_their_newest_value() -> None:
    lines = {line.label: line for line in list_factors(describe_history(make_history()))}

    assert lines["Sleep, h"].sources == "Apple Health"
    assert lines["Stress, points"].sources == "yourself"
    assert lines["Highest UV index"].newest.endswith("(planned)")
    assert lines["Highest UV index"].range == "0.5 to 7.5"


def test_the_table_has_the_newest_visit_first_and_a_dash_where_nothing_was_judged() -> None:
    labels, lines = list_visits(describe_history(make_history()))

    assert labels[0] == "Redness"
    assert lines[0].words == "20 Sep 2026, 11:40"
    assert lines[0].cells[0] == "70 ± 4"
    assert lines[-1].words.startswith("3 Jan 2026")
    assert lines[7].cells[labels.index("Texture")] == "–"


def test_real_changes_are_told_in_sentences() -> None:
    first, previous = say_changes(describe_history(make_history()))

    assert first.startswith("The mean of the first three visits against that of the last three: Redness 53 → 66")
    assert ": less to see; Pigmentation " in first
    assert first.endswith(": more to see. All else cannot be told from noise.")
    assert previous == "Since the visit before: no change of a score can be told from noise."
    assert say_changes(describe_history(make_history((0,)))) == []


def test_two_visits_are_told_with_their_days_and_both_scores() -> None:
    (told,) = say_changes(describe_history(make_history((0, 30))))

    assert told.startswith("Since the first visit on 3 Jan 2026: ")
    assert "Redness 54 → 7" in told


def test_a_poor_first_photo_is_passed_over_and_the_words_say_so() -> None:
    history = make_history((0, 30, 60))
    poor = dataclasses.replace(
        history.visits[0], photos=(dataclasses.replace(history.visits[0].photos[0], quality=0.2),)
    )
    first, _ = say_changes(describe_history(dataclasses.replace(history, visits=(poor, *history.visits[1:]))))

    assert first.startswith("Since the first good visit on 2 Feb 2026: ")


def test_better_and_worse_are_told_in_words_that_fit_the_concern() -> None:
    assert words.say_headline("sensitivity", "Sensitivity look", 40.2, 53.1) == "Sensitivity look 40 → 53: less to see"
    assert words.say_headline("radiance", "Radiance", 60, 47) == "Radiance 60 → 47: less even"
    assert words.say_change("oiliness", 12, True) == "+12, less shine"
    assert words.say_change("firmness", -12, True) == "−12, less firm look"
    assert words.say_change("firmness", -12, False) == "−12, cannot be told from noise"


def test_what_the_last_visit_did_not_judge_has_its_own_day() -> None:
    history = make_history((0, 30))
    last = history.visits[1]
    scores = {name: one for name, one in last.scores.items() if name != "redness"}
    document = describe_history(
        dataclasses.replace(history, visits=(history.visits[0], dataclasses.replace(last, scores=scores)))
    )

    assert say_stale(document) == "Last judged before the last visit: Redness on 3 Jan 2026."
    assert say_stale(describe_history(history)) == ""


def test_where_no_error_is_known_nothing_is_called_a_change() -> None:
    history = make_history((0, 30))
    unsure = tuple(
        dataclasses.replace(
            visit, scores={n: dataclasses.replace(s, sd_source="0 faces") for n, s in visit.scores.items()}
        )
        for visit in history.visits
    )

    (said,) = say_changes(describe_history(dataclasses.replace(history, visits=unsure)))

    assert "not known" in said
