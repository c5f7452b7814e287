"""What a run says: figures with their conditions, small tables, and the file that keeps them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.datasets import USE
from benchmarks.metrics import Estimate
from benchmarks.stamp import Stamp

RESULTS_DIR = Path(__file__).parent / "results"
EXAM_LOG_HEAD = """# Exam log

Every run of an exam set, appended by `benchmarks/vision.py` and `benchmarks/intake.py`. Exam sets are run, never tuned
on. A `+` behind a commit marks a checkout with changes that were not committed.

| date | commit | set | photos | figure |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number: of which set, what, under which conditions, how sure."""

    dataset: str
    name: str
    conditions: str
    estimate: Estimate
    headline: bool = False
    """One figure of each set goes into the exam log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A small table of a set, for what a single number cannot say."""

    dataset: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that one task found out."""

    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()


def write_results(
    verdicts: Mapping[str, Verdict], stamp: Stamp, *, n_photos: Mapping[str, int], results_dir: Path = RESULTS_DIR
) -> Path:
    """Keep the verdicts of a run; sets that the file of this day and commit already holds are replaced.

    Returns:
        The file, `<date>-<commit>.json`.
    """
    path = results_dir / f"{stamp.date}-{stamp.commit.replace('+', '-changed')}.json"
    results_dir.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = json.loads(path.read_text("utf-8"))["sets"] if path.exists() else {}
    made_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    for name, verdict in verdicts.items():
        kept[name] = {
            "made_at": made_at,
            "use": USE[name],
            "photos": n_photos[name],
            "figures": [dataclasses.asdict(figure) for figure in verdict.figures],
            "tables": [dataclasses.asdict(table) for table in verdict.tables],
        }
    content = {"schema": "skincast.benchmark/1", **stamp.as_row(), "sets": kept}
    path.write_text(json.dumps(_rounded(content), indent=1) + "\n", "utf-8")
    return path


def log_exam(path: Path, stamp: Stamp, dataset: str, n_photos: int, figures: Iterable[Figure]) -> None:
    """Append a line for one run of an exam set."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(EXAM_LOG_HEAD, "utf-8")
    said = "; ".join(f"{figure.name} {format_estimate(figure.estimate)}" for figure in figures if figure.headline)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"| {stamp.date} | {stamp.commit} | {dataset} | {n_photos} | {said or 'none'} |\n")


def format_number(value: float | None) -> str:
    """Return a number for a table: three digits, no false ones."""
    if value is None:
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def format_interval(estimate: Estimate) -> str:
    """Return the 95 % interval for a table."""
    if estimate.low is None or estimate.high is None:
        return "-"
    return f"{format_number(estimate.low)} to {format_number(estimate.high)}"


def format_estimate(estimate: Estimate) -> str:
    """Return value, interval and n in one phrase."""
    interval = f" ({format_interval(estimate)})" if estimate.low is not None else ""
    return f"{format_number(estimate.value)}{interval}, n {estimate.n}"


def table(dataset: str, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return a table whose numbers are formatted."""
    shown = tuple(tuple(format_number(cell) if isinstance(cell, float) else str(cell) for cell in row) for row in rows)
    return Table(dataset=dataset, title=title, header=tuple(header), rows=shown)


def _rounded(content: Any) -> Any:  # noqa: ANN401  # JSON is what it is
    """Round floats to five digits: more would be false, and would change with every library."""
    if isinstance(content, float):
        return float(f"{content:.5g}")
    if isinstance(content, dict):
        return {key: _rounded(value) for key, value in content.items()}
    return [_rounded(value) for value in content] if isinstance(content, list | tuple) else content
