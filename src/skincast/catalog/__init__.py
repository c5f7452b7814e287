"""The catalogs: what can be measured, logged, applied and agreed to. A new row needs no new code."""

from skincast.catalog.concerns import SIDED, Concern, EarlySignRow, concerns, early_signs
from skincast.catalog.life import (
    Active,
    EvidenceRow,
    Factor,
    Purpose,
    active_names,
    actives,
    evidence,
    factor_names,
    factors,
    purposes,
)

__all__ = [
    "SIDED",
    "Active",
    "Concern",
    "EarlySignRow",
    "EvidenceRow",
    "Factor",
    "Purpose",
    "active_names",
    "actives",
    "concerns",
    "early_signs",
    "evidence",
    "factor_names",
    "factors",
    "purposes",
]
