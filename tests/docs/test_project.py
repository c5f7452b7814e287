"""README, decisions and changelog keep their form, and no file holds a trace of the machine that made it."""

from __future__ import annotations

import re
import tomllib

from tests.docs import pages

from skincast.settings import CHECKOUT_DIR

MACHINE_PATHS = ("work", "tmp", "root", "home", "Users")
REGISTRIES = (r"pypi\.org", r"pythonhosted\.org", r"registry\.npmjs", r"deb\.debian\.org", r"conda\.anaconda")
TRACE = re.compile(rf"(?<![\w.~)}}-])/(?:{'|'.join(MACHINE_PATHS)})(?=[/\s'\"`]|$)|{'|'.join(REGISTRIES)}")
MOST_README_LINES = 120


def test_no_file_names_a_place_of_this_machine_or_a_registry() -> None:
    found: dict[str, list[str]] = {}
    for path in pages.files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            traces = TRACE.findall(content.decode("utf-8", "replace"))
            found |= {pages.name_of(path): traces} if traces else {}
    assert found == {}


def test_a_trace_is_seen() -> None:
    slash = "/"
    assert TRACE.search(f"see {slash}tmp{slash}x")
    assert TRACE.search(f'Path("{slash}home{slash}me")')
    assert TRACE.search("https://" + "pypi" + ".org" + "/simple")
    assert not TRACE.search("network/models and docs/work/in progress")


def test_the_readme_is_short_and_begins_with_two_commands() -> None:
    text = pages.read(CHECKOUT_DIR / "README.md")
    first = [line.partition("#")[0].strip() for line in pages.blocks(text, "sh")[0].splitlines()]
    assert text.count("\n") <= MOST_README_LINES
    assert first == ["make demo", "make test"]
    assert text.splitlines()[2].count(". ") == 0, "one sentence says what it is"


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads(pages.read(CHECKOUT_DIR / "pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\] - ", pages.read(CHECKOUT_DIR / "CHANGELOG.md"), re.MULTILINE)


def test_decisions_are_numbered_and_dated() -> None:
    decisions = sorted((pages.DOCS_DIR / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        title, _, body = pages.read(path).partition("\n")
        assert title.startswith(f"# {path.name[:4]} ")
        assert re.match(r"\s*\d{4}-\d\d-\d\d\. \*\*Decided\.\*\* ", body), path.name
