"""The data sets as typed samples: one function a set, each knowing labels, groups and whether it may be tuned on.

Nothing of these photos is ever committed or shown. `exam` sets never choose a threshold or a rule.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.detection import Box

Use = Literal["train", "exam"]

USE: dict[str, Use] = {
    "acne04": "exam",
    "acne_types": "train",
    "wrinkle_boxes": "train",
    "dark_circles": "train",
    "rosacea": "exam",
    "melasma": "exam",
    "skin_masks_fasseg": "exam",
    "gan1024_survey": "train",
    "gan1024_gecid": "train",
    "gan1024_u1i": "exam",
    "sfhq_tiles": "train",
    "genphotos512": "exam",
    "facesynthetics": "exam",
    "yale_b": "exam",
    "polarised": "train",
}
ORIGINAL_NAME_END = ".rf."
"""Behind it stands what the publisher appended to a photo's own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabeledBox:
    """A box in pixels of the photo as stored, and what it holds."""

    box: Box
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One photo with what its set knows about it; a field that the set does not have is None.

    `group` joins near-duplicates and photos of one person: they are one draw in every interval.
    """

    dataset: str
    path: Path
    group: str
    boxes: tuple[LabeledBox, ...] | None = None
    """None: no trusted boxes, which is not the same as no lesions."""
    grade: int | None = None
    label: str | None = None
    mask_path: Path | None = None
    landmarks_path: Path | None = None
    ita_deg: float | None = None
    """From the publisher of the estimates, uncalibrated: for sorting only."""

    @property
    def use(self) -> Use:
        """Whether the photo may be tuned on."""
        return USE[self.dataset]


def load(name: str, data_dir: Path) -> list[Sample]:
    """Return the samples of a set in a fixed order.

    Raises:
        ValueError: No such set.
        FileNotFoundError: The data folder does not hold it.
    """
    if name not in USE:
        raise ValueError(f"no data set {name!r}; there are {', '.join(USE)}")
    samples = _LOADERS[name](data_dir) if name in _LOADERS else load_faces(data_dir, name)
    if not samples:
        raise FileNotFoundError(f"the data folder holds no photo of {name}")
    return samples


def spread(samples: Sequence[Sample], limit: int | None) -> list[Sample]:
    """Return at most `limit` samples, evenly spread over the order (which often follows the grade)."""
    if limit is None or limit >= len(samples):
        return list(samples)
    return [samples[(2 * i + 1) * len(samples) // (2 * limit)] for i in range(limit)]


def load_acne04(data_dir: Path) -> list[Sample]:
    """Faces with a severity of 0-3 and, on most, boxes of active lesions; grouped by near-duplicates."""
    folder = data_dir / "images" / "acne04"
    boxes = _coco_boxes(folder)
    group_of = join_pairs((row["a"], row["b"]) for row in _rows(folder / "near_duplicates.csv"))
    return [
        Sample(
            dataset="acne04",
            path=folder / row["image"],
            group=group_of.get(row["image"], row["image"]),
            grade=int(row["severity_0_3"]),
            boxes=boxes.get(row["image"], ()) if row["lesion_boxes"] else None,
        )
        for row in _rows(folder / "severity.csv")
    ]


def load_boxed(data_dir: Path, name: str) -> list[Sample]:
    """Read a set whose labels are boxes alone."""
    folder = data_dir / "images" / name
    return [
        Sample(dataset=name, path=folder / file, group=Path(file).name.partition(ORIGINAL_NAME_END)[0], boxes=boxes)
        for file, boxes in sorted(_coco_boxes(folder).items())
    ]


def load_rosacea(data_dir: Path) -> list[Sample]:
    """Rosacea and normal faces; the class is the folder. Eye bars and retouching give it away: a ranking only."""
    folder = data_dir / "images" / "rosacea"
    return [_plain("rosacea", path, label=path.parent.name) for path in _photos(folder)]


def load_melasma(data_dir: Path) -> list[Sample]:
    """Cheeks and faces, all with melasma."""
    return [_plain("melasma", path) for path in _photos(data_dir / "images" / "melasma")]


def load_fasseg(data_dir: Path) -> list[Sample]:
    """Faces with hand-drawn parts, as colors."""
    folder = data_dir / "images"
    return [
        _plain("skin_masks_fasseg", folder / row["image"], mask_path=folder / row["mask"])
        for row in _rows(folder / "masks.csv")
        if row["image"].startswith("skin_masks_fasseg/")
    ]


def load_facesynthetics(data_dir: Path) -> list[Sample]:
    """Rendered faces with exact part masks and 70 landmarks (68 of iBUG and the pupils)."""
    folder = data_dir / "faces" / "facesynthetics"
    return [
        _plain(
            "facesynthetics",
            path,
            mask_path=path.with_name(f"{path.stem}_seg.png"),
            landmarks_path=path.with_name(f"{path.stem}_ldmks.txt"),
        )
        for path in sorted(folder.glob("*.png"))
        if not path.stem.endswith("_seg")
    ]


def load_yale_b(data_dir: Path) -> list[Sample]:
    """Eleven people, each in 22 or 23 lights; a person is a group."""
    photos = _photos(data_dir / "faces" / "yale_b")
    return [Sample(dataset="yale_b", path=path, group=path.stem.partition("_")[0]) for path in photos]


def load_faces(data_dir: Path, name: str) -> list[Sample]:
    """Read a folder of faces; the label is its subfolder, the tone estimate that of `colour_estimates.csv`."""
    folder = data_dir / "faces" / name
    estimates = data_dir / "faces" / "colour_estimates.csv"
    tones = {row["file"]: float(row["ITA"]) for row in _rows(estimates)} if estimates.exists() else {}
    return [
        Sample(
            dataset=name,
            path=path,
            group=path.stem,
            label=path.parent.name if path.parent != folder else None,
            ita_deg=tones.get(path.relative_to(data_dir / "faces").as_posix()),
        )
        for path in _photos(folder)
        if not path.stem.endswith("_mask")
    ]


def join_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name the group of everything that chains of pairs connect: its alphabetically first member."""
    group: dict[str, set[str]] = {}
    for first, second in pairs:
        joined = group.get(first, {first}) | group.get(second, {second})
        group.update(dict.fromkeys(joined, joined))
    return {name: min(members) for name, members in group.items()}


