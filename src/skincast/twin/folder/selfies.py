"""A selfie and its truth as files that any program can open: a JPEG, and a zip of PNG maps with a list of objects."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.person import Condition, Traits
from skincast.twin.scene.place import SeenItem
from skincast.twin.selfie import Selfie
from skincast.types import FloatMap

SELFIES = "selfies"
FINEST = 65535
"""Soft maps are 16-bit pictures; `truth.json` says what one step is worth."""
FAST_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1)
MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same twin makes the same bytes."""


def selfie_file(folder: Path, person: str, date: str) -> Path:
    """Where a selfie lies; its truth lies beside it as `DATE.truth.zip`."""
    return folder / SELFIES / person / f"{date}.jpg"


def truth_file(photo: Path) -> Path:
    """The truth beside a photo."""
    return photo.with_suffix(".truth.zip")


def save_selfie(file: Path, selfie: Selfie, *, traits: Traits, condition: Condition) -> None:
    """Write a photo and its truth; the photo comes last, so that a photo always has its truth.

    Args:
        file: of the photo.
        selfie: as rendered.
        traits: who is on it.
        condition: how the skin was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    truth_file(file).write_bytes(_zipped(selfie, traits, condition))
    unfinished = file.with_suffix(".new")
    unfinished.write_bytes(selfie.jpeg)
    unfinished.replace(file)


def read_truth(file: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read what `save_selfie` wrote.

    Args:
        file: the zip.

    Returns:
        `truth.json`, and the maps by name: uint8 labels, float32 amounts.
    """
    with zipfile.ZipFile(file) as bundle:
        facts = json.loads(bundle.read("truth.json"))
        maps = {name: _decoded(bundle.read(f"{name}.png"), facts["steps"].get(name)) for name in facts["maps"]}
    return facts, maps


def _zipped(selfie: Selfie, traits: Traits, condition: Condition) -> bytes:
    truth = selfie.truth
    labels = {"part": truth.part, "kind": truth.kind, "region": truth.region}
    soft: dict[str, FloatMap] = {
        "melanin": truth.melanin,
        "blood": truth.blood,
        "shading": truth.shading,
        "gloss": truth.gloss,
        "cover": truth.cover,
        **{f"amount/{name}": values for name, values in truth.amounts.items() if values.any()},
    }
    steps = {name: _step(values) for name, values in soft.items()}
    facts = {
        "mm_per_px": selfie.mm_per_px,
        "maps": [*labels, *soft],
        "steps": steps,
        "items": [_item_row(one) for one in selfie.items],
        "landmarks_px": np.round(selfie.landmarks_px, 2).tolist(),
        "traits": asdict(traits),
        "severity": dict(condition.severity),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, labeled in labels.items():
            _add(bundle, f"{name}.png", _encoded(labeled))
        for name, values in soft.items():
            low, step = steps[name]["zero"], steps[name]["step"]
            _add(bundle, f"{name}.png", _encoded(np.rint((values - low) / step).clip(0, FINEST).astype(np.uint16)))
        _add(bundle, "truth.json", json.dumps(facts, allow_nan=False).encode())
    return out.getvalue()


def _step(values: FloatMap) -> dict[str, float]:
    """Value of 0 and worth of one step, so that the whole range of a map fits."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    return {"zero": low, "step": max(high - low, 1e-9) / FINEST}


def _item_row(seen: SeenItem) -> dict[str, object]:
    item = seen.item
    return {
        "kind": item.kind.name.lower(),
        "x_px": round(seen.x_px, 2),
        "y_px": round(seen.y_px, 2),
        "radius_px": round(seen.radius_px, 3),
        "visibility": round(seen.visibility, 3),
        "radius_mm": round(item.radius_mm, 3),
        "depth_mm": round(item.depth_mm, 3),
        "strength": round(item.strength, 3),
        "path_px": [[round(x, 2), round(y, 2)] for x, y in seen.path_px],
    }


def _encoded(pixels: NDArray[Any]) -> bytes:
    return bytes(cv2.imencode(".png", pixels, FAST_PNG)[1].tobytes())


def _decoded(data: bytes, step: Mapping[str, float] | None) -> NDArray[Any]:
    pixels = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED))
    if step is None:
        return pixels
    return np.asarray(pixels * step["step"] + step["zero"], np.float32)


def _add(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    bundle.writestr(zipfile.ZipInfo(name, MOMENT), data)
