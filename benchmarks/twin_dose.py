"""Does a twin's score fall as the true amount rises, within one person, and does it move other scores?

    python benchmarks/twin_dose.py [--quick] [--concerns NAME...] [--models NAME...] [--rows FILE] [--read FILE...]

A twin of every Monk level is photographed with six severities of each concern, all others kept constant, each time in
another shot of the same kind; then once more under a second optical model. Sensitivity is drawn as diffuse redness and
small vessels; the product asks people for it and does not need its look. `--quick` takes three people and the first
model and writes nothing.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import RESULTS_DIR, format_interval, format_number
from benchmarks.look import share_out
from benchmarks.metrics import Estimate, estimate_of, mean, spearman
from benchmarks.render import draw_table
from benchmarks.stamp import read_stamp
from benchmarks.twin_series import MONK_GROUPS, Reading, Series, monk_group, take_series

from skincast.twin.life.world import CONCERNS
from skincast.twin.optics import OpticalModel

MODELS: tuple[OpticalModel, ...] = get_args(OpticalModel)
QUICK_MONKS = (2, 5, 9)
AIM = 0.9
CROSSED = 0.6
"""Severity that a concern is raised to from nothing when its effect on other scores is asked for."""
NO_LOOK = "sensitivity"

Taken = tuple[Series, list[Reading]]


def correlation(taken: Taken, *, with_amount: bool = False) -> float:
    """Rank correlation of fall in score with severity, or with the measured truth; 0 where the score never moves."""
    series, readings = taken
    told = [(reading, reading.scores[series.concern]) for reading in readings]
    known = [(reading, score) for reading, score in told if score is not None]
    rho = spearman(
        [reading.amount if with_amount else reading.level for reading, _ in known], [-score for _, score in known]
    )
    return rho if np.isfinite(rho) else 0.0


def dose_rows(taken: Sequence[Taken]) -> list[tuple[str, ...]]:
    """One row a concern and model: correlation within people, by tone, and the mean score at each level."""
    rows = []
    for model in dict.fromkeys(series.model for series, _ in taken):
        for concern in dict.fromkeys(series.concern for series, _ in taken):
            own = [one for one in taken if one[0].concern == concern and one[0].model == model]
            if own:
                rows.append((model, concern, *_cells(own)))
    return rows


def _cells(own: Sequence[Taken]) -> list[str]:
    rhos = [correlation(one) for one in own]
    groups = [
        [rho for (series, _), rho in zip(own, rhos, strict=True) if monk_group(series.monk) == group]
        for group in MONK_GROUPS
    ]
    levels = range(len(own[0][1]))
    scores = [[readings[level].scores[series.concern] for series, readings in own] for level in levels]
    return [
        str(len(own)),
        _shown(_over_people(rhos)),
        _shown(_over_people([correlation(one, with_amount=True) for one in own])),
        *(_shown(_over_people(group)) for group in groups),
        f"{sum(rho >= AIM for rho in rhos)}/{len(rhos)}",
        " ".join(_mean_cell(values) for values in scores),
    ]


def cross_rows(taken: Sequence[Taken], model: OpticalModel, *, in_sds: bool) -> list[tuple[str, ...]]:
    """Change of every score (columns) when one concern (row) goes from nothing to `CROSSED`."""
    rows = []
    for concern in dict.fromkeys(series.concern for series, _ in taken):
        own = [readings for series, readings in taken if series.concern == concern and series.model == model]
        changes = [_changes(readings, in_sds=in_sds) for readings in own]
        cells = [_mean_cell([change.get(name) for change in changes]) for name in CONCERNS]
        rows.append((concern, *cells))
    return rows


def _changes(readings: Sequence[Reading], *, in_sds: bool) -> dict[str, float]:
    before = next(reading for reading in readings if reading.level == 0)
    after = next(reading for reading in readings if reading.level == CROSSED)
    changes = {}
    for name in CONCERNS:
        first, second, sd = before.scores[name], after.scores[name], after.sds[name]
        if first is not None and second is not None and sd:
            changes[name] = (second - first) / (sd if in_sds else 1.0)
    return changes


def _over_people(values: Sequence[float]) -> Estimate:
    return estimate_of(mean, values, [str(k) for k in range(len(values))])


def _shown(one: Estimate) -> str:
    if one.value is None:
        return "-"
    interval = f" ({format_interval(one)})" if one.low is not None else ""
    return f"{format_number(one.value)}{interval}"


def _mean_cell(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{np.mean(known):.1f}" if known else "-"


DOSE_HEADER = (
    "model",
    "concern",
    "people",
    "Spearman with severity",
    "with the true map",
    *(f"Monk {group}" for group in MONK_GROUPS),
    f"people >= {AIM}",
    "mean score by level",
)
CROSS_HEADER = ("raised", *CONCERNS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 if a concern with a look stays below the aim."""
    options = _parser().parse_args(arguments)
    taken = [one for file in options.read for one in _read(file)] or _take(options)
    models = tuple(dict.fromkeys(series.model for series, _ in taken))
    dose = dose_rows(taken)
    cross: dict[str, dict[str, Any]] = {
        f"crosstalk_{unit}_{model}": {"header": CROSS_HEADER, "rows": cross_rows(taken, model, in_sds=unit == "sds")}
        for model in models
        for unit in ("points", "sds")
    }
    content: dict[str, Any] = {
        **read_stamp().as_row(),
        "people": len({series.monk for series, _ in taken}),
        "levels": taken[0][0].levels,
        "dose": {"header": DOSE_HEADER, "rows": dose},
        **cross,
    }
    print(draw_table(DOSE_HEADER, dose), end="\n\n")
    for name, table in cross.items():
        print(f"{name}\n{draw_table(table['header'], table['rows'])}", end="\n\n")
    if options.rows:
        rows = [
            [dataclasses.asdict(series), [dataclasses.asdict(one) for one in readings]] for series, readings in taken
        ]
        options.rows.write_text(json.dumps(rows), "utf-8")
    if not (options.quick or options.concerns or options.models):
        RESULTS_DIR.mkdir(parents=True, exist_ok=True)
        (RESULTS_DIR / "twin_dose.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 1 if _missed(taken) else 0


def _take(options: argparse.Namespace) -> list[Taken]:
    asked = [
        Series(seed=options.seed + monk, monk=monk, concern=concern, model=model)
        for model in options.models or (MODELS[:1] if options.quick else MODELS)
        for concern in options.concerns or CONCERNS
        for monk in (QUICK_MONKS if options.quick else range(1, 11))
    ]
    return list(zip(asked, share_out(take_series, asked, workers=options.workers), strict=True))


def _read(file: Path) -> list[Taken]:
    """Series that an earlier run kept."""
    return [
        (Series(**{**series, "levels": tuple(series["levels"])}), [Reading(**one) for one in readings])
        for series, readings in json.loads(file.read_text("utf-8"))
    ]


def _missed(taken: Sequence[Taken]) -> list[str]:
    names = dict.fromkeys(series.concern for series, _ in taken if series.concern != NO_LOOK)
    return [name for name in names if mean([correlation(one) for one in taken if one[0].concern == name]) < AIM]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three people, the first model; nothing is written")
    parser.add_argument("--concerns", nargs="*", choices=CONCERNS, help="only these; nothing is written")
    parser.add_argument("--models", nargs="*", choices=MODELS, help="only these; nothing is written")
    parser.add_argument("--seed", type=int, default=40, help="of the first person")
    parser.add_argument("--rows", type=Path, help="also keep every reading here, as JSON")
    parser.add_argument("--read", type=Path, nargs="*", default=[], help="kept readings instead of new photos")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0: this one")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
