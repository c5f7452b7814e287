"""The committed schemas and pages are those of the code."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from skincast.catalog import concerns
from skincast.report.reference import ANALYSIS, REFERENCES, Reference, write_reference

DOCS = Path(__file__).parents[2] / "docs"
REFRESH = "run: python -m skincast.report.reference docs"

every_contract = pytest.mark.parametrize("one", REFERENCES, ids=lambda one: one.name)


@every_contract
def test_what_is_committed_is_what_the_code_says(one: Reference) -> None:
    assert (DOCS / one.schema_file).read_text("utf-8") == one.schema_text(), REFRESH
    assert (DOCS / one.page_file).read_text("utf-8") == one.page_text(), REFRESH


@every_contract
def test_the_schema_is_a_valid_one(one: Reference) -> None:
    jsonschema.Draft202012Validator.check_schema(one.schema())


@every_contract
def test_the_page_names_every_field(one: Reference) -> None:
    page, schema = one.page_text(), one.schema()

    for part in (schema, *schema["$defs"].values()):
        assert all(f"`{field}`" in page for field in part["properties"])


def test_the_page_of_the_analysis_names_every_concern() -> None:
    assert all(f"`{name}`" in ANALYSIS.page_text() for name in concerns())


@every_contract
def test_every_field_says_what_it_means(one: Reference) -> None:
    for name, part in one.schema()["$defs"].items():
        for field, node in part["properties"].items():
            assert node.get("description"), f"{name}.{field}"


def test_writing_makes_the_folders(tmp_path: Path) -> None:
    write_reference(tmp_path)

    for one in REFERENCES:
        assert json.loads((tmp_path / one.schema_file).read_text("utf-8")) == one.schema()
        assert (tmp_path / one.page_file).is_file()
