"""The page opens offline, is readable without scripts, and says what it must."""

from __future__ import annotations

import dataclasses
import re

import pytest
from tests.report.reading import Page

from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.face import region_names
from skincast.report.document import describe
from skincast.report.page import face_map, render_page
from skincast.report.wording import DISCLAIMER, ESTIMATES, MINORS, TRIAGE


@pytest.fixture
def html(analysis: Analysis) -> str:
    return render_page(analysis, describe(analysis), title="selfie")


@pytest.fixture
def refused_html(refused: Analysis) -> str:
    return render_page(refused, describe(refused), title="selfie")


def test_tags_close_and_ids_are_unique(html: str, refused_html: str) -> None:
    for page in (Page(html), Page(refused_html)):
        assert len(page.ids) == len(set(page.ids))
        targets = {value for tag, name, value in page.attributes if (tag, name) == ("label", "for")}
        targets |= {
            value.removeprefix("#") for _, name, value in page.attributes if name in {"href", "aria-labelledby"}
        }
        assert targets <= set(page.ids)


def test_nothing_is_loaded_from_elsewhere(html: str, refused_html: str) -> None:
    for text in (html, refused_html):
        page = Page(text)
        assert "://" not in text
        assert all(value.startswith("data:image/") for _, name, value in page.attributes if name == "src")
        assert all(value.startswith("#") for _, name, value in page.attributes if name == "href")
        assert set(re.findall(r"url\((.)", text)) <= {"#"}
        assert not re.search(r"@import|<link|<base|fetch\(|XMLHttpRequest|WebSocket|sendBeacon", text)
        assert "default-src 'none'" in text


def test_scores_are_readable_without_a_script(html: str) -> None:
    text = Page(html).text

    for concern in concerns().values():
        assert concern.label in text
    assert "92 ± 4 · noise 9, give or take 4; changes under 9 points cannot be told from noise" in text
    assert "Not judged. The photo shows too little detail for this." in text


def test_the_band_is_the_80_percent_range(html: str) -> None:
    assert '<i class="band" style="left: 87.9%; right: 3.9%"></i>' in html
    assert '<i class="mark" style="left: 92.0%"></i>' in html


def test_every_judged_concern_has_a_layer_and_a_radio(html: str, analysis: Analysis) -> None:
    for name, score in analysis.scores.items():
        assert f'id="pick-{name}"' in html
        assert (f'<img class="layer of-{name}"' in html) == (score.value is not None)


def test_the_page_opens_with_just_the_photo(html: str) -> None:
    assert re.findall(r'value="(\w+)" checked', html) == ["none"]


def test_the_caption_names_the_concern_and_its_score(html: str) -> None:
    assert '<span class="caption of-radiance">Radiance 26: where color is uneven</span>' in html
    assert '<span class="caption of-pores">Pores: not judged</span>' in html
    assert ":root:has(#pick-radiance:checked):has(#overlay:checked) .of-radiance" in html
    assert ":root:has(#pick-none:checked) .of-none" in html


def test_regions_that_were_not_judged_are_hatched(html: str) -> None:
    assert '<use href="#at-cheek_left" class="region unknown"><title>left cheek: not judged</title></use>' in html
    assert '<use href="#at-cheek_right" class="region" style="--amount:' in html


def test_the_face_map_has_every_region_of_the_atlas() -> None:
    assert set(face_map()["regions"]) == set(region_names()[1:])


def test_findings_are_ringed_and_named(html: str) -> None:
    assert html.count('<g class="ring ') == 18
    assert "<title>raised red spot, right cheek, 3.2 mm</title>" in html
    assert "3 × red mark" in Page(html).text


