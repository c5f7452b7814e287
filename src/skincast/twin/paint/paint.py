"""Features onto photos: drawn on even skin of the same complexion, carried over as a change of density."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skincast.twin.paint.change import Change, change_of, soften, without_traces
from skincast.twin.paint.gloss import read_gloss
from skincast.twin.paint.local import local_light
from skincast.twin.paint.painted import Painted
from skincast.twin.paint.request import Draw, Features, Sitter, draw_request
from skincast.twin.paint.sharpness import blur_of
from skincast.twin.paint.sight import Sight, see_face, see_patch
from skincast.twin.paint.tones import LUMA, Linear, repaint
from skincast.twin.paint.truth import with_truth
from skincast.twin.person import Complexion
from skincast.twin.scene.warp import warp_of
from skincast.twin.sheet import Canvas, SkinSheet, blank_canvas, region_index
from skincast.types import Face, FloatMap, Mask, Photo, Picture

FINEST_MM, COARSEST_MM = 0.12, 0.5
WARP_BLUR_PX = 0.35
"""Sigma that sampling the canvas has blurred already."""
FOLDED_AWAY = 0.6
"""Share of the photo's own texture that a deep line swallows (ours)."""
BESIDE_MM, DULLED = 1.2, 0.75
"""How far from a line, and by how much, the glints of its own relief are broken (ours)."""
GRAIN_PX, GRAIN_POWER, MOST_GRAIN = 1.8, 2.5, 2.5
"""A glint breaks up on the photo's own texture: what stands out there is brighter, and far more so in a glint."""


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
    sight = see_face(picture, face, reduction, where)
    skin = sight.complexion
    scale = float(np.clip(sight.seat.mm_per_px, FINEST_MM, COARSEST_MM))
    canvas = blank_canvas(scale, melanin=skin.melanin, blood=skin.blood, oxygen=skin.oxygen)
    draw_request(canvas, features, sitter, skin)
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
    sight = see_patch(picture, mm_per_px, seed, where)
    canvas = _patch_canvas(sight.seen.shape, mm_per_px, sight.complexion)
    features(canvas, sight.complexion)
    return _paint(picture, sight, canvas)


def _decoded(photo: Photo | Picture) -> tuple[Picture, int]:
    return (photo.pixels, photo.reduction) if isinstance(photo, Photo) else (photo, 1)


def _patch_canvas(shape: tuple[int, ...], mm_per_px: float, complexion: Complexion) -> Canvas:
    """Even skin of a close-up's size; all of it counts as cheek."""
    one = blank_canvas(64.0, melanin=complexion.melanin, blood=complexion.blood, oxygen=complexion.oxygen)
    sheet = one.sheet
    maps = {
        name: np.full(shape, getattr(sheet, name)[0, 0], np.float32)
        for name in SkinSheet.__dataclass_fields__
        if name != "mm_per_px"
    }
    return Canvas(
        sheet=SkinSheet(mm_per_px=mm_per_px, **maps),
        labels=np.zeros(shape, np.uint8),
        regions=np.full(shape, region_index("cheek_left"), np.uint8),
    )


def _paint(picture: Picture, sight: Sight, canvas: Canvas) -> Painted:
    seat, linear = sight.seat, sight.linear
    warp = warp_of(seat.frame, canvas.sheet.mm_per_px)
    here = local_light(linear, sight.seen, seat.frame.normal, sight.light, seat.mm_per_px)
    change = change_of(canvas, warp, seat, here, sight.complexion)
    density = _in_photo(change, sight, here.glare)
    after = np.asarray(linear * cv2.exp(-density), np.float32)
    photo = picture.copy()
    photo[seat.box] = repaint(sight.picture, linear, after)
    return with_truth(photo, sight, canvas, warp, density)


def _in_photo(change: Change, sight: Sight, glare: FloatMap) -> NDArray[np.float32]:
    """The density as this photo shows it: its blur, its gloss, its glare, nothing where no skin is seen."""
    linear = sight.linear
    blur = blur_of(np.asarray(cv2.cvtColor(sight.picture, cv2.COLOR_RGB2GRAY), np.float32))
    extra = float(np.sqrt(max(blur**2 - WARP_BLUR_PX**2, 0.04)))
    share = sight.seen[..., None]
    matte = (1 - glare)[..., None]
    after = linear * (1 + matte * (cv2.exp(-change.density) - 1))
    after += _glint(change, sight)[..., None]
    density = cv2.log(np.maximum(linear, 1e-4)) - cv2.log(np.maximum(after, np.float32(1e-4)))
    density = soften(np.asarray(density, np.float32), extra)
    density += (np.float32(FOLDED_AWAY) * change.fold * cv2.log(_texture(linear)))[..., None]
    return without_traces(density * share)


def _glint(change: Change, sight: Sight) -> FloatMap:
    """White light that the relief and the sheen of features add, with the photo's own grain; never less than none."""
    gloss = read_gloss(sight.linear, sight.seen, sight.light.direction, sight.seat.mm_per_px)
    before = gloss.lobe(sight.seat.frame.normal)
    added = gloss.strength * (change.sheen * gloss.lobe(change.normal) - before)
    added *= 1 - _beside_lines(change.fold, sight.seat.mm_per_px)
    luminance = sight.linear @ LUMA
    grain = np.clip(cv2.pow(_texture(sight.linear), GRAIN_POWER), 0, MOST_GRAIN)
    return np.asarray(np.clip(added, -0.2 * luminance, 2 * luminance + 0.05) * grain, np.float32)


def _beside_lines(fold: FloatMap, mm_per_px: float) -> FloatMap:
    """Where the shine of creased skin is broken, 0-1: a fold has no polished rim."""
    if not fold.any():
        return fold
    near = cv2.GaussianBlur(fold, (0, 0), BESIDE_MM / mm_per_px)
    return np.asarray(np.float32(DULLED) * np.minimum(near * np.float32(4), 1), np.float32)


def _texture(linear: Linear) -> FloatMap:
    """The photo's own grain and pores: how much brighter each pixel is than those around it."""
    luminance = np.maximum(linear @ LUMA, np.float32(1e-3))
    return np.asarray(luminance / cv2.GaussianBlur(luminance, (0, 0), GRAIN_PX), np.float32)
