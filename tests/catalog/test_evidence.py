"""The table of evidence is read whole, and each finding is either rested on or left out with a reason."""

from __future__ import annotations

import re

from skincast.catalog import actives, evidence, factors
from skincast.settings import CHECKOUT_DIR


def cited() -> set[str]:
    rows = [*(one.evidence for one in factors().values()), *(one.evidence for one in actives().values())]
    return {row for ids in rows for row in ids}


def test_all_rows_are_read_in_order() -> None:
    assert list(evidence()) == [f"E{number:03}" for number in range(1, 131)]


def test_every_row_is_complete() -> None:
    for row in evidence().values():
        said = (row.factor_or_ingredient, row.outcome, row.direction, row.effect_value, row.study_type, row.source)
        assert all(text.strip() for text in said), row.id
        assert row.certainty in {"high", "moderate", "low"}, row.id
        assert None not in vars_of(row).values(), row.id


def vars_of(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}  # type: ignore[attr-defined]


def test_the_extremes_of_the_table_arrive_unharmed() -> None:
    assert evidence()["E001"].effect_value == "20.2 vs 13.7 (+47%)"
    assert evidence()["E006"].direction == "none"
    assert evidence()["E130"].population == "12 volunteers, >18,000 readings"


def test_whatever_is_cited_is_in_the_table() -> None:
    assert cited() <= set(evidence())


def test_every_finding_is_rested_on_or_left_out_with_a_reason() -> None:
    page = (CHECKOUT_DIR / "docs" / "factors.md").read_text("utf-8")
    reasons = set(re.findall(r"\bE\d{3}\b", page.partition("<!-- factors:end -->")[2]))
    findings = {row.id for row in evidence().values() if row.direction != "measure"}
    assert reasons == findings - cited()
