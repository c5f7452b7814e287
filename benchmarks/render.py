"""Draw the tables of `docs/accuracy.md` from the kept results, between markers; what stands outside them is left alone.

python benchmarks/render.py [--docs DIR]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import RESULTS_DIR, format_interval, format_number
from benchmarks.metrics import Estimate

from skincast.settings import CHECKOUT_DIR

SCHEMA = "skincast.benchmark/1"
TITLE = "# Accuracy\n"


def render_accuracy(page: Path, *, results_dir: Path = RESULTS_DIR) -> None:
    """Redraw every part of the page for which results exist."""
    newest = newest_sets(results_dir)
    if newest:
        replace_part(page, "figures", "\n\n".join(_set_part(name, newest[name]) for name in sorted(newest)))
    for name in ("repeatability", "visits", "speed"):
        path = results_dir / f"{name}.json"
        if path.exists():
            replace_part(page, name, _PARTS[name](json.loads(path.read_text("utf-8"))))


def newest_sets(results_dir: Path) -> dict[str, dict[str, Any]]:
    """Return the newest verdict of each set among all result files, with date and commit."""
    newest: dict[str, dict[str, Any]] = {}
    for path in sorted(results_dir.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        if content.get("schema") != SCHEMA:
            continue
        for name, verdict in content["sets"].items():
            if name not in newest or verdict["made_at"] > newest[name]["made_at"]:
                newest[name] = {**verdict, "date": content["date"], "commit": content["commit"]}
    return newest


def replace_part(page: Path, name: str, text: str) -> None:
    """Put text between the markers of a part; a page without them gets them at its end."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    content = page.read_text("utf-8") if page.exists() else TITLE
    if begin not in content:
        content = f"{content.rstrip()}\n\n{begin}\n{end}\n"
    before, _, rest = content.partition(begin)
    _, _, after = rest.partition(end)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", "utf-8")


def draw_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _set_part(name: str, verdict: dict[str, Any]) -> str:
    rows = []
    for figure in verdict["figures"]:
        estimate = Estimate(**figure["estimate"])
        value, interval = format_number(estimate.value), format_interval(estimate)
        rows.append((figure["name"], figure["conditions"], estimate.n, value, interval))
    head = (
        f"### {name}\n\n{verdict['use']}, {verdict['photos']} photos, {verdict['date']}, commit {verdict['commit']}\n\n"
    )
    parts = [head + draw_table(("figure", "conditions", "n", "value", "95 % interval"), rows)]
    parts += [f"{table['title']}:\n\n{draw_table(table['header'], table['rows'])}" for table in verdict["tables"]]
    return "\n\n".join(parts)


def _repeatability_part(content: dict[str, Any]) -> str:
    made = f"{content['date']}, commit {content['commit']}"
    counts = f"{content['n_faces']} faces, {content['n_photos']} accepted photos, {content['n_refused']} refused"
    parts = [f"{table['title']}:\n\n{draw_table(table['header'], table['rows'])}" for table in content["tables"]]
    return "\n\n".join([f"{made}; {counts}. {content['conditions']}", *parts])


def _speed_part(content: dict[str, Any]) -> str:
    rows = [
        (kind, stage, times["median_ms"], times["best_ms"])
        for kind in ("analysis", "floor")
        for stage, times in content[kind].items()
    ]
    made = f"{content['date']}, commit {content['commit']}"
    photo = f"12-megapixel JPEG of {content['photo']['bytes'] / 1e6:.1f} MB"
    machine = f"one thread of {content['processor']}, onnxruntime {content['onnxruntime']}, {content['runs']} runs"
    head = f"{made}; {photo}; {machine}. Analysis over floor: {content['ratio']}."
    return f"{head}\n\n{draw_table(('what', 'stage', 'median CPU-ms', 'best CPU-ms'), rows)}"


def _visits_part(content: dict[str, Any]) -> str:
    made = f"{content['date']}, commit {content['commit']}"
    rows = []
    for name, verdict in content["sets"].items():
        of = f"{name} ({verdict['use']}), {verdict['compared']} of {verdict['faces']} faces"
        for figure in verdict["figures"]:
            estimate = Estimate(**figure["estimate"])
            rows.append((of, figure["name"], format_number(estimate.value), format_interval(estimate)))
    head = (
        f"### Two visits\n\n{made}. Generated faces, photographed twice: everything that the table of repeats changes, "
        "at once. Painted spots are 4 mm wide and 0.35 optical density deep at the middle of forehead, cheeks and chin."
    )
    return f"{head}\n\n{draw_table(('faces', 'figure', 'value', '95 % interval'), rows)}"


_PARTS = {"repeatability": _repeatability_part, "speed": _speed_part, "visits": _visits_part}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=CHECKOUT_DIR / "docs")
    render_accuracy(parser.parse_args(arguments).docs / "accuracy.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
