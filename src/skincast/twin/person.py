"""Who a twin is: what stays the same from photo to photo. Everything else follows from the seed, stream by stream."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np

from skincast.twin.sheet import Kind

Sex = Literal["female", "male"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complexion:
    """The even skin of one person, before any feature is drawn."""

    melanin: float
    """Volume fraction of melanosomes in the epidermis: about 0.01 (very light) to 0.45 (very dark)."""
    pheomelanin_share: float
    """Share of the melanin that is pheomelanin, 0-1."""
    blood: float
    """Volume fraction of blood in the upper dermis."""
    oxygen: float
    """Saturation, 0-1."""
    epidermis_mm: float
    """Thickness of the epidermis, 0.04-0.15."""
    carotene: float
    """Relative concentration, 1 = ordinary."""
    bilirubin: float
    """Relative concentration, 1 = ordinary."""
    scattering: float
    """Dermal scattering relative to the published mean, 0.6-1.6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One person who does not exist. The same traits give the same face, moles, pores and lines for ever."""

    seed: int
    age_years: float
    sex: Sex
    complexion: Complexion
    beard: float = 0.0
    """Density of the beard's roots, 0-1; 0 for most women."""
    freckling: float = 0.0
    """Tendency to freckle, 0-1."""
    moles: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion:
    """One acne lesion or mark as life made it; drawn at its place every day of its life."""

    kind: Kind
    x_mm: float
    """Place on the sheet."""
    y_mm: float
    radius_mm: float
    activity: float
    """0-1: how inflamed, raised or dark it is today, of what its kind can be."""
    seed: int
    """Shape and texture of this very lesion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a person's skin is on one day: what life hands to the renderer.

    `severity` maps a concern of the catalog to 0 (none) - 1 (as bad as it gets); a missing concern is 0. `regional`
    multiplies it per (concern, atlas region with side). `lesions` None: drawn from the severity of acne.
    """

    severity: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    regional: Mapping[tuple[str, str], float] = field(default_factory=lambda: MappingProxyType({}))
    lesions: tuple[Lesion, ...] | None = None
    shaved_days_ago: float = 0.3
    """How long the stubble has grown."""
    tan: float = 0.0
    """Relative gain of melanin by the sun of late, 0-0.5."""

    def of(self, concern: str, region: str | None = None) -> float:
        """Severity of a concern, 0-1, in a region where one is named."""
        face = self.severity.get(concern, 0.0)
        return face if region is None else min(face * self.regional.get((concern, region), 1.0), 1.0)


def stream(seed: int, name: str, *numbers: int) -> np.random.Generator:
    """A random stream of its own for one purpose, so that a change in one feature never moves another.

    The salt stands last and is never zero: numpy fills short seeds up with zeros, so that `[seed]` and `[seed, 0]` are
    one and the same stream, and trailing zeros tell nothing apart.

    Args:
        seed: of a person, a photo or a whole draw.
        name: of the purpose.
        numbers: of its parts, such as a chunk and a day.
    """
    return np.random.default_rng([seed, *numbers, zlib.crc32(name.encode()) or 1])
