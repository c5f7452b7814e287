"""Lost radiance: an uneven, grayer, slightly rougher surface; the opposite of a glow."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from skincast.face.regions import region_names
from skincast.twin.feature.relief.noise import cloud
from skincast.twin.feature.relief.places import amount_map, bare_skin
from skincast.twin.feature.relief.tiles import TILE_MM, bump_tile, laid_out
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap

EVERYWHERE = MappingProxyType({name.removesuffix("_right").removesuffix("_left"): 1.0 for name in region_names()})
SHEEN_LOST, SHEEN_UNEVEN = 0.4, 0.1
MELANIN_MOTTLE, MELANIN_GAIN = 0.2, 0.05
HALVED_AT = 0.15
"""Melanin of the skin on which the relative mottle is half that of the lightest: dark skin shows more of each step."""
BLOOD_MOTTLE, BLOOD_LOST = 0.2, 0.18
OXYGEN_LOST = 0.06
ROUGH_MM = 0.008
"""Of full severity (ours, by eye; tired faces are paler, Sundelin et al., Sleep 2013)."""


def draw_dullness(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Take the glow away in proportion to the severity of `radiance`.

    Truth: amount `dullness`, 0-1; the little roughness also goes to `roughness`.

    Args:
        canvas: drawn on.
        traits: the seed fixes the mottling.
        condition: severity of `radiance` (1 = no radiance left), by region.
    """
    sheet = canvas.sheet
    strength = amount_map(condition, "radiance", EVERYWHERE, sheet.shape) * bare_skin(sheet.shape)
    if strength.max() <= 0:
        return
    random = stream(traits.seed, "dullness")
    # Uneven skin has darker places on even ground rather than paler ones.
    brown = np.maximum(_mottled(random, sheet.shape), -0.5)
    # Finer red patches would be spots of acne, not tone.
    red = 0.8 * cloud(random, sheet.shape, 10.0) + 0.6 * cloud(random, sheet.shape, 6.0)
    gloss = cloud(random, sheet.shape, 2.2)
    mottled = MELANIN_MOTTLE / (1 + traits.complexion.melanin / HALVED_AT)
    for values, level, mottle, pattern in (
        (sheet.melanin, MELANIN_GAIN, mottled, brown),
        (sheet.blood, -BLOOD_LOST, BLOOD_MOTTLE, red),
        (sheet.sheen, -SHEEN_LOST, SHEEN_UNEVEN, gloss),
    ):
        factor = np.maximum(1 + strength * (np.float32(level) + np.float32(mottle) * pattern), 0.2)
        np.multiply(values, factor, out=values)
    np.subtract(sheet.oxygen, OXYGEN_LOST * strength, out=sheet.oxygen)
    height, roughness, dullness = sheet.height_mm, canvas.amount("roughness"), canvas.amount("dullness")
    height += ROUGH_MM * strength * laid_out(bump_tile(round(TILE_MM / sheet.mm_per_px)), random, sheet.shape)
    roughness += ROUGH_MM * strength
    np.maximum(dullness, strength, out=dullness)


def _mottled(random: np.random.Generator, shape: tuple[int, int]) -> FloatMap:
    """Unevenness of tone from 1 to 12 mm, SD about 1, strongest in loose patches."""
    large, middle, small = (cloud(random, shape, grain_mm) for grain_mm in (9.0, 4.0, 1.8))
    patches = np.clip(0.8 + 0.4 * cloud(random, shape, 17.0), 0.2, 1.6)
    return np.asarray((0.6 * large + 0.6 * middle + 0.45 * small) * patches, np.float32)
