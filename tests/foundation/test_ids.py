"""References are readable on the telephone, secrets are not to be guessed."""

import pytest

from appealdesk.foundation.ids import (
    hash_secret,
    is_ref,
    new_digits,
    new_ref,
    new_salt,
    new_secret,
    new_submission_id,
)


def test_a_reference_has_its_prefix_and_no_letter_that_is_misread() -> None:
    refs = [new_ref("A") for _ in range(500)]

    assert all(is_ref(ref, "A") and len(ref) == 11 for ref in refs)
    assert not set("".join(ref[2:] for ref in refs)) & set("ILOU")
    assert len(set(refs)) == 500


@pytest.mark.parametrize(
    "text", ["", "A", "A-", "A-7K3M9Q2X", "A-7K3M9Q2XCC", "B-7K3M9Q2XC", "A-7k3m9q2xc", "A-7K3M9Q2XI"]
)
def test_anything_else_is_no_reference(text: str) -> None:
    assert is_ref(text, "A") is False


def test_digits_have_their_length_and_no_leading_zero() -> None:
    codes = [new_digits(7) for _ in range(500)]

    assert all(len(code) == 7 and code.isdecimal() and code[0] != "0" for code in codes)


def test_random_values_have_their_sizes_and_do_not_repeat() -> None:
    assert [len(make()) for make in (new_submission_id, new_salt)] == [16, 32]
    assert len({new_secret() for _ in range(100)}) == 100
    assert len(new_secret()) == 22


def test_a_secret_is_stored_as_its_hash() -> None:
    assert hash_secret("secret") == hash_secret("secret")
    assert len(hash_secret("secret")) == 32
    assert hash_secret("secret") != hash_secret("Secret")
