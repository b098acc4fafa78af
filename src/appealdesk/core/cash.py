"""Counting cash: the notes and coins of a currency, and what so many pieces of each come to.

Denominations are minor units. Pieces that are no longer struck but still good are listed, because people bring them.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["DENOMINATIONS", "CashProblem", "check_pieces", "total_minor"]

DENOMINATIONS: Final[Mapping[str, tuple[int, ...]]] = {
    "JPY": (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1),
    "EUR": (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "USD": (10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1),
    "GBP": (5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "UAH": (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 10),
}
"""The largest first, as the central banks of these currencies list them."""

_MOST_PIECES: Final = 100_000


class CashProblem(ValueError):  # noqa: N818 - it says what is wrong with a count
    """The pieces cannot be a count; the message says why."""


def check_pieces(currency: str, pieces: Mapping[int, int]) -> dict[int, int]:
    """The pieces by denomination, the largest first and those of which there are none left out.

    Raises CashProblem for an unknown currency or denomination, a negative or absurd number, and an empty count.
    """
    known = DENOMINATIONS.get(currency)
    if known is None:
        raise CashProblem(f"Cash is counted in {', '.join(DENOMINATIONS)}; {currency:.3} is none of these.")
    if strange := set(pieces) - set(known):
        raise CashProblem(f"There is no note or coin of {max(strange)} minor units of {currency}.")
    if any(not 0 <= number <= _MOST_PIECES for number in pieces.values()):
        raise CashProblem(f"A number of pieces lies between 0 and {_MOST_PIECES}.")
    counted = {value: pieces[value] for value in known if pieces.get(value)}
    if not counted:
        raise CashProblem("Nothing was counted.")
    return counted


def total_minor(pieces: Mapping[int, int]) -> int:
    """What the pieces come to, in minor units."""
    return sum(value * number for value, number in pieces.items())
