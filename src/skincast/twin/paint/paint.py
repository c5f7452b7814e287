"""Features onto photos: drawn on even skin of the same complexion, carried over as a change of density."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.density import optical_density
from skincast.face.color import skin_colored
from skincast.twin.paint.bare import bare_skin, facing_skin
from skincast.twin.paint.change import LUMA, Change, change_of, soften, without_traces
from skincast.twin.paint.complexion import estimate_complexion
from skincast.twin.paint.geometry import Seat, every_second_pixel, in_regions, seat_of_face, seat_of_patch
from skincast.twin.paint.gloss import read_gloss
from skincast.twin.paint.light import PhotoLight, guess_light, read_light
from skincast.twin.paint.painted import Painted
from skincast.twin.paint.request import Draw, Features, Sitter, draw_request
from skincast.twin.paint.sharpness import blur_of
from skincast.twin.paint.tones import Linear, repaint, to_linear
from skincast.twin.person import Complexion
from skincast.twin.scene.place import SeenItem, see_items
from skincast.twin.scene.warp import Warp, warp_of
from skincast.twin.sheet import Canvas, blank_canvas, region_index
from skincast.types import Face, FloatMap, Mask, Photo, Picture

FINEST_MM, COARSEST_MM = 0.12, 0.5
CHEEK_FACING = 0.6
CHEEKS = ("cheek_left", "cheek_right", "nose")
LEAST_CHEEK_PX = 100
DULL_PERCENT = (25, 65)
"""Of the luminance: neither shade nor gloss."""
LIT_PERCENT = (50, 85)
"""The same of a close-up, whose shade nothing explains."""
SHOWS = 0.3
"""A label stands where at least this share of the feature is seen."""
WARP_BLUR_PX = 0.35
"""Sigma that sampling the canvas has blurred already."""
GRAIN_PX = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """What is read off the photo before anything is painted."""

    picture: Picture
    linear: Linear
    seat: Seat
    light: PhotoLight
    seen: FloatMap
    complexion: Complexion


def paint_on(
    photo: Photo | Picture, face: Face, features: Features, *, sitter: Sitter, where: Mask | None = None
) -> Painted:
    """Add features to the face of a photo, real or generated.

    The photo keeps its texture, its grain and its light; the features take over its sharpness, its complexion, its
    lamp and its gloss.

    Args:
        photo: decoded, upright.
        face: of the same photo.
        features: a condition, or a hand that draws on a canvas of the sheet.
        sitter: what the photo does not tell.
        where: (height, width) skin, if the caller knows it better than color and roughness tell.

    Returns:
        The photo with the truth of what was added. Without features every pixel keeps its value.

    Source: ours, untested; change of reflectance by `twin.optics`, light after Ramamoorthi and Hanrahan 2001.
    """
    picture, reduction = _decoded(photo)
    seat = seat_of_face(face, picture.shape[:2], reduction=reduction)
    box = picture[seat.box]
    linear = to_linear(box)
    facing = facing_skin(seat)
    light = read_light(np.asarray(linear @ LUMA, np.float32), seat.frame.normal, facing)
    skin = None if where is None else where[seat.box]
    known = facing if skin is None else facing * skin
    cheek = _cheek(linear, seat, known, light.falling(seat.frame.normal))
    seen = bare_skin(linear, seat, light, cheek, skin)
    complexion = estimate_complexion(cheek)
    sight = _Sight(picture=box, linear=linear, seat=seat, light=light, seen=seen, complexion=complexion)
    scale = float(np.clip(seat.mm_per_px, FINEST_MM, COARSEST_MM))
    canvas = blank_canvas(scale, melanin=complexion.melanin, blood=complexion.blood, oxygen=complexion.oxygen)
    draw_request(canvas, features, sitter, complexion)
    return _paint(picture, sight, canvas)


def paint_close_up(
    photo: Photo | Picture, features: Draw, *, mm_per_px: float, seed: int, where: Mask | None = None
) -> Painted:
    """Add features to a close-up of skin that shows no face: the canvas is as large as the photo, corner on corner.

    Args:
        photo: decoded, upright.
        features: a hand that draws; millimeters count from the photo's upper left corner.
        mm_per_px: a guess, as a close-up carries no scale.
        seed: of the light, which a close-up does not tell either.
        where: (height, width) skin, if the caller knows it.

    Returns:
        As `paint_on`.
    """
    picture, _ = _decoded(photo)
    seat = seat_of_patch(picture.shape[:2], mm_per_px)
    linear = to_linear(picture)
    light = guess_light(seed)
    skin = skin_colored(optical_density(picture)) if where is None else where
    cheek = _cheek(linear, seat, skin.astype(np.float32), np.ones(skin.shape, np.float32))
    seen = bare_skin(linear, seat, light, cheek, where)
    complexion = estimate_complexion(cheek)
    sight = _Sight(picture=picture, linear=linear, seat=seat, light=light, seen=seen, complexion=complexion)
    canvas = _patch_canvas(picture.shape[:2], mm_per_px, complexion)
    features(canvas, complexion)
    return _paint(picture, sight, canvas)


def _decoded(photo: Photo | Picture) -> tuple[Picture, int]:
    return (photo.pixels, photo.reduction) if isinstance(photo, Photo) else (photo, 1)


def _cheek(linear: Linear, seat: Seat, skin: FloatMap, falling: FloatMap) -> NDArray[np.float64]:
    """The middle color of well lit, dull skin on cheeks and nose; of all skin on a close-up."""
    lit = (skin > 0.5) & (falling > CHEEK_FACING)
    if len(seat.points):
        lit &= in_regions(seat, CHEEKS)
    colors = linear[lit] if lit.sum() >= LEAST_CHEEK_PX else linear[skin >= np.percentile(skin, 80)]
    luminance = colors @ LUMA
    low, high = np.percentile(luminance, DULL_PERCENT if len(seat.points) else LIT_PERCENT)
    return np.asarray(np.median(colors[(luminance >= low) & (luminance <= high)], axis=0), np.float64)


def _patch_canvas(shape: tuple[int, int], mm_per_px: float, complexion: Complexion) -> Canvas:
    """Even skin of a close-up's size; all of it counts as cheek."""
    one = blank_canvas(64.0, melanin=complexion.melanin, blood=complexion.blood, oxygen=complexion.oxygen)
    sheet = one.sheet
    maps = {
        name: np.full(shape, getattr(sheet, name)[0, 0], np.float32)
        for name in type(sheet).__dataclass_fields__
        if name != "mm_per_px"
    }
    return Canvas(
        sheet=type(sheet)(mm_per_px=mm_per_px, **maps),
        labels=np.zeros(shape, np.uint8),
        regions=np.full(shape, region_index("cheek_left"), np.uint8),
    )


