"""Run the product over every photo of the data folder and say what became of each set.

    python benchmarks/intake.py [SET...] [--limit N] [--data DIR] [--docs DIR]

Nothing may crash: label pictures (class numbers, masks) go in as well, as things that people upload by mistake.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.acceptance import refusal_counts
from benchmarks.datasets import USE, Sample, load, spread
from benchmarks.figures import Figure, log_exam
from benchmarks.look import Outcome, look
from benchmarks.metrics import Estimate
from benchmarks.render import draw_table, replace_part
from benchmarks.score_values import score_values
from benchmarks.stamp import read_stamp

from skincast.settings import CHECKOUT_DIR, read_settings

LABEL_PICTURES = "label pictures"
HEADER = (
    "set",
    "use",
    "photos",
    "accepted",
    "of these as close-up",
    "refused",
    "reasons (a photo may have several)",
    "seconds, median",
    "longest",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 if anything crashed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--limit", type=int, help="so many photos of each set; nothing is written")
    parser.add_argument("--data", type=Path, default=read_settings().data_dir)
    parser.add_argument("--docs", type=Path, default=CHECKOUT_DIR / "docs")
    options = parser.parse_args(arguments)
    stamp = read_stamp()
    rows, crashes = [], []
    for name in options.sets or (*USE, LABEL_PICTURES):
        samples = label_pictures(options.data) if name == LABEL_PICTURES else load(name, options.data)
        outcomes = look(spread(samples, options.limit), score_values)
        rows.append(row_of(name, outcomes))
        crashes += [f"{name}: {outcome.crash}" for outcome in outcomes if outcome.crash]
        print(" | ".join(map(str, rows[-1])), flush=True)
        if USE.get(name) == "exam" and options.limit is None:
            log_exam(options.docs / "exam_log.md", stamp, name, len(outcomes), [_accepted(name, outcomes)])
    print("\n".join(crashes) or "no crash")
    if options.limit is None and not options.sets:
        text = f"{stamp.date}, commit {stamp.commit}. Crashes: {len(crashes) or 'none'}.\n\n{draw_table(HEADER, rows)}"
        replace_part(options.docs / "intake.md", "intake", "\n\n".join([text, *(f"- {crash}" for crash in crashes)]))
    return 1 if crashes else 0


def row_of(name: str, outcomes: Sequence[Outcome[object]]) -> tuple[object, ...]:
    """Return one set's row of the table."""
    accepted = [outcome for outcome in outcomes if outcome.accepted]
    seconds = [outcome.seconds for outcome in outcomes]
    return (
        name,
        USE.get(name, "none"),
        len(outcomes),
        len(accepted),
        sum(outcome.closeup for outcome in accepted),
        len(outcomes) - len(accepted),
        refusal_counts(outcomes) or "-",
        f"{statistics.median(seconds):.2f}",
        f"{max(seconds):.2f}",
    )


def label_pictures(data_dir: Path) -> list[Sample]:
    """Return the masks of the data folder as if they were photos."""
    folders = data_dir / "images" / "skin_masks_fasseg", data_dir / "faces"
    paths = [*folders[0].glob("*_Labels/*.png"), *folders[1].glob("*/*_seg.png"), *folders[1].glob("*/*_mask.jpg")]
    return [Sample(dataset=LABEL_PICTURES, path=path, group=path.stem) for path in sorted(paths)]


def _accepted(name: str, outcomes: Sequence[Outcome[object]]) -> Figure:
    share = sum(outcome.accepted for outcome in outcomes) / len(outcomes)
    estimate = Estimate(value=share, low=None, high=None, n=len(outcomes))
    return Figure(
        dataset=name, name="intake: accepted share", conditions="all photos", estimate=estimate, headline=True
    )


if __name__ == "__main__":
    raise SystemExit(main())
