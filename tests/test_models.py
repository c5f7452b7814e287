"""Every folder below `models/` is complete, is what it says it is, and opens."""

from __future__ import annotations

import hashlib
import importlib.util
import struct
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from skincast.runtime import ModelFacts, open_arrays, open_model, read_facts
from skincast.settings import CHECKOUT_DIR, PACKAGE_DIR

MODELS_DIR = PACKAGE_DIR / "models"
NAMES = sorted(path.name for path in MODELS_DIR.iterdir() if path.is_dir())
NETWORKS = [name for name in NAMES if read_facts(name).opset is not None]
LARGEST_FILE_BYTES = 30_000_000


def test_the_face_models_are_there() -> None:
    assert {"canonical_face", "face_detector", "face_mesh"} <= set(NAMES)


@pytest.fixture(params=NAMES)
def facts(request: pytest.FixtureRequest) -> ModelFacts:
    return read_facts(request.param)


def test_file_is_the_declared_one(facts: ModelFacts) -> None:
    content = (MODELS_DIR / facts.name / facts.file).read_bytes()
    assert hashlib.sha256(content).hexdigest() == facts.sha256
    assert len(content) < LARGEST_FILE_BYTES


def test_folder_is_complete(facts: ModelFacts) -> None:
    folder = MODELS_DIR / facts.name
    card = (folder / "card.md").read_text()
    assert all(f"**{part}" in card for part in ("Use.", "Limits.", "Origin."))
    assert facts.license == "Apache-2.0"
    assert (folder / "LICENSE").read_text() == (CHECKOUT_DIR / "LICENSE").read_text()
    assert {"model", "author", "package", "conversion"} <= facts.origin.keys()
    assert (CHECKOUT_DIR / facts.origin["conversion"] / "README.md").is_file()
    assert all(tensor.meaning.endswith(".") for tensor in facts.inputs + facts.outputs)


@pytest.mark.parametrize("name", NETWORKS)
def test_network_keeps_its_promises(name: str) -> None:
    model = open_model(name)
    random = np.random.default_rng(0)
    inputs = {}
    for tensor in model.facts.inputs:
        low, high = tensor.range or (0.0, 1.0)
        inputs[tensor.name] = random.uniform(low, high, tensor.shape).astype(tensor.dtype)
    outputs = model.run(inputs)
    for tensor in model.facts.outputs:
        array = outputs[tensor.name]
        assert tensor.fits(array)
        assert np.isfinite(array).all()
        if tensor.range:
            assert tensor.range[0] <= array.min() <= array.max() <= tensor.range[1]


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(NETWORKS)))
def test_arrays_keep_their_promises(name: str) -> None:
    arrays = open_arrays(name)
    for tensor in read_facts(name).outputs:
        low, high = tensor.range or (-np.inf, np.inf)
        assert low <= arrays[tensor.name].min() <= arrays[tensor.name].max() <= high


def test_canonical_face_is_a_face_in_centimeters() -> None:
    face = open_arrays("canonical_face")
    right_eye, left_eye, nose_tip, forehead, chin = face["vertices_cm"][[33, 263, 1, 10, 152]]
    assert left_eye[0] > 0 > right_eye[0]
    assert forehead[1] > left_eye[1] > chin[1]
    assert nose_tip[2] == face["vertices_cm"][:, 2].max() or nose_tip[2] > 7.0
    assert 15.0 < forehead[1] - chin[1] < 20.0


def test_canonical_face_is_symmetric() -> None:
    vertices = open_arrays("canonical_face")["vertices_cm"]
    mirrored = vertices * np.array([-1, 1, 1], np.float32)
    nearest = np.linalg.norm(vertices[:, None] - mirrored[None], axis=2).min(axis=1)
    assert nearest.max() < 0.01


def test_every_vertex_has_a_triangle_and_edges_are_shared_by_two_at_most() -> None:
    triangles = open_arrays("canonical_face")["triangles"].astype(int)
    assert set(triangles.ravel()) == set(range(468))
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    assert np.unique(edges, axis=0, return_counts=True)[1].max() == 2


def test_canonical_face_can_be_read_out_again(tmp_path: Path) -> None:
    stored = open_arrays("canonical_face")
    task = tmp_path / "face_landmarker.task"
    with zipfile.ZipFile(task, "w") as archive:
        archive.writestr("geometry_pipeline_metadata_landmarks.binarypb", encode_metadata(stored))
    load_script().convert(task, tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz") as read:
        assert set(read.files) == stored.keys()
        for name, array in stored.items():
            np.testing.assert_array_equal(read[name], array)
            assert read[name].dtype == array.dtype


def load_script() -> ModuleType:
    path = CHECKOUT_DIR / "training" / "convert_mediapipe" / "canonical_face.py"
    spec = importlib.util.spec_from_file_location("canonical_face", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def encode_metadata(face: dict[str, np.ndarray]) -> bytes:
    """Write the arrays as mediapipe's message does."""
    mesh = b"".join(
        b"\x1d" + struct.pack("<f", number) for row in np.hstack([face["vertices_cm"], face["uv"]]) for number in row
    )
    mesh += b"".join(b"\x20" + varint(int(number)) for number in face["triangles"].ravel())
    message = b"\x0a" + varint(len(mesh)) + mesh
    for landmark, weight in zip(face["basis_landmarks"], face["basis_weights"], strict=True):
        reference = b"\x08" + varint(int(landmark)) + b"\x15" + struct.pack("<f", weight)
        message += b"\x12" + varint(len(reference)) + reference
    return message


def varint(number: int) -> bytes:
    coded = b""
    while number >= 0x80:
        coded += bytes([number & 0x7F | 0x80])
        number >>= 7
    return coded + bytes([number])
