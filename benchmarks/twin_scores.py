"""Do twins of the drawn crowd measure as real faces do, concern by concern?

    python benchmarks/twin_scores.py [--twins N] [--data DIR] [--workers N]

Scores and burdens of twins in the state that an ordinary day brings beside those of the photos of *train* sets: a
twin's amounts are too weak where its quartiles lie well above those of real faces. The real sets are no random crowd:
they were collected for wrinkles, for dark circles, or made by a network.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.datasets import Sample, load, spread
from benchmarks.figures import RESULTS_DIR
from benchmarks.look import look, seen_of, share_out
from benchmarks.render import draw_table
from benchmarks.stamp import read_stamp
from benchmarks.twin_series import FINE_SIZE_PX, MONK_GROUPS, analysis_of, monk_group

from skincast.analysis import Analysis
from skincast.settings import read_settings
from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.life.world import CONCERNS
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot

REAL_SETS = ("wrinkle_boxes", "dark_circles", "gan1024_survey", "sfhq_tiles")
TWINS = 60
TWIN_SEEDS = 700
MOST_OF_A_SET = 60
TWIN_NAME = "twins"
QUANTILES = (0.75, 0.5, 0.25, 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the analysis said of one face; None where it could not judge."""

    score: dict[str, float | None]
    burden: dict[str, float | None]


def measured_of(_: Sample, analysis: Analysis) -> Measured:
    """Keep the scores and burdens of a real photo."""
    return _measured(analysis)


def _measured(analysis: Analysis) -> Measured:
    return Measured(
        score={name: score.value for name, score in analysis.scores.items()},
        burden={name: one.burden for name, one in analysis.measurements.items()},
    )


def measure_twin(seed: int, *, size_px: tuple[int, int]) -> Measured | None:
    """Photograph and measure one twin of the crowd; None where the gate refuses it."""
    traits = draw_traits(seed, monk=1 + seed % 10)
    shot = draw_shot(np.random.default_rng(seed), size_px=size_px)
    analysis = analysis_of(render(traits, draw_condition(traits, seed), shot).jpeg)
    return _measured(analysis) if isinstance(analysis, Analysis) and analysis.quality.accepted else None


def quantile_rows(crowds: dict[str, list[Measured]], *, of_burden: bool) -> list[tuple[str, ...]]:
    """One row a concern, one column a crowd: best quarter, middle, worst quarter and worst twentieth."""
    rows = []
    for concern in CONCERNS:
        cells = []
        for crowd in crowds.values():
            values = [(one.burden if of_burden else one.score).get(concern) for one in crowd]
            known = [value for value in values if value is not None]
            at = [1 - q for q in QUANTILES] if of_burden else QUANTILES
            cells.append(" / ".join(_number(float(np.quantile(known, q))) for q in at) if len(known) > 3 else "-")
        rows.append((concern, *cells))
    return rows


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.2g}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--twins", type=int, default=TWINS)
    parser.add_argument("--data", type=Path, default=read_settings().data_dir)
    parser.add_argument("--workers", type=int, default=0, help="processes; 0: this one")
    options = parser.parse_args(arguments)
    seeds = range(TWIN_SEEDS, TWIN_SEEDS + options.twins)
    taken = share_out(partial(measure_twin, size_px=FINE_SIZE_PX), seeds, workers=options.workers)
    crowds = {TWIN_NAME: [one for one in taken if one is not None]}
    for group in MONK_GROUPS:
        pairs = [one for seed, one in zip(seeds, taken, strict=True) if monk_group(1 + seed % 10) == group]
        crowds[f"{TWIN_NAME}, Monk {group}"] = [one for one in pairs if one is not None]
    for name in REAL_SETS:
        outcomes = look(spread(load(name, options.data), MOST_OF_A_SET), measured_of, workers=options.workers)
        crowds[name] = [seen for _, seen in seen_of(outcomes)]
    content: dict[str, Any] = {**read_stamp().as_row(), "faces": {name: len(crowd) for name, crowd in crowds.items()}}
    header = ("concern", *(f"{name} (n={len(crowd)})" for name, crowd in crowds.items()))
    for title, of_burden in (("scores", False), ("burdens", True)):
        rows = quantile_rows(crowds, of_burden=of_burden)
        content[title] = {"header": header, "rows": rows}
        print(f"{title}: best quarter / middle / worst quarter / worst twentieth\n{draw_table(header, rows)}\n")
    if options.twins == TWINS:
        RESULTS_DIR.mkdir(parents=True, exist_ok=True)
        (RESULTS_DIR / "twin_scores.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
