"""`docs/quality.md` says what the catalog says."""

from __future__ import annotations

from tests.quality import page

from skincast.quality import faults


def test_the_page_is_fresh() -> None:
    assert page.PAGE.read_text("utf-8") == page.redraw(), "stale, run: python tests/quality/page.py"


def test_the_page_names_every_limit() -> None:
    text = page.PAGE.read_text("utf-8")
    for key, fault in faults().items():
        assert f"(`{key}`)" in text
        for limit in (fault.notice, fault.refuse):
            assert limit is None or f"{limit:g}" in text
