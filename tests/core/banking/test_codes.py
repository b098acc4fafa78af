"""Codes that are copied by hand: nearly every slip of the pen is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.banking.codes import check_digit, code_in, is_checked

DIGITS = st.text("0123456789", min_size=6, max_size=6)


def test_the_published_example_of_the_method() -> None:
    assert (check_digit("572"), is_checked("5724"), is_checked("5727")) == ("4", True, False)


@given(digits=DIGITS, place=st.integers(0, 6), other=st.sampled_from("0123456789"))
def test_each_wrong_digit_is_noticed(digits: str, place: int, other: str) -> None:
    code = digits + check_digit(digits)

    assert is_checked(code[:place] + other + code[place + 1 :]) == (other == code[place])


@given(digits=DIGITS, place=st.integers(0, 5))
def test_two_neighbours_turned_round_are_noticed(digits: str, place: int) -> None:
    code = digits + check_digit(digits)
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert is_checked(turned) == (turned == code)


def test_a_code_is_found_among_words_if_it_is_the_only_one() -> None:
    code, other = "123456" + check_digit("123456"), "765432" + check_digit("765432")

    assert [code_in(text) for text in (f"Spende {code} Müller", f"{code} {other}", "1234560", f"x{code}0", "")] == [
        code,
        "",
        "",
        "",
        "",
    ]
