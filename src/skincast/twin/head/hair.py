"""Hair as a shell over the scalp: where it begins, how thick it lies, and what hangs below the ears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from skincast.twin.frame import Part
from skincast.twin.head.solid import Solid, Triangles, grid_triangles, make_solid, smoothstep, turn_inside_out
from skincast.twin.person import Traits, stream

Array = NDArray[np.float32]
Style = Literal["short", "cropped", "long", "bob", "bun", "curly", "bald"]

MIDDLE_Z_MM = 47.0
MIDDLE_Y_MM = -30.0
RADIUS_MM = 95.0
"""Of the skull, to turn angles into millimeters."""
# Way of the hair line from the forehead's middle to the nape: sideways, down, away; millimeters of an ordinary head.
LINE = (
    (0, -99, -36), (22, -98, -34), (44, -97, -26), (60, -92, -14), (72, -76, -4), (77, -58, 8), (79, -36, 22),
    (79, -6, 31), (79, 0, 37), (78, -32, 43), (77, -36, 58), (72, -12, 78), (62, 24, 96), (40, 52, 116), (0, 60, 126),
)  # fmt: skip
UNDER_SKIN_MM = -3.0
FALL_FROM_MM = -46.0
"""Height, down from the head's middle, where long hair leaves the skull."""
STRANDS, CURTAIN_ROWS = 45, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Haircut:
    """One person's hair, the same in every photo."""

    style: Style
    thickness_mm: float
    length_mm: float
    """Of what hangs below the ear; 0 for none."""
    recess_mm: float
    """How far the temples recede."""
    line_shift_mm: float
    """The whole front line higher (positive) or lower."""
    forward_deg: float
    """How far it falls over the shoulders to the front."""
    seed: int


def haircut_of(traits: Traits) -> Haircut:
    """Draw a person's haircut. Source: ours, untested."""
    random = stream(traits.seed, "haircut")
    man = traits.sex == "male"
    styles: tuple[Style, ...] = (
        ("short", "cropped", "curly", "bald") if man else ("long", "bob", "bun", "short", "curly")
    )
    style = styles[int(random.choice(len(styles), p=_shares(traits)))]
    thick = {"short": 15.0, "cropped": 5.0, "long": 12.0, "bob": 13.0, "bun": 6.0, "curly": 30.0, "bald": 0.0}[style]
    length = {"long": float(random.uniform(110, 190)), "bob": float(random.uniform(45, 80))}.get(style, 0.0)
    old = float(np.clip((traits.age_years - 25) / 40, 0, 1.2))
    return Haircut(
        style=style,
        thickness_mm=thick * float(np.exp(random.normal(0, 0.18))),
        length_mm=length,
        recess_mm=float(random.uniform(0, 8) + (22 * old * random.uniform(0.2, 1) if man else 3 * old)),
        line_shift_mm=float(random.normal(0, 3.5) + 4 * old * man),
        seed=int(random.integers(1 << 31)),
        forward_deg=float(random.uniform(-4, 16)),
    )


def _shares(traits: Traits) -> Array:
    """How often each style is worn: shorter with age, tighter curls more often where hair is black."""
    old = float(np.clip((traits.age_years - 35) / 40, 0, 1))
    dark = float(np.clip((traits.complexion.melanin - 0.1) / 0.2, 0, 1))
    shares = (
        np.array([0.5 - 0.2 * dark, 0.27 + 0.05 * dark, 0.13 + 0.15 * dark, 0.1 + 0.1 * old])
        if traits.sex == "male"
        else np.array([0.42 - 0.27 * old, 0.25, 0.17, 0.06 + 0.2 * old, 0.1 + 0.22 * dark])
    )
    return np.asarray(shares / shares.sum())


def behind_line_mm(points: Array, cut: Haircut, *, size: float) -> Array:
    """(n,) how far each point lies inside the hair, along the skull; negative on bare skin.

    Args:
        points: (n, 3) head axes, millimeters.
        cut: whose hair.
        size: scale of the face.
    """
    around, height = _angles(points, size)
    line_around, line_height = _angles(np.array(LINE, np.float32) * size, size)
    front = smoothstep(-line_around, -0.9, -0.3)
    corner = np.exp(-(((line_around - 0.85) / 0.3) ** 2))
    shift = cut.recess_mm * corner + cut.line_shift_mm * front
    line_height = line_height + shift / RADIUS_MM
    line = np.interp(around, line_around, line_height)
    sign = np.sign(points[:, 0])
    line = (
        line + (_wave(around * sign, cut.seed, 9.0) * 1.5 + _wave(around * sign, cut.seed + 1, 31.0) * 0.6) / RADIUS_MM
    )
    return np.asarray((height - line) * RADIUS_MM * size, np.float32)


