"""Clinical scales give their published check values."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.score import grade_clinical
from skincast.types import ClinicalScale, Finding, Measurement

REGIONS = ("forehead", "nose", "cheek_right", "cheek_left", "chin")


def lesion(kind: str, region: str, confidence: float = 0.9) -> Finding:
    return Finding(concern="acne", type=kind, region=region, box=(0, 0, 5, 5), confidence=confidence, size_mm=2.0)


def measurement(
    concern: str, *, findings: tuple[Finding, ...] = (), raw: dict[str, float] | None = None
) -> Measurement:
    return Measurement(
        concern=concern,
        raw=raw or {},
        burden=1.0,
        regions=dict.fromkeys(REGIONS, 1.0),
        map=np.zeros((2, 2), np.float32),
        findings=findings,
    )


def graded(*findings: Finding, raw: dict[str, float] | None = None) -> dict[str, ClinicalScale]:
    measurements = {
        "acne": measurement("acne", findings=findings),
        "pigmentation": measurement("pigmentation", raw=raw),
    }
    return {scale.name: scale for scale in grade_clinical(measurements)}


def test_gags_of_papules_on_forehead_and_cheeks_is_twelve() -> None:
    scale = graded(*(lesion("papule", place) for place in ("forehead", "cheek_right", "cheek_left")))["gags_face"]
    assert scale.value == 12
    assert "mild" in scale.band


def test_gags_of_nodules_everywhere_is_thirty_two() -> None:
    assert graded(*(lesion("nodule", place) for place in REGIONS))["gags_face"].value == 32


def test_gags_takes_the_worst_and_never_the_sum() -> None:
    many = graded(*[lesion("papule", "nose")] * 9, lesion("pustule", "nose"))
    assert many["gags_face"].value == 3


def test_marks_and_faint_lesions_grade_nothing() -> None:
    faint = graded(lesion("mark_red", "chin"), lesion("nodule", "chin", confidence=0.2))
    assert faint["gags_face"].value == 0
    assert faint["hayashi"].value == 0


@pytest.mark.parametrize(("lesions", "band"), [(0, "none"), (6, "mild"), (26, "moderate"), (240, "very severe")])
def test_hayashi_counts_half_the_face(lesions: int, band: str) -> None:
    scale = graded(*[lesion("papule", "nose")] * lesions)["hayashi"]
    assert scale.value == lesions / 2
    assert band in scale.band


def test_a_count_near_an_edge_names_both_bands() -> None:
    assert graded(*[lesion("papule", "nose")] * 11)["hayashi"].band == "mild to moderate"


def test_mmasi_check_value() -> None:
    raw = {"cheek_right_area_percent": 40.0, "cheek_left_area_percent": 40.0}
    raw |= {"cheek_right_darkness_od": 0.2, "cheek_left_darkness_od": 0.2}
    assert graded(raw=raw)["mmasi"].value == pytest.approx(2 * 0.3 * 3 * 2)


def test_a_patch_is_not_graded() -> None:
    patch = Measurement(concern="acne", raw={}, burden=1.0, regions={"patch": 1.0}, map=np.zeros((2, 2), np.float32))
    brown = Measurement(
        concern="pigmentation", raw={}, burden=1.0, regions={"patch": 1.0}, map=np.zeros((2, 2), np.float32)
    )
    assert grade_clinical({"acne": patch, "pigmentation": brown}) == ()
