"""Canonical JSON against the vectors printed in RFC 8785, and against what it must refuse."""

import json
import struct
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.canonical import CanonicalError, canonical_bytes, number_text

# RFC 8785, appendix B: the bits of a double and its text.
RFC_NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(("bits", "text"), RFC_NUMBERS)
def test_numbers_of_the_rfc(bits: str, text: str) -> None:
    (value,) = struct.unpack(">d", bytes.fromhex(bits))

    assert number_text(value) == text


def test_primitive_values_of_the_rfc() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }

    assert canonical_bytes(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf16_units() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    written = list(json.loads(canonical_bytes(value)).values())

    assert written == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("115.30"), '"115.30"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("-0.0000001"), '"-0.0000001"'),
        (2**53 - 1, "9007199254740991"),
        (("青木", [True, 1]), '["青木",[true,1]]'),
        ({}, "{}"),
    ],
)
def test_values_of_the_product(value: Any, written: str) -> None:
    assert canonical_bytes(value).decode() == written


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (2**53, "The integer 9007199254740992 is beyond 2^53 - 1; write it as text."),
        ({"a": [0, -(2**53)]}, "The integer -9007199254740992 at a.1 is beyond 2^53 - 1; write it as text."),
        (float("nan"), "nan is not a number that JSON can hold; leave it out or write it as text."),
        (float("-inf"), "-inf is not a number that JSON can hold; leave it out or write it as text."),
        (Decimal("Infinity"), "The decimal Infinity is not finite; leave it out."),
        ({"a": {1: 2}}, "The key 1 at a is not text; use text keys only."),
        ({"a": b"bytes"}, "A bytes at a has no canonical form; write it as text."),
        ("\ud83d", "The value holds text with half of a surrogate pair; send whole characters."),
        ({"\ud83d": 1}, "The value holds text with half of a surrogate pair; send whole characters."),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any, sentence: str) -> None:
    with pytest.raises(CanonicalError) as refused:
        canonical_bytes(value)

    assert str(refused.value) == sentence


@given(JSON_VALUES)
def test_reading_back_gives_the_value(value: Any) -> None:
    # A reader that has only doubles, as in a browser, sees the same value.
    assert json.loads(canonical_bytes(value), parse_int=float) == value


@given(st.dictionaries(st.text(), st.integers(0, 9)))
def test_the_order_of_insertion_does_not_matter(value: dict[str, int]) -> None:
    other_way = dict(reversed(value.items()))

    assert canonical_bytes(other_way) == canonical_bytes(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_is_read_back_exactly(value: float) -> None:
    assert float(number_text(value)) == value
