"""The least that any analysis has to do: decode, find the face, fit the mesh, run one network over the skin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import simplejpeg
from benchmarks.floor.unet import INPUT_PX, open_unet

from skincast.photo import read_photo
from skincast.runtime import open_model

DETECTOR_PX = 128
MESH_PX = 192


def floor_steps(data: bytes) -> dict[str, Callable[[], object]]:
    """Return the steps of the floor by name, ready to be timed: models are open, inputs made.

    The networks run bare, once each, without the resizing, cutting and second tries of a real analysis, which makes the
    yardstick short rather than long.

    Args:
        data: The JPEG; it is decoded at the scale at which the product decodes it.
    """
    photo = read_photo(data)
    height, width = photo.pixels.shape[:2]
    random = np.random.default_rng(0)
    box = random.uniform(-1, 1, (1, DETECTOR_PX, DETECTOR_PX, 3)).astype(np.float32)
    face = random.uniform(0, 1, (1, MESH_PX, MESH_PX, 3)).astype(np.float32)
    picture = random.uniform(-1, 1, (1, 3, INPUT_PX, INPUT_PX)).astype(np.float32)
    detector, mesh, unet = open_model("face_detector"), open_model("face_mesh"), open_unet()
    return {
        "decode": lambda: simplejpeg.decode_jpeg(data, colorspace="RGB", min_height=height, min_width=width),
        "detector": lambda: detector.run({"input": box}),
        "mesh": lambda: mesh.run({"input_1": face}),
        "unet": lambda: unet.run(None, {"picture": picture}),
    }
