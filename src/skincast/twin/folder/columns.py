"""How each name is written: concerns, factors and products of a life as columns of the backtest format."""

from __future__ import annotations

from functools import cache
from typing import Any

from skincast.catalog import factors
from skincast.twin.folder.rows import Column
from skincast.twin.life.observe import ROUNDED
from skincast.twin.life.world import CONCERNS, FACTORS, PRODUCTS

CYCLE, CYCLE_NAME = "cycle_day", "cycle_phase"
"""The format has a name of its own for the days since the last period began."""
NORMALS = ("uv_dose_sed", "humidity_percent", "temperature_c", "pm2_5_ug_m3")
"""Known beforehand as climate normals."""
WORSE_MARGIN = 5.0
"""Points by which a score must fall to count as worse; ours."""
HORIZONS_DAYS = (7, 30, 90)


@cache
def concern_columns() -> tuple[Column, ...]:
    """Scores with one decimal."""
    return tuple(Column(name=name, step=0.1, low=0.0, high=100.0) for name in CONCERNS)


@cache
def factor_columns() -> tuple[Column, ...]:
    """Factors as finely as people and services write them down."""
    rows = [factors()[name] for name in FACTORS]
    return tuple(
        Column(
            name=CYCLE_NAME if row.name == CYCLE else row.name,
            step=ROUNDED.get(row.name, 1.0),
            low=row.low,
            high=row.high,
        )
        for row in rows
    )


@cache
def normal_columns() -> tuple[Column, ...]:
    """Climate normals."""
    rows = {column.name: column for column in factor_columns()}
    return tuple(rows[name] for name in NORMALS)


@cache
def product_columns() -> tuple[Column, ...]:
    """Share of a full daily use."""
    return tuple(Column(name=name, step=0.01, low=0.0, high=1.0) for name in PRODUCTS)


def meta() -> dict[str, Any]:
    """`meta.json` of the backtest format."""
    lived = {
        (CYCLE_NAME if row.name == CYCLE else row.name): {
            "kind": row.kind,
            "unit": row.unit,
            "missing": "unknown",
            "driver_shift": row.swing,
        }
        for row in (factors()[name] for name in FACTORS)
    }
    used = {name: {"kind": "product", "unit": "share", "missing": "zero", "driver_shift": 1.0} for name in PRODUCTS}
    judged = {"bounds": [0, 100], "direction": "higher_is_better", "worse_margin": WORSE_MARGIN}
    return {
        "concerns": {name: dict(judged) for name in CONCERNS},
        "horizons": list(HORIZONS_DAYS),
        "factors": lived | used,
    }
