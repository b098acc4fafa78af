"""A value in its control: whatever stood there is read back as it was, and what was typed is guessed at in no way."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from appealdesk.web.desk.forms.criteria_values import plain_text, read_value, recast, typed_json, value_field

numbers = st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
constants = st.booleans() | numbers | texts.map(str.strip) | st.lists(numbers | texts, min_size=1, max_size=4)
anything = st.recursive(st.booleans() | numbers | texts, lambda inner: st.lists(inner, max_size=3), max_leaves=6)
controls = st.sampled_from(["one", "many", "number", "bounds", "date", "flag"])


@given(constants)
def test_a_named_value_is_read_as_it_is_shown(value: Any) -> None:
    read = typed_json(plain_text(value))

    assert (read, type(read)) == (value, type(value))


@given(value=anything, control=controls)
@example(value=[False, True], control="bounds")
def test_a_control_gives_back_what_it_shows(value: Any, control: str) -> None:
    field = value_field(value, control)
    data = QueryDict(mutable=True)
    if field.control == "bounds":
        data["x-low"], data["x-high"] = field.low, field.high
    else:
        data.setlist("x-value", list(field.chosen) if field.control in {"many", "flag"} else [field.text])
    data["x-kept"] = field.kept

    read = read_value(data, "x", field.control)

    # Spaces around a text, and a text that is empty, are nothing that anybody typed.
    if isinstance(value, str) and field.control != "json":
        assert read == (value.strip() or None)
    elif field.control == "bounds" and any(isinstance(bound, str) for bound in value):
        assert len(read or ["", ""]) == 2
    else:
        assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("１８", 18),
        ("1,500", "1,500"),
        ("true", "true"),
        ("three", "three"),
        ("1e400", "1e400"),
        ("NaN", "NaN"),
        (" ", None),
    ],
)
def test_a_number_is_read_or_left_as_it_was_typed(typed: str, value: Any) -> None:
    data = QueryDict(mutable=True)
    data["x-value"] = typed

    assert read_value(data, "x", "number") == value


@pytest.mark.parametrize(
    ("value", "shown", "wanted", "recasted"),
    [
        ("jsdf", "one", "many", ["jsdf"]),
        (["jsdf"], "many", "one", "jsdf"),
        (["jsdf", "ffl"], "many", "one", None),
        (3, "number", "bounds", [3, ""]),
        ([3, 5], "bounds", "number", 3),
        (True, "flag", "number", None),
        ("2022-03-01", "date", "none", "as_of"),
        ({"constant": "limit"}, "number", "bounds", {"constant": "limit"}),
    ],
)
def test_another_control_gets_only_what_means_the_same(value: Any, shown: str, wanted: str, recasted: Any) -> None:
    assert recast(value, shown, wanted) == recasted
