"""Sheets of crops, half with real lesions or lines and half with painted ones, shuffled, for fresh eyes to guess.

    python training/twin_realism/painted_sheet.py --data DATA --out DIR

Real ones come from boxes of the training sets; painted ones lie on photos of the same sets where nothing is boxed. What
is asked about lies in the middle of each crop. The key is written beside the sheets.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import simplejpeg

from skincast.density import optical_density
from skincast.face import find_face, region_names
from skincast.face.color import skin_colored
from skincast.photo import read_photo
from skincast.twin.feature.lesions import darkness_of, draw_lesions
from skincast.twin.paint import Painted, Sitter, paint_close_up, paint_on
from skincast.twin.person import Complexion, Condition, Lesion
from skincast.twin.sheet import Canvas, Kind, sheet_regions
from skincast.types import Picture

LESION_PX, LINE_PX = 128, 160
COLUMNS = 8
QUALITY = 92
TYPES = {
    "papule": (Kind.PAPULE, 2.0),
    "pustule": (Kind.PUSTULE, 1.8),
    "nodule": (Kind.NODULE, 4.0),
    "blackhead": (Kind.OPEN_COMEDONE, 0.6),
    "whitehead": (Kind.CLOSED_COMEDONE, 1.0),
}
"""Kind and radius in millimeters of what a box holds."""
BOX_OVER_BUMP = {"papule": 1.25, "pustule": 1.25, "nodule": 1.3, "blackhead": 1.6, "whitehead": 1.6}
"""How much wider people draw a box than the bump is (by eye)."""
MARGIN_MM = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """One crop of a sheet and where it comes from."""

    pixels: Picture
    painted: bool
    what: str
    source: str


def main() -> None:
    """Make both sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=24, help="crops of each sort")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(options.seed)
    for name, crops in (
        ("lesions", lesion_crops(options.data / "images" / "acne_types", options.count, random)),
        ("lines", line_crops(options.data, options.count, random)),
    ):
        write_sheet(options.out, name, crops, random)


def boxes_of(folder: Path) -> tuple[dict[str, list[tuple[str, tuple[float, ...]]]], list[str]]:
    """Boxes of each photo, and the photos' names."""
    coco = json.loads((folder / "coco.json").read_text("utf-8"))
    names = {row["id"]: row["file_name"] for row in coco["images"]}
    kinds = {row["id"]: row["name"] for row in coco["categories"]}
    boxes: dict[str, list[tuple[str, tuple[float, ...]]]] = defaultdict(list)
    for row in coco["annotations"]:
        boxes[names[row["image_id"]]].append((kinds[row["category_id"]], tuple(row["bbox"])))
    return boxes, sorted(names.values())


def read(path: Path) -> Picture:
    """A photo's pixels."""
    return read_photo(path).pixels


def stored(picture: Picture) -> Picture:
    """The picture once through JPEG, painted and real alike."""
    data = simplejpeg.encode_jpeg(np.ascontiguousarray(picture), quality=QUALITY, colorsubsampling="420")
    return np.asarray(simplejpeg.decode_jpeg(data, colorspace="RGB"), np.uint8)


def cut(picture: Picture, x: float, y: float, side: int) -> Picture | None:
    """The square around a place; None where it leaves the photo."""
    left, top = round(x - side / 2), round(y - side / 2)
    if left < 0 or top < 0 or left + side > picture.shape[1] or top + side > picture.shape[0]:
        return None
    return picture[top : top + side, left : left + side]


def lesion_crops(folder: Path, count: int, random: np.random.Generator) -> list[Crop]:
    """Real boxed lesions, and painted ones of the same types and sizes; each photo once."""
    boxes, names = boxes_of(folder)
    kinds = list(TYPES)
    crops: list[Crop] = []
    used: set[str] = set()
    for painted in (False, True):
        made = 0
        for name in random.permutation(names):
            if made >= count:
                break
            if name in used:
                continue
            what = kinds[made % len(kinds)]
            photo = read(folder / name)
            crop = (
                _painted_lesion(photo, boxes, name, what, random)
                if painted
                else _real_lesion(photo, boxes[name], what, random)
            )
            if crop is not None:
                crops.append(Crop(pixels=crop, painted=painted, what=what, source=str(name)))
                used.add(str(name))
                made += 1
    return crops


