"""Codes of digits that people copy by hand into a transfer: the last digit checks the others.

The check is Damm's (2004): every wrong digit and every two neighbours turned round are noticed, which are nearly all
the slips that people make with a code.
"""

from typing import Final

__all__ = ["check_digit", "code_in", "is_checked"]

CODE_LENGTH: Final = 7
_TABLE: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The digit that is put behind these."""
    return str(_state(digits))


def is_checked(code: str) -> bool:
    """Whether the last digit of a code is the right one."""
    return len(code) > 1 and code.isascii() and code.isdigit() and _state(code) == 0


def code_in(text: str) -> str:
    """The one code of seven digits with a right check digit in a free text, or nothing; two different prove neither."""
    found = {word for word in _numbers(text) if len(word) == CODE_LENGTH and is_checked(word)}
    return found.pop() if len(found) == 1 else ""


def _state(digits: str) -> int:
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state


def _numbers(text: str) -> list[str]:
    return "".join(letter if letter.isascii() and letter.isdigit() else " " for letter in text).split()
