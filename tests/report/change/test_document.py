"""The document of a comparison obeys its contract and sums its maps up honestly."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import jsonschema
import numpy as np
import pytest
from tests.report.journey import SHAPE, make_change, make_regions

from skincast.catalog import concerns
from skincast.report import change_json, describe_change
from skincast.report.change.contract import ChangeDocument
from skincast.report.change.document import NOISE_SDS, beyond_noise
from skincast.report.history.contract import schema_of
from skincast.types import Change

CASES = {
    "kept": make_change(),
    "not kept": make_change(kept=False),
    "close-up": make_change(closeup=True),
    "no lesion": dataclasses.replace(make_change(), lesions=()),
}


def read(change: Change) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(change_json(change, regions=make_regions()))
    return content


@pytest.mark.parametrize("change", CASES.values(), ids=CASES.keys())
def test_the_document_obeys_its_schema(change: Change) -> None:
    jsonschema.Draft202012Validator(schema_of(ChangeDocument)).validate(read(change))
    assert ChangeDocument.model_validate_json(change_json(change)) == describe_change(change)
    assert change_json(change) == change_json(dataclasses.replace(change))


def test_every_concern_is_there_judged_or_not() -> None:
    scores = read(make_change())["scores"]

    assert list(scores) == list(concerns())
    assert (scores["redness"]["change"], scores["redness"]["real"]) == (16.8, True)
    assert [scores["pores"][key] for key in ("before", "after", "change", "sd", "real")] == [None] * 5


def test_lesions_have_their_fates_and_places() -> None:
    content = read(make_change())

    assert content["fates"] == {"new": 1, "persisting": 1, "gone": 1, "mark_left": 1, "unseen": 1}
    persisting = content["lesions"][1]
    assert (persisting["before"]["x_mm"], persisting["after"]["x_mm"], persisting["distance_mm"]) == (150.0, 151.0, 1.4)
    assert content["lesions"][0]["before"] is None
    assert content["lesions"][2]["after"] is None


def test_maps_are_summed_up_by_region() -> None:
    content = read(make_change())
    red, brown = content["maps"]["hemoglobin"], content["maps"]["melanin"]

    assert red["regions"]["cheek_right"]["change_od"] > 0.1
    assert red["regions"]["cheek_right"]["real"] is True
    assert red["regions"]["chin"]["real"] is False
    assert brown["regions"]["chin"]["change_od"] < -0.08
    assert brown["regions"]["chin"]["real"] is True
    assert (red["less_share"], brown["more_share"]) == (0.0, 0.0)
    assert red["shown_from_od"] == pytest.approx(NOISE_SDS * 0.02)


def test_a_region_that_is_hardly_comparable_is_not_summed_up() -> None:
    row = read(make_change())["maps"]["hemoglobin"]["regions"]["temple_left"]

    assert row == {"comparable_share": 0.0, "change_od": None, "more_share": None, "less_share": None, "real": None}


def test_shares_are_those_of_the_pixels() -> None:
    change = make_change()
    assert change.comparable is not None
    assert change.pictures is not None
    seen = change.pictures[0].any(axis=2) | change.pictures[1].any(axis=2)
    more = change.comparable & (change.maps["hemoglobin"] > NOISE_SDS * 0.02)

    content = read(change)

    assert content["comparable_share"] == pytest.approx(change.comparable.sum() / seen.sum(), abs=6e-4)
    assert content["maps"]["hemoglobin"]["more_share"] == pytest.approx(more.sum() / change.comparable.sum(), abs=6e-4)


def patch(*places: tuple[slice, slice]) -> Change:
    values = np.zeros(SHAPE, np.float32)
    for place in places:
        values[place] = 0.4
    change = make_change()
    return dataclasses.replace(change, maps={"hemoglobin": values}, noise_od={"hemoglobin": 0.02})


def test_small_patches_count_for_nothing() -> None:
    small, large = (slice(200, 204), slice(200, 204)), (slice(240, 246), slice(240, 246))
    comparable = make_change().comparable
    assert comparable is not None

    assert read(patch(small))["maps"]["hemoglobin"]["more_share"] == 0
    more, less = beyond_noise(patch(small, large), "hemoglobin")
    assert (int(more.sum()), int(less.sum())) == (36, 0)


def test_patches_at_nothing_but_the_edge_count_for_nothing() -> None:
    comparable = make_change().comparable
    assert comparable is not None
    left = int(np.flatnonzero(comparable[224])[0])
    rim, deep = ((slice(214, 234), slice(left, left + wide)) for wide in (2, 30))

    assert not beyond_noise(patch(rim), "hemoglobin")[0].any()
    more, _ = beyond_noise(patch(deep), "hemoglobin")
    assert more[224, left : left + 30].all(), "a patch that reaches further is kept with its rim"


def test_one_of_many_that_moves_beyond_its_noise_need_not_stand_out() -> None:
    change = make_change()
    calm = {name: dataclasses.replace(one, change=1.0) for name, one in change.scores.items() if one.change is not None}
    moved = {**calm, "redness": dataclasses.replace(calm["redness"], change=10.0)}
    row = read(dataclasses.replace(change, scores=moved))["scores"]["redness"]

    assert (row["real"], row["stands_out"]) == (True, False)
    assert read(change)["scores"]["redness"]["stands_out"] is True
    assert read(change)["scores"]["pores"]["stands_out"] is None


def test_noise_alone_is_no_change() -> None:
    change = make_change()
    assert change.comparable is not None
    noise = np.random.default_rng(1).normal(0, 0.02, change.comparable.shape).astype(np.float32)
    quiet = dataclasses.replace(change, maps={"hemoglobin": noise * change.comparable}, noise_od={"hemoglobin": 0.02})

    content = read(quiet)["maps"]["hemoglobin"]

    assert content["more_share"] + content["less_share"] < 0.005
    assert [row["real"] for row in content["regions"].values()] == [False, False, None]


def test_without_pictures_the_reason_is_told() -> None:
    content = read(make_change(kept=False))

    assert (content["maps"], content["comparable_share"]) == ({}, None)
    assert content["maps_missing_because"] == "photos_not_kept"
    assert content["fates"]["new"] == 1
