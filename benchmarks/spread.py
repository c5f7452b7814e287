"""How far values of one face scatter, and how far faces differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def pooled_variance(values: ArrayLike, faces: Sequence[str]) -> float:
    """Return the variance within a face, pooled over faces by degrees of freedom.

    Args:
        values: (n,) any unit.
        faces: The face of each value.

    Returns:
        NaN where no face has two values.

    Source: one-way analysis of variance, mean square within; Bland and Altman 1996, Measurement error, BMJ 312:1654.
    """
    within = _by_face(values, faces)
    freedom = sum(len(own) - 1 for own in within)
    if freedom == 0:
        return float("nan")
    return float(sum(((own - own.mean()) ** 2).sum() for own in within) / freedom)


def pooled_sd(values: ArrayLike, faces: Sequence[str]) -> float:
    """Return the square root of the pooled variance."""
    return float(np.sqrt(pooled_variance(values, faces)))


def between_share(values: ArrayLike, faces: Sequence[str]) -> float:
    """Return the share of all variance that lies between faces, 0-1: ICC(1,1) with equally many values a face.

    Returns:
        NaN with fewer than two faces or without repeats.

    Source: Shrout and Fleiss 1979; unequal numbers by the harmonic mean.
    """
    groups = _by_face(values, faces)
    within = pooled_variance(values, faces)
    if len(groups) < 2 or not np.isfinite(within):
        return float("nan")
    means = np.array([own.mean() for own in groups])
    repeats = len(groups) / sum(1 / len(own) for own in groups)
    between = max(0.0, float(means.var(ddof=1)) - within / repeats)
    return between / (between + within) if between + within else float("nan")


def _by_face(values: ArrayLike, faces: Sequence[str]) -> list[Floats]:
    array, names = np.asarray(values, np.float64), np.asarray(faces)
    if not len(array):
        return []
    order = np.argsort(names, kind="stable")
    _, starts = np.unique(names[order], return_index=True)
    return list(np.split(array[order], starts[1:]))
