"""No text for people promises what a photo cannot give."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs import pages

from skincast.report.wording import ALLOWED, BLOCKED
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR

DISCLAIMERS = (
    *ALLOWED,
    "It is not a diagnosis and does not replace the advice of a doctor.",
    "it is not a diagnosis.",
    "They are not a diagnosis.",
    "Never a diagnosis.",
    "melasma index",
    "Apple Health",
    "HealthData",
    "import health",
    "apple_health",
    "Health app",
    "open **Health**",
    "Export All Health Data",
    "what Health calls it",
    "health Bring in an export",
)
"""What uses a blocked word to say what this is not, or as the name of a published scale or of another program."""
WORDS = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in BLOCKED)})\w*", re.IGNORECASE)
CATALOGS = (
    "catalog/concerns.toml",
    "catalog/factors.toml",
    "catalog/actives.toml",
    "catalog/consents.toml",
    "quality/problems.toml",
    "score/clinical.toml",
)
PAGES = (
    "README.md",
    "SECURITY.md",
    "docs/guide.md",
    "docs/library.md",
    "docs/measures.md",
    "docs/quality.md",
    "docs/cli.md",
    "docs/import.md",
    "docs/environment.md",
)


def promises(text: str) -> list[str]:
    """Blocked words outside disclaimers."""
    flat = " ".join(text.split())
    for sentence in DISCLAIMERS:
        flat = flat.replace(sentence, "")
    return WORDS.findall(flat)


def strings(value: object) -> Iterator[str]:
    """Every text in a catalog; comments are for us."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


@pytest.mark.parametrize("name", CATALOGS)
def test_the_catalogs_promise_nothing(name: str) -> None:
    texts = list(strings(tomllib.loads(pages.read(PACKAGE_DIR / name))))
    assert len(texts) > 3
    assert promises(" ".join(texts)) == []


@pytest.mark.parametrize("path", sorted((PACKAGE_DIR / "report" / "templates").iterdir()), ids=lambda path: path.name)
def test_the_templates_promise_nothing(path: Path) -> None:
    assert promises(pages.read(path)) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_promise_nothing(name: str) -> None:
    assert promises(pages.read(CHECKOUT_DIR / name)) == []


def test_a_promise_is_seen_and_a_disclaimer_is_not() -> None:
    assert promises("It diagnoses, and the cream\nis clinically proven.") == ["diagnoses", "clinically proven"]
    assert promises("Secure. It is not a diagnosis and does not\nreplace the advice of a doctor.") == []