_LOADERS: dict[str, Callable[[Path], list[Sample]]] = {
    "acne04": load_acne04,
    "acne_types": lambda data_dir: load_boxed(data_dir, "acne_types"),
    "wrinkle_boxes": lambda data_dir: load_boxed(data_dir, "wrinkle_boxes"),
    "dark_circles": lambda data_dir: load_boxed(data_dir, "dark_circles"),
    "rosacea": load_rosacea,
    "melasma": load_melasma,
    "skin_masks_fasseg": load_fasseg,
    "facesynthetics": load_facesynthetics,
    "yale_b": load_yale_b,
}


def _plain(dataset: str, path: Path, **known: Any) -> Sample:  # noqa: ANN401  # the optional fields of a sample
    """Return a sample that stands for itself."""
    return Sample(dataset=dataset, path=path, group=f"{path.parent.name}/{path.stem}", **known)


def _photos(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _coco_boxes(folder: Path) -> dict[str, tuple[LabeledBox, ...]]:
    """Return the boxes of each picture of a `coco.json`, pictures without boxes included."""
    coco = json.loads((folder / "coco.json").read_text("utf-8"))
    names = {category["id"]: category["name"] for category in coco["categories"]}
    boxes: dict[int, list[LabeledBox]] = {image["id"]: [] for image in coco["images"]}
    for row in coco["annotations"]:
        x, y, width, height = map(float, row["bbox"])
        boxes[row["image_id"]].append(LabeledBox(box=(x, y, width, height), label=names[row["category_id"]]))
    return {image["file_name"]: tuple(boxes[image["id"]]) for image in coco["images"]}
