"""How many photos of a set the product accepts: the figure that stands beside every other one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.figures import Figure, Table, table
from benchmarks.look import Outcome
from benchmarks.metrics import estimate_of, mean

AS_TAKEN = "all photos as they are"
WITH_CLOSEUPS = "all photos, those without a found face as close-ups"


def accepted_share(outcomes: Sequence[Outcome[object]], conditions: str) -> Figure:
    """Return the share of photos that were accepted."""
    accepted = [outcome.accepted for outcome in outcomes]
    groups = [outcome.sample.group for outcome in outcomes]
    dataset = outcomes[0].sample.dataset
    estimate = estimate_of(mean, accepted, groups)
    return Figure(dataset=dataset, name="photos accepted, share", conditions=conditions, estimate=estimate)


def refusal_counts(outcomes: Sequence[Outcome[object]]) -> str:
    """Return the reasons of all refusals with their numbers, the most frequent first; a photo may have several."""
    reasons = Counter(code for outcome in outcomes for code in outcome.refused_because)
    return ", ".join(f"{code} {count}" for code, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])))


def refusal_table(outcomes: Sequence[Outcome[object]]) -> Table:
    """Return the reasons of refusals of a set as a table."""
    refused = sum(not outcome.accepted for outcome in outcomes)
    reasons = refusal_counts(outcomes) or "none"
    return table(
        outcomes[0].sample.dataset, "refusals", ("photos", "refused", "reasons"), [(len(outcomes), refused, reasons)]
    )
