"""How much processor time an analysis takes, stage by stage, beside the least that any analysis has to do.

    python benchmarks/speed.py [--runs N] [--photo PATH]

Analysis and floor take turns in one process on one thread, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import cv2
import onnxruntime

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.floor.photo import BenchPhoto, make_bench_photo
from benchmarks.floor.steps import floor_steps
from benchmarks.stamp import read_stamp

from skincast.analysis import Analysis
from skincast.pipeline import analyze
from skincast.settings import read_settings

RESULT_PATH = Path(__file__).parent / "results" / "speed.json"
AIM_RATIO = 2.0

Samples = dict[str, list[float]]


def cpu_ms(work: Callable[[], object]) -> float:
    """Run once and return the processor time of every thread of this process, in milliseconds."""
    begun = time.process_time()
    work()
    return 1000.0 * (time.process_time() - begun)


def measure(data: bytes, *, runs: int) -> tuple[Samples, Samples, Analysis]:
    """Time the analysis and the floor by turns.

    Args:
        data: The encoded photo.
        runs: How often; the first, which opens models and fills caches, is not counted.

    Returns:
        Samples of the analysis by stage (`total` over all), of the floor by step (`total` is their sum), and the
        analysis.
    """
    steps = floor_steps(data)
    ours: Samples = {}
    floor: Samples = {}
    analysis = analyze(data)
    for run in range(runs + 1):
        begun = time.process_time()
        analysis = analyze(data)
        total = 1000.0 * (time.process_time() - begun)
        of_floor = {name: cpu_ms(step) for name, step in steps.items()}
        if run == 0:
            continue
        stages = {name: value for name, value in analysis.timing_ms.items() if name != "total"}
        for name, value in {**stages, "total": total}.items():
            ours.setdefault(name, []).append(value)
        for name, value in {**of_floor, "total": sum(of_floor.values())}.items():
            floor.setdefault(name, []).append(value)
    return ours, floor, analysis


def summarize(samples: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Return median and smallest of each series, milliseconds."""
    return {
        name: {"median_ms": round(statistics.median(values), 2), "best_ms": round(min(values), 2)}
        for name, values in samples.items()
    }


def processor_name() -> str:
    """Name of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def build_result(photo: BenchPhoto, *, runs: int) -> dict[str, object]:
    """Measure and return everything that belongs to the figures: also what they depend on."""
    ours, floor, analysis = measure(photo.data, runs=runs)
    ratio = statistics.median(ours["total"]) / statistics.median(floor["total"])
    return {
        **read_stamp().as_row(),
        "photo": {"made_of": photo.made_of, "bytes": len(photo.data)},
        "runs": runs,
        "processor": processor_name(),
        "python": platform.python_version(),
        "onnxruntime": onnxruntime.__version__,
        "accepted": analysis.quality.accepted,
        "refused_because": [problem.code for problem in analysis.quality.problems if problem.refuses],
        "analysis": summarize(ours),
        "floor": summarize(floor),
        "ratio": round(ratio, 2),
    }


def print_result(result: dict[str, object]) -> None:
    """Print the tables and the ratio."""
    for title in ("analysis", "floor"):
        rows = result[title]
        if not isinstance(rows, dict):
            raise TypeError(f"{title} holds no table")
        print(f"\n{title:<24}{'median':>9}{'best':>9}   CPU-ms, one thread, {result['runs']} runs")
        for name, row in rows.items():
            print(f"  {name:<22}{row['median_ms']:>9.1f}{row['best_ms']:>9.1f}")
    print(f"\nanalysis / floor = {result['ratio']} (aim: at most {AIM_RATIO})")
    if not result["accepted"]:
        print(f"The photo was refused ({result['refused_because']}): these are not the times of a full analysis.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--photo", type=Path, help="time with this photo in place of the made one; nothing is written")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    photo = make_bench_photo(read_settings().data_dir)
    if options.photo:
        photo = BenchPhoto(data=options.photo.read_bytes(), made_of="given")
    result = build_result(photo, runs=options.runs)
    print_result(result)
    if not options.photo and result["accepted"]:
        RESULT_PATH.parent.mkdir(exist_ok=True)
        RESULT_PATH.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0 if result["accepted"] else 3


if __name__ == "__main__":
    raise SystemExit(main())
