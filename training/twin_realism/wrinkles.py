"""Squares of the areas that wrinkle, with or without a boxed wrinkle: of photos, of twins, and painted onto photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
from benchmarks.datasets import LabeledBox, load
from training.twin_realism.crops import SIDE_PX, Crop, Pixels

from skincast.errors import SkincastError
from skincast.face import cut_face, find_face
from skincast.photo import read_photo
from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.paint import Sitter, paint_on
from skincast.twin.person import Condition
from skincast.twin.render import render
from skincast.twin.scene.shots import draw_shot
from skincast.types import Crop as FaceCrop
from skincast.types import Face, Photo

AREAS: Mapping[str, str] = MappingProxyType(
    {
        "forehead": "forehead",
        "crows_feet_left": "crows_feet",
        "crows_feet_right": "crows_feet",
        "glabella": "frown_line",
    }
)
"""Region of the atlas -> its box; the other areas have fewer than 80 boxes or are no wrinkles."""
SIDES_MM: Mapping[str, float] = MappingProxyType({"forehead": 60.0, "crows_feet": 32.0, "frown_line": 36.0})
LEAST_INSIDE = 0.6
LEAST_FACING = 0.35
COARSEST_MM_PER_PX = 0.9
GROW_PX = 4
WITH, WITHOUT = "with", "without"
SEVERITY = (0.35, 1.0)
"""Of twins with wrinkles; those without have none at all."""
PHOTO_PX = ((480, 640), (360, 480))
FIRST_SEED = 90_000


def boxed_areas(data: Path) -> Iterator[Crop]:
    """Areas of the faces of wrinkle_boxes; with a wrinkle where the middle of a box of that area lies in the region."""
    for sample in load("wrinkle_boxes", data):
        photo = _read(sample.path)
        face = None if photo is None else find_face(photo)
        if photo is not None and face is not None:
            crop = cut_face(photo, face)
            boxed = _boxed_regions(crop, sample.boxes or ())
            yield from _areas(crop, boxed, sample.group)


def twin_areas(people: int) -> Iterator[Crop]:
    """The same areas of twins, every second one of whom has no wrinkle, whatever the age."""
    for index in range(people):
        seed = FIRST_SEED + index
        random = np.random.default_rng(seed)
        traits = draw_traits(seed, monk=1 + index % 10)
        wrinkled = index // 10 % 2 == 0
        severity = dict(draw_condition(traits, seed).severity)
        severity["wrinkles"] = float(random.uniform(*SEVERITY)) if wrinkled else 0.0
        shot = draw_shot(random, size_px=PHOTO_PX[index % 2])
        photo = read_photo(render(traits, Condition(severity=severity), replace(shot, fringe=0.0)).jpeg)
        face = find_face(photo)
        if face is not None:
            yield from _areas(cut_face(photo, face), set(AREAS) if wrinkled else set(), f"twin {seed}")


def painted_areas(canvases: Iterable[Path]) -> Iterator[Crop]:
    """The same areas of photos, each as it is and with wrinkles painted on."""
    for index, path in enumerate(canvases):
        photo = _read(path)
        face = None if photo is None else find_face(photo)
        if photo is None or face is None:
            continue
        group = f"painted {path.stem}"
        yield from _areas(cut_face(photo, face), set(), group)
        yield from _areas(cut_face(_wrinkled(photo, face, FIRST_SEED + index), face), set(AREAS), group)


def _wrinkled(photo: Photo, face: Face, seed: int) -> Photo:
    severity = float(np.random.default_rng(seed).uniform(*SEVERITY))
    sitter = Sitter(seed=seed, age_years=60.0)
    painted = paint_on(photo, face, Condition(severity={"wrinkles": severity}), sitter=sitter)
    return replace(photo, pixels=painted.photo)


def _boxed_regions(crop: FaceCrop, boxes: Sequence[LabeledBox]) -> set[str]:
    """Regions that hold the middle of a box of their area."""
    from_photo = cv2.invertAffineTransform(crop.to_photo)
    found = set()
    for box in boxes:
        x, y, width, height = box.box
        at = from_photo @ np.array([x + width / 2, y + height / 2, 1.0]) / 2
        near = _near(crop, at[0], at[1])
        found |= {region for region, label in AREAS.items() if label == box.label and region in near}
    return found


def _near(crop: FaceCrop, x: float, y: float) -> set[str]:
    """Regions at a place of the color level and a little around it: boxes are drawn by hand."""
    top, left = max(int(y) - GROW_PX, 0), max(int(x) - GROW_PX, 0)
    window = crop.regions[top : max(int(y) + GROW_PX, 0), left : max(int(x) + GROW_PX, 0)]
    return {crop.region_names[label] for label in np.unique(window)}


def _areas(crop: FaceCrop, wrinkled: set[str], group: str) -> Iterator[Crop]:
    """One square an area that faces the camera; its label is `area/with` or `area/without`."""
    if crop.native_mm_per_px > COARSEST_MM_PER_PX:
        return
    for region, area in AREAS.items():
        own = crop.regions == crop.region_names.index(region)
        if not own.any() or crop.facing[own].mean() < LEAST_FACING:
            continue
        pixels = _square(crop, own, SIDES_MM[area])
        if pixels is not None:
            yield Crop(pixels=pixels, label=f"{area}/{WITH if region in wrinkled else WITHOUT}", group=group)


def _square(crop: FaceCrop, own: np.ndarray[tuple[int, int], np.dtype[np.bool_]], side_mm: float) -> Pixels | None:
    rows, columns = np.nonzero(own)
    half = round(side_mm / crop.color_mm_per_px / 2)
    y, x = round(float(rows.mean())), round(float(columns.mean()))
    top, left = max(y - half, 0), max(x - half, 0)
    inside = crop.inside[top : y + half, left : x + half]
    if inside.size == 0 or inside.sum() < LEAST_INSIDE * (2 * half) ** 2:
        return None
    square = crop.pixels[2 * top : 2 * (y + half), 2 * left : 2 * (x + half)]
    return np.asarray(cv2.resize(square, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA), np.uint8)


def _read(path: Path) -> Photo | None:
    try:
        return read_photo(path)
    except SkincastError:
        return None
