"""The document holds the contract: every concern, rounded, in pixels of the original, the same each time."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import jsonschema
import numpy as np
import pytest
from pydantic import ValidationError

from skincast.analysis import Analysis
from skincast.catalog import concerns, early_signs
from skincast.report import analysis_json, describe, describe_error, describe_line, to_json
from skincast.report.contract import AnalysisDocument, json_schema
from skincast.types import Score


def read(analysis: Analysis, *, landmarks: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(analysis_json(analysis, landmarks=landmarks))
    return content


@pytest.mark.parametrize("name", ["analysis", "refused"])
def test_the_document_obeys_its_schema(name: str, request: pytest.FixtureRequest) -> None:
    for landmarks in (False, True):
        jsonschema.Draft202012Validator(json_schema()).validate(
            read(request.getfixturevalue(name), landmarks=landmarks)
        )


def test_the_schema_refuses_what_the_contract_does_not_know(analysis: Analysis) -> None:
    content = read(analysis)
    content["beauty"] = 100

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json_schema())


def test_the_models_read_what_they_wrote(analysis: Analysis) -> None:
    assert AnalysisDocument.model_validate_json(analysis_json(analysis)) == describe(analysis)


def test_the_same_analysis_gives_the_same_text(analysis: Analysis) -> None:
    assert analysis_json(analysis) == analysis_json(dataclasses.replace(analysis))
    assert analysis.to_json() == analysis_json(analysis)


@pytest.mark.parametrize("name", ["analysis", "refused"])
def test_every_concern_is_always_there_in_one_shape(name: str, request: pytest.FixtureRequest) -> None:
    rows = read(request.getfixturevalue(name))["concerns"]

    assert list(rows) == list(concerns())
    assert len({tuple(row) for row in rows.values()}) == 1
    for concern, row in rows.items():
        assert list(row["regions"]) == list(concerns()[concern].sided_regions)


def test_an_unjudged_concern_says_why_and_guesses_nothing(analysis: Analysis) -> None:
    pores = read(analysis)["concerns"]["pores"]

    assert pores["unjudged_because"] == "low_resolution"
    assert [pores[key] for key in ("score", "sd", "low80", "high80", "mdc95", "mask", "burden")] == [None] * 7


def test_a_refused_photo_names_its_reason_for_every_concern(refused: Analysis) -> None:
    content = read(refused)

    assert {row["unjudged_because"] for row in content["concerns"].values()} == {"no_face"}
    assert content["skin_mask"] is None
    assert content["tone"] is None
    assert content["face"]["found"] is False


def test_the_range_is_cut_at_the_ends_of_the_scale(analysis: Analysis) -> None:
    scores = dict(analysis.scores)
    for name, value in (("redness", 99.0), ("acne", 1.0)):
        scores[name] = Score(concern=name, value=value, sd=4.0, mdc95=11.1, regions={}, sd_source="table")

    rows = read(dataclasses.replace(analysis, scores=scores))["concerns"]

    assert (rows["redness"]["low80"], rows["redness"]["high80"]) == (93.9, 100.0)
    assert (rows["acne"]["low80"], rows["acne"]["high80"]) == (0.0, 6.1)


def test_numbers_carry_no_more_digits_than_they_can_bear(analysis: Analysis) -> None:
    content = read(analysis)

    assert content["face"]["mm_per_px"] == 0.6123
    assert content["concerns"]["acne"]["raw"]["seen_area_percent"] == 1.235
    assert content["concerns"]["redness"]["sd"] == 3.2
    for finding in content["findings"]:
        assert all(value == round(value, 1) for value in finding["box"])


def test_numpy_numbers_are_written_like_any_other(analysis: Analysis) -> None:
    assert analysis.tone is not None
    tone = dataclasses.replace(analysis.tone, ita_deg=float(np.float32(33.42)))
    measured = dataclasses.replace(analysis.measurements["acne"], raw={"area_mm2": float(np.float64(2.0))})
    changed = dataclasses.replace(analysis, tone=tone, measurements={**analysis.measurements, "acne": measured})

    assert read(changed)["concerns"]["acne"]["raw"] == {"area_mm2": 2.0}


def test_a_number_that_is_none_is_our_bug_and_never_leaves(analysis: Analysis) -> None:
    broken = dataclasses.replace(analysis.measurements["acne"], raw={"area_mm2": math.nan})

    with pytest.raises(ValidationError):
        analysis_json(dataclasses.replace(analysis, measurements={**analysis.measurements, "acne": broken}))


def test_boxes_are_in_pixels_of_the_upright_original(analysis: Analysis) -> None:
    assert analysis.skin is not None
    finding = analysis.findings[0]
    center = np.array([finding.box[0] + (finding.box[2] - 1) / 2, finding.box[1] + (finding.box[3] - 1) / 2])
    decoded = analysis.skin.crop.to_photo @ np.array([*(2 * center + 0.5), 1.0])

    x, y, width, height = read(analysis)["findings"][0]["box"]

    assert (x + (width - 1) / 2, y + (height - 1) / 2) == pytest.approx(2 * decoded + 0.5, abs=0.1)


def test_boxes_stay_inside_the_photo(analysis: Analysis) -> None:
    far = dataclasses.replace(analysis.findings[0], box=(-900.0, 20.0, 2000.0, 30.0))
    wide = dataclasses.replace(analysis.measurements["acne"], findings=(far,))

    content = read(dataclasses.replace(analysis, measurements={**analysis.measurements, "acne": wide}))
    x, y, width, height = content["findings"][0]["box"]

    assert min(x, y) >= 0
    assert x + width <= content["photo"]["width"]
    assert y + height <= content["photo"]["height"]


def test_landmarks_leave_only_when_asked_for(analysis: Analysis) -> None:
    assert analysis.face is not None
    assert "landmarks_px" not in read(analysis)["face"]

    points = read(analysis, landmarks=True)["face"]["landmarks_px"]

    assert len(points) == 478
    assert points[0] == pytest.approx(2 * analysis.face.landmarks_px[0] + [0.5, 0.5, 0], abs=0.06)


def test_without_a_known_scale_no_size_is_told(analysis: Analysis) -> None:
    assert analysis.skin is not None
    skin = dataclasses.replace(analysis.skin, crop=dataclasses.replace(analysis.skin.crop, scale_known=False))

    content = read(dataclasses.replace(analysis, face=None, closeup=True, skin=skin))

    assert {finding["size_mm"] for finding in content["findings"]} == {None}
    assert content["face"]["closeup"] is True


def test_every_early_sign_is_there_judged_or_not(analysis: Analysis) -> None:
    rows = read(analysis)["early_signs"]

    assert list(rows) == list(early_signs())
    assert rows["diffuse_melanin"]["value"] == 0.03123
    assert rows["micro_texture"]["value"] is None


@pytest.mark.parametrize("way", ["closeup", "scale"])
def test_without_a_known_scale_no_length_or_area_is_told(analysis: Analysis, way: str) -> None:
    assert analysis.skin is not None
    raw = {"a_count": 0.159, "b_mm": 1.0, "c_mm2": 1.0, "d_per_cm2": 1.0, "e_per_100_cm2": 1.0, "f_percent": 1.0}
    measured = dataclasses.replace(analysis.measurements["acne"], raw=raw)
    crop = dataclasses.replace(analysis.skin.crop, scale_known=way == "closeup")
    skin = dataclasses.replace(analysis.skin, crop=crop)
    changed = dataclasses.replace(
        analysis, closeup=way == "closeup", skin=skin, measurements={**analysis.measurements, "acne": measured}
    )

    content = read(changed)

    assert content["concerns"]["acne"]["raw"] == {"a_count": 0.159, "f_percent": 1.0}
    assert {finding["size_mm"] for finding in content["findings"]} == {None}


@pytest.mark.parametrize(("faces", "known"), [("0 faces", False), ("150 faces", True)])
def test_an_error_that_no_face_stands_behind_is_unknown(analysis: Analysis, faces: str, known: bool) -> None:
    score = dataclasses.replace(analysis.scores["acne"], sd_source=f"table ({faces}, 12 photos)")

    row = read(dataclasses.replace(analysis, scores={**analysis.scores, "acne": score}))["concerns"]["acne"]

    errors = [row[key] for key in ("sd", "low80", "high80", "mdc95")] + [row["regions"]["forehead"]["sd"]]
    assert [error is not None for error in errors] == [known] * 5
    assert row["score"] == 92.0


def test_a_line_names_its_file_and_leaves_the_landmarks_out(analysis: Analysis) -> None:
    line = json.loads(to_json(describe_line(describe(analysis), file="x/me.jpg"), indent=None))

    assert line == {"file": "x/me.jpg", "analysis": read(analysis)}


def test_an_error_is_a_line_too() -> None:
    line = to_json(describe_error("photo_unreadable", "Damaged.", "Use another.", file="a.jpg"), indent=None)

    assert json.loads(line) == {
        "file": "a.jpg",
        "error": {"code": "photo_unreadable", "message": "Damaged.", "hint": "Use another."},
    }
