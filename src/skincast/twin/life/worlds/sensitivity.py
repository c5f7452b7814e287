"""Personal sensitivities of the worlds that are not Gaussian: log-normal, and some people feel nothing at all."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.drivers import DRIVERS
from skincast.twin.life.population import effects, mean
from skincast.twin.life.world import PRODUCTS, Array


def draw_sensitivities(n: int, world: str, random: np.random.Generator) -> Array:
    """Points per unit of a driver that has acted in full, (n, number of effects).

    Means and SDs over people are those of `population.toml`, people who feel nothing included. An effect whose mean is
    zero has a personal sign: a third of people either way, a third nothing. Effects of other worlds are zero.

    Source: E035 for the personal sign; the share of people without an effect and the log-normal are ours.
    """
    share = mean("driver_share")
    common = random.standard_normal((n, len(DRIVERS)))[:, driver_columns()]
    own = random.standard_normal((n, len(effects())))
    size = np.exp(_shape("sigma") * (np.sqrt(share) * common + np.sqrt(1 - share) * own)) * _shape("scale")
    lot = random.random(size.shape)
    felt = lot >= mean("unfelt_share")
    sign = np.where(_signed(), np.sign(lot - 0.5) * (np.abs(lot - 0.5) > 1 / 6), felt)
    return np.asarray(size * sign * _lives_in(world))


@cache
def driver_columns() -> NDArray[np.int64]:
    """Of each effect's driver in `DRIVERS`."""
    return np.array([DRIVERS.index(effect.driver) for effect in effects()])


@cache
def of_products() -> NDArray[np.bool_]:
    """Which effects are those of products and creams."""
    return np.array([effect.driver in (*PRODUCTS, "cream") for effect in effects()])


@cache
def columns_of(concern: str) -> slice:
    """Where the effects on one concern stand."""
    rows = [row for row, effect in enumerate(effects()) if effect.concern == concern]
    return slice(rows[0], rows[-1] + 1)


@cache
def _signed() -> NDArray[np.bool_]:
    return np.array([effect.mean == 0 for effect in effects()])


@cache
def _lives_in(world: str) -> Array:
    return np.array([float(world in effect.worlds) for effect in effects()])


@cache
def _shape(name: str) -> Array:
    """`sigma` of the logarithm and `scale` (with its sign) that give each effect its mean and SD."""
    keep = 1 - mean("unfelt_share")
    center, sd = (np.array([getattr(effect, field) for effect in effects()]) for field in ("mean", "sd"))
    safe = np.where(center == 0, 1.0, center)
    sigma = np.sqrt(np.log(np.maximum(keep * (1 + (sd / safe) ** 2), 1.02)))
    sigma = np.where(center == 0, 0.5, np.minimum(sigma, 1.2))
    signed_scale = sd / np.sqrt(2 / 3 * np.exp(2 * 0.5**2))
    scale = np.where(center == 0, signed_scale, center / keep * np.exp(-(sigma**2) / 2))
    return np.asarray(sigma if name == "sigma" else scale)
