"""Whether virtual people do in published trials what real ones did, world by world, and how fast they live.

    python benchmarks/twin_life.py [--people N] [--seed N]

Prints every trial simulated beside published and writes `benchmarks/results/twin_life.json`; with `--people` or
`--seed` nothing is written.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stamp import read_stamp

from skincast.twin.life.lives import CHUNK_PEOPLE, live_chunk
from skincast.twin.life.replay import Replay
from skincast.twin.life.trials import replay_all
from skincast.twin.life.world import World
from skincast.twin.life.worlds import WORLDS

RESULT_PATH = Path(__file__).parent / "results" / "twin_life.json"
PEOPLE, SEED = 4000, 41
"""Another seed than the one that the population's numbers were set with."""
GATE_PEOPLE, GATE_DAYS = 10_000, 365


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE, help="that are drawn for each trial")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    worlds = {name: _examine(world, options.people, options.seed) for name, world in WORLDS.items()}
    if (options.people, options.seed) == (PEOPLE, SEED):
        content = {**read_stamp().as_row(), "people": PEOPLE, "seed": SEED, "worlds": worlds}
        RESULT_PATH.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 0


def _examine(world: World, people: int, seed: int) -> dict[str, object]:
    print(f"\n{world.name}")
    rows = replay_all(world, seed=seed, n=people)
    for row in rows:
        print(_line(row))
    began = time.process_time()
    live_chunk(world, seed, 0, CHUNK_PEOPLE, GATE_DAYS)
    core_s = (time.process_time() - began) * GATE_PEOPLE / CHUNK_PEOPLE
    print(f"  {GATE_PEOPLE} people x {GATE_DAYS} days: {core_s:.1f} core-s")
    agree = sum(row.agrees for row in rows)
    table = [{**dataclasses.asdict(row), "agrees": row.agrees} for row in rows]
    return {"agree": agree, "of": len(rows), "core_s_for_10000_people_365_days": round(core_s, 1), "trials": table}


def _line(row: Replay) -> str:
    published = "-" if row.published is None else f"{row.published:g}"
    told = f"{row.simulated:8.2f} [{row.low:.2f}, {row.high:.2f}]"
    bounds = f"{row.within[0]:g} to {row.within[1]:g}"
    mark = "  " if row.agrees else "! "
    return f"{mark}{row.name:62s}{told:28s} published {published:6s} possible {bounds:14s} {row.unit}"


if __name__ == "__main__":
    raise SystemExit(main())
