"""References in free text: ours, and the creditor reference with its check digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.banking.references import is_creditor_reference, reference_in


@pytest.mark.parametrize(
    ("texts", "reference"),
    [
        (("Spende DON-7F3K-2",), "DON-7F3K-2"),
        (("WIRE IN KEIKO AOKI don-7f3k-2",), "DON-7F3K-2"),
        (("RF18539007547034",), "RF18539007547034"),
        (("RF19539007547034",), ""),
        (("DON-7F3K-2 and DON-1111-1",), ""),
        (("DON-7F3K-2", "again DON-7F3K-2"), "DON-7F3K-2"),
        (("XDON-7F3K-2", "DON-7F3K-25"), ""),
        ((), ""),
    ],
)
def test_one_reference_is_found_and_two_prove_nothing(texts: tuple[str, ...], reference: str) -> None:
    assert reference_in(*texts) == reference


@given(body=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=21), wrong=st.integers(1, 96))
def test_only_the_right_check_digits_are_accepted(body: str, wrong: int) -> None:
    remainder = int("".join(str(int(letter, 36)) for letter in f"{body}RF00")) % 97
    check = 98 - remainder

    assert is_creditor_reference(f"RF{check:02}{body}")
    other = (check + wrong) % 97 or 97
    if other % 97 != check % 97:
        assert not is_creditor_reference(f"RF{other:02}{body}")
