"""Type of blemishes against labels. The boxes are incomplete, so only boxed lesions are judged: never false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.acceptance import WITH_CLOSEUPS, accepted_share
from benchmarks.datasets import Sample
from benchmarks.detection import match
from benchmarks.figures import Figure, Table, Verdict, table
from benchmarks.look import look_twice, seen_of
from benchmarks.metrics import Estimate, Indices, estimate, estimate_of, kappa, mean
from benchmarks.placement import findings_in_photo

from skincast.analysis import Analysis

DATASET = "acne_types"
OUR_TYPE = {
    "cyst": "nodule",
    "nodule": "nodule",
    "papule": "papule",
    "pustule": "pustule",
    "blackhead": "comedone_open",
    "whitehead": "comedone_closed",
}
MISSED = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A boxed lesion: the type of its box, and ours."""

    truth: str
    found: str


Seen = tuple[Pair, ...]


def observe(sample: Sample, analysis: Analysis) -> Seen:
    """Pair each box with the finding whose center it holds."""
    labeled = sample.boxes or ()
    found = findings_in_photo(analysis, "acne")
    matches = match(found, [one.box for one in labeled], rule="center")
    types = {int(index): found[i].type for i, index in enumerate(matches.box_index) if index >= 0}
    return tuple(Pair(truth=OUR_TYPE[one.label], found=types.get(i, MISSED)) for i, one in enumerate(labeled))


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge types where a finding meets a box, and the share of boxes met, type by type."""
    _first, outcomes = look_twice(samples, observe)
    pairs = [(sample.group, pair) for sample, seen in seen_of(outcomes) for pair in seen]
    met = [(group, pair) for group, pair in pairs if pair.found != MISSED]
    groups = [group for group, _ in met]
    same = [pair.found == pair.truth for _, pair in met]
    conditions = "boxed lesions with a finding; faces and close-ups"
    figures = [
        accepted_share(outcomes, WITH_CLOSEUPS),
        _figure("type agrees", conditions, estimate_of(mean, same, groups), headline=True),
        _figure("type agrees beyond chance (kappa)", conditions, _kappa(met)),
    ]
    for name in dict.fromkeys(OUR_TYPE.values()):
        of_type = [(group, pair.found != MISSED) for group, pair in pairs if pair.truth == name]
        shares = estimate_of(mean, [hit for _, hit in of_type], [group for group, _ in of_type])
        figures.append(_figure(f"boxes met, {name}", "boxes on accepted photos, center hits", shares))
    return Verdict(figures=tuple(figures), tables=(_confusion([pair for _, pair in pairs]),))


def _kappa(met: Sequence[tuple[str, Pair]]) -> Estimate:
    pairs = [pair for _, pair in met]

    def statistic(chosen: Indices) -> float:
        return kappa([pairs[i].truth for i in chosen], [pairs[i].found for i in chosen])

    return estimate(statistic, [group for group, _ in met])


def _confusion(pairs: Sequence[Pair]) -> Table:
    truths = tuple(dict.fromkeys(OUR_TYPE.values()))
    answers = (*truths, *sorted({pair.found for pair in pairs} - {*truths, MISSED}), MISSED)
    counts = Counter((pair.truth, pair.found) for pair in pairs)
    rows = [(truth, *(counts[truth, answer] for answer in answers)) for truth in truths]
    return table(DATASET, "boxed type (rows) and found type (columns)", ("boxed", *answers), rows)


def _figure(name: str, conditions: str, estimated: Estimate, *, headline: bool = False) -> Figure:
    return Figure(dataset=DATASET, name=name, conditions=conditions, estimate=estimated, headline=headline)
