"""How far scores move when only the photo changes, and the table of SDs that every score carries.

    python benchmarks/repeatability.py [--faces N] [--draws N] [--data DIR] [--docs DIR]

Takes generated faces of *train* sets again and again (exposure, lamp, compression, distance, framing, tilt, noise) and
writes `src/skincast/score/repeatability.toml`, `benchmarks/results/repeatability.json` and its part of
`docs/accuracy.md`. With `--faces` nothing is written.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.datasets import load, spread
from benchmarks.figures import RESULTS_DIR, Table
from benchmarks.look import share_out
from benchmarks.render import draw_table, render_accuracy
from benchmarks.retake.report import make_tables
from benchmarks.retake.series import Series, take_series
from benchmarks.retake.table import build_table, low_quality_below, provisional_table
from benchmarks.retake.toml_file import write_toml
from benchmarks.stamp import read_stamp

from skincast.catalog import concerns
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR, read_settings

TABLE_PATH = PACKAGE_DIR / "score" / "repeatability.toml"
SIZES = {"gan1024_survey": (1.0, 0.6, 0.4), "gan1024_gecid": (1.0, 0.6, 0.4), "sfhq_tiles": (1.0,)}
"""Large faces are also taken as if from farther away, so that coarse photos do not rest on stylized tiles alone."""
DRAWS = 8
EVERY_NTH_FOR_SINGLE_FACTORS = 2
CONDITIONS = (
    "Generated faces, each unchanged and in {draws} random retakes: exposure -1 to +1 EV, lamp 3000 to 6500 K of which "
    "the white balance leaves 30 %, JPEG 60 to 95, scale 0.7 to 1, up to 10 % cut off each side, tilt -5 to +5 deg, "
    "sensor noise up to 4 levels; all at once. No other pose, expression, lamp direction, camera or day."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    options = _parser().parse_args(arguments)
    _need_table()
    series = list_series(options.data, faces=options.faces, draws=options.draws)
    retakes = [one for taken in share_out(take_series, series) for one in taken]
    random = [one for one in retakes if one.kind == "random" and one.accepted]
    rows = build_table(random, list(concerns()))
    tables = make_tables(retakes, rows)
    counts = {
        "n_faces": len({one.face for one in random}),
        "n_photos": len(random),
        "n_refused": sum(one.kind == "random" and not one.accepted for one in retakes),
    }
    print(counts)
    _print(tables)
    if options.faces is None:
        head = {**read_stamp().as_row(), **counts, "conditions": CONDITIONS.format(draws=options.draws)}
        write_toml(TABLE_PATH, rows, head=head, low_quality_below=low_quality_below(random))
        content = {**head, "tables": [dataclasses.asdict(table) for table in tables]}
        RESULTS_DIR.mkdir(exist_ok=True)
        (RESULTS_DIR / "repeatability.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        render_accuracy(options.docs / "accuracy.md")
    return 0


def _need_table() -> None:
    """Put a table of zero faces in place if there is none: scoring needs one, and the run then overwrites it."""
    if not TABLE_PATH.exists():
        head = {**read_stamp().as_row(), "n_faces": 0, "n_photos": 0, "conditions": "provisional, nothing measured"}
        write_toml(TABLE_PATH, provisional_table(list(concerns())), head=head, low_quality_below=0.0)


def list_series(data_dir: Path, *, faces: int | None, draws: int) -> list[Series]:
    """Return every face at every size; every second face is also taken with one factor at a time, at full size."""
    listed = []
    for name, sizes in SIZES.items():
        for number, sample in enumerate(spread(load(name, data_dir), faces)):
            alone = number % EVERY_NTH_FOR_SINGLE_FACTORS == 0
            listed += [
                Series(sample=sample, size=size, draws=draws, single_factors=alone and size == 1.0) for size in sizes
            ]
    return listed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=int, help="so many faces of each set; nothing is written")
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--data", type=Path, default=read_settings().data_dir)
    parser.add_argument("--docs", type=Path, default=CHECKOUT_DIR / "docs")
    return parser


def _print(tables: Sequence[Table]) -> None:
    for table in tables:
        print(f"\n{table.title}\n{draw_table(table.header, table.rows)}")


if __name__ == "__main__":
    raise SystemExit(main())
