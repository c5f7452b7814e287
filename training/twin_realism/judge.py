"""The small probe: a regularized multinomial logistic regression on frozen features."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

STEPS = 40

Rows = NDArray[np.float64]
Classes = NDArray[np.int64]
Judge = Callable[[Rows], Rows]


def standardize(rows: Rows) -> Callable[[Rows], Rows]:
    """The change of scale that makes the mean of these rows 0 and their SD 1, per feature."""
    mean, sd = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    return lambda other: np.asarray((other - mean) / sd)


def fit(rows: Rows, classes: Classes, *, n_classes: int, penalty: float) -> Judge:
    """Fit by L-BFGS; every class weighs the same, however many rows it has.

    Args:
        rows: (n, d), standardized.
        classes: (n,), 0 .. n_classes-1.
        n_classes: how many there are.
        penalty: on half the squared weights, beside the mean loss; larger is stiffer.

    Returns:
        From rows to logits `(n, n_classes)`.
    """
    inputs, targets = torch.from_numpy(rows).float(), torch.from_numpy(classes)
    counts = np.maximum(np.bincount(classes, minlength=n_classes), 1)
    importance = torch.from_numpy(1.0 / counts).float()
    weights = torch.zeros(rows.shape[1], n_classes, requires_grad=True)
    bias = torch.zeros(n_classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = torch.nn.functional.cross_entropy(inputs @ weights + bias, targets, weight=importance)
        total = wrong + penalty * (weights**2).sum() / 2
        total.backward()
        return total

    optimizer.step(loss)
    fitted, offset = weights.detach().double().numpy(), bias.detach().double().numpy()
    return lambda other: np.asarray(other @ fitted + offset)
