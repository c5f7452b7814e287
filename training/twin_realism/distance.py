"""How far apart two sets of patches lie in the features of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 200

Features = NDArray[np.float64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """A kernel distance with its bootstrap interval over people."""

    value: float
    low: float
    high: float
    n_people: tuple[int, int]


def kernel_distance(first: Features, second: Features) -> float:
    """Unbiased squared maximum mean discrepancy with the cubic kernel; 0 for samples of one distribution.

    Args:
        first: (n, d).
        second: (m, d).

    Source: Binkowski et al. 2018, ICLR, arXiv:1801.01401 (KID).
    """
    pooled = _kernel(np.concatenate([first, second]))
    return _discrepancy(pooled, len(first), np.ones(len(first)), np.ones(len(second)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Patches of a set in the features of a network."""

    rows: Features
    """(n, d)."""
    people: Sequence[str]
    """Whose each row is."""
    weights: Weights | None = None
    """How much each row counts; None: all the same."""


def bootstrap_distance(first: Described, second: Described, *, draws: int = DRAWS) -> Distance:
    """The distance with a 95 % interval over people: patches of one face are no independent draws.

    A patch that is drawn twice is never compared with itself, which would add likeness that two photos do not have.
    """
    pooled, split = _kernel(np.concatenate([first.rows, second.rows])), len(first.rows)
    one, other = _weights(first), _weights(second)
    random = np.random.default_rng(0)
    values = [
        _discrepancy(pooled, split, one * redraw(first.people, random), other * redraw(second.people, random))
        for _ in range(draws)
    ]
    low, high = np.nanquantile(values, [0.025, 0.975])
    return Distance(
        value=_discrepancy(pooled, split, one, other),
        low=float(low),
        high=float(high),
        n_people=(len(set(first.people)), len(set(second.people))),
    )


def redraw(people: Sequence[str], random: np.random.Generator) -> Weights:
    """How often each row counts when whole people are drawn with replacement."""
    names, of = np.unique(np.asarray(people), return_inverse=True)
    counts = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
    return np.asarray(counts[of], np.float64)


def _weights(described: Described) -> Weights:
    return np.ones(len(described.rows)) if described.weights is None else described.weights


def _discrepancy(pooled: Features, split: int, first: Weights, second: Weights) -> float:
    return float(
        _within(pooled[:split, :split], first)
        + _within(pooled[split:, split:], second)
        - 2 * (first @ pooled[:split, split:] @ second) / (first.sum() * second.sum())
    )


def _within(kernel: Features, weights: Weights) -> float:
    """Mean likeness of two different patches."""
    pairs = weights.sum() ** 2 - (weights**2).sum()
    if pairs <= 0:
        return float("nan")
    return float((weights @ kernel @ weights - weights**2 @ kernel.diagonal()) / pairs)


def _kernel(features: Features) -> Features:
    return np.asarray((features @ features.T / features.shape[1] + 1) ** 3)
