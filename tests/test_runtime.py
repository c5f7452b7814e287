"""The runtime opens what it was promised, once, quietly, and refuses everything else by name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from skincast.errors import ModelMismatch, ModelMissing
from skincast.runtime import open_arrays, open_model, read_facts
from skincast.settings import PACKAGE_DIR, read_settings

NAME = "face_detector"


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    """A copy of two models that a test may spoil."""
    for name in (NAME, "canonical_face"):
        shutil.copytree(PACKAGE_DIR / "models" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def picture() -> np.ndarray:
    return np.linspace(-1, 1, 128 * 128 * 3, dtype=np.float32).reshape(1, 128, 128, 3)


def replace_in_declaration(models_dir: Path, old: str, new: str) -> None:
    path = models_dir / NAME / "model.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_run_gives_every_declared_output(picture: np.ndarray) -> None:
    model = open_model(NAME)
    outputs = model.run({"input": picture})
    assert {name: array.shape for name, array in outputs.items()} == {
        "regressors": (1, 896, 16),
        "classificators": (1, 896, 1),
    }
    assert model.made_by == f"{NAME}@{model.facts.version}"


def test_same_input_gives_same_bytes(picture: np.ndarray) -> None:
    first, second = (open_model(NAME).run({"input": picture})["regressors"] for _ in range(2))
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"image": np.zeros((1, 128, 128, 3), np.float32)},
        {"input": np.zeros((1, 128, 128, 3), np.float32), "more": np.zeros(1, np.float32)},
        {"input": np.zeros((1, 128, 128, 3), np.float64)},
        {"input": np.zeros((128, 128, 3), np.float32)},
        {"input": np.zeros((1, 128, 127, 3), np.float32)},
    ],
    ids=["none", "unknown", "too many", "dtype", "rank", "shape"],
)
def test_wrong_input_is_the_callers_mistake(inputs: dict[str, np.ndarray]) -> None:
    with pytest.raises(ValueError, match=f"{NAME}@.* takes"):
        open_model(NAME).run(inputs)


def test_threads_share_one_session(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    real = onnxruntime.InferenceSession

    def count(*args: object, **kwargs: object) -> object:
        opened.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(onnxruntime, "InferenceSession", count)
    with ThreadPoolExecutor(8) as pool:
        models = list(pool.map(lambda _: open_model(NAME, models_dir=models_dir), range(16)))
    assert len(opened) == 1
    assert len({id(model) for model in models}) == 1


def test_session_has_one_quiet_thread() -> None:
    options = open_model(NAME)._session.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert options.use_deterministic_compute


def test_opening_writes_nothing() -> None:
    code = "from skincast.runtime import open_model\nfor n in ('face_mesh', 'face_detector'): open_model(n)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert (result.stdout, result.stderr) == (b"", b"")


@pytest.mark.parametrize("gone", ["", "model.toml", "model.onnx"])
def test_missing_model_is_named(models_dir: Path, gone: str) -> None:
    path = models_dir / NAME / gone
    if gone:
        path.unlink()
    else:
        shutil.rmtree(path)
    with pytest.raises(ModelMissing, match=NAME) as caught:
        open_model(NAME, models_dir=models_dir)
    assert caught.value.hint


def test_truncated_model_is_refused(models_dir: Path) -> None:
    path = models_dir / NAME / "model.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelMismatch, match="is not the declared file"):
        open_model(NAME, models_dir=models_dir)


def test_failed_opening_is_not_remembered(models_dir: Path) -> None:
    path = models_dir / NAME / "model.onnx"
    content = path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(ModelMismatch):
        open_model(NAME, models_dir=models_dir)
    path.write_bytes(content)
    assert open_model(NAME, models_dir=models_dir).made_by.startswith(NAME)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('sha256 = "', 'sha256 = "0'),
        ("shape = [1, 128, 128, 3]", "shape = [1, 128, 128, 4]"),
        ("shape = [1, 896, 16]", "shape = [1, 896, 17]"),
        ('name = "classificators"', 'name = "scores"'),
        ('dtype = "float32"', 'dtype = "uint8"'),
        (f'name = "{NAME}"', 'name = "another"'),
        ('version = "', 'edition = "'),
        ("[origin]", "[origin"),
    ],
)
def test_wrong_declaration_is_refused(models_dir: Path, old: str, new: str) -> None:
    replace_in_declaration(models_dir, old, new)
    with pytest.raises(ModelMismatch, match=NAME):
        open_model(NAME, models_dir=models_dir)


def test_right_hash_of_no_network_is_refused(models_dir: Path) -> None:
    (models_dir / NAME / "model.onnx").write_bytes(b"no network")
    replace_in_declaration(models_dir, read_facts(NAME).sha256, sha256_of(b"no network"))
    with pytest.raises(ModelMismatch, match="cannot be opened"):
        open_model(NAME, models_dir=models_dir)


def sha256_of(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def test_arrays_cannot_be_written_to() -> None:
    vertices = open_arrays("canonical_face")["vertices_cm"]
    with pytest.raises(ValueError, match="read-only"):
        vertices[0, 0] = 1.0


def test_damaged_arrays_are_refused(models_dir: Path) -> None:
    path = models_dir / "canonical_face" / "canonical_face.npz"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ModelMismatch, match="canonical_face"):
        open_arrays("canonical_face", models_dir=models_dir)


def test_settings_follow_the_environment(tmp_path: Path) -> None:
    settings = read_settings(
        {"SKINCAST_MODELS": str(tmp_path), "SKINCAST_DATA": str(tmp_path / "data"), "SKINCAST_REQUIRE_DATA": "1"}
    )
    assert (settings.models_dir, settings.data_dir, settings.require_data) == (tmp_path, tmp_path / "data", True)


def test_empty_variables_count_as_unset() -> None:
    assert read_settings({"SKINCAST_MODELS": "", "SKINCAST_DATA": ""}) == read_settings({})
    assert read_settings({}).models_dir == PACKAGE_DIR / "models"


def test_models_folder_of_the_environment_is_used(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKINCAST_MODELS", str(models_dir))
    assert open_model(NAME) is open_model(NAME, models_dir=models_dir)