def test_unsure_findings_wait_for_the_switch(analysis: Analysis) -> None:
    unsure = analysis.measurements["acne"].findings[0]
    doubted = dataclasses.replace(unsure, confidence=0.49)
    measured = dataclasses.replace(analysis.measurements["acne"], findings=(doubted,))
    changed = dataclasses.replace(analysis, measurements={**analysis.measurements, "acne": measured})

    page = render_page(changed, describe(changed), title="x")

    assert page.count('<g class="ring solid unsure"') == 1
    assert 'id="unsure"' in page
    assert ":root:has(#unsure:checked) .ring.unsure" in page
    assert re.search(r"\.ring\.unsure \{ display: none", page)
    assert "raised red spot: 1 unsure" in Page(page).text
    assert 'type="checkbox" id="unsure"' not in render_page(
        without(analysis), describe(without(analysis)), title="no findings"
    )


def without(analysis: Analysis) -> Analysis:
    """The same without findings."""
    bare = {name: dataclasses.replace(m, findings=()) for name, m in analysis.measurements.items()}
    return dataclasses.replace(analysis, measurements=bare)


def test_findings_are_real_text_too(html: str) -> None:
    rows = re.findall(r'<th scope="row">raised red spot</th><td>right cheek</td><td>(\d+) %</td>', html)

    assert rows == ["90", "75", "60"]


def test_a_finding_of_a_closeup_is_placed_in_the_picture(analysis: Analysis) -> None:
    document = describe(analysis)
    spot = document.findings[0].model_copy(update={"region": "patch", "box": [73.0, 280.0, 4.0, 2.0]})
    changed = document.model_copy(update={"findings": [spot]})

    assert "<td>25 % across, 70 % down</td>" in render_page(analysis, changed, title="x")


def test_numbers_for_the_curious_are_folded_away(html: str) -> None:
    for words in (
        "Seen area",
        "Resembles Hayashi",
        "Too faint for a score",
        "measured",
        "A warm lamp or a bath",
        "Individual typology angle",
    ):
        before = html[: html.index(words)]
        assert before.rfind("<details") > before.rfind("</details>"), words
    assert "<details open" not in html


def test_weighted_counts_are_whole_on_the_page_and_explained_once(analysis: Analysis) -> None:
    measured = dataclasses.replace(analysis.measurements["acne"], raw={"comedone_open_count": 0.159})
    changed = dataclasses.replace(analysis, measurements={**analysis.measurements, "acne": measured})

    html = render_page(changed, describe(changed), title="x")

    assert "<dt>Open comedones</dt><dd>about 0</dd>" in html
    assert "0.159" not in html
    assert Page(html).text.count("Counts are weighted") == 1
    assert describe(changed).concerns["acne"].raw == {"comedone_open_count": 0.159}


def test_the_explanation_tells_where_the_error_comes_from(html: str) -> None:
    text = Page(html).text

    assert text.count("repeated photos of generated faces") == 1
    assert "another pose, expression, camera or day" in text


def test_privacy_limits_and_minors_come_before_the_scores(html: str, refused_html: str) -> None:
    top = html[: html.index("<main>")]

    for sentence in (TRIAGE, MINORS, ESTIMATES):
        assert sentence in top
    for page in (html, refused_html):
        assert "This file holds your photo" in page[: page.index("<main>")]
        assert "file name and its fingerprint" in page
    assert "Not judged: Pores. The photo shows too little detail for this." in Page(top + "</body></html>").text


def test_each_limit_is_said_once(html: str) -> None:
    text = Page(html).text

    assert [concern.limit for concern in concerns().values() if text.count(concern.limit) != 1] == []


def test_what_a_reader_must_know_is_said(html: str) -> None:
    text = Page(html).text

    for sentence in (
        DISCLAIMER,
        TRIAGE,
        "A sorting aid from an uncalibrated photo",
        "Resembles Hayashi",
        "range 4 to 11",
    ):
        assert sentence in text
    assert "Face a window, so that both cheeks are equally bright." in text
    assert "face_mesh@1.0.0" in text
    assert "repeatability table 1" in text


