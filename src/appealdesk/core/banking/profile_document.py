"""A profile as a document: what a person chose on the screen, saved with the account or kept in a file.

Nothing in it is a regular expression, so that whoever knows a spreadsheet can write one. Every problem is told, each
with the field that it is in.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from appealdesk.core.banking.delimited_profiles import PROFILES, Profile
from appealdesk.core.money import CURRENCIES

__all__ = ["COLUMNS", "DATE_FORMATS", "DELIMITERS", "ENCODINGS", "ProfileRefused", "document_of", "profile_of"]

ENCODINGS: Final = ("utf-8-sig", "cp932", "euc_jp", "utf-16", "cp1252", "cp1251", "iso8859-15")
DELIMITERS: Final = (",", ";", "\t", "|")
DATE_FORMATS: Final = (
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "YYYYMMDD",
    "YYYY年MM月DD日",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "DD-MM-YYYY",
    "DD.MM.YY",
)
COLUMNS: Final = (
    "booked",
    "value",
    "amount",
    "money_in",
    "money_out",
    "direction",
    "payer",
    "reference",
    "description",
    "balance",
    "number",
    "account",
)
"""What a column may be: two days, the amount in one of three ways, the words, and what proves or tells movements."""

_MARKS: Final = (".", ",")
_GROUPS: Final = ("", ",", ".", " ", "\u00a0", "'")
_MOST_SKIPPED: Final = 50
_MOST_COLUMNS: Final = 60
_TOKENS: Final = {"YYYY": r"(?P<y>\d{4})", "YY": r"(?P<y>\d{2})", "MM": r"(?P<m>\d{1,2})", "DD": r"(?P<d>\d{1,2})"}
_TOKEN: Final = re.compile("YYYY|YY|MM|DD")
_PLAIN: Final = {
    "YYYYMMDD": r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    "DDMMYYYY": r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})",
}


class ProfileRefused(ValueError):  # noqa: N818 - the glossary speaks of refusals
    """The document is no profile; `problems` says for each field what is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{name}: {sentence}" for name, sentence in problems.items()))
        self.problems = dict(problems)


def profile_of(document: Mapping[str, Any], *, name: str, currency: str) -> Profile:
    """The profile that a document describes; ProfileRefused with everything that is wrong."""
    problems = dict(_problems(document, currency))
    if problems:
        raise ProfileRefused(problems)
    columns = document["columns"]
    return Profile(
        name=name,
        currency=currency,
        encoding=document["encoding"],
        delimiter=document["delimiter"],
        skip=document["skip"],
        headed=document["headed"],
        headings=tuple(document["headings"]),
        date_pattern=_pattern(document["date_format"]),
        decimal_mark=document["decimal_mark"],
        group_mark=document["group_mark"],
        currency_mark=document.get("currency_mark", ""),
        negated=bool(document.get("negated", False)),
        out_words=tuple(document.get("out_words", ())),
        before_payer=tuple(document.get("before_payer", ())),
        **{column: columns.get(column, "") for column in COLUMNS},
    )


def document_of(name: str) -> dict[str, Any]:
    """One of the profiles that come with the desk, as a point to start from."""
    profile = PROFILES[name]
    columns = {column: heading for column in COLUMNS if (heading := getattr(profile, column))}
    return {
        "encoding": profile.encoding,
        "delimiter": profile.delimiter,
        "skip": profile.skip,
        "headed": profile.headed,
        "headings": list(profile.headings),
        "date_format": _format_of(profile.date_pattern),
        "decimal_mark": profile.decimal_mark,
        "group_mark": profile.group_mark,
        "currency_mark": profile.currency_mark,
        "negated": False,
        "out_words": [],
        "before_payer": list(profile.before_payer),
        "columns": columns,
    }


def _format_of(pattern: str) -> str:
    return next(
        shown for shown in DATE_FORMATS if _pattern(shown).replace("{1,2}", "{2}") == pattern.replace("{1,2}", "{2}")
    )


