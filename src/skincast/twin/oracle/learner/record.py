"""What a folder shows of one person, and nothing else: the learner's only source about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skincast.twin.folder.columns import concern_columns, factor_columns, product_columns
from skincast.twin.life.lives import Chunk
from skincast.twin.life.observe import SERVED
from skincast.twin.life.world import FACTORS, Array

OPENING_DAYS = 14
"""What is logged at all shows within the days before the first origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Rows of one person as arrays; NaN: no row. A learner at an origin reads rows up to it only."""

    first_day: dt.date
    place: int
    """Climate: the planned normals of temperature and humidity tell it."""
    outdoor_hours: float
    """The planned normals of the UV dose tell it."""
    measured: Array
    """(days, len(CONCERNS))"""
    measured_sd: Array
    """(days, len(CONCERNS)) as told; NaN where nothing was measured."""
    factors: Array
    """(days, len(FACTORS)) as logged."""
    products: Array
    """(days, len(PRODUCTS)) as logged; 0: no row."""
    planned: Array
    """(days, len(PRODUCTS)) planned on the first day, for all days; 0: no row."""

    @property
    def asked(self) -> NDArray[np.bool_]:
        """(len(FACTORS),) whether a factor is logged at all."""
        return np.asarray(~np.isnan(self.factors[: OPENING_DAYS + 1]).all(axis=0))

    def until(self, day: int) -> Record:
        """The same without what was logged after a day."""
        factors = self.factors.copy()
        factors[day + 1 :] = np.nan
        return replace(self, factors=factors)

    def wrote(self, day: int) -> bool:
        """Whether the person themselves logged anything that day."""
        own = [column for column, name in enumerate(FACTORS) if name not in SERVED]
        return bool((~np.isnan(self.factors[day, own])).any() or (self.products[day] > 0).any())


def record_of(chunk: Chunk, row: int) -> Record:
    """The record of one person of a chunk, rounded as the folder writes it."""
    values = {
        "measured": (chunk.measured, concern_columns()),
        "factors": (chunk.logged_factors, factor_columns()),
        "products": (chunk.logged_products, product_columns()),
        "planned": (chunk.planned_ahead, product_columns()),
    }
    told = {
        name: np.stack([c.rounded(series[row, :, k].astype(np.float64)) for k, c in enumerate(columns)], axis=1)
        for name, (series, columns) in values.items()
    }
    return Record(
        first_day=chunk.lives.first_day,
        place=int(chunk.lives.people.place[row]),
        outdoor_hours=float(chunk.lives.people.outdoor_hours[row]),
        measured=told["measured"],
        measured_sd=np.where(
            np.isnan(told["measured"]), np.nan, np.round(chunk.measured_sd[row].astype(np.float64), 1)
        ),
        factors=told["factors"],
        products=np.nan_to_num(told["products"]),
        planned=told["planned"],
    )
