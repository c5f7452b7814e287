"""Blemishes against experts: severity of the face, number and place of active lesions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.acceptance import AS_TAKEN, WITH_CLOSEUPS, accepted_share
from benchmarks.datasets import Sample
from benchmarks.detection import (
    FROC_AT,
    Detection,
    Matches,
    Rule,
    average_precision,
    estimate_detection,
    match,
    precision,
    recall,
    sensitivity_at,
)
from benchmarks.figures import Figure, Verdict
from benchmarks.look import Outcome, look_twice, seen_of
from benchmarks.metrics import Estimate, estimate_of, estimate_spearman, mean, mean_absolute, root_mean_square
from benchmarks.placement import active_lesions

from skincast.analysis import Analysis

DATASET = "acne04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the task keeps of one photo."""

    burden: float | None
    lesions: tuple[Detection, ...]


Outcomes = Sequence[Outcome[Seen]]


def observe(_: Sample, analysis: Analysis) -> Seen:
    """Keep the burden and the active lesions."""
    return Seen(burden=analysis.measurements["acne"].burden, lesions=active_lesions(analysis))


def examine(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge as people would meet it (refusals are refusals) and with close-ups for photos without a found face."""
    first, with_closeups = look_twice(samples, observe)
    figures = [
        accepted_share(first, AS_TAKEN),
        accepted_share(with_closeups, WITH_CLOSEUPS),
        _severity("accepted photos", first, headline=True),
        _severity("accepted photos, close-up where no face was found", with_closeups, headline=False),
    ]
    boxed = [outcome for outcome in first if outcome.sample.boxes is not None]
    boxed_closeups = [outcome for outcome in with_closeups if outcome.sample.boxes is not None]
    figures += _counts("accepted photos with boxes", boxed)
    figures += _counts("same, close-up where no face was found", boxed_closeups)
    figures += _detection("accepted photos with boxes", [one for one in boxed if one.accepted], headline=False)
    figures += _detection("all photos with boxes, a refused one finds nothing", boxed, headline=True)
    figures += _detection("all, close-up where no face was found", boxed_closeups, headline=False)
    return Verdict(figures=tuple(figures))


def _severity(conditions: str, outcomes: Outcomes, *, headline: bool) -> Figure:
    rows = [(sample, seen.burden) for sample, seen in seen_of(outcomes) if seen.burden is not None]
    estimate = estimate_spearman(
        [burden for _, burden in rows],
        [float(sample.grade or 0) for sample, _ in rows],
        [sample.group for sample, _ in rows],
    )
    return _figure("Spearman, burden and severity 0-3", conditions, estimate, headline=headline)


def _counts(conditions: str, outcomes: Outcomes) -> list[Figure]:
    rows = seen_of(outcomes)
    groups = [sample.group for sample, _ in rows]
    counts = [float(len(seen.lesions)) for _, seen in rows]
    truth = [float(len(sample.boxes or ())) for sample, _ in rows]
    errors = [count - true for count, true in zip(counts, truth, strict=True)]
    return [
        _figure("lesion count, mean absolute error", conditions, estimate_of(mean_absolute, errors, groups)),
        _figure("lesion count, bias", conditions, estimate_of(mean, errors, groups)),
        _figure("lesion count, root mean square error", conditions, estimate_of(root_mean_square, errors, groups)),
        _figure("lesion count, Spearman", conditions, estimate_spearman(counts, truth, groups)),
    ]


def _detection(conditions: str, outcomes: Outcomes, *, headline: bool) -> list[Figure]:
    groups = _groups(outcomes)
    by_rule: dict[Rule, list[Matches]] = {
        rule: [_match(outcome, rule) for outcome in outcomes] for rule in ("iou", "center")
    }

    def of(name: str, figure: Callable[[Sequence[Matches]], float], rule: Rule, *, head: bool = False) -> Figure:
        return _figure(name, conditions, estimate_detection(figure, by_rule[rule], groups), headline=head)

    figures = [
        of("AP, IoU 0.5", average_precision, "iou", head=headline),
        of("AP, center hits", average_precision, "center", head=headline),
        of("precision, center hits", precision, "center"),
        of("recall, center hits", recall, "center"),
    ]
    for allowed in FROC_AT:
        name = f"sensitivity at {allowed} false a photo, center hits"
        figures.append(of(name, _sensitivity(allowed), "center"))
    return figures


def _sensitivity(allowed: int) -> Callable[[Sequence[Matches]], float]:
    return lambda photos: sensitivity_at(photos, allowed)


def _match(outcome: Outcome[Seen], rule: Rule) -> Matches:
    boxes = [labeled.box for labeled in outcome.sample.boxes or ()]
    return match(outcome.seen.lesions if outcome.seen else (), boxes, rule=rule)


def _groups(outcomes: Outcomes) -> list[str]:
    return [outcome.sample.group for outcome in outcomes]


def _figure(name: str, conditions: str, estimate: Estimate, *, headline: bool = False) -> Figure:
    return Figure(dataset=DATASET, name=name, conditions=conditions, estimate=estimate, headline=headline)
