"""The golden thumbnails of twins: what is photographed, and how they are written anew after a wanted change.

python -m tests.twin.golden
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics import draw_complexion
from skincast.twin.person import Condition, Traits
from skincast.twin.render import render
from skincast.twin.scene.lighting import LightKind
from skincast.twin.scene.shots import draw_shot

PATH = Path(__file__).parent / "golden.json"
SIZE_PX, THUMBNAIL_PX = (270, 360), (18, 24)
CASES: dict[str, tuple[int, int, LightKind, bool]] = {
    "light, by a window": (11, 3, "window", False),
    "dark, ring light, glasses": (12, 9, "ring", True),
}
"""Name: seed, tone, light, glasses."""


def thumbnail_of(name: str) -> NDArray[np.float64]:
    """Mean colors of one golden selfie, (24, 18, 3), 0-255."""
    seed, monk, light, glasses = CASES[name]
    complexion = draw_complexion(np.random.default_rng(seed), monk=monk)
    traits = Traits(seed=seed, age_years=44, sex="female", complexion=complexion)
    condition = Condition(severity={"acne": 0.3, "wrinkles": 0.4, "redness": 0.3, "oiliness": 0.4})
    shot = replace(draw_shot(np.random.default_rng(seed), light=light, size_px=SIZE_PX), glasses=glasses)
    photo = render(traits, condition, shot).photo.astype(np.float64)
    return np.asarray(cv2.resize(photo, THUMBNAIL_PX, interpolation=cv2.INTER_AREA), np.float64)


def main() -> None:
    """Write the thumbnails as they are now."""
    content = {name: thumbnail_of(name).round().astype(int).ravel().tolist() for name in CASES}
    PATH.write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
