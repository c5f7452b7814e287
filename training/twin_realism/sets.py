"""The sets that are compared: real and generated photos that may train, and twins; patches kept in a cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from benchmarks.datasets import load, spread
from training.twin_realism.patches import Patch, cut_patches

from skincast import analyze
from skincast.errors import SkincastError
from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot

REAL = ("wrinkle_boxes", "dark_circles", "acne_types")
GENERATED = ("gan1024_survey", "gan1024_gecid", "sfhq_tiles")
TWINS = "twins"
COARSE_SHARE = 3
"""Every third twin is photographed as small as the boxed sets are: 640 px."""
SIZES_PX = ((768, 1024), (480, 640))
FIRST_SEED = 50_000
"""Twins of other examinations have smaller seeds."""


def photo_patches(name: str, data: Path, most_photos: int) -> Iterator[Patch]:
    """Patches of a set of photos; those that the analysis refuses give none.

    Args:
        name: of a set that may train.
        data: the data folder.
        most_photos: spread evenly over the set.
    """
    for sample in spread(load(name, data), most_photos):
        try:
            analysis = analyze(sample.path)
        except SkincastError:
            continue
        yield from cut_patches(analysis, sample.group)


def twin_patches(people: int) -> Iterator[Patch]:
    """Patches of as many twins, every tone as often, in the conditions and lights that come up."""
    for index in range(people):
        seed = FIRST_SEED + index
        traits = draw_traits(seed, monk=1 + index % 10)
        size = SIZES_PX[index % COARSE_SHARE == COARSE_SHARE - 1]
        shot = draw_shot(np.random.default_rng(seed), size_px=size)
        selfie = render(traits, draw_condition(traits, seed), shot)
        try:
            analysis = analyze(selfie.jpeg)
        except SkincastError:
            continue
        yield from cut_patches(analysis, str(seed))
