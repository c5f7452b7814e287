"""Squares of lesions with their type: of boxed photos, of twins, and painted onto photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
from benchmarks.datasets import join_pairs, load
from simplejpeg import decode_jpeg
from training.twin_realism.crops import LEAST_BOX_PX, Crop, Pixels, Place, clear_places, cut

from skincast.errors import SkincastError
from skincast.face import find_face
from skincast.photo import read_photo
from skincast.twin.draw import draw_condition, draw_traits
from skincast.twin.feature.lesions.sites import SIZES, sites
from skincast.twin.optics import encode_jpeg
from skincast.twin.paint import Sitter, paint_on
from skincast.twin.person import Condition, Lesion, Traits, stream
from skincast.twin.render import render
from skincast.twin.scene.place import SeenItem
from skincast.twin.scene.shots import draw_shot
from skincast.twin.sheet import Kind

TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.OPEN_COMEDONE: "blackhead",
        Kind.CLOSED_COMEDONE: "whitehead",
        Kind.PAPULE: "papule",
        Kind.PUSTULE: "pustule",
        Kind.NODULE: "nodule",
    }
)
CLEAR = "clear"
NAMES = (*TYPES.values(), CLEAR)
MOST_OF_A_TYPE = 6
"""Per photo: a nose with a hundred blackheads is one photo."""
BOX_OF_RADIUS = 2.8
"""Side of the box that a person would draw over the radius of the lesion, with some of its halo; ours, untested."""
BOX_SPREAD = 0.2
"""SD of its logarithm."""
LEAST_VISIBILITY = 0.5
PHOTO_PX = 960
VIEW_DEG = (12.0, 24.0)
"""From half a face to a whole one; closer shots show fewer lesions and cost more."""
SHRINK = (0.45, 1.0)
"""The boxed set is coarser than our cameras: photos are shrunk by something between these and saved again."""
SAVED_QUALITY = 85
LESIONS_PAINTED, LESIONS_GROWN = 40, 160
FIRST_SEED = 70_000
ALIKE = 0.97


def boxed_lesions(data: Path) -> Iterator[Crop]:
    """Boxed lesions of acne_types and clear skin of the same photos; cysts count as nodules."""
    samples = load("acne_types", data)
    photos = [_read(sample.path) for sample in samples]
    groups = near_duplicates([sample.group for sample in samples], photos)
    for sample, photo, group in zip(samples, photos, groups, strict=True):
        places = [(_middle(box.box), "nodule" if box.label == "cyst" else box.label) for box in sample.boxes or ()]
        yield from _crops(photo, places, group)


def grown_lesions(people: int) -> Iterator[Crop]:
    """Lesions of twins, every type as often and every tone as often, and clear skin of the same photos."""
    for index in range(people):
        seed = FIRST_SEED + index
        random = np.random.default_rng(seed)
        traits = draw_traits(seed, monk=1 + index % 10)
        usual = draw_condition(traits, seed)
        shot = draw_shot(random, size_px=(PHOTO_PX, PHOTO_PX))
        view = float(np.exp(random.uniform(*np.log(VIEW_DEG))))
        away = max(48.0 - 2.0 * view, 0.0)
        pose = replace(
            shot.pose, aside_mm=random.uniform(-away, away), below_mm=random.uniform(-1.2 * away, 0.8 * away)
        )
        selfie = render(
            traits,
            replace(usual, lesions=balanced_lesions(traits, LESIONS_GROWN)),
            replace(shot, field_of_view_deg=view, pose=pose),
        )
        yield from _shrunk_crops(selfie.photo, list(seen_places(selfie.items, random)), f"twin {seed}", random)


def painted_lesions(canvases: Iterable[Path]) -> Iterator[Crop]:
    """Lesions painted onto the faces of photos that have no boxes of lesions, and clear skin of the same photos."""
    for index, path in enumerate(canvases):
        seed = FIRST_SEED + index
        random = np.random.default_rng(seed)
        try:
            photo = read_photo(path)
        except SkincastError:
            continue
        face = find_face(photo)
        if face is None:
            continue
        lesions = balanced_lesions(draw_traits(seed), LESIONS_PAINTED)
        painted = paint_on(photo, face, Condition(lesions=lesions), sitter=Sitter(seed=seed))
        yield from _crops(painted.photo, list(seen_places(painted.items, random)), f"painted {path.stem}")


def balanced_lesions(traits: Traits, count: int) -> tuple[Lesion, ...]:
    """Lesions at the places of a person's acne, every type as often: nature makes one pustule for twenty comedones."""
    random = stream(traits.seed, "balanced lesions")
    lesions: list[Lesion] = []
    for number, site in enumerate(random.permutation(np.array(sites(traits), object))[:count]):
        kind = tuple(TYPES)[number % len(TYPES)]
        size = SIZES[kind]
        radius = float(np.clip(size.median_mm * np.exp(size.spread * random.normal()), size.least_mm, size.most_mm))
        free = all(np.hypot(site.x_mm - o.x_mm, site.y_mm - o.y_mm) > 1.6 * (radius + o.radius_mm) for o in lesions)
        if free:
            activity = random.uniform(0.7, 1.0)
            lesions.append(
                Lesion(kind=kind, x_mm=site.x_mm, y_mm=site.y_mm, radius_mm=radius, activity=activity, seed=site.seed)
            )
    return tuple(lesions)


