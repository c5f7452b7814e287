"""How fast twins are made: a selfie with its truth on one core, many lives without pictures, and the memory of both.

    python benchmarks/twin_speed.py [--people 10000] [--days 365] [--selfies 12]

A selfie is timed as CPU-ms of one thread, over people who were never rendered before in this process, and split into
what every photo costs beside decode + detector + mesh + analysis of the same picture. Lives are timed as wall-clock of
the command's own chain, files included, on all cores; memory is the largest of any process.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.speed import processor_name
from benchmarks.stamp import read_stamp

from skincast import analyze
from skincast.pipeline.twins import make_twins
from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot

RESULT_PATH = Path(__file__).parent / "results" / "twin_speed.json"
AIM_SELFIE_MS, AIM_LIVES_S = 1000.0, 60.0


def time_selfies(count: int) -> dict[str, object]:
    """CPU-ms of rendering and of analyzing each selfie, first uses left out."""
    rendered, analyzed = [], []
    for seed in range(count + 1):
        traits = draw_traits(seed)
        condition, shot = draw_condition(traits, seed), draw_shot(np.random.default_rng(seed))
        start = time.thread_time()
        selfie = render(traits, condition, shot)
        middle = time.thread_time()
        analyze(selfie.jpeg)
        if seed:
            rendered.append(1000 * (middle - start))
            analyzed.append(1000 * (time.thread_time() - middle))
    return {
        "size_px": [768, 1024],
        "render_cpu_ms": {"median": statistics.median(rendered), "min": min(rendered), "max": max(rendered)},
        "analyze_cpu_ms_median": statistics.median(analyzed),
        "aim_ms": AIM_SELFIE_MS,
    }


def time_lives(people: int, days: int, *, workers: int) -> dict[str, object]:
    """Wall seconds of the whole chain and the largest process."""
    with tempfile.TemporaryDirectory(prefix="skincast-") as name:
        folder = Path(name) / "lives"
        start = time.perf_counter()
        make_twins(
            folder,
            people=people,
            days=days,
            selfies="none",
            world="flare",
            seed=1,
            workers=workers,
            progress=lambda *_: None,
        )
        seconds = time.perf_counter() - start
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"people": people, "days": days, "seconds": seconds, "written_mb": size / 1e6, "largest_mb": largest / 1e3}


def main() -> None:
    """Time, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--selfies", type=int, default=12)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    # Few people before many: the largest process never shrinks in this record.
    lives = [time_lives(n, asked.days, workers=asked.workers) for n in (max(asked.people // 10, 1), asked.people)]
    result = {
        **read_stamp().as_row(),
        "processor": processor_name(),
        "workers": asked.workers,
        "selfie": time_selfies(asked.selfies),
        "lives": lives,
        "aim_lives_s": AIM_LIVES_S,
    }
    RESULT_PATH.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