def test_a_refused_photo_gets_advice_and_no_scores(refused_html: str) -> None:
    text = Page(refused_html).text

    assert "This photo could not be scored" in text
    assert "Hold the camera in front of your whole face." in text
    assert "give or take" not in text
    assert 'type="radio"' not in refused_html


def test_words_from_outside_stay_words(analysis: Analysis) -> None:
    problem = dataclasses.replace(analysis.quality.problems[0], message="<script>alert(1)</script>")
    quality = dataclasses.replace(analysis.quality, problems=(problem,))
    changed = dataclasses.replace(analysis, quality=quality)

    html = render_page(changed, describe(changed), title='"><img src=x onerror=alert(1)>')

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_closeup_has_no_face_map_and_says_so(analysis: Analysis) -> None:
    scores = {name: dataclasses.replace(score, regions={}) for name, score in analysis.scores.items()}
    patch = dataclasses.replace(analysis, face=None, closeup=True, scores=scores)

    html = render_page(patch, describe(patch), title="patch")

    assert 'class="face-map"' not in html
    assert "Right and left are your own" not in html
    assert "Close-up: places on the face and true sizes are unknown" in html


def test_a_score_whose_error_is_unknown_says_so(analysis: Analysis) -> None:
    bare = dataclasses.replace(analysis.scores["acne"], sd=None, mdc95=None)
    changed = dataclasses.replace(analysis, scores={**analysis.scores, "acne": bare})

    assert (
        "92 error unknown; how far it may be off is not known"
        in Page(render_page(changed, describe(changed), title="x")).text
    )


def test_the_same_analysis_gives_the_same_page(analysis: Analysis, html: str) -> None:
    assert render_page(analysis, describe(analysis), title="selfie") == html


def test_a_refusal_gives_its_reason_first_and_then_the_rest(refused: Analysis) -> None:
    small = dataclasses.replace(
        refused.quality.problems[0],
        code="low_resolution",
        message="Pores are smaller than this photo can show; larger things are scored.",
        refuses=False,
    )
    quality = dataclasses.replace(refused.quality, problems=(small, *refused.quality.problems))
    changed = dataclasses.replace(refused, quality=quality, notices=("multiple_faces",))

    text = Page(render_page(changed, describe(changed), title="x")).text

    assert text.index("No face was found.") < text.index("Also") < text.index("Pores are smaller")
    assert "are scored" not in text
    assert "is described" not in text
    assert text.count("Hold the camera in front of your whole face.") == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [("tan to intermediate", "it is called tan to intermediate."), (None, "The light of this photo hides it.")],
)
def test_the_tone_may_be_a_range_or_hidden(analysis: Analysis, given: str | None, words: str) -> None:
    assert analysis.tone is not None
    changed = dataclasses.replace(analysis, tone=dataclasses.replace(analysis.tone, ita_class=given))

    text = Page(render_page(changed, describe(changed), title="x")).text

    assert words in text
    assert "between 3 and 5 of 10" in text


def test_a_printed_page_has_one_column_of_photo_and_scores(html: str) -> None:
    printed = html[html.index("@media print") :]

    assert ".desk { display: block" in printed
    assert ".look { --stage-height: 9cm; position: static" in printed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(html: str, scheme: str) -> None:
    blocks = re.findall(r":root \{\s*(--ground[^}]*)\}", html)
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[0 if scheme == "light" else 1]))

    for ink in ("ink", "soft", "accent"):
        for ground in ("ground", "paper"):
            assert contrast(colors[ink], colors[ground]) >= 4.5, (ink, ground)
    assert contrast(colors["band"], colors["line"]) >= 3
    assert contrast(colors["band"], colors["paper"]) >= 3
    assert contrast(colors["ink"], colors["band"]) >= 2
    assert contrast(colors["hatch"], colors["ground"]) >= 1.8


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    channels = [value / 255 for value in bytes.fromhex(color.removeprefix("#"))]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
