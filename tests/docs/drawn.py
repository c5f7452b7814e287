"""The parts of pages that are drawn from the code: `python tests/docs/drawn.py` writes them between their markers."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

from skincast import errors
from skincast.catalog import Concern, EvidenceRow, Factor, actives, concerns, early_signs, evidence, factors
from skincast.errors import SkincastError
from skincast.measure import measure_of
from skincast.measure.early import measure_early_signs
from skincast.measure.tone import measure_tone
from skincast.report.wording import KINDS, REGIONS
from skincast.score.clinical import grade_clinical
from skincast.score.scale import scales
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR

SECTION = re.compile(r"^(Args|Returns|Raises|Source):[ \n]", re.MULTILINE)
KINDS_OF_FACTORS = {"lifestyle": "Days", "cycle": "Cycle", "body": "Body", "environment": "Sun, weather and air"}
ASKED = {"amount": "a number", "scale": "a scale", "yes_no": "yes or no", "date": "a date", "not_asked": "not asked"}
TRUST = {"high": "strong", "moderate": "fair", "low": "weak"}
SECOND_HAND = "secondary summary only seen"
READ_AS = {"abstract seen", "review table seen", SECOND_HAND}
"""Notes that tell only how a finding was read."""
REFRESH = "stale, run: python tests/docs/drawn.py"


def error_classes() -> list[type[SkincastError]]:
    """Every error of the house, the root first, in the order of `errors.py`."""
    return [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, SkincastError)]


def draw_errors() -> str:
    """One row an error: code, meaning, exit code, HTTP status, and every hint that the code gives with it."""
    hints = _hints()
    rows = ["| code | meaning | exit code | HTTP status | hint |", "|---|---|---|---|---|"]
    for one in error_classes():
        meaning = inspect.getdoc(one) or ""
        given = " / ".join(dict.fromkeys(hints.get(one.__name__, []))) or "not raised today"
        rows.append(f"| `{one.code}` | {meaning.splitlines()[0]} | {one.exit_code} | {one.http_status} | {given} |")
    return "\n".join(rows)


def draw_measures() -> str:
    """What the skin room does, one section a concern, tone, early signs and the scales that findings resemble."""
    parts = ["## Skin, light and pigment\n\n" + "\n".join(_draw_methods(import_module("skincast.skin.clean")))]
    parts += [_draw_concern(concern) for concern in concerns().values()]
    parts.append(f"## Skin tone\n\n{_draw_function(measure_tone)}")
    signs = "\n".join(f"* **{row.label}** (`{row.name}`, {row.unit}): {row.meaning}" for row in early_signs().values())
    parts.append(f"## Early signs\n\n{signs}\n\n{_draw_function(measure_early_signs)}")
    parts.append(f"## Scales that findings resemble\n\n{_draw_function(grade_clinical)}")
    return "\n\n".join(parts)


def draw_factors() -> str:
    """Factors by kind, active ingredients, the findings that both rest on, and the findings that nothing rests on."""
    head = "| factor | what a value counts | a day can have | usual | looked for after | asked as | rests on |"
    parts = ["## Factors"]
    for kind, title in KINDS_OF_FACTORS.items():
        parts += [f"### {title}", _table(head, (_factor_cells(one) for one in factors().values() if one.kind == kind))]
    parts += [
        "## Active ingredients",
        _table("| ingredient | kind | on a package | usual % | rests on |", _active_rows()),
    ]
    ids = [*(one.evidence for one in factors().values()), *(one.evidence for one in actives().values())]
    used = {row for some in ids for row in some}
    findings = [row for row in evidence().values() if row.direction != "measure"]
    head = "| id | about | looked at | seen | in whom | trust | note | source |"
    parts += ["## Findings", _table(head, (_finding_cells(row) for row in findings if row.id in used))]
    parts += ["## Findings left out", _table(head, (_finding_cells(row) for row in findings if row.id not in used))]
    return "\n\n".join(parts)


PARTS = {
    "errors.md": ("errors", draw_errors),
    "factors.md": ("factors", draw_factors),
    "measures.md": ("measures", draw_measures),
}


def redraw(page: str, *, docs: Path = CHECKOUT_DIR / "docs") -> str:
    """The page with its drawn part made anew.

    Raises:
        ValueError: the page has no markers.
    """
    name, draw = PARTS[page]
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    text = (docs / page).read_text("utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{page} needs the markers {begin} and {end} once each")
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n\n{draw()}\n\n{end}{rest.partition(end)[2]}"


def _table(head: str, rows: Iterable[list[str]]) -> str:
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |" for cells in rows)])


def _factor_cells(factor: Factor) -> list[str]:
    unit = f" {factor.unit}" if factor.unit != "yes or no" else ""
    return [
        f"**{factor.label}** `{factor.name}`",
        factor.meaning,
        f"{factor.low:g} to {factor.high:g}{unit}",
        f"{factor.usual:g} ± {factor.swing:g}",
        _lag_words(*factor.lags_days),
        ASKED[factor.asked] if factor.derived_from is None else f"not asked, follows from `{factor.derived_from}`",
        _trust_words(factor.evidence),
    ]


def _active_rows() -> Iterator[list[str]]:
    return (
        [
            f"**{one.label}** `{one.name}`",
            one.kind.replace("_", " "),
            ", ".join(one.inci),
            " to ".join(dict.fromkeys(f"{end:g}" for end in one.usual_percent)) if one.usual_percent else "not told",
            _trust_words(one.evidence),
        ]
        for one in actives().values()
    )


def _finding_cells(row: EvidenceRow) -> list[str]:
    trust = TRUST[row.certainty] + (", second-hand" if SECOND_HAND in row.note else "")
    unit = "(size not told)" if row.effect_unit.startswith("direction") else row.effect_unit
    seen = f"{row.direction}: {row.effect_value} {unit}".strip()
    whom = f"{row.population} ({row.study_type})"
    note = "" if row.note in READ_AS else row.note
    return [row.id, row.factor_or_ingredient.replace("_", " "), row.outcome, seen, whom, trust, note, row.source]


def _lag_words(first: int, last: int) -> str:
    if last == 0:
        return "the same day"
    return f"{first} to {last} days" if first < 365 else f"{first // 365} to {last // 365} years"


def _trust_words(ids: tuple[str, ...]) -> str:
    """The findings by their certainty, the surest first."""
    rows = [evidence()[one] for one in ids]
    said = {row.id: f"{row.id} (no effect)" if row.direction == "none" else row.id for row in rows}
    groups = {word: [said[row.id] for row in rows if row.certainty == level] for level, word in TRUST.items()}
    return "; ".join(f"{word}: {', '.join(found)}" for word, found in groups.items() if found) or "nothing is claimed"


def _draw_concern(concern: Concern) -> str:
    where = ", ".join(REGIONS[region] for region in concern.regions)
    scale = scales()[concern.name]
    points = ", ".join(f"{burden:g} is {score:g}" for burden, score in zip(scale.burden, scale.score, strict=True))
    measure = measure_of(concern.name)
    return "\n".join(
        [
            f"## {concern.label}",
            "",
            f"`{concern.name}`. {KINDS[concern.kind]}. {concern.meaning}",
            "",
            _draw_function(measure),
            "",
            *_draw_methods(import_module(f"skincast.measure.{concern.name}")),
            f"* **Where:** {where}.",
            f"* **Behind the score:** {concern.burden}, in {concern.burden_unit}; higher is worse.",
            f"* **Scale:** {points}; straight between these points, constant beyond.",
            f"* **Needs:** {concern.detail_mm:g} mm per pixel of the original, or finer.",
            f"* **Limit:** {concern.limit}",
            f"* **Code:** [`measure/{concern.name}.py`](../src/skincast/measure/{concern.name}.py)",
        ]
    )


def _draw_function(function: object) -> str:
    """Docstring of a measure as prose: what it says, what it returns, where it comes from."""
    parts = _parts(function)
    words = [parts["said"]]
    words += [f"Result: {parts['Returns']}"] if "Returns" in parts else []
    words += [f"Source: {parts['Source']}"] if "Source" in parts else []
    return "\n\n".join(words)


def _draw_methods(module: ModuleType) -> list[str]:
    """One point a method behind a measure: by the rule of the house, a function that names its source."""
    lines = []
    for function in _functions(module, room=module.__name__.rpartition(".")[0], seen=set()):
        parts = _parts(function)
        if "Source" in parts and function.__name__ not in {"measure", "clean_skin"}:
            said = " ".join(parts["said"].split("\n\n"))
            lines.append(f"* **Method** `{function.__name__}`: {said} Source: {parts['Source']}")
    return lines


def _functions(module: ModuleType, *, room: str, seen: set[str]) -> Iterator[FunctionType]:
    """Public functions of a module, and of the modules of its room that it takes functions from."""
    seen.add(module.__name__)
    functions = [one for name, one in vars(module).items() if isinstance(one, FunctionType) and name[0] != "_"]
    yield from (one for one in functions if one.__module__ == module.__name__)
    for home in dict.fromkeys(one.__module__ for one in functions):
        if home.startswith(f"{room}.") and home not in seen:
            yield from _functions(import_module(home), room=room, seen=seen)


def _parts(function: object) -> dict[str, str]:
    """Sections of a docstring by name; `said` is what stands before them."""
    if not isinstance(function, FunctionType):
        raise TypeError(f"expected a function, got {function!r}")
    said, *rest = SECTION.split(inspect.getdoc(function) or "")
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return {name: _joined(text) for name, text in {"said": said, **sections}.items()}


def _joined(text: str) -> str:
    """Lines of one paragraph on one line; paragraphs stay apart."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))


