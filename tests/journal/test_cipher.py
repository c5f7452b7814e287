"""What is sealed opens whole, with its own key, as the thing that it is about, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skincast.errors import JournalDamaged
from skincast.journal.cipher import KEY_BYTES, VERSION, Cipher, new_key

ABOUT = "note|1|sealed"


@given(plain=st.binary(max_size=2000), about=st.text(max_size=50))
def test_opens_what_it_sealed(plain: bytes, about: str) -> None:
    cipher = Cipher(new_key())
    sealed = cipher.seal(plain, about=about)
    assert cipher.open(sealed, about=about) == plain
    assert len(sealed) == len(plain) + 29


def test_hides_the_plain_bytes_and_never_repeats_itself() -> None:
    cipher = Cipher(new_key())
    first, second = (cipher.seal(b"a rash on the chin", about=ABOUT) for _ in range(2))
    assert first != second
    assert b"rash" not in first


def test_a_change_of_any_byte_is_noticed() -> None:
    cipher = Cipher(new_key())
    sealed = cipher.seal(b"eight hours", about=ABOUT)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(JournalDamaged):
            cipher.open(bytes(changed), about=ABOUT)


def test_every_cut_is_noticed() -> None:
    cipher = Cipher(new_key())
    sealed = cipher.seal(b"eight hours", about=ABOUT)
    for length in range(len(sealed)):
        with pytest.raises(JournalDamaged):
            cipher.open(sealed[:length], about=ABOUT)
    with pytest.raises(JournalDamaged):
        cipher.open(sealed + b"\0", about=ABOUT)


def test_bytes_open_only_as_what_they_are_about() -> None:
    cipher = Cipher(new_key())
    with pytest.raises(JournalDamaged):
        cipher.open(cipher.seal(b"mine", about="note|1|sealed"), about="note|2|sealed")


def test_bytes_open_only_with_their_own_key() -> None:
    with pytest.raises(JournalDamaged):
        Cipher(new_key()).open(Cipher(new_key()).seal(b"mine", about=ABOUT), about=ABOUT)


def test_another_version_is_refused_before_anything_is_decrypted() -> None:
    cipher = Cipher(new_key())
    sealed = cipher.seal(b"mine", about=ABOUT)
    assert sealed[:1] == VERSION
    with pytest.raises(JournalDamaged):
        cipher.open(b"\x02" + sealed[1:], about=ABOUT)


def test_the_error_names_the_kind_and_nothing_of_the_person() -> None:
    with pytest.raises(JournalDamaged) as raised:
        Cipher(new_key()).open(b"", about="note|2026-06-15|sealed")
    assert raised.value.message.startswith("A note in the journal")
    assert "2026" not in raised.value.message


@pytest.mark.parametrize("length", [0, 16, KEY_BYTES - 1, KEY_BYTES + 1])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Cipher(bytes(length))
