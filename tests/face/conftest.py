"""Faces for the tests of this room: the bundled portrait, enlarged."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from skincast.types import Photo, Picture


def as_photo(pixels: Picture) -> Photo:
    return Photo(pixels=pixels, width_px=pixels.shape[1], height_px=pixels.shape[0], reduction=1, sha256="0" * 64)


@pytest.fixture(scope="session")
def portrait_pixels(portrait_picture: Picture) -> Picture:
    """Head and shoulders of the bundled portrait, four times its size."""
    head = portrait_picture[0:260, 120:330]
    return np.asarray(cv2.resize(head, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC), np.uint8)


@pytest.fixture(scope="session")
def portrait_photo(portrait_pixels: Picture) -> Photo:
    return as_photo(portrait_pixels)
