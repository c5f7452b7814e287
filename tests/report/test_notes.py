"""Quality notes are merged by code, name several regions in one sentence, and give each advice once."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from skincast.report.contract import ProblemRow, QualityFacts
from skincast.report.notes import PAIRS, gather_notes, leave_out_results

CATALOG: dict[str, Any] = tomllib.loads(
    resources.files("skincast.quality").joinpath("problems.toml").read_text("utf-8")
)
PER_REGION = [row for row in CATALOG["problem"] if row.get("per_region")]


def problem(code: str, region: str | None = None, *, case: str = "", refuses: bool | None = None) -> ProblemRow:
    """A problem with the words of the catalog."""
    row = next(row for row in CATALOG["problem"] if (row["code"], row.get("case", "")) == (code, case))
    words = "" if region is None else CATALOG["words"][region]
    return ProblemRow(
        code=code,
        message=row["message"].format(region=words),
        advice=row["advice"].format(region=words),
        region=region,
        value=1.0,
        limit=2.0,
        refuses=region is not None if refuses is None else refuses,
    )


def facts(*problems: ProblemRow, accepted: bool = True) -> QualityFacts:
    return QualityFacts(accepted=accepted, score=0.5, problems=list(problems), unjudged_regions=[], values={})


def covered(*regions: str) -> QualityFacts:
    return facts(*(problem("occluded", region, case="upper") for region in regions))


def test_two_sides_of_one_place_are_a_pair() -> None:
    (note,) = gather_notes(covered("temple_right", "temple_left"))

    assert note.message == "Hair, a hat or something else covers both temples."
    assert note.advice.endswith("if you like to have both temples scored.")
    assert note.left_out


def test_several_places_are_one_sentence() -> None:
    (note,) = gather_notes(covered("temple_right", "crows_feet_left", "temple_left", "forehead"))

    assert note.message == (
        "Hair, a hat or something else covers both temples, the outer corner of the left eye and the forehead."
    )


def test_a_single_region_keeps_its_sentence() -> None:
    assert gather_notes(covered("forehead"))[0].message == "Hair, a hat or something else covers the forehead."


@pytest.mark.parametrize("row", PER_REGION, ids=lambda row: f"{row['code']}.{row['case']}")
def test_every_fault_of_a_region_reads_in_the_plural(row: dict[str, Any]) -> None:
    sides = [problem(row["code"], f"cheek_{side}", case=row["case"]) for side in ("right", "left")]

    (note,) = gather_notes(facts(*sides))

    for text in (note.message, note.advice):
        assert "{" not in text
        assert "both cheeks is" not in text.lower()
        assert "right cheek" not in text
        assert text[0].isupper()
    assert "both cheeks" in note.message.lower()


def test_verbs_and_pronouns_follow() -> None:
    bright = [problem("clipped", f"cheek_{side}", case="region") for side in ("right", "left")]

    assert gather_notes(facts(*bright))[0].message == "Both cheeks are so bright that their color is lost."


def test_every_sided_region_has_words_for_the_pair() -> None:
    assert {name.rpartition("_")[0] for name in CATALOG["words"] if name.endswith("_left")} == set(PAIRS)


def test_one_code_is_one_note_and_the_whole_photo_comes_first() -> None:
    (note,) = gather_notes(facts(problem("pose_yaw", "cheek_left", case="region"), problem("pose_yaw", refuses=False)))

    assert note.message == "The head is turned to a side. The left cheek is turned away from the camera."
    assert not note.left_out


def test_an_advice_is_given_once() -> None:
    notes = gather_notes(facts(problem("face_too_small", refuses=False), problem("low_resolution", refuses=False)))

    assert [bool(note.advice) for note in notes] == [True, False]


def test_what_refuses_comes_first_and_nothing_was_scored() -> None:
    notes = gather_notes(
        facts(
            problem("low_resolution", refuses=False),
            problem("multiple_faces", refuses=False),
            problem("too_dark", refuses=True),
            accepted=False,
        )
    )

    assert [note.code for note in notes] == ["too_dark", "low_resolution", "multiple_faces"]
    assert [note.refuses for note in notes] == [True, False, False]
    assert notes[1].message == "Pores and fine lines are smaller than this photo can show."
    assert notes[2].message == "There is more than one face."


def test_other_clauses_stay() -> None:
    kept = "Wipe the lens; hold still. Use softer light."

    assert leave_out_results(kept) == kept
    assert leave_out_results("A beard may stay; the skin below it is not scored. Move.") == "A beard may stay. Move."


def test_an_unknown_region_keeps_its_own_sentence() -> None:
    odd = problem("too_bright", refuses=True).model_copy(update={"region": "scalp", "message": "The scalp is bright."})

    assert gather_notes(facts(odd, odd))[0].message == "The scalp is bright."
