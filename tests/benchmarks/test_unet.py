"""The yardstick network is what it claims to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from benchmarks.floor.unet import build_unet, open_unet


def test_the_float_network_has_the_declared_shape_and_depthwise_layers() -> None:
    model = build_unet()
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    shapes = {node.name: [one.dim_value for one in node.type.tensor_type.shape.dim] for node in inferred.graph.output}
    assert shapes == {"maps": [1, 17, 512, 512]}
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    groups = [onnx.helper.get_node_attr_value(node, "group") for node in convolutions]
    # 16 blocks of the encoder and 5 levels of the decoder are depthwise-separable.
    assert sum(group > 1 for group in groups) == 16 + 5
    assert sum(int(np.prod(weight.dims)) for weight in model.graph.initializer) > 2.5e6


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the quantizer of onnxruntime warns about its own modules
def test_the_int8_network_runs_and_answers_with_numbers(tmp_path: Path) -> None:
    session = open_unet(cache_dir=tmp_path)
    assert len(list(tmp_path.glob("*.onnx"))) == 1
    weights = [one for one in onnx.load(next(tmp_path.glob("*.onnx"))).graph.initializer if len(one.dims) == 4]
    assert {one.data_type for one in weights} == {onnx.TensorProto.INT8}
    picture = np.random.default_rng(0).uniform(-1, 1, (1, 3, 512, 512)).astype(np.float32)
    (maps,) = session.run(None, {"picture": picture})
    assert maps.shape == (1, 17, 512, 512)
    assert np.isfinite(maps).all()
    assert maps.std() > 0
