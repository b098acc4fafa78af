"""Reads single values out of parsed JSON: strict, because a value that is guessed at decides about a person.

Every reader returns the value or raises `ValueError` with one sentence that says what was found and what is
wanted. Criteria and facts share these readers, so both sides of a comparison have passed the same gate.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

# Beyond this a double no longer holds every integer, and Python and the database would compare differently.
LARGEST_EXACT_INTEGER = 2**53
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 40


def shown(raw: object) -> str:
    """A found value as it is quoted in a sentence: JSON, one line, cut after 40 characters."""
    try:
        text = json.dumps(raw, ensure_ascii=False, default=str)
    except (ValueError, TypeError, RecursionError):
        text = type(raw).__name__
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def read_number(raw: object) -> int | float:
    """An integer or a decimal up to the largest that is kept exactly; true and false are no numbers."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"{shown(raw)} is not a number.")
    if isinstance(raw, float) and not math.isfinite(raw):
        raise ValueError("Infinity and not-a-number are no numbers here; give a finite one.")
    if abs(raw) > LARGEST_EXACT_INTEGER:
        raise ValueError("The number is too large to be compared exactly; give one up to 9,007,199,254,740,992.")
    return raw


def read_flag(raw: object) -> bool:
    """True or false, and nothing that merely looks like it."""
    if not isinstance(raw, bool):
        raise ValueError(f"{shown(raw)} is neither true nor false.")
    return raw


def read_date(raw: object) -> date:
    """A calendar date written YYYY-MM-DD."""
    if not isinstance(raw, str) or not _ISO_DATE.fullmatch(raw):
        raise ValueError(f"{shown(raw)} is not a date written YYYY-MM-DD.")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"{shown(raw)} is not a day of the calendar.") from None


def read_choice(raw: object, choices: Sequence[str]) -> str:
    """One of the declared choices."""
    if not isinstance(raw, str):
        raise ValueError(f"{shown(raw)} is not a choice; give one of {', '.join(choices)}.")
    if raw not in choices:
        raise ValueError(f"{shown(raw)} is not among the choices {', '.join(choices)}.")
    return raw


def read_choices(raw: object, choices: Sequence[str]) -> tuple[str, ...]:
    """A list of declared choices, each once; the order found is kept, an empty list is allowed."""
    if not isinstance(raw, list | tuple):
        raise ValueError(f"{shown(raw)} is not a list of choices.")
    return tuple(dict.fromkeys(read_choice(item, choices) for item in raw))


def read_bounds(raw: object) -> tuple[float, float]:
    """Two numbers, the lower one first."""
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise ValueError(f"{shown(raw)} is not a pair of bounds [lowest, highest].")
    low, high = read_number(raw[0]), read_number(raw[1])
    if low > high:
        raise ValueError(f"{shown(raw)} has its lower bound above its upper one, so nobody could meet it.")
    return low, high


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An `object_pairs_hook` for `json.loads` that refuses a key given twice, which JSON leaves undefined."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The key {shown(twice)} is given twice in one object; keep one of them.")
    return found
