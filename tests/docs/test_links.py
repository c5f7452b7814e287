"""Every link between pages leads somewhere, and every file that a page names is there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.docs import pages

from skincast.settings import CHECKOUT_DIR

SOURCE_FILE = re.compile(r"^[\w./-]*\w\.(py|toml)$")
MADE_ELSEWHERE = {"model.toml"}
"""One in every model folder."""


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [link for link in pages.links(pages.read(page)) if not _leads_somewhere(page, link)]
    assert broken == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A title, with `code`\n\n```sh\n[no](link)\n```\n[a](b.md) `[c](d)` ![e](#a-title-with-code) [f](#g)\n"
    )

    assert pages.links(pages.read(page)) == ["b.md", "#a-title-with-code", "#g"]
    assert [_leads_somewhere(page, link) for link in pages.links(pages.read(page))] == [False, True, False]


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name_of)
def test_every_source_file_that_a_page_names_exists(page: Path) -> None:
    ends = tuple(f"/{pages.name_of(path)}" for path in pages.files())
    named = {part for code in pages.snippets(pages.read(page)) for part in code.split() if SOURCE_FILE.match(part)}
    missing = {name for name in named - MADE_ELSEWHERE if not any(end.endswith(f"/{name}") for end in ends)}
    assert missing == set()


def _leads_somewhere(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path) if path else page
    inside = target.resolve().is_relative_to(CHECKOUT_DIR) or target.resolve().is_relative_to(page.parent.resolve())
    return inside and target.exists() and (not anchor or anchor in pages.anchors(pages.read(target)))
