"""Redness without spots: cheeks, nose and chin, even or blotchy, as each person blushes."""

from __future__ import annotations

from typing import Final

import numpy as np

from skincast.smooth import enlarge
from skincast.twin.feature.pigment.ground import Blob, both_sides, severity_map, soft_patches
from skincast.twin.feature.pigment.mottle import mottle
from skincast.twin.feature.pigment.perfuse import perfuse
from skincast.twin.person import Condition, Traits, stream
from skincast.twin.sheet import Canvas, Kind
from skincast.types import FloatMap

PATTERNS: Final[dict[str, tuple[Blob, ...]]] = {
    "butterfly": ((50, 17.0, 11.0, 1.0), (117, 14.0, 9.0, 0.55), (5, 8.0, 12.0, 0.75), (36, 7.0, 6.0, 0.4)),
    "central": (
        (4, 9.0, 8.0, 1.0),
        (48, 5.0, 5.0, 0.4),
        (205, 10.0, 10.0, 0.75),
        (50, 11.0, 10.0, 0.5),
        (199, 12.0, 9.0, 0.9),
        (9, 9.0, 8.0, 0.5),
        (151, 20.0, 9.0, 0.3),
    ),
    "cheeks": ((50, 16.0, 12.0, 0.9), (147, 15.0, 13.0, 0.7), (205, 9.0, 9.0, 0.5)),
    "diffuse": ((50, 24.0, 18.0, 0.6), (4, 10.0, 10.0, 0.4), (151, 34.0, 14.0, 0.4), (199, 16.0, 10.0, 0.45)),
}
SHARES: Final = {"butterfly": 0.30, "central": 0.30, "cheeks": 0.25, "diffuse": 0.15}
STRONGEST_RISE = 3.2
"""Blood in the reddest place of the worst redness, over the person's own; ours, untested."""
SENSITIVE_SHARE = 0.38
"""How red the worst sensitivity is beside the worst redness."""
SEEN_OVER = 0.25
"""Relative rise of blood from which a place is labelled."""


def draw_erythema(canvas: Canvas, traits: Traits, condition: Condition) -> None:
    """Add the blood of diffuse redness: that of the concern itself and the milder one of sensitive skin.

    Faint amounts are the early sign of inflammation: even, without an edge. The color that comes of it on light and
    dark skin is the optics' affair.

    Source: patterns after the erythematotelangiectatic type (Wilkin et al. 2002, J Am Acad Dermatol 46:584);
    amounts ours, untested.
    """
    severity = severity_map(condition, "redness")
    sensitive = severity_map(condition, "sensitivity")
    if not severity.max() and not sensitive.max():
        return
    rng = stream(traits.seed, "pigment erythema")
    pattern = _pattern(rng)
    blotches = mottle(rng, (0.14, 0.17, 0.17, 0.14, 0.09, 0.07))
    rise = _rise(pattern, blotches, severity) * np.float32(STRONGEST_RISE)
    calm = _rise(_sensitive_pattern(rng), 0.6 * blotches, sensitive)
    rise += calm * np.float32(STRONGEST_RISE * SENSITIVE_SHARE)
    _lay(canvas, rise, float(traits.complexion.blood))


def _pattern(rng: np.random.Generator) -> FloatMap:
    """The person's own mixture of two patterns, 0-1."""
    first, second = rng.choice(list(SHARES), size=2, p=list(SHARES.values()))
    share = rng.uniform(0.6, 1.0)
    patches = soft_patches(both_sides(PATTERNS[str(first)]), rng) * np.float32(share)
    patches += soft_patches(both_sides(PATTERNS[str(second)]), rng) * np.float32(1 - share)
    patches += soft_patches(both_sides(PATTERNS["diffuse"]), rng) * np.float32(0.3)
    return np.asarray(np.tanh(patches), np.float32)


def _sensitive_pattern(rng: np.random.Generator) -> FloatMap:
    blobs = (*PATTERNS["cheeks"], (129, 7.0, 8.0, 0.6), (164, 12.0, 5.0, 0.3), (4, 8.0, 8.0, 0.35))
    return np.asarray(np.tanh(soft_patches(both_sides(blobs), rng)), np.float32)


def _rise(pattern: FloatMap, blotches: FloatMap, severity: FloatMap) -> FloatMap:
    """Rises with the severity everywhere, and spreads: the edges of the pattern join in late."""
    reached = np.clip(pattern * np.maximum(1 + 1.4 * blotches, 0.35) - 0.2 * (1 - severity), 0, 1.3)
    return np.asarray(severity * reached, np.float32)


def _lay(canvas: Canvas, rise: FloatMap, blood: float) -> None:
    sheet = canvas.sheet
    fine = enlarge(rise, sheet.shape)
    added = fine * np.float32(blood)
    perfuse(sheet, added)
    np.add(canvas.amount("redness"), added, out=canvas.amount("redness"))
    np.copyto(canvas.labels, np.uint8(Kind.ERYTHEMA), where=(fine > SEEN_OVER) & (canvas.labels == Kind.NONE))
