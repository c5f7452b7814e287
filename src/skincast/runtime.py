"""The only opener of models: a folder `models/<name>/` in, a checked `Model` or checked arrays out.

Every folder declares itself in `model.toml`. What lies on the disk is compared with that declaration before it is used,
because scores made by another file than the one that is named in `made_by` would mislead silently.
"""

from __future__ import annotations

import hashlib
import io
import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from skincast.errors import ModelMismatch, ModelMissing
from skincast.settings import read_settings

Array = NDArray[Any]

_REINSTALL = "Install Skincast again, or point SKINCAST_MODELS at a folder with all models."
_ONLY_ERRORS = 3
_ONNX_TYPE_NAMES = {"float32": "tensor(float)", "uint8": "tensor(uint8)", "int64": "tensor(int64)"}
# One thread a worker holds for OpenCV as well: on maps of this size its threads save no time and cost the processor.
cv2.setNumThreads(1)
_OPENING = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """One declared input, output or stored array."""

    name: str
    shape: tuple[int, ...]
    """-1 stands for any size."""
    dtype: str
    range: tuple[float, float] | None
    """Smallest and largest value; None where nothing bounds it."""
    meaning: str

    def fits(self, array: Array) -> bool:
        """Tell whether the array has this shape and dtype."""
        return str(array.dtype) == self.dtype and self.fits_shape(array.shape)

    def fits_shape(self, shape: Sequence[int]) -> bool:
        """Tell whether the shape is this one."""
        return len(shape) == len(self.shape) and all(
            want in (-1, got) for want, got in zip(self.shape, shape, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What `model.toml` declares."""

    name: str
    version: str
    task: str
    file: str
    sha256: str
    license: str
    origin: Mapping[str, str]
    opset: int | None
    """None for stored arrays."""
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    """Of a network; for stored arrays, the arrays."""

    @property
    def made_by(self) -> str:
        """`name@version`: stands beside every number that this model had a part in."""
        return f"{self.name}@{self.version}"


class Model:
    """An opened network. Safe to share between threads."""

    def __init__(self, facts: ModelFacts, session: onnxruntime.InferenceSession) -> None:
        self.facts = facts
        self._session = session
        self._output_names = [output.name for output in facts.outputs]

    @property
    def made_by(self) -> str:
        """`name@version`."""
        return self.facts.made_by

    def run(self, inputs: Mapping[str, Array]) -> dict[str, Array]:
        """Compute every output.

        Args:
            inputs: One array for each declared input, of the declared shape and dtype.

        Returns:
            Each declared output by name.

        Raises:
            ValueError: An input is missing, unknown, or of another shape or dtype.
        """
        if inputs.keys() != {tensor.name for tensor in self.facts.inputs}:
            raise ValueError(
                f"{self.made_by} takes {[tensor.name for tensor in self.facts.inputs]}, got {list(inputs)}"
            )
        for tensor in self.facts.inputs:
            array = inputs[tensor.name]
            if not tensor.fits(array):
                wanted = f"{tensor.name} as {tensor.dtype} {tensor.shape}"
                raise ValueError(f"{self.made_by} takes {wanted}, got {array.dtype} {array.shape}")
        outputs = self._session.run(self._output_names, dict(inputs))
        return dict(zip(self._output_names, outputs, strict=True))


def open_model(name: str, *, models_dir: Path | None = None) -> Model:
    """Open a network once a process; later calls return the same one.

    One thread a session and no spinning: work is shared out over photos, and two spinning sessions on a busy machine
    slow each other down many times over.

    Args:
        name: Folder below the models' folder.
        models_dir: Where to look; the settings say so otherwise.

    Raises:
        ModelMissing: The folder, its `model.toml` or its file is not there.
        ModelMismatch: The file is not the declared one, or its inputs and outputs are not.
    """
    # The lock makes "once" true: two first calls at the same time would otherwise open it twice.
    with _OPENING:
        return _open_model(models_dir or read_settings().models_dir, name)


def open_arrays(name: str, *, models_dir: Path | None = None) -> dict[str, Array]:
    """Read the stored arrays of a model folder once a process; they cannot be written to.

    Args:
        name: Folder below the models' folder.
        models_dir: Where to look; the settings say so otherwise.

    Raises:
        ModelMissing: The folder, its `model.toml` or its file is not there.
        ModelMismatch: The file is not the declared one, or its arrays are not.
    """
    with _OPENING:
        return dict(_open_arrays(models_dir or read_settings().models_dir, name))


def read_facts(name: str, *, models_dir: Path | None = None) -> ModelFacts:
    """Read what a model declares, without opening it.

    Args:
        name: Folder below the models' folder.
        models_dir: Where to look; the settings say so otherwise.

    Raises:
        ModelMissing: There is no such declaration.
        ModelMismatch: The declaration cannot be understood, or is another model's.
    """
    path = (models_dir or read_settings().models_dir) / name / "model.toml"
    try:
        facts = _parse_facts(tomllib.loads(_read_bytes(path, name).decode()))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelMismatch(f"model.toml of {name} cannot be understood: {error!r}", hint=_REINSTALL) from error
    if facts.name != name:
        raise ModelMismatch(f"model.toml of {name} describes {facts.name}", hint=_REINSTALL)
    return facts


@cache
def _open_model(models_dir: Path, name: str) -> Model:
    """Open and check a network."""
    facts = read_facts(name, models_dir=models_dir)
    content = _read_checked(facts, models_dir)
    try:
        session = onnxruntime.InferenceSession(content, _session_options(), providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises a dozen unrelated classes that share no narrower root
        raise ModelMismatch(f"{facts.made_by} cannot be opened: {error}", hint=_REINSTALL) from error
    _check_signature(facts, "input", facts.inputs, session.get_inputs())
    _check_signature(facts, "output", facts.outputs, session.get_outputs())
    return Model(facts, session)


@cache
def _open_arrays(models_dir: Path, name: str) -> Mapping[str, Array]:
    """Read and check stored arrays."""
    facts = read_facts(name, models_dir=models_dir)
    with np.load(io.BytesIO(_read_checked(facts, models_dir)), allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    if arrays.keys() != {tensor.name for tensor in facts.outputs}:
        raise ModelMismatch(f"{facts.made_by} holds {sorted(arrays)}", hint=_REINSTALL)
    for tensor in facts.outputs:
        if not tensor.fits(arrays[tensor.name]):
            raise ModelMismatch(f"{tensor.name} of {facts.made_by} is not as declared", hint=_REINSTALL)
        arrays[tensor.name].flags.writeable = False
    return arrays


def _session_options() -> onnxruntime.SessionOptions:
    """Return options for one quiet, repeatable thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    options.use_deterministic_compute = True
    options.log_severity_level = _ONLY_ERRORS
    return options


def _check_signature(facts: ModelFacts, role: str, declared: Sequence[Tensor], found: Sequence[Any]) -> None:
    """Compare the declared tensors with those of the opened network."""
    by_name = {node.name: node for node in found}
    if by_name.keys() != {tensor.name for tensor in declared}:
        raise ModelMismatch(f"{facts.made_by} has the {role}s {sorted(by_name)}", hint=_REINSTALL)
    for tensor in declared:
        node = by_name[tensor.name]
        shape = [size if isinstance(size, int) else -1 for size in node.shape]
        if list(tensor.shape) != shape or node.type != _ONNX_TYPE_NAMES.get(tensor.dtype):
            raise ModelMismatch(
                f"{role} {tensor.name} of {facts.made_by} is {node.type} {node.shape}, not as declared", hint=_REINSTALL
            )


def _read_checked(facts: ModelFacts, models_dir: Path) -> bytes:
    """Return the model file's bytes if they are the declared ones."""
    content = _read_bytes(models_dir / facts.name / facts.file, facts.name)
    if hashlib.sha256(content).hexdigest() != facts.sha256:
        raise ModelMismatch(f"{facts.file} of {facts.made_by} is not the declared file", hint=_REINSTALL)
    return content


def _read_bytes(path: Path, name: str) -> bytes:
    """Return a file of a model folder."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelMissing(f"{path.name} of the model {name} cannot be read", hint=_REINSTALL) from error


def _parse_facts(table: Mapping[str, Any]) -> ModelFacts:
    """Return the declaration as types."""
    return ModelFacts(
        name=table["name"],
        version=table["version"],
        task=table["task"],
        file=table["file"],
        sha256=table["sha256"],
        license=table["license"],
        origin=dict(table["origin"]),
        opset=table.get("opset"),
        inputs=tuple(_parse_tensor(row) for row in table.get("inputs", [])),
        outputs=tuple(_parse_tensor(row) for row in table["outputs"]),
    )


def _parse_tensor(row: Mapping[str, Any]) -> Tensor:
    """Return one declared tensor as a type."""
    low_high = row.get("range")
    return Tensor(
        name=row["name"],
        shape=tuple(row["shape"]),
        dtype=row["dtype"],
        range=(float(low_high[0]), float(low_high[1])) if low_high else None,
        meaning=row["meaning"],
    )