def _hints() -> dict[str, list[str]]:
    """Every hint that the source gives, by the name of the error class."""
    names = {one.__name__ for one in error_classes()}
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE_DIR.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        known = _string_names(tree)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
                found.setdefault(call.func.id, []).extend(_hint_of(call, known))
    return found


def _string_names(tree: ast.Module) -> dict[str, str]:
    """Names that a module gives to plain strings, in functions too."""
    named: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        text = _text_of(node.value, named)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if text is not None:
            named |= {target.id: text for target in targets if isinstance(target, ast.Name)}
    return named


def _hint_of(call: ast.Call, known: dict[str, str]) -> list[str]:
    for keyword in call.keywords:
        if keyword.arg == "hint":
            branches = [keyword.value]
            if isinstance(keyword.value, ast.IfExp):
                branches = [keyword.value.body, keyword.value.orelse]
            return [text for text in (_text_of(branch, known) for branch in branches) if text is not None]
    raise ValueError(f"line {call.lineno}: an error without a hint")


def _text_of(value: ast.expr, known: dict[str, str]) -> str | None:
    """A string as written, with an ellipsis for what is known only when it is said; None for what is no string."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.Name):
        return known.get(value.id)
    if isinstance(value, ast.JoinedStr):
        parts = [_text_of(part, known) if isinstance(part, ast.Constant) else None for part in value.values]
        return "".join("..." if part is None else part for part in parts)
    return None


def main() -> None:
    """Write every drawn part."""
    for page in PARTS:
        (CHECKOUT_DIR / "docs" / page).write_text(redraw(page), "utf-8")


if __name__ == "__main__":
    main()
