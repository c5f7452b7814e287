"""Where burdens lie on faces that no exam uses: what the points of `score/scales.toml` are set by.

    python benchmarks/anchors.py [--write]

Generated adult faces of the training sets, accepted photos only. The rule: no burden scores 100, the quartiles of those
faces 84, 75 and 64, their worst twentieth 42, and two and a half times that 0. The best quartile is left out where it
is close to nothing: a score must not fall steeply over what is noise. Blemishes follow the bands of Hayashi's scale
instead.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.datasets import Sample, load
from benchmarks.look import look

from skincast.analysis import Analysis
from skincast.catalog import concerns
from skincast.settings import read_settings

FACES = ("gan1024_survey", "gan1024_gecid", "sfhq_tiles")
QUANTILES = (0.25, 0.50, 0.75, 0.95)
SCORES = (100.0, 84.0, 75.0, 64.0, 42.0, 0.0)
LEAST_SHARE = 0.4
"""Of the median burden: a best quartile below this is left out."""
WORST_FACTOR = 2.5
SCALES_PATH = Path(__file__).resolve().parents[1] / "src" / "skincast" / "score" / "scales.toml"
BY_DEFINITION = {"acne": ((0.0, 1.0, 5.0, 20.0, 50.0, 100.0), (100.0, 95.0, 80.0, 55.0, 25.0, 0.0))}
"""Blemishes: the weighted load at which Hayashi's bands of half a face begin."""


def burdens_of(_: Sample, analysis: Analysis) -> dict[str, float]:
    """Burden of every judged concern."""
    return {name: m.burden for name, m in analysis.measurements.items() if m.burden is not None}


def anchors(values: Sequence[float]) -> tuple[list[float], list[float]]:
    """Matching points of burden and score from the burdens of the reference faces."""
    quantiles = [float(value) for value in np.quantile(values, QUANTILES)]
    burden = [0.0, *quantiles, WORST_FACTOR * quantiles[-1]]
    kept = [0] + [i for i in range(1, len(burden)) if i != 1 or burden[i] >= LEAST_SHARE * burden[2]]
    return [float(f"{burden[i]:.4g}") for i in kept], [SCORES[i] for i in kept]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write score/scales.toml")
    options = parser.parse_args(arguments)
    data_dir = read_settings().data_dir
    samples = [sample for name in FACES for sample in load(name, data_dir)]
    seen = [outcome.seen for outcome in look(samples, burdens_of) if outcome.seen is not None]
    lines = []
    for name in concerns():
        values = [row[name] for row in seen if name in row]
        burden, score = BY_DEFINITION.get(name) or anchors(values)
        row = f"[{name}]  # {len(values)} faces\nburden = {list(burden)}\nscore = {list(score)}\n"
        print(row, "quantiles", np.quantile(values, (0.05, *QUANTILES)).round(4), "\n")
        lines.append(row)
    if options.write:
        head = SCALES_PATH.read_text("utf-8").split("\n[")[0].rstrip()
        SCALES_PATH.write_text(head + "\n\n" + "\n".join(lines), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
