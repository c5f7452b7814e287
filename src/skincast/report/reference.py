"""The contracts as pages for people and as JSON Schema: `python -m skincast.report.reference docs` writes them all."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skincast.catalog import concerns, early_signs
from skincast.report.change.contract import ChangeDocument
from skincast.report.contract import json_schema
from skincast.report.history.contract import HistoryDocument, schema_of
from skincast.report.wording import KINDS, name_region

DRAWN = """\
Drawn from the code by `python -m skincast.report.reference docs`; a test fails when this page is stale.
"""

ANALYSIS_POINTS = """\
* `skincast analyze PHOTO` writes it as `analysis.json`; `--json` prints it; in Python it is `analyze(photo).to_json()`.
* Boxes, landmarks and masks are in pixels of the **upright original**: the photo after its EXIF rotation, at full size.
  Box `[x, y, w, h]` covers the pixels `x` to `x + w - 1`. `left` and `right` are the person's own.
* Scores are 0-100 and higher means less to see. A score that cannot be judged is null, never guessed; its row stays.
* The same bytes give the same document, `timing_ms` excepted.
* Fields may be added within version 1; none is renamed or retyped.
* These are appearance scores with their errors. They are not a diagnosis.
"""

HISTORY_POINTS = """\
* `skincast history PERSON --json` prints it; in Python it is `history_json(history)`.
* Instants are UTC; a day is the day where the person was. Visits join by `id`, days by `day`; nothing is told twice.
* Scores are 0-100 and higher means less to see. A score that cannot be judged is null, never guessed.
* Factors and their units are those of the [catalog of factors](../factors.md); a factor without a value is unknown.
* A change is `real` where it exceeds 1.96 SDs of its noise: one unchanged score in twenty is called so by chance.
* All visits were measured by comparable versions; `older` counts those that were not.
* The same journal gives the same document. Fields may be added within version 1; none is renamed or retyped.
* These are appearance scores with their errors. They are not a diagnosis.
"""

CHANGE_POINTS = """\
* `skincast compare PERSON DATE DATE --json` prints it; in Python it is `change_json(change)`.
* Scores are 0-100 and higher means less to see. A change is `real` where it exceeds 1.96 SDs of its noise.
* Pigment is told relative to the middle of the face at each visit: a change of all of the face at once is not seen.
* `left` and `right` are the person's own. Places are millimeters on the flattened face.
* The same visits give the same document. Fields may be added within version 1; none is renamed or retyped.
* These are appearance scores with their errors. They are not a diagnosis.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One contract: its page and its schema."""

    name: str
    points: str
    """What a reader should know first."""
    schema: Callable[[], dict[str, Any]]
    catalogs: Callable[[], str] = str
    """What its keys mean, below the tables."""

    @property
    def schema_file(self) -> Path:
        """Below the documentation folder."""
        return Path("schemas") / f"skincast.{self.name}-1.json"

    @property
    def page_file(self) -> Path:
        """Below the documentation folder."""
        return Path("api") / f"{self.name}.md"

    def schema_text(self) -> str:
        """The JSON Schema as committed."""
        return json.dumps(self.schema(), indent=2, ensure_ascii=False) + "\n"

    def page_text(self) -> str:
        """The page as committed."""
        schema = self.schema()
        file = self.schema_file.name
        link = f"The JSON Schema is [`{file}`](../schemas/{file}).\n"
        parts = [f"# skincast.{self.name}/1\n\n{DRAWN}{link}\n{self.points}", _table("The document", schema)]
        parts += [_table(name, schema["$defs"][name]) for name in _in_reading_order(schema)]
        return "\n".join(filter(None, [*parts, self.catalogs()]))


def write_reference(docs: Path) -> None:
    """Write every page and schema below the documentation folder."""
    for one in REFERENCES:
        for file, text in ((one.schema_file, one.schema_text()), (one.page_file, one.page_text())):
            (docs / file).parent.mkdir(parents=True, exist_ok=True)
            (docs / file).write_text(text, "utf-8")


def _in_reading_order(schema: dict[str, Any]) -> list[str]:
    """Name each part once, in the order in which the document first refers to it."""
    names: list[str] = []
    waiting = [schema["properties"]]
    while waiting:
        for name in _references(waiting.pop(0)):
            if name not in names:
                names.append(name)
                waiting.append(schema["$defs"][name])
    return names


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        here = [str(node["$ref"]).rsplit("/", 1)[-1]] if "$ref" in node else []
        return here + [name for value in node.values() for name in _references(value)]
    if isinstance(node, list):
        return [name for value in node for name in _references(value)]
    return []


def _table(title: str, part: dict[str, Any]) -> str:
    lines = [f"## {title}", "", part.get("description", ""), "", "| field | type | meaning |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {_type(node)} | {node.get('description', '')} |" for name, node in part["properties"].items()
    ]
    return "\n".join([*lines, ""])


def _type(node: dict[str, Any]) -> str:
    """The type of a field in few words; a part of the document links to its table."""
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in node:
        return " or ".join(_type(choice) for choice in node["anyOf"])
    if "const" in node:
        return f"`{json.dumps(node['const'])}`"
    if "enum" in node:
        return ", ".join(f"`{json.dumps(value)}`" for value in node["enum"])
    return _plain_type(node)


def _plain_type(node: dict[str, Any]) -> str:
    kind = str(node["type"])
    if kind == "array":
        return f"list of {_type(node['items'])}"
    if kind == "object":
        return f"map to {_type(node['additionalProperties'])}"
    low, high = node.get("minimum"), node.get("maximum")
    return f"{kind} {low:g}-{high:g}" if low is not None and high is not None else kind


def _catalog() -> str:
    lines = [
        "## Concerns",
        "",
        "Keys of `concerns`, from the catalog. A photo with more millimeters per pixel than named does not show it.",
        "",
        "| key | label | kind | burden | needs mm/px | regions | limit |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in concerns().values():
        regions = ", ".join(f"`{region}`" for region in row.sided_regions)
        burden = f"{row.burden} ({row.burden_unit})"
        kind = KINDS[row.kind].lower()
        lines.append(
            f"| `{row.name}` | {row.label} | {kind} | {burden} | {row.detail_mm:g} | {regions} | {row.limit} |"
        )
    names = sorted({region for row in concerns().values() for region in row.sided_regions})
    words = "; ".join(f"`{name}` {name_region(name)}" for name in names)
    return "\n".join([*lines, "", f"Regions: {words}. A close-up has the one region `patch`.", ""])


def _early_signs() -> str:
    lines = [
        "## Early signs",
        "",
        "Keys of `early_signs`: numbers, never scores.",
        "",
        "| key | unit | meaning |",
        "|---|---|---|",
    ]
    lines += [f"| `{row.name}` | {row.unit} | {row.meaning} |" for row in early_signs().values()]
    return "\n".join([*lines, ""])


ANALYSIS = Reference(
    name="analysis",
    points=ANALYSIS_POINTS,
    schema=json_schema,
    catalogs=lambda: f"{_catalog()}\n{_early_signs()}",
)
HISTORY = Reference(name="history", points=HISTORY_POINTS, schema=lambda: schema_of(HistoryDocument))
CHANGE = Reference(name="change", points=CHANGE_POINTS, schema=lambda: schema_of(ChangeDocument))
REFERENCES = (ANALYSIS, HISTORY, CHANGE)

if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