def hides_ears(cut: Haircut) -> bool:
    """Whether hair falls over the ears."""
    return cut.length_mm > 0


def make_hair(points: Array, normals: Array, triangles: Triangles, cut: Haircut, inside_mm: Array) -> list[Solid]:
    """The shell and what hangs from it.

    Args:
        points: (n, 3) the skin of face and bust.
        normals: (n, 3) unit.
        triangles: of that skin.
        cut: whose hair.
        inside_mm: from `behind_line_mm`.

    Returns:
        Solids of `Part.HAIR`.
    """
    if cut.style == "bald":
        return []
    thick = _thickness(points, cut, inside_mm)
    keep = (inside_mm[triangles] > -25).any(axis=1)
    used = np.unique(triangles[keep])
    number = np.zeros(len(points), np.int32)
    number[used] = np.arange(len(used))
    shell = make_solid(
        Part.HAIR,
        (points + thick[:, None] * normals)[used],
        number[triangles[keep]],
        occlusion=(0.75 + 0.25 * smoothstep(inside_mm, 0, 25))[used],
    )
    solids = [shell]
    if cut.length_mm > 0:
        outline = _outline(shell.vertices_mm, inside_mm[used])
        solids += [*_curtain(outline, cut, -1.0), *_curtain(outline, cut, 1.0)]
    if cut.style == "bun":
        solids.append(_bun(points))
    return solids


def _thickness(points: Array, cut: Haircut, inside_mm: Array) -> Array:
    """Millimeters over the skin; below it where the skin is bare."""
    _, height = _angles(points, 1.0)
    above = smoothstep(height, 0.1, 1.1)
    low, high = {"short": (0.26, 0.8), "cropped": (0.55, 0.7)}.get(cut.style, (0.9, 0.5))
    full = cut.thickness_mm * (low + high * above)
    if cut.length_mm > 0:
        # What falls takes over before the shell ends, or its lower edge would stand out like a cap's.
        full = full * (1 - smoothstep(points[:, 1], -45, -10))
    locks = _lumps(points, cut.seed + 3, 34.0) * (0.17 if cut.style == "short" else 0.1)
    # Hair rises slowly from its line; a steep rise looks like the edge of a cap.
    risen = np.maximum(inside_mm, 0) / (0.9 * cut.thickness_mm + 4.0)
    lies = full * (1 + locks) * (1 - np.exp(-(risen**1.7))) + np.minimum(inside_mm, 0.8)
    return np.asarray(np.clip(lies, UNDER_SKIN_MM, None), np.float32)


def _outline(shell: Array, inside_mm: Array) -> Array:
    """(4,) cosine series of the shell's distance from the skull's axis, where the fall of long hair begins."""
    x, y, z = shell.T
    band = (np.abs(y - FALL_FROM_MM) < 14) & (inside_mm > 1)
    turn, radius = np.arctan2(np.abs(x), MIDDLE_Z_MM - z)[band], np.hypot(x, z - MIDDLE_Z_MM)[band]
    series = np.cos(turn[:, None] * np.arange(4))
    found, *_ = np.linalg.lstsq(series, radius, rcond=None)
    return np.asarray(found, np.float32)


