"""How long a sealed thing is tells nothing of what it says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skincast.journal.cipher import Cipher, new_key
from skincast.journal.payload import seal, unseal

CIPHER = Cipher(new_key())


def test_a_day_with_a_period_is_as_long_as_one_without() -> None:
    plain = {"sleep_hours": {"person": [7.5, False]}}
    telling = plain | {"menstrual_flow": {"person": [3.0, False]}, "alcohol_drinks": {"person": [2.0, False]}}
    assert len(seal(CIPHER, plain, about="day")) == len(seal(CIPHER, telling, about="day"))


def test_a_face_with_lesions_is_as_long_as_a_clear_one() -> None:
    lesions = [["acne", "papule", "chin", 1.5 * number, 77.25, 2.125, 0.625] for number in range(25)]
    lengths = {len(seal(CIPHER, {"lesions": lesions[:count]}, about="x", packed=True)) for count in (0, 3, 25)}
    assert len(lengths) == 1


@given(value=st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=200), packed=st.booleans())
def test_what_is_filled_up_reads_the_same(value: object, packed: bool) -> None:
    assert unseal(CIPHER, seal(CIPHER, value, about="x", packed=packed), about="x", packed=packed) == value
