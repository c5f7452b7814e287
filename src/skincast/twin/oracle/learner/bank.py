"""A bank of Kalman filters over one person: levels, sensitivities, deviation, pools and the phone's bias, together.

One filter for each memory and volatility that a person may have, weighed by how well it foretold each photo. In the
linear world, with known exposures, that would be the exact posterior if photos were Gaussian, of one noise for all
people, and unclipped; personal noise factors enter by their mean square, and the ends of the scale are left out.

Source: Kalman 1960; mixtures by Magill 1965, IEEE Trans Autom Control 10:434.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skincast.twin.life.exposure import to_concerns
from skincast.twin.life.population import mean, spread
from skincast.twin.life.world import Array
from skincast.twin.life.worlds.gauss import N_CONCERNS, N_SOURCES, parts, pool_gain, source_columns
from skincast.twin.oracle.learner.lens import Lens

LEVELS, FELT, DEVIATION, POOLS = parts()
BIAS = slice(POOLS.stop, POOLS.stop + N_CONCERNS)
DIMENSION = BIAS.stop
RELINEARIZED = 2
"""Times that a curve is laid on anew for one photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """b filters over x = [levels, sensitivities, deviation, pools, bias] in points."""

    lens: Lens
    means: Array
    """(b, DIMENSION)"""
    covariances: Array
    """(b, DIMENSION, DIMENSION)"""
    log_weights: Array
    """(b,) up to a constant."""

    @property
    def weights(self) -> Array:
        """(b,) that sum to 1."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        return np.asarray(weights / weights.sum())


def first_bank(lens: Lens, prior: tuple[Array, Array], seen: Array) -> Bank:
    """The evening before the first day: pools stand where ordinary days hold them.

    Args:
        lens: of the world.
        prior: mean and covariance of levels and sensitivities.
        seen: (e,) what each effect sees then.
    """
    n_fixed = FELT.stop
    spread_out = np.zeros((DIMENSION, n_fixed + N_CONCERNS))
    spread_out[:n_fixed, :n_fixed] = np.eye(n_fixed)
    spread_out[DEVIATION, n_fixed:] = np.eye(N_CONCERNS)
    spread_out[POOLS, FELT] = (seen[:, None] * to_concerns()).T[source_columns()]
    means, covariances = [], []
    for memory, volatility, _ in lens.grid:
        inner = np.zeros((n_fixed + N_CONCERNS,) * 2)
        inner[:n_fixed, :n_fixed] = prior[1]
        inner[n_fixed:, n_fixed:] = lens.chance(memory, volatility).stationary
        means.append(spread_out @ np.concatenate([prior[0], np.zeros(N_CONCERNS)]))
        covariances.append(spread_out @ inner @ spread_out.T)
    shares = np.array([share for _, _, share in lens.grid])
    return Bank(lens=lens, means=np.array(means), covariances=np.array(covariances), log_weights=np.log(shares))


def predict(bank: Bank, seen: Array) -> Bank:
    """One day on.

    Args:
        bank: of yesterday.
        seen: (e,) what each effect sees today.
    """
    laws = [bank.lens.chance(memory, volatility) for memory, volatility, _ in bank.lens.grid]
    keep, noise = np.array([law.keep for law in laws]), np.array([law.noise for law in laws])
    means, cov = bank.means.copy(), bank.covariances.copy()
    means[:, DEVIATION] *= keep
    cov[:, DEVIATION, :] *= keep[:, :, None]
    cov[:, :, DEVIATION] *= keep[:, None, :]
    cov[:, DEVIATION, DEVIATION] += noise
    into = _into_pools(seen)
    means[:, POOLS] = means @ into.T
    rows = into @ cov
    corner = rows @ into.T
    cov[:, POOLS, :], cov[:, :, POOLS] = rows, np.swapaxes(rows, 1, 2)
    cov[:, POOLS, POOLS] = corner
    return replace(bank, means=means, covariances=cov)


def readout(lens: Lens, seen: Array) -> Array:
    """(c, DIMENSION) with z = matrix @ x; the bias stands behind the curve and is left out."""
    out = np.zeros((N_CONCERNS, DIMENSION))
    out[:, LEVELS] = out[:, DEVIATION] = np.eye(N_CONCERNS)
    out[:, FELT] = (seen[:, None] * to_concerns()).T
    out[:, POOLS] = lens.couplings.T
    return out


def learn(bank: Bank, seen: Array, offset: Array, *, values: Array, sd: Array) -> Bank:
    """Take in a photo.

    Args:
        bank: of today, before it.
        seen: (e,) what each effect sees today.
        offset: (c,) points before the curve that no filter must learn.
        values: (c,) measured; NaN where not.
        sd: (c,) as told.
    """
    lens = bank.lens
    there = ~np.isnan(values) & (lens.judged > 0)
    if not there.any():
        return bank
    matrix, value = readout(lens, seen)[there], values[there]
    noise, at = _photo_noise(sd[there]), bank.means
    bias = np.eye(N_CONCERNS)[there]
    for _ in range(RELINEARIZED if not lens.straight else 1):
        z = _spread_out(at @ matrix.T + offset[there], there)
        slope = lens.slope(z)[:, there]
        jacobian = slope[:, :, None] * matrix[None]
        jacobian[:, :, BIAS] += bias
        expected = lens.curve(z)[:, there]
        back = np.einsum("bcx,bx->bc", jacobian, bank.means - at)
        innovation = value - expected - at[:, BIAS][:, there] - back
        across = bank.covariances @ np.swapaxes(jacobian, 1, 2)
        total = jacobian @ across + noise
        gain = np.swapaxes(np.linalg.solve(total, np.swapaxes(across, 1, 2)), 1, 2)
        at = bank.means + np.einsum("bxc,bc->bx", gain, innovation)
    return replace(
        bank,
        means=at,
        covariances=bank.covariances - gain @ np.swapaxes(across, 1, 2),
        log_weights=bank.log_weights + _log_likelihood(innovation, total),
    )


def change_phone(bank: Bank, bias_sd: Array) -> Bank:
    """Another phone: what was known of the bias is void.

    Args:
        bank: of today.
        bias_sd: (c,) of a new phone.
    """
    means, cov = bank.means.copy(), bank.covariances.copy()
    means[:, BIAS] = 0.0
    cov[:, BIAS, :] = 0.0
    cov[:, :, BIAS] = 0.0
    cov[:, BIAS, BIAS] = np.diag(bias_sd**2)
    return replace(bank, means=means, covariances=cov)


def draw(bank: Bank, n: int, random: np.random.Generator) -> tuple[NDArray[np.int64], Array]:
    """Which filter and what x, n times: (n,) and (n, DIMENSION)."""
    which = random.choice(len(bank.weights), size=n, p=bank.weights)
    return which, draw_within(bank, which, random)


def draw_within(bank: Bank, which: NDArray[np.int64], random: np.random.Generator) -> Array:
    """What x, (n, DIMENSION), by the filters `which` (n,)."""
    x = np.empty((len(which), DIMENSION))
    for one in np.unique(which):
        rows = np.nonzero(which == one)[0]
        value, vector = np.linalg.eigh(bank.covariances[one])
        root = vector * np.sqrt(np.maximum(value, 0.0))
        x[rows] = bank.means[one] + random.standard_normal((len(rows), DIMENSION)) @ root.T
    return x


def volatility_evidence(bank: Bank, volatility: Array) -> Array:
    """Logarithm, up to a constant, of how well filters of one memory foretold all photos.

    Args:
        bank: whose filters differ in volatility only, rising.
        volatility: (n,) between and beyond those of the filters.
    """
    grid, shares = _volatilities(bank), np.log([share for _, _, share in bank.lens.grid])
    return np.asarray(np.interp(np.log(volatility), grid, bank.log_weights - shares))


def filters_near(bank: Bank, volatility: Array, random: np.random.Generator) -> NDArray[np.int64]:
    """(n,) filters of about these volatilities, one of the two neighbors by lot, the nearer one sooner."""
    grid = _volatilities(bank)
    place = np.interp(np.log(volatility), grid, np.arange(len(grid)))
    return np.floor(place + random.random(len(volatility))).astype(np.int64).clip(0, len(grid) - 1)


def _volatilities(bank: Bank) -> Array:
    """Logarithms of those of the filters."""
    return np.log([volatility for _, volatility, _ in bank.lens.grid])


def _into_pools(seen: Array) -> Array:
    """(sources, DIMENSION): today's pools by yesterday's pools and today's deviation and exposures."""
    into = np.zeros((N_SOURCES, DIMENSION))
    gain, columns = pool_gain(), source_columns()
    into[:, POOLS] = np.diag(1 - gain)
    into[np.arange(N_SOURCES), DEVIATION.start + columns] = gain
    into[:, FELT] = gain[:, None] * (seen[:, None] * to_concerns()).T[columns]
    return into


def _photo_noise(sd: Array) -> Array:
    """Covariance of a photo's errors: the mean square over people of how much more than told they are."""
    more = mean("noise_factor") ** 2 * np.exp(2 * spread("noise_factor") ** 2)
    share = mean("error_share")
    return np.asarray((share + (1 - share) * np.eye(len(sd))) * np.outer(sd, sd) * more)


def _spread_out(values: Array, there: NDArray[np.bool_]) -> Array:
    """Into the columns that were measured, 0 elsewhere."""
    out = np.zeros((len(values), N_CONCERNS))
    out[:, there] = values
    return out


def _log_likelihood(innovation: Array, total: Array) -> Array:
    solved = np.linalg.solve(total, innovation[:, :, None])[:, :, 0]
    return np.asarray(-0.5 * ((innovation * solved).sum(axis=1) + np.linalg.slogdet(total)[1]))
