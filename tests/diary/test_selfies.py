"""A folder of old photos: when each was taken, and which belong together."""

from __future__ import annotations

import io
import os
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from skincast.diary import Complaint, DatedPhotos, find_selfies
from skincast.diary.exif import read_taken
from skincast.diary.photo_name import read_name
from skincast.errors import FileUnreadable

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 1, 1, tzinfo=UTC)
NOON = "2024:05:01 12:00:00"


def exif(
    taken: str | None = NOON, *, offset: str | None = None, fraction: str | None = None, changed: str = ""
) -> bytes:
    block = Image.Exif()
    folder = block.get_ifd(0x8769)
    for tag, text in ((0x9003, taken), (0x9011, offset), (0x9291, fraction)):
        if text is not None:
            folder[tag] = text
    if changed:
        block[0x0132] = changed
    return block.tobytes()


def picture(kind: str = "JPEG", block: bytes | None = None, *, seed: int = 0) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (16, 24, 3), dtype=np.uint8)
    image, buffer = Image.fromarray(pixels), io.BytesIO()
    options = {"exif": block} if block else {}
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(buffer, **options)
    else:
        image.save(buffer, kind, **options)
    return buffer.getvalue()


def find(folder: Path, *, zone: ZoneInfo = BERLIN, now: datetime = NOW) -> tuple[list[DatedPhotos], list[Complaint]]:
    found = list(find_selfies(folder, zone=zone, now=now))
    sittings = [one for one in found if isinstance(one, DatedPhotos)]
    return sittings, [one for one in found if isinstance(one, Complaint)]


def at(folder: Path, name: str, data: bytes, *, zone: ZoneInfo = BERLIN) -> datetime:
    """When the only photo of a folder was taken."""
    (folder / name).write_bytes(data)
    sittings, complaints = find(folder, zone=zone)
    assert complaints == []
    return sittings[0].at


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("HEIF", "a.heic")]
)
def test_every_kind_of_photo_is_dated_by_its_camera(tmp_path: Path, kind: str, name: str) -> None:
    block = exif("2024:03:31 07:12:00", offset="+02:00", fraction="25")
    (tmp_path / name).write_bytes(picture(kind, block))
    assert find(tmp_path) == (
        [
            DatedPhotos(
                at=datetime(2024, 3, 31, 5, 12, 0, 250_000, tzinfo=UTC),
                time_known=True,
                zone_known=True,
                dated_by="exif",
                paths=(tmp_path / name,),
            )
        ],
        [],
    )


def test_the_camera_is_believed_before_the_name_and_the_bytes_before_the_ending(tmp_path: Path) -> None:
    assert at(tmp_path, "IMG_20200101_000000.png", picture("JPEG", exif())) == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_a_png_with_its_block_behind_the_pixels_is_dated(tmp_path: Path) -> None:
    data, block = picture("PNG"), exif()
    end = data.rindex(b"IEND") - 4
    chunk = b"eXIf" + block.removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    assert at(tmp_path, "a.png", data[:end] + chunk + data[end:]) == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_a_time_without_a_zone_is_read_where_the_person_is(tmp_path: Path) -> None:
    data = picture(block=exif("2024:01:15 12:00:00"))
    assert at(tmp_path, "a.jpg", data) == datetime(2024, 1, 15, 11, tzinfo=UTC)
    assert at(tmp_path, "a.jpg", data, zone=ZoneInfo("Asia/Tokyo")) == datetime(2024, 1, 15, 3, tzinfo=UTC)
    assert not find(tmp_path)[0][0].zone_known


def test_the_days_of_summer_time(tmp_path: Path) -> None:
    twice = at(tmp_path, "a.jpg", picture(block=exif("2024:10:27 02:30:00")))
    assert twice == datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "the first of the two"
    skipped = at(tmp_path, "a.jpg", picture(block=exif("2024:03:31 02:30:00")))
    assert skipped == datetime(2024, 3, 31, 1, 30, tzinfo=UTC), "a clock not set yet shows it at 03:30"


