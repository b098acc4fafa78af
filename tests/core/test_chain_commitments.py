"""Commitments: they open to their value with the salt, and to nothing without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.chain.commitments import commit_personal, personal_salt, verify_personal

KEY = bytes(range(32))
CONTEXT = "people.record:R-7K3M9Q2XC:written"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_committed_value_verifies() -> None:
    commitment = commit_personal(KEY, context=CONTEXT, value="青木 恵子")

    assert verify_personal(commitment, salt=personal_salt(KEY, CONTEXT), value="青木 恵子")


@pytest.mark.parametrize("key", [bytes(32), KEY[::-1]])
def test_without_the_key_a_right_guess_cannot_be_tested(key: bytes) -> None:
    commitment = commit_personal(KEY, context=CONTEXT, value="青木 恵子")

    assert not verify_personal(commitment, salt=personal_salt(key, CONTEXT), value="青木 恵子")


@given(TEXT, TEXT)
def test_it_opens_to_no_other_value(value: str, other: str) -> None:
    commitment = commit_personal(KEY, context=CONTEXT, value=value)

    assert verify_personal(commitment, salt=personal_salt(KEY, CONTEXT), value=other) == (value == other)


def test_equal_values_of_two_records_look_different() -> None:
    here = commit_personal(KEY, context="people.record:R-000000001:written", value="青木 恵子")
    there = commit_personal(KEY, context="people.record:R-000000002:written", value="青木 恵子")

    assert here != there
