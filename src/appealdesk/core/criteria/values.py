"""Reads single values out of parsed JSON: strict, because a value that is guessed at decides about a person.

Every reader returns the value or raises `ValueError` with one sentence that says what was found and what is
wanted. Criteria and facts share these readers, so both sides of a comparison have passed the same gate.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

# Beyond this a double no longer holds every integer, and Python and the database would compare differently.
LARGEST_EXACT_INTEGER = 2**53
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 40


class Told(str):
    """A sentence that remembers its template and values, so that a door can say it in the reader's language."""

    template: str
    values: Mapping[str, object]


def tell(template: str, **values: object) -> Told:
    """The sentence of a template with its values."""
    told = Told(template.format(**values))
    told.template, told.values = template, values
    return told


def sentence_of(error: ValueError) -> str:
    """The sentence that an error was raised with, as it was told."""
    return error.args[0] if error.args and isinstance(error.args[0], str) else str(error)


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
        raise ValueError(tell("{found} is not a number.", found=shown(raw)))
    if isinstance(raw, float) and not math.isfinite(raw):
        raise ValueError(tell("Infinity and not-a-number are no numbers here; give a finite one."))
    if abs(raw) > LARGEST_EXACT_INTEGER:
        raise ValueError(tell("The number is too large to be compared exactly; give one up to 9,007,199,254,740,992."))
    return raw


def read_flag(raw: object) -> bool:
    """True or false, and nothing that merely looks like it."""
    if not isinstance(raw, bool):
        raise ValueError(tell("{found} is neither true nor false.", found=shown(raw)))
    return raw


def read_date(raw: object) -> date:
    """A calendar date written YYYY-MM-DD."""
    if not isinstance(raw, str) or not _ISO_DATE.fullmatch(raw):
        raise ValueError(tell("{found} is not a date written YYYY-MM-DD.", found=shown(raw)))
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(tell("{found} is not a day of the calendar.", found=shown(raw))) from None


def read_choice(raw: object, choices: Sequence[str]) -> str:
    """One of the declared choices."""
    if not isinstance(raw, str):
        raise ValueError(
            tell("{found} is not a choice; give one of {known}.", found=shown(raw), known=", ".join(choices))
        )
    if raw not in choices:
        raise ValueError(tell("{found} is not among the choices {known}.", found=shown(raw), known=", ".join(choices)))
    return raw


def read_choices(raw: object, choices: Sequence[str]) -> tuple[str, ...]:
    """A list of declared choices, each once; the order found is kept, an empty list is allowed."""
    if not isinstance(raw, list | tuple):
        raise ValueError(tell("{found} is not a list of choices.", found=shown(raw)))
    return tuple(dict.fromkeys(read_choice(item, choices) for item in raw))


def read_bounds(raw: object) -> tuple[float, float]:
    """Two numbers, the lower one first."""
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise ValueError(tell("{found} is not a pair of bounds [lowest, highest].", found=shown(raw)))
    low, high = read_number(raw[0]), read_number(raw[1])
    if low > high:
        raise ValueError(
            tell("{found} has its lower bound above its upper one, so nobody could meet it.", found=shown(raw))
        )
    return low, high


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An `object_pairs_hook` for `json.loads` that refuses a key given twice, which JSON leaves undefined."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(tell("The key {found} is given twice in one object; keep one of them.", found=shown(twice)))
    return found
