"""What a photo of a future day would measure: its noise, and the phone that somebody will have by then."""

from __future__ import annotations

import numpy as np

from skincast.twin.life.observe import PHONES_MM_PER_PX, photo_sds, photograph
from skincast.twin.life.population import mean
from skincast.twin.life.world import Array, Table
from skincast.twin.oracle.relive import Camera


def measure_later(camera: Camera, scores: Array, random: np.random.Generator, *, days_ahead: int) -> Array:
    """Values that photos would measure, whether or not anybody takes them.

    In life many photograph by how bad their skin is; here every day is as good as another, so that the values are those
    of all days, while scores are kept on days with a photo. A phone that is too coarse for a concern measures nothing,
    and where nothing is measured nothing is scored: any phone that can show the concern, with a bias of its own, stands
    in for it.

    Args:
        camera: of today.
        scores: (n, c) true on the future day.
        random: source of chance.
        days_ahead: from today to that day: the phone may have been changed in between.

    Returns:
        (n, c) within 0-100, no NaN.
    """
    n = len(scores)
    poor = random.random(n) < camera.watchers["poor_share"]
    changed = random.random(n) < 1 - (1 - mean("phone_rate")) ** days_ahead
    new = _new_phone(scores.shape, random)
    state = {
        "phone": np.where(changed, new["phone"], camera.state["phone"]),
        "bias": np.where(changed[:, None], new["bias"], camera.state["bias"]),
    }
    values, _ = photograph(camera.watchers, state, scores, random, poor=poor)
    while np.isnan(values).any():
        again, _ = photograph(camera.watchers, _new_phone(scores.shape, random), scores, random, poor=poor)
        values = np.where(np.isnan(values), again, values)
    return values


def _new_phone(shape: tuple[int, ...], random: np.random.Generator) -> Table:
    """Any phone, with a bias of its own."""
    return {
        "phone": random.integers(0, len(PHONES_MM_PER_PX), shape[0]),
        "bias": mean("phone_bias") * photo_sds()[0].mean(axis=0) * random.standard_normal(shape),
    }
