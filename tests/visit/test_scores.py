"""Scores of several photos of one sitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.retake.nuisance import draw_nuisance, retake
from tests.visit.retakes import REGIONS, score_of, see, sit

from skincast.errors import SkincastError
from skincast.types import Picture, RegionScore, Sitting
from skincast.visit import Seen
from skincast.visit.scores import SHARED, fuse_scores, region_shares

SMOOTH = ("redness", "wrinkles", "firmness", "sensitivity", "eye_bags", "radiance")


def visibility_of(photo: Seen) -> dict[str, float]:
    assert photo.atlas is not None
    return REGIONS.mean_visibility(photo.atlas)


def copies(photo: Seen, burdens: Sequence[float]) -> list[Seen]:
    """Photos that differ by a factor of every burden of redness and by nothing else."""
    made = []
    for number, factor in enumerate(burdens):
        measured, score = photo.measurements["redness"], photo.scores["redness"]
        regions = {name: None if value is None else factor * value for name, value in measured.regions.items()}
        burden = factor * (measured.burden or 0.0)
        scaled = replace(measured, burden=burden, regions=regions)
        scored = replace(
            score,
            value=score_of("redness", burden),
            regions={
                name: RegionScore(
                    value=None if value is None else score_of("redness", value), sd=score.regions[name].sd
                )
                for name, value in regions.items()
            },
        )
        made.append(
            replace(photo, sha256=f"{number:064d}", measurements={"redness": scaled}, scores={"redness": scored})
        )
    return made


def fuse(photos: Sequence[Seen]) -> RegionScore:
    score = fuse_scores(photos, [visibility_of(photo) for photo in photos], score_of)["redness"]
    return RegionScore(value=score.value, sd=score.sd)


@pytest.mark.parametrize("number", [2, 3, 5])
def test_photos_that_agree_keep_the_value_and_the_part_of_the_error_that_they_share(front: Seen, number: int) -> None:
    sd = front.scores["redness"].sd
    fused = fuse(copies(front, [1.0] * number))
    assert sd is not None
    assert fused.value == pytest.approx(front.scores["redness"].value, abs=1e-9)
    assert fused.sd == pytest.approx(sd * np.sqrt(SHARED + (1 - SHARED) / number))


def test_a_burst_is_the_mean_of_its_photos(front: Seen) -> None:
    photos = copies(front, [0.95, 1.0, 1.1])
    burden = front.measurements["redness"].burden
    assert burden is not None
    assert fuse(photos).value == pytest.approx(score_of("redness", (0.95 + 1.0 + 1.1) / 3 * burden), abs=1e-6)


def test_photos_that_disagree_widen_the_error(front: Seen) -> None:
    calm, wild = fuse(copies(front, [1.0, 1.02, 0.98])), fuse(copies(front, [1.0, 2.0, 0.4]))
    sd = front.scores["redness"].sd
    assert sd is not None
    assert calm.sd is not None
    assert wild.sd is not None
    assert calm.sd < sd
    assert wild.sd > 1.3 * sd


def test_a_photo_with_a_larger_error_says_less(front: Seen) -> None:
    good, poor = copies(front, [1.0, 1.5])
    score = poor.scores["redness"]
    regions = {name: replace(one, sd=None if one.sd is None else 4 * one.sd) for name, one in score.regions.items()}
    poor = replace(poor, scores={"redness": replace(score, sd=4 * (score.sd or 0.0), regions=regions)})
    burden = front.measurements["redness"].burden
    assert burden is not None
    assert fuse([good, poor]).value == pytest.approx(score_of("redness", (1 + 0.5 / 17) * burden), abs=0.01)


def test_a_concern_that_one_photo_alone_could_judge_is_that_photo_s(front: Seen) -> None:
    first, second = copies(front, [1.0, 1.5])
    blind = replace(
        second.measurements["redness"], burden=None, regions=dict.fromkeys(second.measurements["redness"].regions)
    )
    second = replace(second, measurements={"redness": blind})
    photos = [second, first]
    fused = fuse_scores(photos, [visibility_of(photo) for photo in photos], score_of)
    assert fused == dict(first.scores)


def test_what_no_photo_could_judge_stays_unjudged(front: Seen, three: Sitting) -> None:
    assert front.scores["pores"].value is None
    score = three.scores["pores"]
    assert (score.value, score.sd, score.mdc95) == (None, None, None)


@pytest.mark.parametrize("source", ["hopper", "left"])
def test_a_face_is_put_together_from_its_regions_as_its_measure_does(front: Seen, left: Seen, source: str) -> None:
    photo = front if source == "hopper" else left
    for name, measured in photo.measurements.items():
        known = {region: value for region, value in measured.regions.items() if value is not None}
        if measured.burden is not None:
            shares = region_shares(name, {region: photo.skin.region_area_mm2[region] for region in known})
            again = sum(shares[region] * value for region, value in known.items())
            assert sum(shares.values()) == pytest.approx(1)
            assert again == pytest.approx(measured.burden, rel=1e-4), name


def test_scores_of_a_burst_carry_their_error_and_where_it_comes_from(front: Seen, three: Sitting) -> None:
    score = three.scores["redness"]
    assert score.sd is not None
    assert score.mdc95 == pytest.approx(1.96 * np.sqrt(2) * score.sd)
    assert score.sd_source.startswith(front.scores["redness"].sd_source)
    assert "3 photos of one sitting" in score.sd_source


def retakes(pixels: Picture, number: int, *, seed: int) -> list[Seen]:
    """So many accepted photos, each in other light, compression and framing."""
    random, photos = np.random.default_rng(seed), list[Seen]()
    while len(photos) < number:
        try:
            photos.append(see(retake(pixels, draw_nuisance(random), random)))
        except (SkincastError, AssertionError):
            continue
    return photos


def test_three_retakes_come_nearer_to_the_face_than_one(front: Seen, pixels: Picture) -> None:
    errors: dict[str, list[float]] = {"one": [], "three": []}
    truth = {name: front.scores[name].value or 0.0 for name in SMOOTH}
    photos = retakes(pixels, 9, seed=4)
    for k in range(0, 9, 3):
        group = photos[k : k + 3]
        fused = sit(*group).scores
        errors["three"] += [abs((fused[name].value or 0.0) - truth[name]) for name in SMOOTH]
        errors["one"] += [abs((photo.scores[name].value or 0.0) - truth[name]) for name in SMOOTH for photo in group]
    assert np.mean(errors["three"]) < 0.85 * np.mean(errors["one"])
