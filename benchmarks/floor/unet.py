"""The network that a fast skin analysis would at least have to run: the yardstick of `speed.py`.

An EfficientNet-Lite0 encoder with a depthwise decoder, 512 x 512 in, 17 maps out, random weights, int8. It is built
operator by operator, so that neither torch nor downloaded weights are needed; its time does not depend on what the
weights say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

INPUT_PX = 512
OUTPUT_MAPS = 17
OPSET = 17
SEED = 20
CALIBRATION_PICTURES = 4
CACHE_DIR = Path(__file__).parents[1] / ".cache"

STEM_CHANNELS = 32
# (expansion, channels, repeats, stride of the first, kernel); Tan and Le 2019, arXiv 1905.11946; Lite0 drops
# squeeze-and-excitation and uses ReLU6.
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
SKIP_STAGES = (0, 1, 2, 4)
"""Stages whose output goes across to the decoder: 1/2, 1/4, 1/8 and 1/16 of the input."""
DECODER_CHANNELS = (128, 64, 32, 16, 16)
"""Lean on purpose: a heavy yardstick would make us look fast."""


@dataclass(slots=True)
class _Graph:
    """Nodes and weights so far; tensors are named after the node that makes them."""

    random: np.random.Generator
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def add(self, operator: str, inputs: list[str], **attributes: Any) -> str:  # noqa: ANN401  # as onnx takes them
        """Append a node and return the name of its output."""
        name = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def store(self, values: NDArray[np.float32]) -> str:
        """Append a weight and return its name."""
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def convolve(self, tensor: str, taken: int, made: int, kernel: int, *, stride: int = 1, groups: int = 1) -> str:
        """Append a convolution with bias (batch normalization is folded into it)."""
        fan_in = taken // groups * kernel * kernel
        shape = (made, taken // groups, kernel, kernel)
        weight = self.random.normal(0, np.sqrt(2 / fan_in), shape).astype(np.float32)
        bias = self.random.normal(0, 0.1, made).astype(np.float32)
        pads = [kernel // 2] * 4
        inputs = [tensor, self.store(weight), self.store(bias)]
        sizes: dict[str, Any] = {"kernel_shape": [kernel] * 2, "strides": [stride] * 2}
        return self.add("Conv", inputs, pads=pads, group=groups, **sizes)

    def relu6(self, tensor: str) -> str:
        """Append a ReLU that ends at 6."""
        return self.add("Clip", [tensor, "zero", "six"])


def open_unet(*, cache_dir: Path = CACHE_DIR) -> onnxruntime.InferenceSession:
    """Open the int8 network on one quiet thread, building it on first use.

    Args:
        cache_dir: Where the built file is kept; its name changes with this module and with the version of the runtime.
    """
    path = cache_dir / f"unet_{_fingerprint()}.onnx"
    if not path.exists():
        cache_dir.mkdir(parents=True, exist_ok=True)
        (cache_dir / ".gitignore").write_text("*\n", "utf-8")
        _write_int8(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def build_unet() -> onnx.ModelProto:
    """Return the float network.

    Returns:
        Input `picture` `(1, 3, 512, 512)` float32, output `maps` `(1, 17, 512, 512)` float32.
    """
    graph = _Graph(np.random.default_rng(SEED))
    for name, value in (("zero", 0.0), ("six", 6.0)):
        graph.weights.append(numpy_helper.from_array(np.array(value, np.float32), name))
    graph.weights.append(numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "twice"))
    deepest, skips = _encode(graph)
    maps = _decode(graph, deepest, skips)
    graph.nodes.append(helper.make_node("Identity", [maps], ["maps"], name="maps"))
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, INPUT_PX, INPUT_PX])
    output = helper.make_tensor_value_info("maps", TensorProto.FLOAT, [1, OUTPUT_MAPS, INPUT_PX, INPUT_PX])
    body = helper.make_graph(graph.nodes, "unet_lite0", [picture], [output], graph.weights)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _encode(graph: _Graph) -> tuple[str, list[tuple[str, int]]]:
    """Append the encoder; return its end and the skips, deepest first."""
    tensor = graph.relu6(graph.convolve("picture", 3, STEM_CHANNELS, 3, stride=2))
    taken, skips = STEM_CHANNELS, []
    for number, (expansion, channels, repeats, first_stride, kernel) in enumerate(STAGES):
        for repeat in range(repeats):
            stride = first_stride if repeat == 0 else 1
            tensor = _block(graph, tensor, taken, channels, expansion=expansion, stride=stride, kernel=kernel)
            taken = channels
        if number in SKIP_STAGES:
            skips.append((tensor, channels))
    return tensor, skips[::-1]


def _block(graph: _Graph, tensor: str, taken: int, made: int, *, expansion: int, stride: int, kernel: int) -> str:
    """Append an inverted bottleneck: widen, depthwise, narrow, and add what came in where the sizes agree."""
    wide = taken * expansion
    inner = tensor if expansion == 1 else graph.relu6(graph.convolve(tensor, taken, wide, 1))
    inner = graph.relu6(graph.convolve(inner, wide, wide, kernel, stride=stride, groups=wide))
    inner = graph.convolve(inner, wide, made, 1)
    return graph.add("Add", [tensor, inner]) if stride == 1 and taken == made else inner


def _decode(graph: _Graph, tensor: str, skips: list[tuple[str, int]]) -> str:
    """Append the decoder: at each level twice the size, the skip beside it, a depthwise-separable convolution."""
    taken = STAGES[-1][1]
    for level, made in enumerate(DECODER_CHANNELS):
        tensor = graph.add("Resize", [tensor, "", "twice"], mode="nearest", nearest_mode="floor")
        if level < len(skips):
            skip, channels = skips[level]
            tensor, taken = graph.add("Concat", [tensor, skip], axis=1), taken + channels
        tensor = graph.relu6(graph.convolve(tensor, taken, taken, 3, groups=taken))
        tensor = graph.relu6(graph.convolve(tensor, taken, made, 1))
        taken = made
    return graph.convolve(tensor, taken, OUTPUT_MAPS, 1)


class _Pictures(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime carries no types
    """A few seeded pictures that show the quantizer the range of each tensor."""

    def __init__(self) -> None:
        self._pictures = self._draw()

    @staticmethod
    def _draw() -> Iterator[dict[str, NDArray[np.float32]]]:
        random = np.random.default_rng(SEED)
        for _ in range(CALIBRATION_PICTURES):
            yield {"picture": random.uniform(-1, 1, (1, 3, INPUT_PX, INPUT_PX)).astype(np.float32)}

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """Return the next picture, or None after the last."""
        return next(self._pictures, None)


def _write_int8(path: Path) -> None:
    """Quantize: static, per channel, unsigned activations and signed weights (the fast path of current processors)."""
    float_path = path.with_suffix(".float.onnx")
    onnx.save(build_unet(), float_path)
    quant_pre_process(float_path, float_path, skip_symbolic_shape=True)
    quantize_static(
        float_path,
        path,
        _Pictures(),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )
    float_path.unlink()


def _fingerprint() -> str:
    """Name of the built file: another recipe or runtime, another file."""
    recipe = Path(__file__).read_bytes() + onnxruntime.__version__.encode()
    return hashlib.sha256(recipe).hexdigest()[:12]
