"""What can be known of a twin's future: the fair oracle, the best learner, and what needs no model at all.

    python benchmarks/twin_oracle.py [--people N] [--worlds linear,saturating,flare]
    python benchmarks/twin_oracle.py --freeze

Lives test people of the reserved seeds, forecasts at five origins and scores against what was measured. Prints a table
and writes `benchmarks/results/twin_oracle.json`; with other people or worlds nothing is written. `--freeze` renews
`frozen.toml` after a world's law or numbers were changed on purpose.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stamp import read_stamp

from skincast.twin.folder.columns import HORIZONS_DAYS
from skincast.twin.folder.order import Order
from skincast.twin.life.lives import CHUNK_PEOPLE, Chunk, live_chunk
from skincast.twin.life.world import CONCERNS
from skincast.twin.life.worlds import WORLDS
from skincast.twin.oracle import frozen
from skincast.twin.oracle.forecasts import LEVELS, WORSE_MARGIN, Forecasts, levels
from skincast.twin.oracle.learner.bank import FELT, draw
from skincast.twin.oracle.learner.bank import LEVELS as LEVEL_PART
from skincast.twin.oracle.learner.learner import learn_person
from skincast.twin.oracle.learner.record import record_of
from skincast.twin.oracle.scores import absolute_error, brier, covered, crps, over_people
from skincast.twin.oracle.write import fair_forecasts, learner_forecasts

RESULT_PATH = Path(__file__).parent / "results" / "twin_oracle.json"
FROZEN_PATH = Path(__file__).resolve().parents[1] / "src" / "skincast" / "twin" / "life" / frozen.FILE
ORIGINS = (14, 30, 90, 150, 270)
DAYS, PEOPLE, FUTURES, TWICE = 365, 64, 200, 8
FIRST_FIT = 250
"""People of the chunk from here on teach the plain forecasters their errors."""
EWMA_DAYS = 30.0
Values = NDArray[np.float64]
Points = Callable[[Values, int, Values], Values]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Forecasts of one forecaster: people, origins, horizons, concerns."""

    quantiles: Values
    p_worse: Values


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE, help="that are forecast in each world")
    parser.add_argument("--worlds", default=",".join(WORLDS))
    parser.add_argument("--freeze", action="store_true", help="renew frozen.toml and stop")
    options = parser.parse_args(arguments)
    if options.freeze:
        FROZEN_PATH.write_text(frozen.as_toml(), "utf-8")
        return 0
    names = options.worlds.split(",")
    worlds = {name: _examine(name, options.people) for name in names}
    if options.people == PEOPLE and names == list(WORLDS):
        content = {**read_stamp().as_row(), "people": PEOPLE, "origins": ORIGINS, "futures": FUTURES, "worlds": worlds}
        RESULT_PATH.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 0


def _examine(name: str, people: int) -> dict[str, object]:
    seed = frozen.RESERVED[name][0]
    order = Order(people=CHUNK_PEOPLE, days=DAYS, selfies="none", world=name, seed=seed, law="")
    chunk = live_chunk(WORLDS[name], seed, 0, CHUNK_PEOPLE, DAYS)
    began = time.process_time()
    told = {"fair oracle": _fair(chunk, order, people)}
    fair_s, began = time.process_time() - began, time.process_time()
    told["best learner"] = _learner(chunk, order, range(people))
    learner_s = time.process_time() - began
    told |= {kind: _plain(chunk, people, points) for kind, points in PLAIN.items()}
    truth, worse = _truth(chunk, people)
    rows = {kind: _scores(one, truth, worse) for kind, one in told.items()}
    print(
        f"\n{name}: {people} people of seed {seed}; {fair_s / people:.2f} and {learner_s / people:.2f} core-s a person"
    )
    _print(rows)
    posterior = _posterior(chunk, people)
    again = _learner(chunk, order, range(TWICE), salt=1)
    noise = _monte_carlo(told["best learner"], again, truth)
    print(f"  learner: {posterior}; Monte Carlo {noise}")
    return {
        "seed": seed,
        "forecasters": rows,
        "by_concern": {kind: _by_concern(one, truth) for kind, one in told.items()},
        "learner": posterior | {"monte_carlo": noise},
        "core_s_per_person": {"fair oracle": round(fair_s / people, 2), "best learner": round(learner_s / people, 2)},
    }


