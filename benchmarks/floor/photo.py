"""A 12-megapixel JPEG to time with: an enlarged portrait with the noise of a phone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from skincast.photo import read_photo
from skincast.settings import PACKAGE_DIR

WIDTH_PX, HEIGHT_PX = 3000, 4000
JPEG_QUALITY = 92
NOISE_SD = 2.0
SEED = 12
GENERATED_FACES = Path("faces/gan1024_survey")
BUNDLED = PACKAGE_DIR / "demo" / "astronaut.png"
BUNDLED_HEAD = (60, 0, 300, 400)
"""x, y, width, height of head and shoulders in the bundled portrait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchPhoto:
    """The encoded photo and what it was made of."""

    data: bytes
    made_of: str


def make_bench_photo(data_dir: Path) -> BenchPhoto:
    """Enlarge a portrait to a phone's 12 megapixels.

    A generated face of 1024 px stays sharp enough for the quality gate; the bundled portrait, whose face is small, is
    the stand-in where the data folder is missing.

    Args:
        data_dir: The data folder; it need not exist.
    """
    generated = sorted((data_dir / GENERATED_FACES).glob("*.jpg"))
    if generated:
        portrait = read_photo(generated[0]).pixels
        margin = (portrait.shape[1] - portrait.shape[0] * WIDTH_PX // HEIGHT_PX) // 2
        return BenchPhoto(data=_enlarge(portrait[:, margin:-margin]), made_of=f"{GENERATED_FACES.name}, first face")
    x, y, width, height = BUNDLED_HEAD
    portrait = read_photo(BUNDLED).pixels[y : y + height, x : x + width]
    return BenchPhoto(data=_enlarge(portrait), made_of="bundled portrait")


def _enlarge(portrait: NDArray[np.uint8]) -> bytes:
    """Return the JPEG of the enlarged portrait with seeded noise."""
    large = cv2.resize(np.ascontiguousarray(portrait), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(SEED).normal(0, NOISE_SD, (HEIGHT_PX, WIDTH_PX, 1)).astype(np.float32)
    noisy = np.clip(large + noise + 0.5, 0, 255).astype(np.uint8)
    return bytes(simplejpeg.encode_jpeg(noisy, quality=JPEG_QUALITY, colorsubsampling="420"))
