"""The bundled portrait as this room gets it: found and cut out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from skincast.face import cut_face, find_face
from skincast.photo import read_photo
from skincast.quality import check_quality
from skincast.types import Crop, Face, Photo, Quality


@pytest.fixture(scope="session")
def photo(portrait: Path) -> Photo:
    return read_photo(portrait)


@pytest.fixture(scope="session")
def face(photo: Photo) -> Face:
    found = find_face(photo)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def crop(photo: Photo, face: Face) -> Crop:
    return cut_face(photo, face)


@pytest.fixture
def check(photo: Photo, face: Face) -> Callable[[Crop], Quality]:
    """Check a crop that was made worse, as that of the portrait's face."""
    return lambda crop: check_quality(photo, face, crop, closeup=False)
