"""The comparable columns of a record, made once; what is compared afterwards is equality and edit distance."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from appealdesk.core.contact import comparable_mail, comparable_phone
from appealdesk.core.linking.fields import Field
from appealdesk.core.linking.heard import NAME_COLUMNS, name_columns
from appealdesk.core.names.placeholders import (
    is_placeholder_birth_date,
    is_placeholder_mail,
    is_placeholder_phone,
    stands_for_none,
)
from appealdesk.core.text.kanji_variants import FOLDS
from appealdesk.core.text.normalise import fold, without_marks, without_spaces

__all__ = ["COLUMNS", "Columns", "Facts", "columns_of"]

Facts = Mapping[Field, str]
"""What one row of a file says, as it is written there."""

Columns = dict[str, str | None]

COLUMNS: Final = (
    *NAME_COLUMNS, "given", "family", "born", "born_swapped", "phone", "mail", "mail_ascii", "number", "postcode",
    "house", "street", "street_ascii", "quarter", "quarter_ascii", "town", "town_ascii", "state",
)  # fmt: skip
"""Every column; a record has None where it says nothing."""


# Members of an enumeration are looked up fifty times as slowly as a name of the module.
_NAME, _KANA, _LATIN = Field.NAME, Field.KANA, Field.LATIN
_FAMILY, _GIVEN, _FAMILY_KANA, _GIVEN_KANA = Field.FAMILY, Field.GIVEN, Field.FAMILY_KANA, Field.GIVEN_KANA
_BIRTH_DATE, _PHONE, _MAIL = Field.BIRTH_DATE, Field.PHONE, Field.MAIL


def columns_of(facts: Facts, *, in_parts: bool) -> Columns:
    """The columns of one record. `in_parts` compares given and family names apart, as files in Latin letters allow."""
    told = facts.get
    columns = _NOTHING.copy()
    if in_parts:
        columns["given"] = _letters(told(_GIVEN, ""))
        columns["family"] = _letters(told(_FAMILY, ""))
    else:
        written = told(_NAME) or _joined(facts, _FAMILY, _GIVEN)
        kana = told(_KANA) or _joined(facts, _FAMILY_KANA, _GIVEN_KANA)
        columns |= name_columns(written, kana, told(_LATIN, ""))
    if text := told(_BIRTH_DATE):
        columns["born"], columns["born_swapped"] = _birth_date(text)
    if text := told(_PHONE):
        columns["phone"] = _phone(text)
    if (text := told(_MAIL)) and (address := _mail(text)):
        columns["mail"] = address
        columns["mail_ascii"] = address if address.isascii() else None
    for field, column in _PLAIN:
        if text := told(field):
            columns[column] = _bare(text)
    for field, column, ascii_column in _SPELT:
        if (text := told(field)) and (bare := _bare(text)):
            columns[column] = bare
            columns[ascii_column] = bare if bare.isascii() else None
    return columns


_NOTHING: Final[Columns] = dict.fromkeys(COLUMNS)
_PLAIN: Final = (
    (Field.NUMBER, "number"),
    (Field.POSTCODE, "postcode"),
    (Field.HOUSE, "house"),
    (Field.STATE, "state"),
)
_SPELT: Final = (
    (Field.STREET, "street", "street_ascii"),
    (Field.QUARTER, "quarter", "quarter_ascii"),
    (Field.TOWN, "town", "town_ascii"),
)


def _joined(facts: Facts, family: Field, given: Field) -> str:
    return f"{facts[family]} {facts[given]}".strip() if family in facts and given in facts else ""


@lru_cache(maxsize=1 << 16)
def _letters(text: str) -> str | None:
    """A part of a name in plain Latin letters, or None."""
    folded = without_marks(fold(text))
    if not folded or stands_for_none(folded):
        return None
    bare = "".join(letter for letter in folded if letter.isalnum())
    return bare if bare.isascii() else None


@lru_cache(maxsize=1 << 17)
def _birth_date(text: str) -> tuple[str | None, str | None]:
    """Eight digits of year, month and day, and with day and month swapped; no matter whether there was such a day,
    because a slip must not hide the rest."""
    bare = _eight_digits(text)
    if bare is None:
        return None, None
    try:
        if is_placeholder_birth_date(date(int(bare[:4]), int(bare[4:6]), int(bare[6:]))):
            return None, None
    except ValueError:
        pass
    return bare, bare[:4] + bare[6:] + bare[4:6]


def _eight_digits(text: str) -> str | None:
    """Year, month and day from 19730416, 1973-4-16, 1973年4月16日 or 16.4.1973; a day comes before its month."""
    numbers = re.findall(r"[0-9]+", text)
    if len(numbers) == 1 and len(numbers[0]) == 8:
        return str(numbers[0])
    if len(numbers) < 3 or (len(numbers) > 3 and not _HAS_TIME.search(text)):
        return None
    year, month, day = numbers[:3] if len(numbers[0]) == 4 else numbers[2::-1]
    if len(year) != 4 or len(month) > 2 or len(day) > 2:
        return None
    return f"{year}{month:0>2}{day:0>2}"


_HAS_TIME: Final = re.compile(r"[0-9][T ][0-9]{2}:")


@lru_cache(maxsize=1 << 16)
def _phone(text: str) -> str | None:
    number = comparable_phone(text)
    return None if not number or is_placeholder_phone(number) else number


def _mail(text: str) -> str | None:
    address = comparable_mail(text)
    return None if not address or is_placeholder_mail(address) else address


@lru_cache(maxsize=1 << 17)
def _bare(text: str) -> str | None:
    """Letters and digits alone, folded."""
    folded = without_spaces(fold(text)).translate(FOLDS)
    bare = "".join(character for character in folded if character.isalnum())
    return bare or None
