"""One portrait, found once, and a few features to paint on it."""

from __future__ import annotations

import numpy as np
import pytest

from skincast.face import find_face
from skincast.photo import read_photo
from skincast.twin.paint import Sitter
from skincast.types import Face, Picture


@pytest.fixture(scope="session")
def found(portrait_picture: Picture) -> Face:
    """The face of the bundled portrait."""
    face = find_face(read_photo(np.ascontiguousarray(portrait_picture)))
    if face is None:
        pytest.fail("the portrait's face was not found")
    return face


@pytest.fixture(scope="session")
def sitter() -> Sitter:
    """Whose places features take."""
    return Sitter(seed=7, age_years=55.0)
