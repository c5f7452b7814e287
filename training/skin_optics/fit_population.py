"""Write how the properties of people's skin go together, from measured cheeks of half of the people of an archive.

python training/skin_optics/fit_population.py --data DIR

The likeliest properties behind each spectrum are found under the twin's first optical model; kept are only moments: how
each property follows melanin, and how they scatter together around that. The other half of the people stay unseen for
`benchmarks/twin_optics.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.skin_fit import PROPERTIES, fit_spectra, from_scale
from benchmarks.skin_spectra import GROUPS, read_issa

from skincast.settings import CHECKOUT_DIR

Floats = NDArray[np.float64]

HEAD = """# How the skin of cheeks differs between people: moments of the properties behind {count} spectra of {people}
# people in {groups} groups (International Skin Spectra Archive, Lu et al. 2025), found under `kubelka_munk`.
# Written by training/skin_optics/fit_population.py. Each group counts the same.
#
# mean: 1, x and x squared with x = ln(melanin) - center; log: the natural logarithm of the property is meant.
# spread: lower Cholesky factor of the covariance around the mean, in the order of the tables.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=CHECKOUT_DIR / "src/skincast/twin/optics/population.toml")
    options = parser.parse_args(arguments)
    spectra = read_issa(options.data)
    spectra = spectra.where(spectra.is_half(0))
    fitted = fit_spectra(spectra.reflectance, "kubelka_munk")
    weight = np.array([1 / np.mean(spectra.group == group) for group in spectra.group]) / len(GROUPS)
    head = HEAD.format(count=len(fitted), people=len(set(spectra.person)), groups=len(GROUPS))
    options.out.write_text(head + population(fitted, weight), "utf-8")
    return 0


def population(fitted: Floats, weight: Floats) -> str:
    """The table's text.

    Args:
        fitted: (n, 9) on the fitting scale; the last one is the instrument's and is dropped.
        weight: (n,) of each spectrum.
    """
    center = float(np.average(fitted[:, 0], weights=weight))
    x = fitted[:, 0] - center
    terms = np.stack([np.ones_like(x), x, x**2], axis=1)
    root = np.sqrt(weight)[:, None]
    values = fitted[:, 1:-1]
    mean = np.linalg.lstsq(terms * root, values * root, rcond=None)[0]
    around = values - terms @ mean
    spread = np.linalg.cholesky((around * weight[:, None]).T @ around / weight.sum())
    melanin = from_scale(fitted)[:, 0]
    low, high = np.percentile(melanin, [0.5, 99.5])
    lines = [f"center = {center:.4f}", f"melanin_seen = [{low:.4f}, {high:.4f}]", ""]
    for i, one in enumerate(PROPERTIES[1:-1]):
        numbers = ", ".join(f"{value:.4f}" for value in mean[:, i])
        row = ", ".join(f"{value:.4f}" for value in spread[i])
        log, bounds = str(one.log).lower(), f"[{one.low}, {one.high}]"
        lines += [f"[properties.{one.name}]", f"log = {log}", f"bounds = {bounds}", f"mean = [{numbers}]"]
        lines += [f"spread = [{row}]", ""]
    return "\n".join(lines[:-1]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
