"""No text for people names a condition, promises or judges."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Any

import pytest

from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.report import reference, wording
from skincast.report.document import describe
from skincast.report.page import render_page
from skincast.report.quantities import LABELS

BLOCKED = re.compile(rf"\b(?:{'|'.join(wording.BLOCKED)})\w*", re.IGNORECASE)


def blocked_words(text: str) -> list[str]:
    for sentence in wording.ALLOWED:
        text = text.replace(sentence, "")
    return BLOCKED.findall(text)


def visible(html: str) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


@pytest.mark.parametrize("name", ["analysis", "refused"])
def test_the_page_holds_no_blocked_word(name: str, request: pytest.FixtureRequest) -> None:
    analysis: Analysis = request.getfixturevalue(name)

    assert blocked_words(visible(render_page(analysis, describe(analysis), title="selfie"))) == []


@pytest.mark.parametrize(
    "file", ["catalog/concerns.toml", "quality/problems.toml", "score/clinical.toml", "report/wording.py words"]
)
def test_the_catalogs_hold_no_blocked_word(file: str) -> None:
    texts = own_words() if file.startswith("report") else strings(tomllib.loads(read(file)))

    assert len(texts) > 5
    assert [(text, words) for text in texts if (words := blocked_words(text))] == []


def test_the_docs_hold_no_blocked_word() -> None:
    for one in reference.REFERENCES:
        assert blocked_words(one.page_text().replace("They are not a diagnosis.", "")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "You will develop melasma.",
        "This treats spots.",
        "Diagnosis: mild.",
        "Clinically proven to heal.",
        "A guaranteed cure",
    ],
)
def test_the_filter_catches_what_must_not_be_said(sentence: str) -> None:
    assert blocked_words(sentence)


def test_harmless_words_pass() -> None:
    assert blocked_words("An obscure curve, secured; a treasure on the health-free wheel.") == ["health"]


def test_every_region_of_the_catalog_has_words() -> None:
    for concern in concerns().values():
        for region in concern.sided_regions:
            assert "_" not in wording.name_region(region)
            assert wording.name_region(region) != region or region in wording.REGIONS


def test_sides_are_named() -> None:
    assert wording.name_region("cheek_left") == "left cheek"
    assert wording.name_region("under_eye_right") == "under right eye"
    assert wording.name_region("under_eye") == "under eye"


def test_unknown_codes_still_read_as_words() -> None:
    assert wording.explain("odd_reason") == "Odd reason."
    assert wording.give_notice("odd_notice") == "Odd notice."
    assert wording.name_finding("odd_thing") == "odd thing"


def test_the_error_is_told_in_whole_points_and_never_as_none_at_all() -> None:
    assert wording.say_score(72.5, 3.2, 8.9) == (
        "73",
        ", give or take 4; changes under 9 points cannot be told from noise",
    )
    assert wording.say_score(72.4, 0.1, 0.3) == (
        "72",
        ", give or take 1; changes under 1 point cannot be told from noise",
    )


def test_the_error_in_short_and_what_is_not_known() -> None:
    assert wording.say_error(3.2, 8.9) == "± 4 · noise 9"
    assert wording.say_error(None, None) == "error unknown"


def test_every_concern_has_words_for_its_overlay_and_a_new_one_reads_too() -> None:
    assert set(wording.SHOWN) == set(concerns())
    assert wording.say_shown("odd") == "where there is more to see"


def test_a_place_outside_a_closeup_has_its_reason() -> None:
    assert wording.explain("not_in_closeup") == "This place is not in the close-up."


def read(file: str) -> str:
    return resources.files("skincast").joinpath(file).read_text("utf-8")


def strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


def own_words() -> list[str]:
    tables = (
        wording.REGIONS,
        wording.KINDS,
        wording.EVIDENCE,
        wording.FINDINGS,
        wording.REASONS,
        wording.NOTICES,
        wording.SHOWN,
        LABELS,
    )
    sentences = [wording.TRIAGE, wording.MINORS, wording.PRIVACY, wording.ESTIMATES]
    sentences += [wording.DISCLAIMER, wording.HOW_TO_READ, wording.HOW_TO_COUNT]
    return [text for table in tables for text in table.values()] + sentences