@pytest.mark.parametrize(
    ("stem", "wall", "time_known"),
    [
        ("IMG_20240331_071200", "2024-03-31 07:12:00", True),
        ("20240331_071200", "2024-03-31 07:12:00", True),
        ("IMG_20240331_071200123", "2024-03-31 07:12:00.123", True),
        ("MVIMG_20240331_071200_BURST2", "2024-03-31 07:12:00", True),
        ("2024-03-31 07.12.00", "2024-03-31 07:12:00", True),
        ("Photo 2024-03-31 at 07-12-00", "2024-03-31 07:12:00", True),
        ("2024-03-31T07:12:00", "2024-03-31 07:12:00", True),
        ("2024-03-31", "2024-03-31 12:00:00", False),
        ("selfie_2024.03.31_morning", "2024-03-31 12:00:00", False),
        ("20240331", "2024-03-31 12:00:00", False),
        ("2024-03-31 (2)", "2024-03-31 12:00:00", False),
        ("PXL_20240331_051200123", "2024-03-31 05:12:00.123+00:00", True),
    ],
)
def test_dates_in_names(stem: str, wall: str, time_known: bool) -> None:
    taken = read_name(stem)
    assert taken is not None
    assert taken.stamp == datetime.fromisoformat(wall)
    assert taken.time_known == time_known


@pytest.mark.parametrize(
    "stem",
    [
        "IMG_4711",
        "DSC01234",
        "20241331",
        "20240230_071200",
        "2024-13-01",
        "31.03.2024",
        "1202403311",
        "IMG-20240331-WA0007",
        "WhatsApp Image 2024-03-31 at 07.12.00",
        "Screenshot_20240331-071200",
        "Screen Shot 2024-03-31 at 07.12.00",
        "Bildschirmfoto 2024-03-31 um 07.12.00",
        "signal-2024-03-31-071200",
        "photo_2024-03-31_07-12-00",
        "FB_IMG_1711861920123",
    ],
)
def test_names_that_do_not_tell_when_a_photo_was_taken(tmp_path: Path, stem: str) -> None:
    path = tmp_path / f"{stem}.jpg"
    path.write_bytes(picture())
    os.utime(path, (1_700_000_000, 1_700_000_000))
    sittings, complaints = find(tmp_path)
    assert sittings == [], "the date of a file is that of its copy"
    assert [(one.code, one.path, one.line) for one in complaints] == [("photo_undated", path, 0)]
    assert "rename it to begin with the day" in complaints[0].message


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:02:30 12:00:00", "yesterday", ""]
)
def test_an_empty_date_of_the_camera_is_none(tmp_path: Path, taken: str) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(block=exif(taken, changed="2024:05:01 12:00:00")))
    assert [one.code for one in find(tmp_path)[1]] == ["photo_undated"]


def test_the_last_change_of_a_file_is_not_when_it_was_taken(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(block=exif(None, changed="2024:05:01 12:00:00")))
    assert [one.code for one in find(tmp_path)[1]] == ["photo_undated"]


def test_the_future_and_clocks_that_were_never_set_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(block=exif("2025:01:01 01:00:01")))
    (tmp_path / "b.jpg").write_bytes(picture(block=exif("1980:01:01 00:00:00")))
    (tmp_path / "c.jpg").write_bytes(picture(block=exif("9999:12:31 23:59:59", offset="-12:00")))
    (tmp_path / "2025-01-02.jpg").write_bytes(picture())
    (tmp_path / "2025-01-01.jpg").write_bytes(picture())
    (tmp_path / "d.jpg").write_bytes(picture(block=exif("2025:01:01 01:00:00")))
    sittings, complaints = find(tmp_path)
    assert [(one.path and one.path.name, one.code) for one in complaints] == [
        ("2025-01-02.jpg", "date_future"),
        ("a.jpg", "date_future"),
        ("b.jpg", "date_too_early"),
        ("c.jpg", "date_future"),
    ]
    assert [one.paths[0].name for one in sittings] == ["d.jpg", "2025-01-01.jpg"]


def test_photos_of_one_sitting_are_gathered_from_all_folders(tmp_path: Path) -> None:
    (tmp_path / "2024" / "may").mkdir(parents=True)
    times = {"a": "12:00:00", "2024/b": "12:09:59", "2024/may/c": "12:10:00", "d": "12:10:01", "2024/e": "12:19:00"}
    for seed, (name, time) in enumerate(times.items()):
        (tmp_path / f"{name}.jpg").write_bytes(picture(block=exif(f"2024:05:01 {time}"), seed=seed))
    sittings, complaints = find(tmp_path)
    assert complaints == []
    assert [[path.stem for path in one.paths] for one in sittings] == [["a", "b", "c"], ["d", "e"]]
    assert [one.at.minute for one in sittings] == [0, 10]


