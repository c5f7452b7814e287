"""Lamps as selfies have them: a window, the sun, a ring around the phone, a ceiling, a dim evening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from skincast.twin.shot import Illuminant, Lamp

LightKind = Literal["window", "sun", "ring", "ceiling", "mixed", "cloudy", "dim"]
LIGHT_KINDS: tuple[LightKind, ...] = ("window", "sun", "ring", "ceiling", "mixed", "cloudy", "dim")
INDOOR: tuple[Illuminant, ...] = ("led_neutral", "led_cool", "led_warm")


def draw_lamps(random: np.random.Generator, kind: LightKind) -> tuple[Lamp, ...]:
    """Draw the lamps of one photo; their strengths add up to about 1.

    Source: ours, from looking at selfies.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in _DRAWERS:
        raise ValueError(f"no light is called {kind}")
    return _DRAWERS[kind](random)


def _pick(random: np.random.Generator, names: tuple[Illuminant, ...]) -> Illuminant:
    return names[int(random.integers(len(names)))]


def _sky(strength: float, illuminant: Illuminant, *, up: float = 1.0, side: float = 0.0) -> Lamp:
    return Lamp(direction=(side, -up, -0.5), strength=strength, illuminant=illuminant, size_deg=180)


def _window(random: np.random.Generator) -> tuple[Lamp, ...]:
    """A window in front or aside; the room gives the rest back."""
    side = random.choice((-1, 1)) * random.uniform(0.1, 0.55)
    light = _pick(random, ("D65", "cloudy", "D55", "D50"))
    share = random.uniform(0.5, 0.68)
    window = Lamp(
        direction=(side, -random.uniform(0.1, 0.5), -random.uniform(0.6, 1.0)),
        strength=share,
        illuminant=light,
        size_deg=random.uniform(40, 80),
    )
    return (window, _sky(1 - share, light, up=0.4, side=side))


def _sun(random: np.random.Generator) -> tuple[Lamp, ...]:
    """Sun from above, a blue sky around, warm ground below."""
    share = random.uniform(0.5, 0.75)
    side = random.uniform(-0.6, 0.6)
    sun = Lamp(
        direction=(side, -random.uniform(0.4, 0.9), -random.uniform(0.5, 1.0)),
        strength=share,
        illuminant="D55",
        size_deg=0.5,
    )
    return (sun, _sky(0.7 * (1 - share), "D65"), _sky(0.3 * (1 - share), "D50", up=-1.0))


def _ring(random: np.random.Generator) -> tuple[Lamp, ...]:
    light = _pick(random, ("led_cool", "led_neutral"))
    share = random.uniform(0.65, 0.85)
    ring = Lamp(
        direction=(random.uniform(-0.08, 0.08), random.uniform(-0.12, 0.05), -1.0),
        strength=share,
        illuminant=light,
        size_deg=random.uniform(14, 32),
        ring=True,
    )
    return (ring, _sky(1 - share, light))


def _ceiling(random: np.random.Generator) -> tuple[Lamp, ...]:
    """A lamp overhead, softened by walls and a screen's light from the front."""
    light = _pick(random, INDOOR)
    share = random.uniform(0.4, 0.6)
    lamp = Lamp(
        direction=(random.uniform(-0.4, 0.4), -random.uniform(0.7, 1.0), -random.uniform(0.5, 0.9)),
        strength=share,
        illuminant=light,
        size_deg=random.uniform(15, 50),
    )
    return (lamp, _sky(1 - share, light, up=0.3))


def _mixed(random: np.random.Generator) -> tuple[Lamp, ...]:
    """Daylight from one side, a warm lamp from the other: white balance can follow only one."""
    side = float(random.choice((-1, 1)))
    day = Lamp(
        direction=(side * random.uniform(0.3, 0.6), -0.2, -random.uniform(0.7, 1.0)),
        strength=random.uniform(0.4, 0.55),
        illuminant="D65",
        size_deg=random.uniform(40, 70),
    )
    warm = Lamp(
        direction=(-side * random.uniform(0.3, 0.7), -random.uniform(0.4, 0.8), -0.7),
        strength=random.uniform(0.12, 0.3),
        illuminant=_pick(random, ("A", "led_warm")),
        size_deg=random.uniform(10, 40),
    )
    return (day, warm, _sky(max(1 - day.strength - warm.strength, 0.15), "led_neutral"))


def _cloudy(random: np.random.Generator) -> tuple[Lamp, ...]:
    share = random.uniform(0.25, 0.4)
    bright = Lamp(
        direction=(random.uniform(-0.5, 0.5), -random.uniform(0.5, 1.0), -random.uniform(0.7, 1.0)),
        strength=share,
        illuminant="cloudy",
        size_deg=100,
    )
    return (bright, _sky(1 - share, "cloudy"))


def _dim(random: np.random.Generator) -> tuple[Lamp, ...]:
    """One warm lamp in the evening; the phone helps itself with noise."""
    light = _pick(random, ("A", "led_warm"))
    share = random.uniform(0.55, 0.75)
    lamp = Lamp(
        direction=(random.uniform(-0.9, 0.9), -random.uniform(0.2, 0.7), -random.uniform(0.6, 1.0)),
        strength=share,
        illuminant=light,
        size_deg=random.uniform(10, 35),
    )
    return (lamp, _sky(1 - share, light))


_DRAWERS: dict[LightKind, Callable[[np.random.Generator], tuple[Lamp, ...]]] = {
    "window": _window,
    "sun": _sun,
    "ring": _ring,
    "ceiling": _ceiling,
    "mixed": _mixed,
    "cloudy": _cloudy,
    "dim": _dim,
}
