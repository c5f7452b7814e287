"""Maps as bytes."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skincast.types import AtlasMaps, Sitting
from skincast.visit import pack_maps, unpack_maps
from skincast.visit.pack import MAGIC, OD_STEP

HEAD = len(MAGIC)


@pytest.fixture(scope="session")
def maps(sides: Sitting) -> AtlasMaps:
    assert sides.maps is not None
    return sides.maps


@pytest.fixture(scope="session")
def packed(maps: AtlasMaps) -> bytes:
    return pack_maps(maps)


def with_body(body: bytes) -> bytes:
    return MAGIC + hashlib.sha256(body).digest() + body


def test_maps_come_back(maps: AtlasMaps, packed: bytes) -> None:
    back = unpack_maps(packed)
    assert np.array_equal(back.picture, maps.picture)
    assert np.array_equal(back.readable, maps.readable)
    assert np.abs(back.melanin - maps.melanin).max() <= 0.51 * OD_STEP
    assert np.abs(back.hemoglobin - maps.hemoglobin).max() <= 0.51 * OD_STEP
    assert np.abs(back.visibility - maps.visibility).max() <= 0.51 / 255
    assert back.maps.keys() == maps.maps.keys()
    assert all(np.abs(back.maps[name] - maps.maps[name]).max() <= 0.51 / 255 for name in maps.maps)
    kinds = {values.dtype for values in (back.melanin, back.hemoglobin, back.visibility, *back.maps.values())}
    assert kinds == {np.dtype(np.float32)}


def test_what_was_packed_once_packs_into_the_same_bytes(packed: bytes) -> None:
    assert pack_maps(unpack_maps(packed)) == packed


def test_a_visit_is_small(packed: bytes) -> None:
    assert len(packed) < 900_000


def test_values_beyond_what_is_kept_are_cut(maps: AtlasMaps) -> None:
    wild = replace(maps, melanin=np.full_like(maps.melanin, 1e6), maps={"acne": np.full_like(maps.melanin, -3.0)})
    back = unpack_maps(pack_maps(wild))
    assert float(back.melanin.max()) == pytest.approx(32767 * OD_STEP)
    assert not back.maps["acne"].any()


def test_a_value_that_is_no_number_is_refused(maps: AtlasMaps) -> None:
    with pytest.raises(ValueError, match="no number"):
        pack_maps(replace(maps, hemoglobin=np.full_like(maps.melanin, np.nan)))


def test_maps_of_another_size_are_refused(maps: AtlasMaps) -> None:
    with pytest.raises(ValueError, match="atlas"):
        pack_maps(replace(maps, melanin=maps.melanin[:10]))


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_every_flipped_bit_is_noticed(packed: bytes, place: int, bit: int) -> None:
    damaged = bytearray(packed)
    damaged[place % len(packed)] ^= 1 << bit
    with pytest.raises(ValueError, match="maps"):
        unpack_maps(bytes(damaged))


@settings(max_examples=30, deadline=None)
@given(length=st.integers(0, 10**9))
def test_cut_bytes_are_refused(packed: bytes, length: int) -> None:
    with pytest.raises(ValueError, match="maps"):
        unpack_maps(packed[: length % len(packed)])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\x00\x00\x02{}",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x04\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff{}",
    ],
)
def test_a_foreign_body_under_a_right_digest_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        unpack_maps(with_body(body))


def test_another_pixel_size_is_refused(packed: bytes) -> None:
    body = packed[HEAD + 32 :].replace(b'"mm_per_px":0.5', b'"mm_per_px":0.4')
    with pytest.raises(ValueError, match="another size"):
        unpack_maps(with_body(body))


def test_a_map_that_swells_is_refused(packed: bytes) -> None:
    """A small plane that unpacks into gigabytes is never unpacked further than a plane is long."""
    body = packed[HEAD + 32 :]
    start = 4 + int.from_bytes(body[:4], "big")
    header = json.loads(body[4:start])
    bomb = zlib.compress(bytes(50_000_000))
    header["planes"] = [[name, len(bomb)] for name, _ in header["planes"]]
    text = json.dumps(header, separators=(",", ":")).encode()
    with pytest.raises(ValueError, match="too long"):
        unpack_maps(with_body(len(text).to_bytes(4, "big") + text + bomb * len(header["planes"])))
