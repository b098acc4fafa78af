"""Sealing: what is sealed opens only here, only unchanged, and only where it was sealed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from appealdesk.foundation.crypto import (
    DataKey,
    SealBroken,
    derive_key,
    new_data_key,
    open_json,
    open_sealed,
    rewrap_key,
    seal,
    seal_json,
    token,
    unwrap_key,
)

PLACE = "people.record:R-1"
_JSON = st.dictionaries(st.text(), st.none() | st.text() | st.integers() | st.lists(st.text()), max_size=5)


@given(value=_JSON)
def test_what_was_sealed_opens_unchanged(value: dict[str, Any]) -> None:
    key = new_data_key()

    sealed = seal_json(key, context=PLACE, value=value)

    assert open_json(unwrap_key(key.wrapped), context=PLACE, sealed=sealed) == value


def test_a_seal_does_not_show_what_it_holds_and_is_never_the_same_twice() -> None:
    key = new_data_key()

    one, two = (seal(key, context=PLACE, plain="青木 恵子".encode()) for _ in range(2))

    assert "青木".encode() not in one
    assert one != two


@given(place=st.integers(0, 10**6), flip=st.integers(1, 255))
def test_a_changed_byte_breaks_the_seal(place: int, flip: int) -> None:
    key = new_data_key()
    sealed = bytearray(seal(key, context=PLACE, plain=b"Keiko"))
    sealed[place % len(sealed)] ^= flip

    with pytest.raises(SealBroken):
        open_sealed(key, context=PLACE, sealed=bytes(sealed))


def test_a_seal_cannot_be_moved_to_another_record() -> None:
    key = new_data_key()
    sealed = seal(key, context=PLACE, plain=b"Keiko")

    with pytest.raises(SealBroken, match="belongs elsewhere"):
        open_sealed(key, context="people.record:R-2", sealed=sealed)


def test_another_key_opens_nothing() -> None:
    sealed = seal(new_data_key(), context=PLACE, plain=b"Keiko")

    with pytest.raises(SealBroken):
        open_sealed(new_data_key(), context=PLACE, sealed=sealed)


@pytest.mark.parametrize("wrapped", [b"", b"\x00" * 61, b"\x02" + b"\x00" * 60, b"\x01short"])
def test_a_wrapped_key_that_is_none_is_told(wrapped: bytes) -> None:
    with pytest.raises(SealBroken):
        unwrap_key(wrapped)


def test_another_sites_key_unwraps_nothing(settings: Settings) -> None:
    wrapped = new_data_key().wrapped
    settings.APPEALDESK_WRAPPING_KEYS = {1: bytes(32)}

    with pytest.raises(SealBroken, match="this site's key"):
        unwrap_key(wrapped)


def test_a_rewrapped_key_is_the_same_key_under_the_newest(settings: Settings) -> None:
    key = new_data_key()
    both = {1: settings.APPEALDESK_WRAPPING_KEYS[1], 2: bytes(range(32))}

    wrapped = rewrap_key(key.wrapped, both)

    settings.APPEALDESK_WRAPPING_KEYS = {2: both[2]}
    assert (wrapped[0], unwrap_key(wrapped).raw) == (2, key.raw)
    with pytest.raises(SealBroken, match="no wrapping key of that number"):
        unwrap_key(key.wrapped)


def test_every_record_has_a_key_of_its_own() -> None:
    keys = [new_data_key() for _ in range(100)]

    assert len({key.raw for key in keys}) == len({key.wrapped for key in keys}) == 100
    assert all(key.raw not in key.wrapped and len(key.raw) == 32 for key in keys)
    assert unwrap_key(memoryview(keys[0].wrapped)) == DataKey(raw=keys[0].raw, wrapped=keys[0].wrapped)


def test_tokens_find_equal_values_of_one_kind_at_one_site(settings: Settings) -> None:
    here = token("phone", "+819000000001")
    settings.APPEALDESK_MASTER_KEY = bytes(32)
    elsewhere = token("phone", "+819000000001")

    assert len(here) == 8
    assert here != elsewhere
    assert token("phone", "+819000000001") == elsewhere
    assert len({token("phone", "1"), token("mail", "1"), token("phone", "2"), token("phone1", "")}) == 4


def test_keys_of_two_purposes_differ() -> None:
    assert len({derive_key(purpose) for purpose in ("token/1", "wrap/1", "form/1")}) == 3
