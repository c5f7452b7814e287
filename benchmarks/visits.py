"""Whether two visits of unchanged skin look unchanged, and whether a painted spot is found.

    python benchmarks/visits.py [--faces 24] [--data DIR] [--docs DIR]

Each generated face is photographed twice by `retake`: light, compression, distance, framing, tilt and noise change at
once. Both photos become visits and are compared. Before a third retake spots are painted on known places of the skin.
Run on a train set, and on an exam set that nothing was tuned on, whose run is logged.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.datasets import USE, Sample, load, spread
from benchmarks.figures import Figure, log_exam
from benchmarks.metrics import Estimate, estimate_of, mean
from benchmarks.render import render_accuracy
from benchmarks.retake.nuisance import draw_nuisance, retake
from benchmarks.stamp import read_stamp

from skincast.demo import Copy, Spot, draw_copy
from skincast.face import atlas_regions, region_names, unroll_face
from skincast.noise import standing_out
from skincast.photo import read_photo
from skincast.pipeline.photo import analyze
from skincast.pipeline.visit import see_visit
from skincast.settings import CHECKOUT_DIR, read_settings
from skincast.types import Change, Picture, Sitting, Visit
from skincast.visit import compare_visits

RESULT_PATH = Path(__file__).parent / "results" / "visits.json"
SETS = ("gan1024_survey", "gan1024_u1i")
PLACES = ("forehead", "cheek_right", "cheek_left", "chin")
SPOT_MM, SPOT_OD = 4.0, 0.35
NEAR_MM = 4.0
NOISE_SDS = 3.0
DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """A spot on the photo, and where it lies on the atlas."""

    spot: Spot
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What was said of one face: twice the same skin, and once with painted spots."""

    beyond_noise: float
    """Share of the comparable skin, the worse of both pigments."""
    alarm: bool
    """A score was said to stand out."""
    single_alarms: float
    """Share of the judged concerns that moved beyond their own noise."""
    false_fates: int
    """Spots called new, gone or a mark left."""
    shown: float
    """Share of the painted spots on comparable skin that the map of redness shows."""
    named: float
    """Share of them that are called new."""


FIGURES = {
    "beyond_noise": "unchanged skin that a map shows as changed, share",
    "alarm": "comparisons of unchanged skin that name a changed score, share",
    "single_alarms": "scores of unchanged skin beyond their own noise, share",
    "false_fates": "spots of unchanged skin called new, gone or a mark, a comparison",
    "shown": "painted spots that the map shows, share",
    "named": "painted spots called new, share",
}


def compare_face(sample: Sample) -> Pair | None:
    """Compare the visits of one face; None where a photo is refused or nothing can be compared."""
    picture = read_photo(sample.path).pixels
    painted = find_places(picture)
    with_spots = read_photo(draw_copy(picture, Copy(spots=tuple(one.spot for one in painted)))).pixels
    photos = [_retake(one, f"{sample.path.stem} {day}") for day, one in enumerate((picture, picture, with_spots))]
    sittings = [see_visit([photo]).sitting for photo in photos]
    if not painted or any(sitting is None or sitting.maps is None for sitting in sittings):
        return None
    first, second, third = (sitting for sitting in sittings if sitting is not None)
    calm, told = _compare(first, second), _compare(first, third)
    return None if calm.comparable is None or told.comparable is None else _judge(calm, told, painted)


def find_places(picture: Picture) -> list[Painted]:
    """Choose the middle of the readable skin of some regions; a region without any is left out."""
    analysis = analyze(cv2.imencode(".png", picture[..., ::-1])[1].tobytes())
    if analysis.skin is None or analysis.face is None:
        return []
    crop, atlas = analysis.skin.crop, unroll_face(analysis.skin.crop)
    readable = atlas.unroll(analysis.skin.mask.astype(np.float32)) > 0.5
    found = []
    for name in PLACES:
        rows, columns = np.nonzero((atlas_regions() == region_names().index(name)) & readable)
        if not len(rows):
            continue
        middle = int(np.argmin(np.hypot(rows - rows.mean(), columns - columns.mean())))
        row, column = int(rows[middle]), int(columns[middle])
        at = 2 * np.array([atlas.x[row, column], atlas.y[row, column]]) + 0.5
        x, y = crop.to_photo @ np.array([*at, 1.0])
        radius = SPOT_MM / 2 / crop.mm_per_px * float(np.hypot(*crop.to_photo[0, :2]))
        spot = Spot(x_px=float(x), y_px=float(y), radius_px=radius, density=SPOT_OD)
        found.append(Painted(spot=spot, x_mm=(column + 0.5) / 2, y_mm=(row + 0.5) / 2))
    return found


