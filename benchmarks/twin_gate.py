"""Are twins found by the face mesh, and does the quality gate accept the good ones and name the fault of the bad ones?

    python benchmarks/twin_gate.py [--good N] [--bad N] [--quick] [--workers N]

Good ones: another person each, in the state their day brings, in light as people find it, head nearly straight. Bad
ones: the same with one fault. Nothing of the gate is tuned on them. `--quick` takes a tenth and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import RESULTS_DIR, format_interval, format_number
from benchmarks.look import share_out
from benchmarks.metrics import Estimate
from benchmarks.render import draw_table
from benchmarks.stamp import read_stamp
from benchmarks.twin_series import MONK_GROUPS, analysis_of, monk_group, share

from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.render import render
from skincast.twin.scene.shots import GOOD, draw_shot, fault_codes

GOOD_COUNT, BAD_COUNT = 500, 24
AIM_FOUND = 0.98
NO_FACE = "no_face"
BAD_SEEDS = 10_000
"""Deliberately bad shots are of other people than the good ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One twin in front of the phone."""

    seed: int
    quality: str

    @property
    def monk(self) -> int:
        """Tone; every level equally often."""
        return 1 + self.seed % 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the gate said."""

    accepted: bool
    codes: tuple[str, ...]
    """Of everything that it names, refusing or not."""
    refusing: tuple[str, ...]

    @property
    def found(self) -> bool:
        """The face mesh found a face."""
        return NO_FACE not in self.codes


def ask(asked: Asked) -> Told:
    """Photograph one twin and show it to the gate."""
    traits = draw_traits(asked.seed, monk=asked.monk)
    shot = draw_shot(np.random.default_rng(asked.seed), quality=asked.quality)
    analysis = analysis_of(render(traits, draw_condition(traits, asked.seed), shot).jpeg)
    if isinstance(analysis, str):
        return Told(accepted=False, codes=(analysis,), refusing=(analysis,))
    problems = analysis.quality.problems
    return Told(
        accepted=analysis.quality.accepted,
        codes=tuple(dict.fromkeys(problem.code for problem in problems)),
        refusing=tuple(dict.fromkeys(problem.code for problem in problems if problem.refuses)),
    )


Pair = tuple[Asked, Told]


def good_rows(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Found and accepted shares of the good ones, by tone."""
    rows: list[tuple[str, ...]] = []
    for group in ("all", *MONK_GROUPS):
        own = [told for asked, told in pairs if group in ("all", monk_group(asked.monk))]
        named = Counter(code for told in own for code in told.codes)
        rows.append(
            (
                group,
                str(len(own)),
                _shown(share([told.found for told in own])),
                _shown(share([told.accepted for told in own])),
                _listed(named),
            )
        )
    return rows


def fault_rows(pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """One row a fault: how often it is named and refused, by tone, and what else is named."""
    rows = []
    for fault in dict.fromkeys(asked.quality for asked, _ in pairs):
        own = [(asked, told) for asked, told in pairs if asked.quality == fault]
        named = [fault in told.codes for _, told in own]
        others = Counter(code for _, told in own for code in told.codes if code != fault)
        by_tone = [
            share([hit for (asked, _), hit in zip(own, named, strict=True) if monk_group(asked.monk) == group])
            for group in MONK_GROUPS
        ]
        rows.append(
            (
                fault,
                str(len(own)),
                _shown(share(named)),
                *(format_number(one.value) for one in by_tone),
                _shown(share([not told.accepted for _, told in own])),
                str(sum(not told.codes for _, told in own)),
                _listed(others),
            )
        )
    return rows


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{code} {count}" for code, count in counts.most_common()) or "-"


def _shown(one: Estimate) -> str:
    return "-" if one.value is None else f"{format_number(one.value)} ({format_interval(one)})"


GOOD_HEADER = ("Monk", "twins", "found by the mesh", "accepted", "named on them")
FAULT_HEADER = (
    "fault",
    "twins",
    "named",
    *(f"Monk {group}" for group in MONK_GROUPS),
    "refused",
    "nothing named",
    "also named",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 if too few of the good twins are found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--good", type=int, default=GOOD_COUNT)
    parser.add_argument("--bad", type=int, default=BAD_COUNT, help="twins with each fault")
    parser.add_argument("--quick", action="store_true", help="a tenth of each; nothing is written")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0: this one")
    options = parser.parse_args(arguments)
    share_of_all = 10 if options.quick else 1
    good = [Asked(seed=seed, quality=GOOD) for seed in range(options.good // share_of_all)]
    bad = [
        Asked(seed=BAD_SEEDS + 100 * number + k, quality=fault)
        for number, fault in enumerate(fault_codes())
        for k in range(max(options.bad // share_of_all, 1))
    ]
    told = share_out(ask, [*good, *bad], workers=options.workers)
    good_pairs = list(zip(good, told[: len(good)], strict=True))
    bad_pairs = list(zip(bad, told[len(good) :], strict=True))
    content: dict[str, Any] = {
        **read_stamp().as_row(),
        "good": {"header": GOOD_HEADER, "rows": good_rows(good_pairs)},
        "faults": {"header": FAULT_HEADER, "rows": fault_rows(bad_pairs)},
        "missed": [[asked.seed, asked.monk] for asked, one in good_pairs if not one.found],
        "refused": [[asked.seed, asked.monk, *one.refusing] for asked, one in good_pairs if not one.accepted],
    }
    for name in ("good", "faults"):
        print(draw_table(content[name]["header"], content[name]["rows"]), end="\n\n")
    print("refused good ones (seed, Monk, codes):", *content["refused"])
    if not options.quick:
        RESULTS_DIR.mkdir(parents=True, exist_ok=True)
        (RESULTS_DIR / "twin_gate.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    found = share([one.found for _, one in good_pairs]).value or 0.0
    return 0 if found >= AIM_FOUND else 1


if __name__ == "__main__":
    raise SystemExit(main())
