"""The skin mask against hand-drawn and rendered masks, and the landmarks against rendered ones.

Judged is the mask inside the face. FaceSynthetics tells face, neck and ears apart: neck, ears and unlabeled pixels
count neither way, and how much of our mask spills onto neck and ears stands beside. FASSEG calls neck and ears skin
too: there both masks are cut to our own outline of the face, so skin of the face that our outline misses is not counted
(this flatters).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.acceptance import AS_TAKEN, accepted_share
from benchmarks.datasets import Sample
from benchmarks.figures import Figure, Verdict
from benchmarks.label_picture import read_labels
from benchmarks.look import look, seen_of
from benchmarks.metrics import Estimate, estimate_of, mean, median
from benchmarks.overlap import MESH_FOR_68, Overlap, normalized_mean_error, overlap
from benchmarks.placement import landmarks_in_photo, mask_in_photo, skin_of
from numpy.typing import NDArray

from skincast.analysis import Analysis
from skincast.photo import read_photo
from skincast.types import Mask

FASSEG, FACESYNTHETICS = "skin_masks_fasseg", "facesynthetics"
# The legend is in the colors of the masks; drawn edges are blurred, so each pixel takes the nearest color.
FASSEG_COLORS = {
    "skin": (255, 255, 0),
    "nose": (0, 255, 255),
    "eyes": (0, 0, 255),
    "mouth": (0, 255, 0),
    "hair": (127, 0, 0),
    "background": (255, 0, 0),
}
SKIN_CLASSES, SPILL_CLASSES, IGNORED_CLASSES = (1, 2), (7, 8, 12), (7, 8, 12, 255)
"""FaceSynthetics: skin and nose; ears and neck; ears, neck and unlabeled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the task keeps of one photo."""

    skin: Overlap
    spill: float | None = None
    """Share of our mask on neck and ears."""
    nme: float | None = None
    nme_without_jaw: float | None = None


def observe_fasseg(sample: Sample, analysis: Analysis) -> Seen:
    """Compare the masks inside our outline of the face."""
    skin = skin_of(analysis)
    found, hull = mask_in_photo(analysis, skin.outline), mask_in_photo(analysis, skin.crop.hull)
    truth = _fasseg_skin(_mask_path(sample))
    return Seen(skin=overlap(found & hull, truth & hull, judged=hull))


def observe_facesynthetics(sample: Sample, analysis: Analysis) -> Seen:
    """Compare the masks on the face, and the 68 landmarks."""
    labels = read_labels(_mask_path(sample))
    found = mask_in_photo(analysis, skin_of(analysis).outline)
    truth = np.isin(labels, SKIN_CLASSES)
    spilled = int((found & np.isin(labels, SPILL_CLASSES)).sum())
    errors = _landmark_errors(sample, analysis)
    return Seen(
        skin=overlap(found, truth, judged=~np.isin(labels, IGNORED_CLASSES)),
        spill=spilled / max(1, int(found.sum())),
        nme=errors[0],
        nme_without_jaw=errors[1],
    )


def examine_fasseg(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge the skin mask on hand-drawn parts."""
    outcomes = look(samples, observe_fasseg)
    masks = _masks(FASSEG, seen_of(outcomes), "inside our face outline, accepted photos")
    return Verdict(figures=(accepted_share(outcomes, AS_TAKEN), *masks))


def examine_facesynthetics(samples: Sequence[Sample], _: Path) -> Verdict:
    """Judge the skin mask and the landmarks on rendered faces."""
    outcomes = look(samples, observe_facesynthetics)
    seen = seen_of(outcomes)
    conditions = "inside the face (neck and ears not judged), accepted photos"
    figures = [accepted_share(outcomes, AS_TAKEN), *_masks(FACESYNTHETICS, seen, conditions)]

    def add(name: str, pick: Callable[[Seen], float | None], reduce: Callable[..., float], *, head: bool) -> None:
        known = [(sample.group, value) for sample, one in seen if (value := pick(one)) is not None]
        estimate = estimate_of(reduce, [value for _, value in known], [group for group, _ in known])
        figures.append(_figure(FACESYNTHETICS, name, "accepted photos", estimate, headline=head))

    add("skin mask on neck and ears, share of the mask", lambda one: one.spill, mean, head=False)
    add("landmarks, NME of 68 points by outer eye corners, mean", lambda one: one.nme, mean, head=False)
    add("landmarks, NME of 68 points by outer eye corners, median", lambda one: one.nme, median, head=False)
    add("landmarks, NME without the jaw line, mean", lambda one: one.nme_without_jaw, mean, head=True)
    return Verdict(figures=tuple(figures))


def _masks(dataset: str, seen: Sequence[tuple[Sample, Seen]], conditions: str) -> list[Figure]:
    groups = [sample.group for sample, _ in seen]
    by_name = {
        "skin mask, IoU": [one.skin.iou for _, one in seen],
        "skin mask, Dice": [one.skin.dice for _, one in seen],
        "skin mask, pixel precision": [one.skin.precision for _, one in seen],
        "skin mask, pixel recall": [one.skin.recall for _, one in seen],
    }
    return [
        _figure(dataset, name, conditions, estimate_of(mean, values, groups), headline=name.endswith("IoU"))
        for name, values in by_name.items()
    ]


def _landmark_errors(sample: Sample, analysis: Analysis) -> tuple[float | None, float | None]:
    landmarks = landmarks_in_photo(analysis)
    if landmarks is None or sample.landmarks_path is None:
        return None, None
    truth = np.loadtxt(sample.landmarks_path)[: len(MESH_FOR_68)]
    found = landmarks[list(MESH_FOR_68), :2].astype(np.float64)
    return (
        normalized_mean_error(found, truth, with_jaw=True),
        normalized_mean_error(found, truth, with_jaw=False),
    )


def _fasseg_skin(path: Path) -> Mask:
    """Skin and nose of a FASSEG mask."""
    picture = read_photo(path, full_resolution=True).pixels.astype(np.int32)
    colors = np.array(list(FASSEG_COLORS.values()), np.int32)
    distances = np.stack([((picture - color) ** 2).sum(axis=2) for color in colors])
    nearest: NDArray[np.intp] = distances.argmin(axis=0)
    names = list(FASSEG_COLORS)
    return np.isin(nearest, [names.index("skin"), names.index("nose")])


def _mask_path(sample: Sample) -> Path:
    if sample.mask_path is None:
        raise ValueError(f"a sample of {sample.dataset} has no mask")
    return sample.mask_path


def _figure(dataset: str, name: str, conditions: str, estimate: Estimate, *, headline: bool = False) -> Figure:
    return Figure(dataset=dataset, name=name, conditions=conditions, estimate=estimate, headline=headline)
