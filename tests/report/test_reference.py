"""The committed schema and page are those of the code."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from skincast.catalog import concerns
from skincast.report import reference
from skincast.report.contract import AnalysisDocument, json_schema

DOCS = Path(__file__).parents[2] / "docs"
REFRESH = "run: python -m skincast.report.reference docs"


@pytest.mark.parametrize(
    ("file", "text"),
    [(reference.SCHEMA_FILE, reference.schema_text()), (reference.PAGE_FILE, reference.page_text())],
    ids=["schema", "page"],
)
def test_what_is_committed_is_what_the_code_says(file: Path, text: str) -> None:
    assert (DOCS / file).read_text("utf-8") == text, REFRESH


def test_the_schema_is_a_valid_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_page_names_every_field_and_every_concern() -> None:
    page = reference.page_text()

    for part in json_schema()["$defs"].values():
        assert all(f"`{field}`" in page for field in part["properties"])
    assert all(f"`{name}`" in page for name in [*concerns(), *AnalysisDocument.model_json_schema()["properties"]])


def test_every_field_says_what_it_means() -> None:
    schema = json_schema()
    for name, part in schema["$defs"].items():
        for field, node in part["properties"].items():
            assert node.get("description"), f"{name}.{field}"


def test_writing_makes_the_folders(tmp_path: Path) -> None:
    reference.write_reference(tmp_path)

    assert json.loads((tmp_path / reference.SCHEMA_FILE).read_text("utf-8")) == json_schema()
    assert (tmp_path / reference.PAGE_FILE).is_file()
