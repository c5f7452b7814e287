"""How long an export of Apple Health takes to read, and how much memory.

    python benchmarks/diary.py [--megabytes N] [--runs N]

The export is made up: two devices, nights that both saw, and mostly records that are not read. Each run is a process of
its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stamp import read_stamp

from skincast.diary import read_apple_health

RESULT_PATH = Path(__file__).parent / "results" / "diary.json"
LAST_DAY = date(2026, 11, 1)
_ZONE = ZoneInfo("Europe/Berlin")
_WATCH = "&lt;&lt;HKDevice: 0x301&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7&gt;"
_DOCUMENT_TYPE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate
  value CDATA #REQUIRED
>
<!ELEMENT Me EMPTY>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  unit          CDATA #IMPLIED
  value         CDATA #IMPLIED
  sourceName    CDATA #REQUIRED
  startDate     CDATA #REQUIRED
  endDate       CDATA #REQUIRED
>
]>
"""


def write_export(path: Path, *, megabytes: float, seed: int = 3) -> None:
    """Write an export of at least that size: as many days back from `LAST_DAY` as fill it.

    As in real ones most records are steps, energy and pulse; unlike there, they stand day by day, the newest first.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret is made of it
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{_DOCUMENT_TYPE}<HealthData locale="en_DE">\n <ExportDate value="2026-11-02 08:00:00 +0100"/>\n')
        file.write(' <Me HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet"/>\n')
        day = LAST_DAY
        while file.tell() < megabytes * 1e6:
            file.writelines(_day_lines(day, chance))
            day -= timedelta(days=1)
        file.write("</HealthData>\n")


def pack_export(xml: Path, path: Path) -> None:
    """Pack an export as the phone does."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(xml, "apple_health_export/export.xml")


def _day_lines(day: date, chance: random.Random) -> Iterator[str]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=_ZONE)
    for minute in range(8 * 60, 23 * 60, 6):
        start = midnight + timedelta(minutes=minute, seconds=chance.randrange(60))
        yield _record("HeartRate", "count/min", chance.randrange(50, 120), start, 0, nested=True)
        yield _record("StepCount", "count", chance.randrange(1, 400), start, 300)
        yield _record("ActiveEnergyBurned", "kcal", round(chance.uniform(0, 9), 3), start, 300)
    for hour in range(9, 22, 2):
        start = midnight + timedelta(hours=hour)
        yield _record("DietaryWater", "mL", 250, start, 0, source="Water")
        yield _record("HeartRateVariabilitySDNN", "ms", round(chance.uniform(20, 90), 3), start, 60, nested=True)
        yield _record("TimeInDaylight", "min", chance.randrange(1, 20), start, 1200)
    for minute in range(chance.randrange(60)):
        yield _record("AppleExerciseTime", "min", 1, midnight + timedelta(hours=17, minutes=minute), 60)
    yield from _night_lines(midnight, chance)


def _night_lines(midnight: datetime, chance: random.Random) -> Iterator[str]:
    bed = midnight - timedelta(minutes=chance.randrange(20, 90))
    yield _sleep("InBed", bed - timedelta(minutes=15), 8 * 3600, source="Phone")
    for number in range(14):
        stage = ("AsleepCore", "AsleepDeep", "AsleepREM", "AsleepCore", "Awake")[number % 5]
        yield _sleep(stage, bed + timedelta(minutes=30 * number), 30 * 60, source="Watch")


def _record(kind: str, unit: str, value: float, start: datetime, seconds: int, **options: object) -> str:
    inside = '>\n  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>\n </Record>\n'
    return (
        f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="{options.get("source", "Watch")}" '
        f'sourceVersion="11.1" device="{_WATCH}" unit="{unit}" {_times(start, seconds)} value="{value}"'
        f"{inside if options.get('nested') else '/>' + chr(10)}"
    )


def _sleep(stage: str, start: datetime, seconds: int, *, source: str) -> str:
    return (
        f' <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="{source}" sourceVersion="11.1" '
        f'device="{_WATCH}" {_times(start, seconds)} value="HKCategoryValueSleepAnalysis{stage}"/>\n'
    )


def _times(start: datetime, seconds: int) -> str:
    end = (start.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(_ZONE)
    names = (("creationDate", end), ("startDate", start), ("endDate", end))
    return " ".join(f'{name}="{moment:%Y-%m-%d %H:%M:%S %z}"' for name, moment in names)


def read_once(path: Path) -> dict[str, object]:
    """Read an export in this process and say what it took."""
    before = _peak_mb()
    begun, begun_cpu = time.perf_counter(), time.process_time()
    counts = Counter(type(one).__name__ for one in read_apple_health(path, today=LAST_DAY))
    return {
        "seconds": round(time.perf_counter() - begun, 2),
        "cpu_seconds": round(time.process_time() - begun_cpu, 2),
        "peak_growth_mb": round(_peak_mb() - before, 1),
        "peak_mb": round(_peak_mb(), 1),
        "readings": counts["Reading"],
        "complaints": counts["Complaint"],
    }


def _peak_mb() -> float:
    """Largest memory of this process so far; the system's own count starts with the parent's, so ask Linux itself."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def measure(path: Path, *, runs: int) -> dict[str, object]:
    """Read an export in processes of their own; the median of the times, the largest of the peaks."""
    command = [sys.executable, __file__, "--read", str(path)]
    answers = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs)]
    return {
        **answers[0],
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "seconds": statistics.median(answer["seconds"] for answer in answers),
        "cpu_seconds": statistics.median(answer["cpu_seconds"] for answer in answers),
        "peak_growth_mb": max(answer["peak_growth_mb"] for answer in answers),
        "peak_mb": max(answer["peak_mb"] for answer in answers),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=100.0, help="another size than 100 is not written down")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.read:
        print(json.dumps(read_once(options.read)))
        return 0
    from benchmarks.speed import processor_name  # noqa: PLC0415 - what it imports must not count as memory of reading

    with tempfile.TemporaryDirectory() as folder:
        xml, packed = Path(folder) / "export.xml", Path(folder) / "export.zip"
        write_export(xml, megabytes=options.megabytes)
        pack_export(xml, packed)
        rows = {path.suffix[1:]: measure(path, runs=options.runs) for path in (xml, packed)}
    result = {**read_stamp().as_row(), "processor": processor_name(), "python": platform.python_version(), **rows}
    print(json.dumps(result, indent=1))
    if options.megabytes == parser.get_default("megabytes"):
        RESULT_PATH.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