def _retake(picture: Picture, name: str) -> bytes:
    """Take it again: always as bytes, whatever the draw says of compression."""
    random = np.random.default_rng(zlib.crc32(name.encode()))
    taken = retake(picture, draw_nuisance(random), random)
    return taken if isinstance(taken, bytes) else cv2.imencode(".png", taken[..., ::-1])[1].tobytes()


def _compare(first: Sitting, last: Sitting) -> Change:
    return compare_visits(_visit(first, 0), _visit(last, 30), before_maps=first.maps, after_maps=last.maps)


def _visit(sitting: Sitting, day: int) -> Visit:
    return Visit(
        id=str(day),
        at=DAY + timedelta(days=day),
        zone="UTC",
        origin="taken",
        photos=sitting.photos,
        scores=sitting.scores,
        lesions=sitting.lesions,
        made_by=sitting.made_by,
        has_maps=True,
    )


def _judge(calm: Change, told: Change, painted: Sequence[Painted]) -> Pair:
    judged = [score.real for score in calm.scores.values() if score.real is not None]
    near = [one for one in painted if told.comparable is not None and told.comparable[_pixel(one)]]
    return Pair(
        beyond_noise=max(
            float(np.mean(np.abs(values[calm.comparable]) > NOISE_SDS * calm.noise_od[name]))
            for name, values in calm.maps.items()
        ),
        alarm=bool(standing_out(calm.scores.values())),
        single_alarms=mean(judged),
        false_fates=sum(match.fate in {"new", "gone", "mark_left"} for match in calm.lesions),
        shown=mean([_is_shown(told, one) for one in near]),
        named=mean([_is_named(told, one) for one in near]),
    )


def _pixel(one: Painted) -> tuple[int, int]:
    return int(2 * one.y_mm), int(2 * one.x_mm)


def _is_shown(change: Change, one: Painted) -> bool:
    row, column = _pixel(one)
    near = int(2 * NEAR_MM)
    around = change.maps["hemoglobin"][row - near : row + near + 1, column - near : column + near + 1]
    return bool(around.max() > NOISE_SDS * change.noise_od["hemoglobin"])


def _is_named(change: Change, one: Painted) -> bool:
    return any(
        match.fate == "new"
        and match.after is not None
        and float(np.hypot(match.after.x_mm - one.x_mm, match.after.y_mm - one.y_mm)) < NEAR_MM
        for match in change.lesions
    )


def summarize(pairs: Sequence[tuple[str, Pair]]) -> dict[str, Estimate]:
    """Every figure of a set with its interval over faces."""
    figures = {}
    for field in FIGURES:
        known = [(group, float(getattr(pair, field))) for group, pair in pairs]
        known = [(group, value) for group, value in known if np.isfinite(value)]
        figures[field] = estimate_of(mean, [value for _, value in known], [group for group, _ in known])
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=int, default=24, help="of each set")
    parser.add_argument("--data", type=Path, default=read_settings().data_dir)
    parser.add_argument("--docs", type=Path, default=CHECKOUT_DIR / "docs")
    options = parser.parse_args(arguments)
    stamp, sets = read_stamp(), {}
    for name in SETS:
        chosen = spread(load(name, options.data), options.faces)
        pairs = [(sample.group, pair) for sample in chosen if (pair := compare_face(sample)) is not None]
        figures = summarize(pairs)
        sets[name] = {
            "use": USE[name],
            "faces": len(chosen),
            "compared": len(pairs),
            "figures": [{"name": FIGURES[field], "estimate": asdict(one)} for field, one in figures.items()],
        }
        if USE[name] == "exam":
            told = [
                Figure(dataset=name, name=FIGURES[field], conditions="visits", estimate=one, headline=True)
                for field, one in figures.items()
            ]
            log_exam(options.docs / "exam_log.md", stamp, name, 3 * len(chosen), told)
    RESULT_PATH.write_text(json.dumps({**stamp.as_row(), "sets": sets}, indent=1) + "\n", "utf-8")
    render_accuracy(options.docs / "accuracy.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