def _curtain(outline: Array, cut: Haircut, side: float) -> list[Solid]:
    """Hair that falls from above the ear down to its length, from the temple round to the nape."""
    knots = np.array([-66.0, -56, FALL_FROM_MM, -30, -5, 30, 30 + 0.5 * cut.length_mm, 30 + cut.length_mm])
    at, fine = np.arange(len(knots)), np.linspace(0, len(knots) - 1, CURTAIN_ROWS)
    rows = np.interp(fine, at, knots)[:, None]
    # The first rows hide below the shell, so that no edge shows where the fall begins.
    lift = np.interp(fine, at, (-13, -3, 4, 7, 9, 10, 9, 5))[:, None]
    start = np.interp(fine, at, (84, 78, 70, 66, 62, 60, 60, 62)) - cut.forward_deg * smoothstep(
        fine.astype(np.float32), 3, 7
    )
    start = np.radians(start + 5.0 * _wave(0.16 * fine, cut.seed + 7, 9.0))[:, None]
    across = np.linspace(0, 1, STRANDS)[None]
    turn = np.asarray(start + across * (np.pi - start), np.float32)
    drop = np.linspace(0, 1, CURTAIN_ROWS, dtype=np.float32)[:, None]
    lock = 2.5 * _wave(turn, cut.seed + 4, 9.0) + 1.5 * _wave(turn, cut.seed + 5, 23.0)
    close = 22 * smoothstep(drop, 0.45, 1.0) * smoothstep(turn, 1.4, 2.2)
    radius = np.cos(turn[..., None] * np.arange(4)) @ outline + lift + lock * drop - close
    # Beside the cheek it lies on the skin.
    radius = radius - 24 * np.exp(-across / 0.11) * smoothstep(rows.astype(np.float32), FALL_FROM_MM - 6, 0)
    end = cut.length_mm * (0.07 * _wave(turn, cut.seed + 6, 13.0) - 0.12 * np.exp(-across / 0.1))
    columns = side * radius * np.sin(turn), rows + drop**4 * end, MIDDLE_Z_MM - radius * np.cos(turn)
    grid = np.stack(np.broadcast_arrays(*columns), axis=-1).reshape(-1, 3)
    triangles = grid_triangles(CURTAIN_ROWS, STRANDS)
    outside = make_solid(
        Part.HAIR,
        np.asarray(grid, np.float32),
        triangles if side < 0 else triangles[:, ::-1],
        occlusion=np.repeat(np.linspace(0.95, 0.6, CURTAIN_ROWS), STRANDS).astype(np.float32),
        follow=(1 - 0.5 * smoothstep(grid[:, 1].astype(np.float32), 40, 160)),
    )
    return [outside, turn_inside_out(outside, occlusion=0.2)]


def _bun(points: Array) -> Solid:
    """A ball of hair on the crown's back."""
    crown = points[points[:, 1].argmin()]
    polar, turn = np.mgrid[0.01 : np.pi : 12j, 0 : 2 * np.pi : 25j]
    ball = np.stack([np.sin(polar) * np.cos(turn), -np.cos(polar), np.sin(polar) * np.sin(turn)], axis=-1).reshape(
        -1, 3
    )
    vertices = crown + np.array([0, -4, 22], np.float32) + ball * np.array([31, 27, 31])
    return make_solid(Part.HAIR, vertices, grid_triangles(12, 25)[:, ::-1], normals=ball, occlusion=0.85)


def _angles(points: Array, size: float) -> tuple[Array, Array]:
    """(n,) angle from the front round to the back, 0-pi, and angle above the horizontal, about the skull's middle."""
    x, y, z = points[:, 0], points[:, 1] - MIDDLE_Y_MM * size, points[:, 2] - MIDDLE_Z_MM * size
    level = np.hypot(x, z)
    return np.arctan2(np.abs(x), -z), np.arctan2(-y, np.maximum(level, 1e-3))


def _wave(angle: NDArray[np.floating], seed: int, pace: float) -> Array:
    """A smooth irregular wave along an angle, about -1 to 1."""
    random = np.random.default_rng(seed)
    total = np.zeros(np.shape(angle))
    for _ in range(4):
        total = total + np.sin(angle * pace * random.uniform(0.6, 1.4) + random.uniform(0, 2 * np.pi)) / 2
    return np.asarray(total, np.float32)


def _lumps(points: Array, seed: int, wavelength_mm: float) -> Array:
    """(n,) smooth irregular relief over space, about -1 to 1."""
    random = np.random.default_rng(seed)
    total = np.zeros(len(points))
    for _ in range(7):
        way = random.normal(size=3)
        way *= 2 * np.pi / (wavelength_mm * random.uniform(0.7, 1.5) * np.linalg.norm(way))
        total = total + np.sin(points @ way + random.uniform(0, 2 * np.pi)) / 2.5
    return np.asarray(total, np.float32)


def shade_of_hair(inside_mm: Array, cut: Haircut) -> Array:
    """(n,) how much sky the hair's edge leaves to the skin before it, 0-1."""
    if cut.style == "bald":
        return np.ones_like(inside_mm)
    depth = min(cut.thickness_mm / 25, 1)
    return np.asarray(1 - 0.4 * depth * np.exp(np.minimum(inside_mm, 0) / 10), np.float32)
