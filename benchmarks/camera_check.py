"""Skin through measured cameras, beside the cameras that twins are photographed with.

The measured sets (Jiang et al. 2013 and others, CC BY-NC-SA) are run here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from benchmarks.color_distance import ciede2000
from benchmarks.skin_spectra import widened
from numpy.typing import NDArray

from skincast.twin.optics import (
    WAVELENGTHS_NM,
    Spectrum,
    balance_of,
    camera_names,
    daylight_lab,
    draw_complexion,
    lab_of_linear,
    reflectance,
    sensitivities,
    skin_of,
)
from skincast.twin.shot import Illuminant

Floats = NDArray[np.float64]
LIGHTS: tuple[Illuminant, ...] = ("D65", "cloudy", "led_neutral", "led_warm", "A")
INVENTED = 40
SPECTRA = 300
LEAST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One camera under one lamp."""

    error: float
    angle_deg: float


def camera_rows(data_dir: Path, cheeks: Floats) -> list[tuple[str, ...]]:
    """Compare the cameras under each lamp.

    Args:
        data_dir: where the measured sets lie.
        cheeks: (n, 31) measured reflectances.
    """
    chosen = np.random.default_rng(3).choice(len(cheeks), min(SPECTRA, len(cheeks)), replace=False)
    wide = widened(cheeks[chosen])
    kinds = {"measured": measured_cameras(data_dir), "twin": twin_cameras()}
    rows: list[tuple[str, ...]] = []
    for light in LIGHTS:
        for kind, cameras in kinds.items():
            seen = [_look(camera, light, wide) for camera in cameras.values()]
            errors = np.array([one.error for one in seen])
            angles = np.array([one.angle_deg for one in seen])
            low, high = np.percentile(errors, [10, 90])
            angle = f"{np.median(angles):.1f} ({angles.min():.1f} to {angles.max():.1f})"
            rows.append((light, kind, str(len(seen)), f"{np.median(errors):.2f}", f"{low:.2f} to {high:.2f}", angle))
    return rows


def measured_cameras(data_dir: Path) -> dict[str, Floats]:
    """Sensitivities of all measured cameras, (41, 3), zero outside of what was measured."""
    cameras = {}
    for path in sorted((data_dir / "spectra" / "ssf").rglob("*.csv")):
        lines = [line for line in path.read_text("utf-8", errors="replace").splitlines() if line[:1].isdigit()]
        numbers = np.array([[float(cell) for cell in line.split(",")[:4]] for line in lines])
        columns = [np.interp(WAVELENGTHS_NM, numbers[:, 0], numbers[:, i], left=0, right=0) for i in (1, 2, 3)]
        cameras[path.stem] = np.stack(columns, axis=-1)
    return cameras


def twin_cameras() -> dict[str, Floats]:
    """The cameras that twins are photographed with: the shipped ones and some of the invented ones."""
    names = [name for name in camera_names() if not name.startswith("sigma")]
    return {name: sensitivities(name) for name in [*names, *(f"parametric:{i}" for i in range(INVENTED))]}


def _look(camera: Floats, light: Illuminant, cheeks: Spectrum) -> _Seen:
    weights = balance_of(camera, ((light, 1.0),)).weights(light)
    error = float(np.median(ciede2000(daylight_lab(cheeks), lab_of_linear(cheeks @ weights))))
    person = skin_of(draw_complexion(np.random.default_rng(1), monk=4))
    flushed, tanned = replace(person, blood=0.08), replace(person, melanin=0.08)
    stack = np.stack([reflectance(one) for one in (person, flushed, tanned)])
    density = -np.log(np.maximum(stack @ weights, LEAST))
    more_blood, more_melanin = density[1] - density[0], density[2] - density[0]
    cosine = more_blood @ more_melanin / np.linalg.norm(more_blood) / np.linalg.norm(more_melanin)
    return _Seen(error=error, angle_deg=float(np.degrees(np.arccos(cosine))))