def seen_places(items: Iterable[SeenItem], random: np.random.Generator) -> Iterator[tuple[Place, str]]:
    """The boxes that a person would draw around the lesions of the truth, by type."""
    for seen in items:
        if seen.item.kind in TYPES and seen.visibility >= LEAST_VISIBILITY:
            size = BOX_OF_RADIUS * seen.radius_px * float(np.exp(BOX_SPREAD * random.normal()))
            off = 0.1 * size * random.normal(size=2)
            yield Place(x=seen.x_px + off[0], y=seen.y_px + off[1], size=size), TYPES[seen.item.kind]


def near_duplicates(names: list[str], photos: list[Pixels]) -> list[str]:
    """Groups of photos that share a name or look the same when they are small."""
    small = np.stack([cv2.resize(photo, (16, 16), interpolation=cv2.INTER_AREA).ravel() for photo in photos])
    rows = small.astype(np.float64) - small.mean(axis=1, keepdims=True)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    alike = np.argwhere(np.triu(rows @ rows.T > ALIKE, 1))
    of = join_pairs((names[a], names[b]) for a, b in alike if names[a] != names[b])
    return [of.get(name, name) for name in names]


def _shrunk_crops(
    photo: Pixels, places: list[tuple[Place, str]], group: str, random: np.random.Generator
) -> Iterator[Crop]:
    """Of the photo as a web page would show it."""
    factor = float(random.uniform(*SHRINK))
    small = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    saved = encode_jpeg(np.asarray(small, np.uint8), SAVED_QUALITY)
    moved = [(Place(x=one.x * factor, y=one.y * factor, size=one.size * factor), label) for one, label in places]
    yield from _crops(np.asarray(decode_jpeg(saved, colorspace="RGB"), np.uint8), moved, group)


def _crops(photo: Pixels, places: list[tuple[Place, str]], group: str) -> Iterator[Crop]:
    """A few of each type, and as many of clear skin as of the most frequent type."""
    random = np.random.default_rng(len(places))
    taken: dict[str, int] = {}
    for k in random.permutation(len(places)):
        place, label = places[k]
        pixels = cut(photo, place) if place.size >= LEAST_BOX_PX else None
        if pixels is not None and taken.get(label, 0) < MOST_OF_A_TYPE:
            taken[label] = taken.get(label, 0) + 1
            yield Crop(pixels=pixels, label=label, group=group)
    things = [place for place, _ in places if place.size >= LEAST_BOX_PX]
    for place in clear_places(photo, things, random, max(taken.values(), default=0)) if things else ():
        pixels = cut(photo, place)
        if pixels is not None:
            yield Crop(pixels=pixels, label=CLEAR, group=group)


def _middle(box: tuple[float, float, float, float]) -> Place:
    x, y, width, height = box
    return Place(x=x + width / 2, y=y + height / 2, size=float(np.sqrt(width * height)))


def _read(path: Path) -> Pixels:
    return read_photo(path).pixels
