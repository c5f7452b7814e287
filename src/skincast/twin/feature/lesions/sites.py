"""All the places of one person's face where acne can break out: fixed for ever, woken one after the other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from skincast.face import region_names
from skincast.twin.feature.lesions.places import PLACE_MM, draw_places
from skincast.twin.person import Traits, stream
from skincast.twin.sheet import Kind, sheet_regions
from skincast.types import Labels

INFLAMED_SITES, COMEDONE_SITES = 96, 144
PEOPLE_KEPT = 64
TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Radius of a kind in full growth."""

    median_mm: float
    spread: float
    """SD of its logarithm."""
    least_mm: float
    most_mm: float


SIZES: Mapping[Kind, Size] = MappingProxyType(
    {
        Kind.OPEN_COMEDONE: Size(median_mm=0.42, spread=0.3, least_mm=0.25, most_mm=1.0),
        Kind.CLOSED_COMEDONE: Size(median_mm=0.75, spread=0.3, least_mm=0.4, most_mm=1.5),
        Kind.PAPULE: Size(median_mm=1.35, spread=0.3, least_mm=0.7, most_mm=2.5),
        Kind.PUSTULE: Size(median_mm=1.5, spread=0.25, least_mm=0.8, most_mm=2.5),
        Kind.NODULE: Size(median_mm=3.6, spread=0.25, least_mm=2.6, most_mm=6.0),
    }
)
"""Source: papules and pustules are under 5 mm across, nodules over it, comedones about 1 mm (Dreno et al. 2011, GEA
scale, J Eur Acad Dermatol Venereol 25:43); distributions ours, untested."""

SHARES_INFLAMED: Mapping[Kind, float] = MappingProxyType({Kind.PAPULE: 15, Kind.PUSTULE: 2, Kind.NODULE: 1})
SHARES_COMEDONE: Mapping[Kind, float] = MappingProxyType({Kind.CLOSED_COMEDONE: 37, Kind.OPEN_COMEDONE: 12})
"""Relative numbers. Source: 25 untreated faces, Do et al. 2008, J Am Acad Dermatol 58:603."""
NODULES_OF_MEN = 1.6
"""Ours, untested."""
FIRST_NODULE = 6
"""No nodule among the first sites: mild acne has none (ours, from the GEA scale's wording)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One follicle that can turn into a lesion."""

    kind: Kind
    x_mm: float
    y_mm: float
    region: str
    """Of the atlas, with its side."""
    radius_mm: float
    """In full growth."""
    rank: int
    """Within inflamed sites or within comedones: the lower, the sooner it wakes."""
    vigor: float
    """0.45-1: how far its lesion goes at its worst."""
    seed: int


@lru_cache(maxsize=PEOPLE_KEPT)
def sites(traits: Traits) -> tuple[Site, ...]:
    """A person's potential lesions, inflamed ones first, each group from the readiest to the last.

    Args:
        traits: the same traits give the same sites for ever.

    Returns:
        `INFLAMED_SITES + COMEDONE_SITES` sites.
    """
    random = stream(traits.seed, "acne sites")
    placed: list[Site] = []
    for count, shares in ((INFLAMED_SITES, _inflamed_shares(traits)), (COMEDONE_SITES, SHARES_COMEDONE)):
        kinds = random.choice([int(kind) for kind in shares], size=count, p=_normal(shares))
        for rank, number in enumerate(kinds):
            kind = Kind(int(number))
            if kind is Kind.NODULE and rank < FIRST_NODULE:
                kind = Kind.PAPULE
            placed.append(_site(traits, kind, rank, placed, random))
    return tuple(placed)


def region_at(x_mm: float, y_mm: float) -> str:
    """The atlas region at a place of the sheet; empty outside."""
    regions = _regions()
    row = min(max(int(y_mm / PLACE_MM), 0), regions.shape[0] - 1)
    column = min(max(int(x_mm / PLACE_MM), 0), regions.shape[1] - 1)
    return region_names()[int(regions[row, column])]


@cache
def _regions() -> Labels:
    return sheet_regions(PLACE_MM)


def _site(traits: Traits, kind: Kind, rank: int, placed: list[Site], random: np.random.Generator) -> Site:
    size = SIZES[kind]
    radius = min(max(size.median_mm * math.exp(size.spread * random.normal()), size.least_mm), size.most_mm)
    x_mm, y_mm = _free_place(draw_places(traits, kind, TRIES, random), radius, placed)
    return Site(
        kind=kind,
        x_mm=x_mm,
        y_mm=y_mm,
        region=region_at(x_mm, y_mm),
        radius_mm=radius,
        rank=rank,
        vigor=float(random.uniform(0.45, 1.0)),
        seed=int(random.integers(2**31)),
    )


def _free_place(places: NDArray[np.float64], radius_mm: float, placed: list[Site]) -> tuple[float, float]:
    """The first place that does not overlap an older site; the last one if all do, as lesions also merge."""
    taken = np.array([(site.x_mm, site.y_mm, site.radius_mm) for site in placed]).reshape(-1, 3)
    for x, y in places:
        if np.all(np.hypot(taken[:, 0] - x, taken[:, 1] - y) > taken[:, 2] + radius_mm):
            return float(x), float(y)
    return float(places[-1, 0]), float(places[-1, 1])


def _inflamed_shares(traits: Traits) -> dict[Kind, float]:
    men = NODULES_OF_MEN if traits.sex == "male" else 1.0
    return {kind: share * (men if kind is Kind.NODULE else 1.0) for kind, share in SHARES_INFLAMED.items()}


def _normal(shares: Mapping[Kind, float]) -> NDArray[np.float64]:
    values = np.array(list(shares.values()))
    return np.asarray(values / values.sum())