def _paint(picture: Picture, sight: _Sight, canvas: Canvas) -> Painted:
    seat, linear = sight.seat, sight.linear
    warp = warp_of(seat.frame, canvas.sheet.mm_per_px)
    change = change_of(canvas, warp, seat, sight.light, sight.complexion)
    density = _in_photo(change, sight)
    after = np.asarray(linear * cv2.exp(-density), np.float32)
    photo = picture.copy()
    photo[seat.box] = repaint(sight.picture, linear, after)
    return _with_truth(photo, sight, canvas, warp, density)


def _in_photo(change: Change, sight: _Sight) -> NDArray[np.float32]:
    """The density as this photo shows it: its blur, its gloss, nothing where no skin is seen."""
    linear = sight.linear
    blur = blur_of(np.asarray(cv2.cvtColor(sight.picture, cv2.COLOR_RGB2GRAY), np.float32))
    extra = float(np.sqrt(max(blur**2 - WARP_BLUR_PX**2, 0.04)))
    share = sight.seen[..., None]
    after = linear * cv2.exp(-change.density)
    after += _glint(change, sight)[..., None]
    density = cv2.log(np.maximum(linear, 1e-4)) - cv2.log(np.maximum(after, np.float32(1e-4)))
    return without_traces(soften(np.asarray(density, np.float32), extra) * share)


def _glint(change: Change, sight: _Sight) -> FloatMap:
    """White light that the relief and the sheen of features add, with the photo's own grain; never less than none."""
    gloss = read_gloss(sight.linear, sight.seen, sight.light.direction, sight.seat.mm_per_px)
    before = gloss.lobe(sight.seat.frame.normal)
    added = gloss.strength * (change.sheen * gloss.lobe(change.normal) - before)
    luminance = sight.linear @ LUMA
    grain = luminance / np.maximum(cv2.GaussianBlur(luminance, (0, 0), GRAIN_PX), np.float32(1e-3))
    return np.asarray(np.clip(added, -0.2 * luminance, 2 * luminance + 0.05) * grain, np.float32)


def _with_truth(photo: Picture, sight: _Sight, canvas: Canvas, warp: Warp, density: NDArray[np.float32]) -> Painted:
    seat, sheet, skin = sight.seat, canvas.sheet, sight.complexion
    shape, seen = photo.shape[:2], sight.seen
    labels = np.where(seen > SHOWS, warp.carry_labels(canvas.labels), 0).astype(np.uint8)
    maps = {
        "melanin": sheet.melanin + sheet.deep_melanin - np.float32(skin.melanin),
        "blood": sheet.blood + sheet.deep_blood - np.float32(skin.blood),
    }
    carried = {name: _whole(warp.carry(values) * seen, seat, shape) for name, values in maps.items()}
    amounts: Mapping[str, FloatMap] = {
        name: _whole(warp.carry(values) * seen, seat, shape) for name, values in canvas.amounts.items()
    }
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


def _whole(values: NDArray[np.generic], seat: Seat, shape: tuple[int, ...]) -> NDArray[np.generic]:
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
