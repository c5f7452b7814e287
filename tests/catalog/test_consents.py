"""A person knows what they agree to: each text says what is kept, where, what not, and how to go back."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources

import pytest

from skincast.catalog import Purpose, purposes
from skincast.report.wording import BLOCKED

MUST_SAY = {
    "journal": ("on this computer", "encrypted", "No photo", "erase"),
    "photos": ("on this computer", "encrypted", "sent to no one", "What the camera wrote"),
    "weather": ("internet", "tenth of a degree", "no name", "kept in my journal"),
}
OUR_CATALOGS = ("factors.toml", "actives.toml", "consents.toml")


@pytest.fixture(params=list(purposes().values()), ids=list(purposes()))
def purpose(request: pytest.FixtureRequest) -> Purpose:
    row = request.param
    assert isinstance(row, Purpose)
    return row


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def test_the_purposes_are_these() -> None:
    assert set(purposes()) == set(MUST_SAY)


def test_the_text_says_what_happens_and_how_to_go_back(purpose: Purpose) -> None:
    assert purpose.version >= 1
    assert [words for words in MUST_SAY[purpose.name] if words not in purpose.text] == []
    assert "take this consent back" in purpose.text
    assert len(purpose.withdrawn) > 40


def test_the_texts_are_one_paragraph_each_and_short_enough_to_be_read(purpose: Purpose) -> None:
    for text in (purpose.text, purpose.withdrawn):
        assert text == " ".join(text.split())
        assert len(text.split()) <= 110


@pytest.mark.parametrize("file", OUR_CATALOGS)
def test_the_catalogs_of_a_life_promise_nothing(file: str) -> None:
    catalog = tomllib.loads(resources.files("skincast.catalog").joinpath(file).read_text("utf-8"))
    words = " ".join(strings(catalog)).lower().split()
    assert [word for word in words if word.startswith(BLOCKED)] == []