def _real_lesion(
    photo: Picture, boxes: list[tuple[str, tuple[float, ...]]], what: str, random: np.random.Generator
) -> Picture | None:
    fitting = [box for kind, box in boxes if kind == what and min(box[2:]) >= 9 and max(box[2:]) <= 70]
    if not fitting:
        return None
    x, y, width, height = fitting[int(random.integers(len(fitting)))]
    return cut(stored(photo), x + width / 2, y + height / 2, LESION_PX)


def _painted_lesion(
    photo: Picture,
    boxes: dict[str, list[tuple[str, tuple[float, ...]]]],
    name: str,
    what: str,
    random: np.random.Generator,
) -> Picture | None:
    sizes = [min(box[2:]) for rows in boxes.values() for kind, box in rows if kind == what and 9 <= min(box[2:]) <= 60]
    size_px = float(random.choice(sizes)) / BOX_OVER_BUMP[what]
    place = _free_skin(photo, boxes[name], random)
    if place is None:
        return None
    kind, radius_mm = TYPES[what]
    scale = 2 * radius_mm / size_px
    lesion = Lesion(
        kind=kind,
        x_mm=(place[0] + 0.5) * scale,
        y_mm=(place[1] + 0.5) * scale,
        radius_mm=radius_mm,
        activity=float(random.uniform(0.25, 1.0)),
        seed=int(random.integers(2**31)),
    )

    def draw(canvas: Canvas, skin: Complexion) -> None:
        draw_lesions(canvas, [lesion], darkness=darkness_of(skin))

    result = paint_close_up(photo, draw, mm_per_px=scale, seed=lesion.seed)
    shown = result.items and result.items[0].visibility > 0.95
    return cut(stored(result.photo), place[0], place[1], LESION_PX) if shown else None