def test_photos_of_which_only_the_day_is_known_lie_apart(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture(block=exif(NOON), seed=1))
    (tmp_path / "2024-05-01.jpg").write_bytes(picture(seed=2))
    (tmp_path / "2024-05-01 left.jpg").write_bytes(picture(seed=3))
    (tmp_path / "IMG_20240501_120500.jpg").write_bytes(picture(seed=4))
    sittings, _ = find(tmp_path)
    assert [(one.time_known, one.dated_by, len(one.paths)) for one in sittings] == [
        (False, "name", 2),
        (True, "name", 2),
    ]


def test_a_copy_is_no_second_look(tmp_path: Path) -> None:
    for name in ("a.jpg", "a (1).jpg", "b.jpg"):
        (tmp_path / name).write_bytes(picture(block=exif(NOON), seed=name == "b.jpg"))
    sittings, complaints = find(tmp_path)
    assert [len(one.paths) for one in sittings] == [2]
    assert [one.code for one in complaints] == ["photo_duplicate"]


def test_what_is_no_photo_is_passed_over_and_other_pictures_are_told(tmp_path: Path) -> None:
    for name, data in {
        "movie.mp4": b"\0\0\0\x18ftypmp42",
        "sidecar.json": b"{}",
        "2024-05-01.AAE": b"<plist/>",
        "empty.jpg": b"",
        ".hidden.jpg": picture(),
        "2024-05-01.gif": b"GIF89a",
        "2024-05-02.avif": b"\0\0\0\x1cftypavif\0\0\0\0",
        "2024-05-03.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heicnonsense",
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".thumbnails").mkdir()
    (tmp_path / ".thumbnails" / "2024-05-01.jpg").write_bytes(picture())
    (tmp_path / "2024-05-04.jpg").symlink_to(tmp_path / ".hidden.jpg")
    sittings, complaints = find(tmp_path)
    assert sittings == []
    assert [(one.path and one.path.name, one.code) for one in complaints] == [
        ("2024-05-01.gif", "photo_unsupported"),
        ("2024-05-02.avif", "photo_unsupported"),
        ("2024-05-03.heic", "photo_unreadable"),
    ]


def test_a_bomb_is_dated_without_being_decoded(tmp_path: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        chunk(b"eXIf", exif().removeprefix(b"Exif\0\0")),
        chunk(b"IDAT", b"x"),
        chunk(b"IEND", b""),
    ]
    assert at(tmp_path, "a.png", b"\x89PNG\r\n\x1a\n" + b"".join(parts)) == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_finding_twice_gives_the_same(tmp_path: Path) -> None:
    for seed in range(5):
        (tmp_path / f"{seed}.jpg").write_bytes(picture(block=exif(f"2024:05:0{seed + 1} 12:00:00"), seed=seed))
    assert find(tmp_path) == find(tmp_path)
    assert len(find(tmp_path)[0]) == 5


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    for folder in (tmp_path / "nothing", tmp_path / "a.jpg"):
        with pytest.raises(FileUnreadable):
            find(folder)


@settings(max_examples=300)
@given(data=st.data())
def test_a_broken_block_is_never_more_than_undated(data: st.DataObject) -> None:
    block = bytearray(exif(NOON, offset="+02:00", fraction="5"))
    for _ in range(data.draw(st.integers(1, 6))):
        block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
    taken = read_taken(bytes(block[: data.draw(st.integers(0, len(block)))]))
    assert taken is None or taken.by == "exif"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("tenth", range(10))
def test_a_cut_photo_is_dated_or_told(tmp_path: Path, kind: str, tenth: int) -> None:
    whole = picture(kind, exif())
    (tmp_path / "2024-05-01.x").write_bytes(whole[: len(whole) * tenth // 10])
    sittings, complaints = find(tmp_path)
    assert len(sittings) + len(complaints) == (1 if tenth else 0)
