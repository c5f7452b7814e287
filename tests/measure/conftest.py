"""Blank skin to paint known doses on: a face-sized crop with real region names and nothing to measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from skincast.face.regions import region_names
from skincast.skin.pigment import pigment_vectors, split_pigments
from skincast.skin.readable import depth_inside, readable_regions
from skincast.types import Crop, FloatMap, Labels, Mask, Picture, Skin

HEIGHT, WIDTH = 460, 360
"""Color level: 184 x 144 mm."""
DETAIL_MM = 0.2
# Region without side; top, bottom, inner, outer as shares of the height and of the half width from the middle line.
LAYOUT = (
    ("forehead", 0.00, 0.25, 0.00, 0.60),
    ("temple", 0.00, 0.34, 0.60, 1.00),
    ("cheek", 0.34, 0.66, 0.00, 1.00),
    ("jaw", 0.66, 1.00, 0.00, 1.00),
    ("chin", 0.76, 1.00, 0.00, 0.30),
    ("perioral", 0.58, 0.76, 0.00, 0.30),
    ("nasolabial", 0.50, 0.70, 0.18, 0.36),
    ("nose", 0.34, 0.58, 0.00, 0.18),
    ("glabella", 0.25, 0.34, 0.00, 0.25),
    ("under_eye", 0.36, 0.43, 0.25, 0.60),
    ("crows_feet", 0.34, 0.43, 0.60, 0.85),
)


def draw_layout() -> Labels:
    """Region labels that are exactly mirror symmetric; the person's right is at the picture's left."""
    names, half = region_names(), WIDTH // 2
    right, left = np.zeros((HEIGHT, half), np.uint8), np.zeros((HEIGHT, half), np.uint8)
    for region, top, bottom, inner, outer in LAYOUT:
        rows = slice(round(top * HEIGHT), round(bottom * HEIGHT))
        columns = slice(round(inner * half), round(outer * half))
        sided = f"{region}_right" in names
        right[rows, columns] = names.index(f"{region}_right" if sided else region)
        left[rows, columns] = names.index(f"{region}_left" if sided else region)
    return np.hstack([right[:, ::-1], left])


def ellipse() -> Mask:
    """The face: an ellipse that leaves 4 mm on each side."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    across, along = (x - (WIDTH - 1) / 2) / (WIDTH / 2 - 10), (y - (HEIGHT - 1) / 2) / (HEIGHT / 2 - 10)
    return np.asarray(across**2 + along**2 < 1)


def blank_crop(mask: Mask, *, native_mm_per_px: float, patch: bool) -> Crop:
    labels = mask.astype(np.uint8) if patch else np.asarray(draw_layout() * mask, np.uint8)
    return Crop(
        pixels=np.full((2 * HEIGHT, 2 * WIDTH, 3), (200, 160, 135), np.uint8),
        mm_per_px=DETAIL_MM,
        native_mm_per_px=native_mm_per_px,
        scale_known=not patch,
        to_photo=np.array([[1.0, 0, 0], [0, 1.0, 0]]),
        inside=np.ones((HEIGHT, WIDTH), bool),
        regions=labels,
        region_names=("", "patch") if patch else region_names(),
        features=np.zeros((HEIGHT, WIDTH), bool),
        hull=mask,
        facing=np.ones((HEIGHT, WIDTH), np.float32),
        landmarks=np.zeros((0, 3), np.float32),
    )


def add(total: FloatMap, dose: FloatMap | None) -> FloatMap:
    return total if dose is None else np.asarray(total + dose, np.float32)


@pytest.fixture
def blank_skin() -> Callable[..., Skin]:
    """A factory of `Skin` whose maps are zero, plus the doses and the noise that are asked for.

    All arguments by keyword: `melanin`, `hemoglobin`, `shading`, `gloss` (460, 360) and `detail` (920, 720) are added
    to the blank maps; `picture` (460, 360, 3) and `mask` (460, 360) replace the even color and the ellipse. `noise_od`
    is the SD of white noise in each channel of the detail level, carried through the pigment split; `seed` chooses its
    draw. `native_mm_per_px` is how fine the photo was; `patch=True` gives a close-up with one region.
    """

    def build(
        *,
        melanin: FloatMap | None = None,
        hemoglobin: FloatMap | None = None,
        shading: FloatMap | None = None,
        gloss: FloatMap | None = None,
        detail: FloatMap | None = None,
        picture: Picture | None = None,
        mask: Mask | None = None,
        noise_od: float = 0.0,
        seed: int = 0,
        native_mm_per_px: float = 0.2,
        patch: bool = False,
    ) -> Skin:
        inside = ellipse() if mask is None else mask
        crop = blank_crop(inside, native_mm_per_px=native_mm_per_px, patch=patch)
        noise = np.random.default_rng(seed).normal(0, noise_od, (2 * HEIGHT, 2 * WIDTH, 3)).astype(np.float32)
        coarse = np.asarray(cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.float32)
        parts = split_pigments(coarse, np.zeros(3, np.float32), mm_per_px=crop.color_mm_per_px)
        detail_mask = np.asarray(np.repeat(np.repeat(inside, 2, axis=0), 2, axis=1))
        fine = np.asarray(add(noise[..., 1], detail) * detail_mask, np.float32)
        return Skin(
            crop=crop,
            picture=np.full((HEIGHT, WIDTH, 3), (200, 160, 135), np.uint8) if picture is None else picture,
            mask=inside,
            outline=inside,
            depth_mm=depth_inside(inside, mm_per_px=crop.color_mm_per_px),
            region_area_mm2=readable_regions(crop, inside)[0],
            region_share=readable_regions(crop, inside)[1],
            melanin=add(parts[0], melanin),
            hemoglobin=add(parts[1], hemoglobin),
            shading=add(parts[2], shading),
            gloss=add(np.zeros((HEIGHT, WIDTH), np.float32), gloss),
            detail=fine,
            detail_mask=detail_mask,
            pigments=pigment_vectors(),
            illuminant_confidence=0.5,
            noise_od=noise_od,
        )

    return build


@pytest.fixture
def mirrored() -> Callable[[Skin], Skin]:
    """What the same skin would be in a mirrored photo: arrays flipped, left and right regions swapped."""

    def flip(skin: Skin) -> Skin:
        crop, names = skin.crop, skin.crop.region_names
        swapped = [name.replace("_right", "_?").replace("_left", "_right").replace("_?", "_left") for name in names]
        table = np.array([names.index(name) for name in swapped], np.uint8)
        turned = replace(
            crop,
            pixels=across(crop.pixels),
            inside=across(crop.inside),
            regions=across(table[crop.regions]),
            features=across(crop.features),
            hull=across(crop.hull),
            facing=across(crop.facing),
        )
        return replace(
            skin,
            crop=turned,
            picture=across(skin.picture),
            mask=across(skin.mask),
            outline=across(skin.outline),
            depth_mm=across(skin.depth_mm),
            region_area_mm2=swap(skin.region_area_mm2),
            region_share=swap(skin.region_share),
            melanin=across(skin.melanin),
            hemoglobin=across(skin.hemoglobin),
            shading=across(skin.shading),
            gloss=across(skin.gloss),
            detail=across(skin.detail),
            detail_mask=across(skin.detail_mask),
        )

    return flip


def swap(values: dict[str, float]) -> dict[str, float]:
    """Left for right."""
    return {
        name.replace("_right", "_?").replace("_left", "_right").replace("_?", "_left"): value
        for name, value in values.items()
    }


def across(array: Any) -> Any:
    return np.ascontiguousarray(array[:, ::-1])
