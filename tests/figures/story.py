"""The numbers of the article."""

from tests.cast import Cast
from tests.figures.cast import donations, rates, roster

__all__ = ["tell_story"]


def tell_story(cast: Cast) -> None:
    """70 on the roster, 50 and 2 of them with their services; 60,000 donations; the rates of those days."""
    roster(cast, "jsdf", 50)
    roster(cast, "ffl", 2)
    roster(cast, "other", 18)
    donations(cast, 60_000, 1_960_412_500)
    rates(cast)
