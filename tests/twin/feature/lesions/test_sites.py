"""Acne grows where acne grows."""

from __future__ import annotations

from collections import Counter

import pytest

from skincast.face.atlas import ATLAS_HEIGHT_PX, ATLAS_MM_PER_PX, ATLAS_WIDTH_PX, atlas_points
from skincast.face.regions import draw_features
from skincast.twin.feature.lesions import Site, sites
from skincast.twin.feature.lesions.sites import FIRST_NODULE, SIZES
from skincast.twin.person import Complexion, Sex, Traits
from skincast.twin.sheet import Kind

SKIN = Complexion(
    melanin=0.05,
    pheomelanin_share=0.1,
    blood=0.04,
    oxygen=0.75,
    epidermis_mm=0.07,
    carotene=1.0,
    bilirubin=1.0,
    scattering=1.0,
)
INFLAMED = (Kind.PAPULE, Kind.PUSTULE, Kind.NODULE)
LOWER = ("jaw", "chin", "perioral")


def everyone(*, sex: Sex = "female", age_years: float = 19.0, people: int = 10) -> list[Site]:
    traits = (Traits(seed=seed, age_years=age_years, sex=sex, complexion=SKIN) for seed in range(people))
    return [site for who in traits for site in sites(who)]


def test_the_same_person_keeps_their_sites() -> None:
    one = Traits(seed=8, age_years=20, sex="male", complexion=SKIN)
    kept = sites(one)
    sites.cache_clear()
    assert sites(one) == kept
    assert len({site.seed for site in kept}) == len(kept)


def test_sizes_stay_within_their_kind() -> None:
    for site in everyone(people=4):
        assert SIZES[site.kind].least_mm <= site.radius_mm <= SIZES[site.kind].most_mm
        assert 0 < site.vigor <= 1


def test_blackheads_sit_on_the_nose_more_densely_than_on_the_cheek() -> None:
    regions = Counter(site.region.split("_")[0] for site in everyone() if site.kind is Kind.OPEN_COMEDONE)
    # A cheek pair is about nine noses wide.
    assert regions["nose"] > 2 * regions["cheek"] / 9


def test_acne_of_adult_women_sits_lower() -> None:
    def lower(age_years: float) -> float:
        inflamed = [site for site in everyone(age_years=age_years) if site.kind in INFLAMED]
        return sum(site.region.split("_")[0] in LOWER for site in inflamed) / len(inflamed)

    assert lower(32.0) > 1.15 * lower(17.0)


def test_mild_acne_has_no_nodule_and_men_have_more() -> None:
    women, men = everyone(people=12), everyone(sex="male", people=12)
    assert not any(site.kind is Kind.NODULE and site.rank < FIRST_NODULE for site in women + men)
    nodules = [sum(site.kind is Kind.NODULE for site in group) for group in (women, men)]
    assert nodules[1] > nodules[0] > 0


def test_nothing_grows_on_eyes_brows_or_lips() -> None:
    shape = (ATLAS_HEIGHT_PX, ATLAS_WIDTH_PX)
    features = draw_features(atlas_points(), shape, mm_per_px=ATLAS_MM_PER_PX)
    for site in everyone(people=5):
        assert not features[int(site.y_mm / ATLAS_MM_PER_PX), int(site.x_mm / ATLAS_MM_PER_PX)]


@pytest.mark.parametrize("kind", [Kind.OPEN_COMEDONE, Kind.CLOSED_COMEDONE, *INFLAMED])
def test_every_kind_appears(kind: Kind) -> None:
    assert any(site.kind is kind for site in everyone(people=2))