def _free_skin(
    photo: Picture, boxes: list[tuple[str, tuple[float, ...]]], random: np.random.Generator
) -> tuple[int, int] | None:
    """A place in the middle of skin that nobody boxed."""
    colored = skin_colored(optical_density(photo)).astype(np.uint8)
    skin = np.asarray(cv2.morphologyEx(colored, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8)
    for _, (x, y, width, height) in boxes:
        cv2.rectangle(skin, (int(x - 12), int(y - 12)), (int(x + width + 12), int(y + height + 12)), (0,), -1)
    half = LESION_PX // 2
    inside = np.zeros_like(skin)
    inside[half:-half, half:-half] = 1
    depth = cv2.distanceTransform(skin, cv2.DIST_L2, 3) * inside
    rows, columns = np.nonzero(depth > 22)
    if not len(rows):
        return None
    pick = int(random.integers(len(rows)))
    return int(columns[pick]), int(rows[pick])


LINE_BOXES = {"forehead": "forehead", "crows_feet": "crows_feet", "frown_line": "glabella", "smoker_lines": "perioral"}


def line_crops(data: Path, count: int, random: np.random.Generator) -> list[Crop]:
    """Real boxed wrinkles, and painted ones on faces where that place is not boxed."""
    folder = data / "images" / "wrinkle_boxes"
    boxes, names = boxes_of(folder)
    real = [
        Crop(pixels=crop, painted=False, what=what, source=name)
        for what, name, crop in _real_lines(folder, boxes, names, random)
    ]
    kept = [real[i] for i in random.permutation(len(real))[:count]]
    painted: list[Crop] = []
    used = {crop.source for crop in kept}
    for source, photo in _line_canvases(data, folder, names, random):
        if len(painted) == count:
            break
        if source in used:
            continue
        known = {kind for kind, _ in boxes[source]}
        what = [*LINE_BOXES][len(painted) % len(LINE_BOXES)]
        crop = None if what in known else _painted_line(photo, LINE_BOXES[what], random)
        if crop is not None:
            painted.append(Crop(pixels=crop, painted=True, what=what, source=source))
            used.add(source)
    return kept + painted


def _real_lines(
    folder: Path, boxes: dict[str, list[tuple[str, tuple[float, ...]]]], names: list[str], random: np.random.Generator
) -> Iterator[tuple[str, str, Picture]]:
    for name in random.permutation(names)[:90]:
        picture = stored(read(folder / name))
        for kind, (x, y, width, height) in boxes[name]:
            if kind in LINE_BOXES and max(width, height) > 40:
                crop = cut(picture, x + width / 2, y + height / 2, LINE_PX)
                if crop is not None:
                    yield kind, str(name), crop


def _line_canvases(
    data: Path, folder: Path, names: list[str], random: np.random.Generator
) -> Iterator[tuple[str, Picture]]:
    """Photos of the same set and generated faces made as small, in turn."""
    generated = random.permutation(sorted((data / "faces" / "gan1024_survey").glob("*.jpg")))
    for name, path in zip(random.permutation(names), itertools.cycle(generated), strict=False):
        yield str(name), read(folder / name)
        picture = read(path)
        factor = random.uniform(0.45, 0.8)
        yield path.name, np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def _painted_line(photo: Picture, region: str, random: np.random.Generator) -> Picture | None:
    face = find_face(read_photo(photo))
    if face is None or abs(face.yaw_deg) > 30:
        return None
    sitter = Sitter(seed=int(random.integers(2**31)), age_years=float(random.uniform(50, 75)))
    condition = Condition(severity={"wrinkles": float(random.uniform(0.45, 0.9))})
    painted = paint_on(photo, face, condition, sitter=sitter)
    place = _line_place(painted, region)
    return None if place is None else cut(stored(painted.photo), place[0], place[1], LINE_PX)


def _line_place(painted: Painted, region: str) -> tuple[float, float] | None:
    """The middle of the deepest visible line of a region."""
    regions, names = sheet_regions(1.0), region_names()
    best = None
    for seen in painted.items:
        row = min(int(seen.item.y_mm), regions.shape[0] - 1)
        column = min(int(seen.item.x_mm), regions.shape[1] - 1)
        here = names[regions[row, column]]
        if not here.startswith(region) or seen.visibility < 0.5 or len(seen.path_px) < 4:
            continue
        if best is None or seen.item.depth_mm > best.item.depth_mm:
            best = seen
    if best is None:
        return None
    x, y = np.mean(best.path_px, axis=0)
    return float(x), float(y)


def write_sheet(out: Path, name: str, crops: list[Crop], random: np.random.Generator) -> None:
    """The shuffled, numbered crops and their key."""
    order = random.permutation(len(crops))
    side = crops[0].pixels.shape[0]
    rows = -(-len(crops) // COLUMNS)
    sheet = np.full((rows * (side + 22), COLUMNS * (side + 6), 3), 255, np.uint8)
    with (out / f"{name}_key.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "painted", "what", "source"])
        for place, index in enumerate(order):
            crop = crops[int(index)]
            top, left = (place // COLUMNS) * (side + 22), (place % COLUMNS) * (side + 6)
            cv2.putText(sheet, str(place + 1), (left + 2, top + 15), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
            sheet[top + 20 : top + 20 + side, left : left + side] = crop.pixels
            writer.writerow([place + 1, int(crop.painted), crop.what, crop.source])
    cv2.imwrite(str(out / f"{name}.png"), sheet[..., ::-1])
    large = cv2.resize(sheet, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(out / f"{name}_2x.png"), large[..., ::-1])


if __name__ == "__main__":
    main()
