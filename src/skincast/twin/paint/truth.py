"""The truth of a painted photo: of what was added, where it is seen, in photo pixels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skincast.twin.paint.geometry import Seat, every_second_pixel
from skincast.twin.paint.painted import Painted
from skincast.twin.paint.sight import Sight
from skincast.twin.scene.place import SeenItem, see_items
from skincast.twin.scene.warp import Warp
from skincast.twin.sheet import Canvas
from skincast.types import FloatMap, Picture

SHOWS = 0.3
"""A label stands where at least this share of the feature is seen."""


def with_truth(photo: Picture, sight: Sight, canvas: Canvas, warp: Warp, density: NDArray[np.float32]) -> Painted:
    """Join the painted photo with what is known of the paint.

    Args:
        photo: painted, whole.
        sight: of the photo before.
        canvas: what was drawn.
        warp: from the canvas to the box.
        density: (height, width, 3) of the box, as it was added.
    """
    seat, sheet, skin = sight.seat, canvas.sheet, sight.complexion
    shape, seen = photo.shape[:2], sight.seen
    labels = np.where(seen > SHOWS, warp.carry_labels(canvas.labels), 0).astype(np.uint8)
    maps = {
        "melanin": sheet.melanin + sheet.deep_melanin - np.float32(skin.melanin),
        "blood": sheet.blood + sheet.deep_blood - np.float32(skin.blood),
    }
    carried = {name: _whole(warp.carry(values) * seen, seat, shape) for name, values in maps.items()}
    amounts = {name: _whole(warp.carry(values) * seen, seat, shape) for name, values in canvas.amounts.items()}
    return Painted(
        photo=photo,
        added_od=_whole(density, seat, shape),
        kind=_whole(labels, seat, shape),
        amounts=amounts,
        melanin=carried["melanin"],
        blood=carried["blood"],
        seen=_whole(seen, seat, shape),
        items=_items(canvas, seat, seen),
        complexion=skin,
        mm_per_px=seat.mm_per_px,
    )


def _whole(values: NDArray[Any], seat: Seat, shape: tuple[int, ...]) -> NDArray[Any]:
    """A map of the box in the whole photo."""
    full = np.zeros((*shape, *values.shape[2:]), values.dtype)
    full[seat.box] = values
    return full


def _items(canvas: Canvas, seat: Seat, seen: FloatMap) -> tuple[SeenItem, ...]:
    """The object list in photo pixels; found on every second pixel, which are exact all the same."""
    few = every_second_pixel(seat.frame)
    view = np.zeros((*few.part.shape, 3), np.float32)
    view[..., 2] = -1
    found = see_items(canvas.items, few, view, np.asarray(1 - seen[::2, ::2], np.float32))
    right, down = seat.box[1].start, seat.box[0].start
    return tuple(
        replace(
            one,
            x_px=2 * one.x_px + right if one.x_px >= 0 else -1.0,
            y_px=2 * one.y_px + down if one.y_px >= 0 else -1.0,
            radius_px=2 * one.radius_px,
            path_px=tuple((2 * x + right, 2 * y + down) for x, y in one.path_px),
        )
        for one in found
    )
