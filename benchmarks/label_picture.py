"""Pictures whose values are class numbers, not colors: read as stored."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from skincast.types import Labels


def read_labels(path: Path) -> Labels:
    """Return the class number of each pixel.

    Raises:
        ValueError: The file is no single-channel picture.
    """
    stored = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if stored is None or stored.ndim != 2:
        raise ValueError(f"{path.name} holds no class numbers")
    return np.asarray(stored, np.uint8)
