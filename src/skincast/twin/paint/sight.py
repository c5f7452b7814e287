"""What is read off a photo before anything is painted on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skincast.density import optical_density
from skincast.face.color import skin_colored
from skincast.twin.paint.bare import bare_skin, facing_skin
from skincast.twin.paint.complexion import estimate_complexion
from skincast.twin.paint.geometry import Seat, in_regions, seat_of_face, seat_of_patch
from skincast.twin.paint.light import PhotoLight, guess_light, read_light
from skincast.twin.paint.tones import LUMA, Linear, to_linear
from skincast.twin.person import Complexion
from skincast.types import Face, FloatMap, Mask, Picture

CHEEK_FACING = 0.6
CHEEKS = ("cheek_left", "cheek_right", "nose")
LEAST_CHEEK_PX = 100
DULL_PERCENT = (25, 65)
"""Of the luminance: neither shade nor gloss."""
LIT_PERCENT = (50, 85)
"""The same of a close-up, whose shade nothing explains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The box of a photo in which the sheet lies."""

    picture: Picture
    linear: Linear
    seat: Seat
    light: PhotoLight
    seen: FloatMap
    """Share of a feature that shows at each place, 0-1."""
    complexion: Complexion


def see_face(picture: Picture, face: Face, reduction: int, where: Mask | None) -> Sight:
    """Look at a face.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        face: in it.
        reduction: of the photo.
        where: (height, width) skin, if known.
    """
    seat = seat_of_face(face, picture.shape[:2], reduction=reduction)
    box = picture[seat.box]
    linear = to_linear(box)
    facing = facing_skin(seat)
    light = read_light(np.asarray(linear @ LUMA, np.float32), seat.frame.normal, facing)
    skin = None if where is None else where[seat.box]
    known = facing if skin is None else np.asarray(facing * skin, np.float32)
    cheek = _cheek(linear, seat, known, light.falling(seat.frame.normal))
    seen = bare_skin(linear, seat, light, cheek, skin)
    return Sight(picture=box, linear=linear, seat=seat, light=light, seen=seen, complexion=estimate_complexion(cheek))


def see_patch(picture: Picture, mm_per_px: float, seed: int, where: Mask | None) -> Sight:
    """Look at a close-up without a face.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        mm_per_px: a guess.
        seed: of the guessed light.
        where: (height, width) skin, if known.
    """
    seat = seat_of_patch((picture.shape[0], picture.shape[1]), mm_per_px)
    linear = to_linear(picture)
    light = guess_light(seed)
    skin = skin_colored(optical_density(picture)) if where is None else where
    cheek = _cheek(linear, seat, skin.astype(np.float32), np.ones(skin.shape, np.float32))
    seen = bare_skin(linear, seat, light, cheek, where)
    return Sight(
        picture=picture, linear=linear, seat=seat, light=light, seen=seen, complexion=estimate_complexion(cheek)
    )


def _cheek(linear: Linear, seat: Seat, skin: FloatMap, falling: FloatMap) -> NDArray[np.float64]:
    """The middle color of well lit, dull skin on cheeks and nose; of all skin on a close-up."""
    lit = (skin > 0.5) & (falling > CHEEK_FACING)
    if len(seat.points):
        lit &= in_regions(seat, CHEEKS)
    colors = linear[lit] if lit.sum() >= LEAST_CHEEK_PX else linear[skin >= np.percentile(skin, 80)]
    luminance = colors @ LUMA
    low, high = np.percentile(luminance, DULL_PERCENT if len(seat.points) else LIT_PERCENT)
    return np.asarray(np.median(colors[(luminance >= low) & (luminance <= high)], axis=0), np.float64)
