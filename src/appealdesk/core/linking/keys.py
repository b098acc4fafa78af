"""Under which keys a record is looked for: two records are compared if they share one that is not too common.

A key is what hardly two people share, or two facts together; the name is one of the facts in each of its forms, among
them the readings that were worked out for kanji.
"""

from typing import Final

__all__ = ["BESIDE_A_NAME", "MOST_SHARING", "NAMES", "PAIRS", "READINGS", "SINGLES"]

MOST_SHARING: Final = 120
"""A key that more records share says nothing by itself and costs their square."""

SINGLES: Final = ("phone", "mail", "number")
PAIRS: Final = (
    ("born", "postcode"),
    ("born", "given"),
    ("born", "family"),
    ("given", "family"),
    ("postcode", "given"),
    ("postcode", "family"),
    ("street", "given"),
    ("street", "family"),
    ("street", "postcode"),
    ("street", "born"),
)

NAMES: Final = (
    ("kanji", "kanji"),
    ("sound", "sound"),
    ("turned", "sound"),
    ("european", "european"),
    ("bones", "bones"),
)
"""Columns that hold a name, with the kind of key that they give: a turned name meets one that was written so."""

READINGS: Final = ("readings", "sound")
"""The column of several readings, with the kind of key that each gives."""

BESIDE_A_NAME: Final = ("born", "postcode", "street")
