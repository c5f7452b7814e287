"""What a filter has learned as people of the world's own law, so that their futures can be lived."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.population import by_concern
from skincast.twin.life.world import Array, Table
from skincast.twin.life.worlds import flare, saturating
from skincast.twin.life.worlds.sensitivity import columns_of
from skincast.twin.oracle.learner.bank import DEVIATION, FELT, LEVELS, POOLS
from skincast.twin.oracle.learner.lens import Lens


def embody(
    world: str, lens: Lens, which: NDArray[np.int64], x: Array, *, persons: Table, skin: Table
) -> tuple[Table, Table]:
    """Write drawn states into imagined people.

    Args:
        world: by name.
        lens: of the world.
        which: (n,) filter of each draw.
        x: (n, DIMENSION) in points.
        persons: (n) imagined.
        skin: (n) theirs.

    Returns:
        Persons and skin.
    """
    grid = np.array([row[:2] for row in lens.grid])[which]
    return {"linear": _linear, "saturating": _saturating, "flare": _flare}[world](grid, x, persons, skin)


def _linear(grid: Array, x: Array, persons: Table, skin: Table) -> tuple[Table, Table]:
    own = {"level": x[:, LEVELS], "sensitivity": x[:, FELT], "memory": grid[:, 0], "volatility": grid[:, 1]}
    return {**persons, **own}, {**skin, "deviation": x[:, DEVIATION], "pools": x[:, POOLS]}


def _saturating(grid: Array, x: Array, persons: Table, skin: Table) -> tuple[Table, Table]:
    scale = -saturating.POINTS_PER_LATENT
    lens_keep = np.array([saturating_keep(memory) for memory in np.unique(grid[:, 0])])
    own = {
        "latent": x[:, LEVELS] / scale,
        "sensitivity": x[:, FELT],
        "keep": lens_keep[np.searchsorted(np.unique(grid[:, 0]), grid[:, 0])],
        "swing": by_concern("deviation") * grid[:, 1:] / -scale,
    }
    return {**persons, **own}, {**skin, "deviation": x[:, DEVIATION] / scale, "pools": x[:, POOLS] / scale}


def saturating_keep(memory: float) -> Array:
    """(c,) share of the deviation that outlives a day under a personal multiple of memory."""
    return np.asarray(np.exp(-1 / np.maximum(by_concern("memory") * memory, 1.0)))


def _flare(_grid: Array, x: Array, persons: Table, skin: Table) -> tuple[Table, Table]:
    """Acne and how stormy the skin is stay with their particles."""
    scale = -flare.POINTS_PER_LATENT
    felt, latent = x[:, FELT].copy(), x[:, LEVELS] / scale
    felt[:, columns_of("acne")] = persons["sensitivity"][:, columns_of("acne")]
    own = {"latent": latent, "sensitivity": felt}
    return {**persons, **own}, {**skin, "burst": x[:, DEVIATION] / scale, "pools": x[:, POOLS] / scale}
