"""Reads a drawn page: its words, its links outward, and whether its tags close."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "img", "input", "br", "link"})


class Page(HTMLParser):
    """Reads a page: its words, its links outward, and whether its tags close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def calls_nobody(html: str) -> None:
    """Fail where a page would load or send anything."""
    page = Page(html)
    assert "://" not in html
    assert all(value.startswith("data:image/") for _, name, value in page.attributes if name == "src")
    assert all(value.startswith("#") for _, name, value in page.attributes if name == "href")
    assert set(re.findall(r"url\((.)", html)) <= {"#"}
    assert not re.search(r"@import|<link|<base|<script|fetch\(|XMLHttpRequest|WebSocket|sendBeacon", html)
    assert "default-src 'none'" in html