def _fair(chunk: Chunk, order: Order, people: int) -> Told:
    rows = np.arange(people)
    return _joined(list(fair_forecasts(chunk, order, rows, list(ORIGINS), n_futures=FUTURES)))


def _learner(chunk: Chunk, order: Order, rows: range, *, salt: int = 0) -> Told:
    order = Order(
        people=order.people, days=order.days, selfies="none", world=order.world, seed=order.seed + 10**6 * salt, law=""
    )
    people = [_joined(list(learner_forecasts(chunk, order, row, list(ORIGINS), n_futures=FUTURES))) for row in rows]
    return Told(
        quantiles=np.concatenate([one.quantiles for one in people]),
        p_worse=np.concatenate([one.p_worse for one in people]),
    )


def _joined(told: list[Forecasts]) -> Told:
    """Origins as the second axis."""
    return Told(
        quantiles=np.stack([one.quantiles for one in told], axis=1),
        p_worse=np.stack([one.p_worse for one in told], axis=1),
    )


def _truth(chunk: Chunk, people: int) -> tuple[Values, Values]:
    """What was measured, and whether it was worse than the level; (people, origins, horizons, c), NaN: not measured."""
    measured = chunk.measured[:people].astype(np.float64)
    none = np.full_like(measured[:, 0], np.nan)
    truth = np.stack(
        [np.stack([measured[:, o + h] if o + h < DAYS else none for h in HORIZONS_DAYS], 1) for o in ORIGINS], 1
    )
    level = np.stack([levels(measured, origin) for origin in ORIGINS], 1)[:, :, None]
    unknown = np.isnan(truth) | np.isnan(level)
    return truth, np.where(unknown, np.nan, (truth < level - WORSE_MARGIN).astype(np.float64))


def _plain(chunk: Chunk, people: int, points: Points) -> Told:
    """A point and the errors that it made for other people."""
    fit, own = chunk.measured[FIRST_FIT:].astype(np.float64), chunk.measured[:people].astype(np.float64)
    usual = np.nanmean(fit, axis=(0, 1))
    told = np.empty((people, len(ORIGINS), len(HORIZONS_DAYS), len(CONCERNS), len(LEVELS)))
    p_worse = np.empty(told.shape[:-1])
    for h, horizon in enumerate(HORIZONS_DAYS):
        days = [day for day in ORIGINS if day + horizon < DAYS]
        wrong = np.concatenate([fit[:, day + horizon] - points(fit, day, usual) for day in days])
        shape = np.moveaxis(np.nanquantile(wrong, LEVELS, axis=0), 0, -1)
        for o, day in enumerate(ORIGINS):
            point = points(own, day, usual)
            told[:, o, h] = np.clip(point[..., None] + shape, 0.0, 100.0)
            below = levels(own, day) - WORSE_MARGIN
            p_worse[:, o, h] = np.nanmean(point[None] + wrong[:, None] < below[None], axis=0)
    return Told(quantiles=told, p_worse=p_worse)


def _last(measured: Values, day: int, usual: Values) -> Values:
    seen = measured[:, day::-1]
    first = (~np.isnan(seen)).argmax(axis=1)
    value = np.take_along_axis(seen, first[:, None], axis=1)[:, 0]
    return np.where(np.isnan(value), usual, value)


def _mean(measured: Values, day: int, usual: Values) -> Values:
    return _weighted(measured[:, : day + 1], np.ones(day + 1), usual, own=0.3)


def _ewma(measured: Values, day: int, usual: Values) -> Values:
    return _weighted(measured[:, : day + 1], np.exp((np.arange(day + 1) - day) / EWMA_DAYS), usual, own=0.5)


def _weighted(seen: Values, weight: Values, usual: Values, *, own: float) -> Values:
    """Weighted mean of the own photos, shrunk to everybody's mean by `own` photos."""
    there = ~np.isnan(seen) * weight[None, :, None]
    return np.asarray((np.nansum(seen * weight[None, :, None], axis=1) + own * usual) / (there.sum(axis=1) + own))


PLAIN: dict[str, Points] = {"persistence": _last, "person's mean": _mean, "shrunk EWMA": _ewma}


