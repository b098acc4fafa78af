"""Canonical JSON (RFC 8785, JCS): one value has exactly one byte form, so that a hash or a signature over it
can be checked by anyone, in any language, years later.

Integers are numbers only inside ±(2^53 - 1), where every JSON reader agrees; a `Decimal` is written as a
string in plain notation, because a JSON number would lose its digits.
"""

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

__all__ = ["CanonicalError", "canonical_bytes", "number_text"]

_LARGEST_SAFE = 2**53 - 1
# ECMAScript switches to an exponent from 10^21 upwards and below 10^-6.
_PLAIN_DIGITS = 21
_PLAIN_ZEROS = -6

_Place = tuple[str | int, ...]
_quote = json.JSONEncoder(ensure_ascii=False).encode


class CanonicalError(ValueError):
    """The value has no canonical form; the message says where in it and what to do."""


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 bytes of the value: None, bool, int, float, Decimal, str, list, tuple or a mapping with text
    keys.

    Raises CanonicalError for anything else, for integers beyond ±(2^53 - 1), for NaN and infinities, and for
    text with a lone surrogate. Source: RFC 8785, section 3.2.
    """
    try:
        return _write(value, ()).encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("The value holds text with half of a surrogate pair; send whole characters.") from error


def number_text(value: float) -> str:
    """A finite double as ECMAScript writes it (RFC 8785, section 3.2.2.3): shortest digits that read back
    equal.
    """
    if not math.isfinite(value):
        raise CanonicalError(f"{value} is not a number that JSON can hold; leave it out or write it as text.")
    if value == 0:
        return "0"
    shortest = Decimal(repr(abs(value))).normalize()
    digits = "".join(map(str, shortest.as_tuple().digits))
    return ("-" if value < 0 else "") + _place_point(digits, shortest.adjusted() + 1)


def _place_point(digits: str, point: int) -> str:
    """Digits with the decimal point after `point` of them, as ECMA-262 Number::toString lays them out."""
    if len(digits) <= point <= _PLAIN_DIGITS:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _PLAIN_DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if _PLAIN_ZEROS < point <= 0:
        return "0." + "0" * -point + digits
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"


def _write(value: Any, place: _Place) -> str:
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, Mapping):
        return _write_object(value, place)
    if isinstance(value, list | tuple):
        return "[" + ",".join([_write(item, (*place, at)) for at, item in enumerate(value)]) + "]"
    return _write_scalar(value, place)


def _write_scalar(value: Any, place: _Place) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        if abs(value) > _LARGEST_SAFE:
            raise CanonicalError(f"The integer {value}{_at(place)} is beyond 2^53 - 1; write it as text.")
        return str(int(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise CanonicalError(f"The decimal {value}{_at(place)} is not finite; leave it out.")
        return f'"{value:f}"'
    if isinstance(value, float):
        return number_text(value)
    raise CanonicalError(f"A {type(value).__name__}{_at(place)} has no canonical form; write it as text.")


def _write_object(value: Mapping[Any, Any], place: _Place) -> str:
    for key in value:
        if not isinstance(key, str):
            raise CanonicalError(f"The key {key!r}{_at(place)} is not text; use text keys only.")
    # RFC 8785 sorts keys by UTF-16 code units, which differs from Python's order beyond the basic plane.
    keys = sorted(value, key=_utf16)
    return "{" + ",".join([f"{_quote(key)}:{_write(value[key], (*place, key))}" for key in keys]) + "}"


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be")


def _at(place: _Place) -> str:
    """Where in the value, for a sentence; nothing for the value itself."""
    return f" at {'.'.join(map(str, place))}" if place else ""