def _pattern(date_format: str) -> str:
    """A regular expression for a date as people write its shape; days and months may lack their zero."""
    if date_format in _PLAIN:
        return _PLAIN[date_format]
    parts, at = [], 0
    for found in _TOKEN.finditer(date_format):
        parts += [re.escape(date_format[at : found.start()]), _TOKENS[found.group()]]
        at = found.end()
    return "".join([*parts, re.escape(date_format[at:])])


def _problems(document: Mapping[str, Any], currency: str) -> Iterator[tuple[str, str]]:
    if currency not in CURRENCIES:
        yield "currency", f"{currency!r} is no currency of ISO 4217."
    yield from _shape_problems(document)
    date_format = document.get("date_format")
    if not isinstance(date_format, str) or sorted(_TOKEN.findall(date_format[:40])) not in (
        ["DD", "MM", "YYYY"],
        ["DD", "MM", "YY"],
    ):
        yield "date_format", "Write the date with YYYY (or YY), MM and DD, each once, for example DD/MM/YYYY."
    headings = document.get("headings")
    if (
        not isinstance(headings, list)
        or not 1 <= len(headings) <= _MOST_COLUMNS
        or not all(isinstance(heading, str) and heading for heading in headings)
    ):
        yield "headings", f"The headings are a list of 1 to {_MOST_COLUMNS} names."
        return
    yield from _column_problems(document, headings)


def _shape_problems(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    encoding = document.get("encoding")
    if encoding not in ENCODINGS:
        yield "encoding", f"The encoding is one of {', '.join(ENCODINGS)}."
    else:
        codecs.lookup(encoding)
    if document.get("delimiter") not in DELIMITERS:
        yield "delimiter", "The columns are parted by a comma, a semicolon, a tab or a bar."
    skip = document.get("skip")
    if not isinstance(skip, int) or isinstance(skip, bool) or not 0 <= skip <= _MOST_SKIPPED:
        yield "skip", f"From 0 to {_MOST_SKIPPED} lines can be left out before the headings."
    if not isinstance(document.get("headed"), bool):
        yield "headed", "Say whether the first row holds the headings."
    decimal, group = document.get("decimal_mark"), document.get("group_mark")
    if decimal not in _MARKS:
        yield "decimal_mark", "The decimal mark is a point or a comma."
    if group not in _GROUPS or group == decimal:
        yield "group_mark", "The mark between thousands is another one than the decimal mark."
    if not isinstance(document.get("currency_mark", ""), str) or len(document.get("currency_mark", "")) > 3:
        yield "currency_mark", "The currency's mark has at most three characters, for example £."


def _column_problems(document: Mapping[str, Any], headings: list[str]) -> Iterator[tuple[str, str]]:
    columns = document.get("columns")
    if not isinstance(columns, dict) or set(columns) - set(COLUMNS):
        yield "columns", f"The columns are some of {', '.join(COLUMNS)}."
        return
    for column, heading in columns.items():
        if heading not in headings:
            yield "columns", f"{column} names the column {heading!r}, which the file does not have."
    if "booked" not in columns:
        yield "booked", "Say which column holds the day of booking."
    pair = [column for column in ("money_in", "money_out") if column in columns]
    if ("amount" in columns) == (len(pair) == 2) or (pair and "amount" in columns):
        yield "amount", "Choose either one column with the amount, or one with money in and one with money out."
    words = document.get("out_words", [])
    if not _are_words(document.get("before_payer", [])):
        yield "before_payer", "The words before the payer are a list."
    if not _are_words(words):
        yield "out_words", "The words for money out are a list."
    elif ("direction" in columns) != bool(words):
        yield "out_words", "Where a column says the direction, write the words in it that mean money out."
    if "direction" in columns and "amount" not in columns:
        yield "direction", "A column that says the direction goes with one column of amounts."
    if not {"payer", "description", "reference"} & set(columns):
        yield "payer", "Choose at least one column with words: the payer, the reference or the text."


def _are_words(words: object) -> bool:
    return isinstance(words, list) and len(words) <= 20 and all(isinstance(word, str) and word for word in words)