def _scores(told: Told, truth: Values, worse: Values) -> dict[str, Any]:
    loss, random = crps(told.quantiles, truth), np.random.default_rng(1)
    inside = {share: covered(told.quantiles, truth, share=share) for share in (0.8, 0.9)}
    out: dict[str, Any] = {}
    for h, horizon in enumerate(HORIZONS_DAYS):
        mean, low, high = over_people(loss[:, :, h], random)
        out[f"{horizon}_days"] = {
            "crps": round(mean, 3),
            "interval": [round(low, 3), round(high, 3)],
            "mae": round(over_people(absolute_error(told.quantiles, truth)[:, :, h], random)[0], 3),
            "coverage_80": round(float(np.nanmean(inside[0.8][:, :, h])), 3),
            "coverage_90": round(float(np.nanmean(inside[0.9][:, :, h])), 3),
            "brier_worse": round(float(np.nanmean(brier(told.p_worse, worse)[:, :, h])), 4),
        }
    out["crps_by_origin"] = [round(float(np.nanmean(loss[:, o])), 3) for o in range(len(ORIGINS))]
    return out


def _by_concern(told: Told, truth: Values) -> dict[str, float]:
    loss = np.nanmean(crps(told.quantiles, truth), axis=(0, 1, 2))
    return {name: round(float(value), 2) for name, value in zip(CONCERNS, loss, strict=True)}


def _print(rows: dict[str, dict[str, Any]]) -> None:
    print(f"  {'':14s}" + "".join(f"{f'{h} days: CRPS, 80 %, Brier':>36s}" for h in HORIZONS_DAYS) + "   by origin")
    for kind, row in rows.items():
        cells = []
        for horizon in HORIZONS_DAYS:
            one = row[f"{horizon}_days"]
            low, high = one["interval"]
            interval = f"[{low:.2f}, {high:.2f}]"
            cells.append(f"{one['crps']:8.3f} {interval} {one['coverage_80']:.3f} {one['brier_worse']:.3f}".rjust(36))
        print(f"  {kind:14s}" + "".join(cells) + f"   {row['crps_by_origin']}")


def _posterior(chunk: Chunk, people: int) -> dict[str, float]:
    """Whether true levels and sensitivities lie where the learner says, and how the particles fare."""
    within: dict[str, list[Values]] = {"levels": [], "sensitivities": []}
    effective, persons = [], chunk.lives.persons
    for row in range(min(people, 24)):
        random = np.random.default_rng([3, row])
        (learned,) = learn_person(chunk.lives.world, record_of(chunk, row), [ORIGINS[3]], random)
        _, x = draw(learned.bank, 400, random)
        scale = {"saturating": -19.0, "flare": -21.0}.get(chunk.lives.world.name)
        level = persons["level"][row] if scale is None else scale * persons["latent"][row]
        judged = learned.bank.lens.judged > 0
        within["levels"].append(_inside(x[:, LEVEL_PART], level)[judged])
        felt = persons["sensitivity"][row]
        within["sensitivities"].append(_inside(x[:, FELT], felt)[np.abs(felt) > 0])
        effective.append(1.0 if learned.lesions is None else learned.lesions.effective)
    told = {f"{name}_in_80_percent": round(float(np.concatenate(one).mean()), 3) for name, one in within.items()}
    return told | {"least_effective_share_of_particles": round(float(np.mean(effective)), 3)}


def _inside(drawn: Values, truth: Values) -> Values:
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    return np.asarray((low <= truth) & (truth <= high), np.float64)


def _monte_carlo(one: Told, again: Told, truth: Values) -> dict[str, float]:
    """How much forecasts of the same people differ between two runs."""
    n = len(again.quantiles)
    gain = crps(one.quantiles[:n], truth[:n]) - crps(again.quantiles, truth[:n])
    middle = LEVELS.index(0.5)
    moved = np.abs(one.quantiles[:n, ..., middle] - again.quantiles[..., middle])
    return {
        "median_moves_points": round(float(moved.mean()), 3),
        "crps_moves": round(float(np.nanstd(gain)), 3),
        "mean_crps_moves": round(float(abs(np.nanmean(gain))), 4),
    }


if __name__ == "__main__":
    raise SystemExit(main())
