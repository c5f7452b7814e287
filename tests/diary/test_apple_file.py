"""What an export comes wrapped in: zips, folders, files with odd names, bombs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from benchmarks.diary import pack_export, write_export
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.diary import exports
from tests.diary.exports import export, water

from skincast.diary import read_apple_health
from skincast.errors import FileRefused, FileUnreadable
from skincast.settings import CHECKOUT_DIR

TEXT = export([water("2024-05-01 12:00:00 +0200", 250), water("2024-05-02 12:00:00 +0200", 250)])
CLINICAL = '<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"></ClinicalDocument>\n'
GROWTH_CODE = """
import sys
from datetime import date
from pathlib import Path
from skincast.diary import read_apple_health

def peak_kb():
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

before = peak_kb()
count = sum(1 for one in read_apple_health(sys.argv[1], today=date(2026, 12, 31)))
print(count, peak_kb() - before)
"""


def pack(folder: Path, **files: str) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def refusal(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        list(read_apple_health(path, today=exports.TODAY))
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize(
    "name",
    [
        "apple_health_export/export.xml",
        "export.xml",
        "apple_health_export/Export.XML",
        "apple_health_export/eksport.xml",
        "apple_health_export/导出.xml",
        "apple_health_export/exportación.xml",
        "apple_health_export\\export.xml",
        "../../export.xml",
        "a folder/with spaces/my export (1).xml",
    ],
)
def test_a_zip_is_known_by_what_is_in_it_whatever_its_names(tmp_path: Path, name: str) -> None:
    others = {
        "apple_health_export/export_cda.xml": CLINICAL,
        "__MACOSX/apple_health_export/._export.xml": "\0\5\26\7 <HealthData",
        "apple_health_export/workout-routes/route.gpx": "<gpx/>",
        "apple_health_export/a.xml": "<something/>",
    }
    path = pack(tmp_path, **others, **{name: TEXT})
    assert exports.read(path) == exports.read(exports.write(tmp_path, *TEXT.splitlines()[-3:-1]))
    assert {one.name for one in tmp_path.iterdir()} == {"export.zip", "export.xml"}, "nothing is unpacked"


def test_a_folder_that_was_unpacked_is_read(tmp_path: Path) -> None:
    (tmp_path / "eksport.xml").write_text(TEXT, "utf-8")
    (tmp_path / "export_cda.xml").write_text(CLINICAL, "utf-8")
    (tmp_path / "workout-routes").mkdir()
    assert len(exports.read(tmp_path)[0]) == 2


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04 and no more", b"\x89PNG\r\n\x1a\n", b"date,water\n", b"<html></html>", CLINICAL.encode()],
)
def test_what_is_no_export_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    refusal(path)


def test_zips_and_folders_without_an_export_are_refused(tmp_path: Path) -> None:
    refusal(tmp_path)
    refusal(pack(tmp_path, **{"apple_health_export/export_cda.xml": CLINICAL, "photo.jpg": "x"}))
    refusal(pack(tmp_path))


def test_a_zip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path, **{"export.xml": TEXT})
    path.write_bytes(path.read_bytes()[:-30])
    assert "damaged" in refusal(path).message


def test_a_zip_that_is_locked_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path, **{"export.xml": TEXT})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "password" in refusal(path).message


def test_damage_inside_a_zip_keeps_what_stands_before_it(tmp_path: Path) -> None:
    lines = [water(f"2024-05-{n % 28 + 1:02} 12:00:00 +0200", n % 97 / 7) for n in range(9000)]
    path = pack(tmp_path, **{"export.xml": export(lines)})
    data = bytearray(path.read_bytes())
    data[len(data) * 3 // 4] ^= 0xFF
    path.write_bytes(data)
    readings, complaints = exports.read(path)
    assert complaints[-1].code == "damaged"
    assert len(readings) == 28


@pytest.mark.slow
@pytest.mark.parametrize("filler", [" ", "<a>", '<Record type="x"/>\n', "a"])
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, filler: str) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("export.xml", "w") as file:
        file.write(b"<HealthData>\n")
        block = filler.encode() * (1_000_000 // len(filler))
        for _ in range(60):
            file.write(block)
    assert "unpacks to more" in refusal(path).message


def test_an_element_without_an_end_is_refused_before_memory_is_full(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text('<HealthData>\n<Record type="' + "x" * 40_000_000)
    assert "larger than any record" in refusal(path).message


def test_elements_that_only_begin_are_refused_before_memory_is_full(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text("<HealthData>\n" + "<Record>" * 200_000)
    assert "more deeply" in refusal(path).message


@pytest.mark.parametrize("name", ["nothing.xml", "no\0name.xml"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileUnreadable):
        list(read_apple_health(tmp_path / name, today=exports.TODAY))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of memory")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    plain, packed = tmp_path / "export.xml", tmp_path / "export.zip"
    write_export(plain, megabytes=20)
    pack_export(plain, packed)
    for path in (plain, packed):
        command = [sys.executable, "-c", GROWTH_CODE, str(path)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=CHECKOUT_DIR, timeout=120)
        count, growth_kb = map(int, answer.stdout.split())
        assert count > 300
        assert growth_kb < 15_000, path.name


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happened_to_the_bytes_reading_ends_with_lines_or_a_refusal(
    tmp_path: Path, data: st.DataObject
) -> None:
    original = TEXT.encode()
    at = data.draw(st.integers(0, len(original)))
    until = data.draw(st.integers(at, min(at + 60, len(original))))
    path = tmp_path / "export.xml"
    path.write_bytes(original[:at] + data.draw(st.binary(max_size=40)) + original[until:])
    lines = path.read_bytes().count(b"\n") + 1
    try:
        readings, complaints = exports.read(path)
    except FileRefused:
        return
    assert all(1 <= one.line <= lines for one in complaints)
    assert all(one.value >= 0 for one in readings)
