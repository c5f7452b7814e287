"""Run the product over labeled photos and keep how well it agrees with their labels.

    python benchmarks/vision.py DATASET... [--limit N] [--data DIR] [--docs DIR] [--rehearse]

Figures go to `benchmarks/results/`, the tables of `docs/accuracy.md` are drawn from there, and each run of an exam set
leaves a line in `docs/exam_log.md`. Exam sets are run, never tuned on: `--rehearse` proves that everything runs without
showing a figure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.datasets import USE, Sample, load, spread
from benchmarks.figures import Verdict, format_estimate, log_exam, write_results
from benchmarks.render import render_accuracy
from benchmarks.stamp import read_stamp
from benchmarks.tasks import (
    acne04,
    acne_types,
    dark_circles,
    light,
    melasma,
    rosacea,
    skin_masks,
    tone_fairness,
    wrinkle_boxes,
)

from skincast.settings import CHECKOUT_DIR, read_settings

Examine = Callable[[Sequence[Sample], Path], Verdict]

TASKS: dict[str, Examine] = {
    "acne04": acne04.examine,
    "acne_types": acne_types.examine,
    "wrinkle_boxes": wrinkle_boxes.examine,
    "dark_circles": dark_circles.examine,
    "rosacea": rosacea.examine,
    "melasma": melasma.examine,
    "skin_masks_fasseg": skin_masks.examine_fasseg,
    "facesynthetics": skin_masks.examine_facesynthetics,
    "yale_b": light.examine,
    "genphotos512": tone_fairness.examine,
}
REHEARSAL_PHOTOS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    options = _parser().parse_args(arguments)
    stamp, verdicts, n_photos = read_stamp(), {}, {}
    limit = REHEARSAL_PHOTOS if options.rehearse else options.limit
    for name in options.datasets:
        samples = spread(load(name, options.data), limit)
        verdict = TASKS[name](samples, options.data)
        verdicts[name], n_photos[name] = verdict, len(samples)
        if options.rehearse:
            print(f"{name}: {len(verdict.figures)} figures and {len(verdict.tables)} tables would be made")
            continue
        _print(name, verdict)
        if USE[name] == "exam":
            log_exam(options.docs / "exam_log.md", stamp, name, len(samples), verdict.figures)
    if limit is None:
        write_results(verdicts, stamp, n_photos=n_photos)
        render_accuracy(options.docs / "accuracy.md")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+", choices=TASKS, metavar="DATASET", help=", ".join(TASKS))
    parser.add_argument("--limit", type=int, help="so many photos of each set; figures are shown but not kept")
    parser.add_argument("--data", type=Path, default=read_settings().data_dir)
    parser.add_argument(
        "--docs", type=Path, default=CHECKOUT_DIR / "docs", help="folder of accuracy.md and exam_log.md"
    )
    parser.add_argument("--rehearse", action="store_true", help="three photos of each set, no figure shown or kept")
    return parser


def _print(name: str, verdict: Verdict) -> None:
    """Show the figures of one set."""
    print(f"\n{name} ({USE[name]})")
    for figure in verdict.figures:
        print(f"  {figure.name} [{figure.conditions}]: {format_estimate(figure.estimate)}")
    for table in verdict.tables:
        print(f"  {table.title}")
        for row in (table.header, *table.rows):
            print("    " + " | ".join(row))


if __name__ == "__main__":
    raise SystemExit(main())
