"""For each row of `problems.toml`, one way into it. Adding a row without one fails the conformance test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from tests.quality import degrade

from skincast.face import region_names
from skincast.quality import check_quality
from skincast.types import Crop, Face, Photo, Quality

Case: TypeAlias = Callable[[Photo, Face, Crop], Quality]


def _worse(change: Callable[[Crop], Crop]) -> Case:
    return lambda photo, face, crop: check_quality(photo, face, change(crop), closeup=False)


def _face(**fields: float) -> Case:
    # `replace` cannot be typed for fields that are named by the caller.
    changes: dict[str, Any] = dict(fields)
    return lambda photo, face, crop: check_quality(photo, replace(face, **changes), crop, closeup=False)


def _native(mm: float) -> Case:
    return _worse(lambda crop: replace(crop, native_mm_per_px=mm))


def _hide_side(crop: Crop) -> Crop:
    """As on a turned face: a sliver of the far cheek is in sight."""
    regions = crop.regions.copy()
    cheek, other = crop.region_names.index("cheek_left"), crop.region_names.index("nasolabial_left")
    sliver = (regions == cheek).cumsum().reshape(regions.shape) < 300
    regions[(regions == cheek) & ~sliver] = other
    return replace(crop, regions=regions)


LOWER_HALF = ("chin", "perioral", "jaw_right", "jaw_left", "nasolabial_right", "nasolabial_left")

MOST_REGIONS = tuple(name for name in region_names() if name and not name.startswith(("nose", "under_eye", "glabella")))

CASES: dict[str, Case] = {
    "no_face": lambda photo, _face, _crop: check_quality(photo, None, None, closeup=False),
    "no_face.unclear": _worse(degrade.wipe_features),
    "too_little_left": _worse(partial(degrade.shade, regions=MOST_REGIONS, gain=0.002)),
    "multiple_faces": _face(faces_seen=2),
    "face_too_small": _native(3.0),
    "low_resolution": _native(1.0),
    "out_of_frame": _worse(partial(degrade.cut_off, regions=LOWER_HALF)),
    "out_of_frame.region": _worse(partial(degrade.cut_off, regions=("chin",))),
    "pose_yaw": _face(yaw_deg=30.0),
    "pose_yaw.region": _worse(_hide_side),
    "pose_pitch": _face(pitch_deg=-25.0),
    "pose_roll": _face(roll_deg=40.0),
    "too_dark": _worse(partial(degrade.light, gain=1 / 30)),
    "too_dark.region": _worse(partial(degrade.shade, regions=("cheek_right",), gain=0.002)),
    "too_bright": _worse(partial(degrade.light, gain=4.0)),
    "clipped": _worse(partial(degrade.light, gain=2.5)),
    "clipped.region": _worse(partial(degrade.shade, regions=("nose",), gain=3.0)),
    "uneven_light": _worse(partial(degrade.shade_side, gain=0.15)),
    "uneven_light.region": _worse(partial(degrade.shade, regions=("cheek_right",), gain=0.1)),
    "color_cast": _worse(partial(degrade.light, gain=(0.5, 1.1, 0.9))),
    "color_cast.eyes": _worse(partial(degrade.light, gain=(0.5, 1.1, 0.9))),
    "color_cast.colorless": _worse(degrade.turn_gray),
    "blurred": _worse(partial(degrade.blur, sd_mm=2.0)),
    "noisy": _worse(partial(degrade.add_grain, sd_od=0.3)),
    "heavy_makeup_or_filter": _worse(degrade.paint_face),
    "occluded": _worse(degrade.put_on_mask),
    "occluded.glasses": _worse(degrade.put_on_glasses),
    "occluded.upper": _worse(partial(degrade.grow_hair, regions=("forehead",))),
    "occluded.lower": _worse(partial(degrade.grow_hair, regions=("chin",))),
    "expression": _face(smile=0.3),
    "expression.mouth": _face(mouth_open=0.3),
    "expression.region": _face(mouth_open=0.6),
}
