"""Cuts the bytes of a Zengin file into records of 200 columns, and decides what its six-digit dates mean."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from appealdesk.core.banking.shapes import StatementProblem, StatementRefused
from appealdesk.core.banking.zengin_layout import RECORD_WIDTH

__all__ = ["decide_dates", "records_of"]

_NARROW: Final = bytes({0x0A, 0x0D, *range(0x20, 0x7F), *range(0xA1, 0xE0)})
"""Line ends, ASCII and half-width katakana: the bytes of a file in which every character has one column."""

_FOREIGN: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xa0\uf8f0-\uf8f3]")
"""Control characters, and the single bytes to which cp932 gives no character."""

_LONE_RETURN: Final = re.compile(b"\r(?!\n)")
_SECOND_COLUMN: Final = "\x00"
_AGAIN: Final = "Download the file again from the bank and do not open it in another program."


def records_of(data: bytes) -> list[str]:
    """The records of a Zengin file, each of exactly 200 columns of cp932; StatementRefused otherwise.

    Lines may end with CRLF, LF or not at all; an end-of-file byte (1A) after the last is dropped. A character of
    two bytes fills two columns: it is followed by a NUL, so that columns and bytes stay the same thing.
    """
    if _is_utf8(data):
        raise StatementRefused.of_file(
            f"The file was saved as UTF-8, but banks write Zengin files in cp932 (Shift JIS). {_AGAIN}"
        )
    body = data.rstrip(b"\x1a\r\n")
    if not body:
        raise StatementRefused.of_file("The file is empty.")
    ends = body.count(b"\r\n")
    if body.count(b"\r") != ends:
        raise _bad_character(body, next(_LONE_RETURN.finditer(body)).start())
    if body.count(b"\n") != ends:
        body = body.replace(b"\r\n", b"\n")
        ends = 0
    text = _columns(body)
    if "\n" in text:
        records = text.split("\r\n" if ends else "\n")
    else:
        records = [text[start : start + RECORD_WIDTH] for start in range(0, len(text), RECORD_WIDTH)]
    if set(map(len, records)) != {RECORD_WIDTH}:
        raise StatementRefused(
            StatementProblem(
                line,
                "",
                f"The record has {len(record)} bytes instead of {RECORD_WIDTH}; it was cut or changed. {_AGAIN}",
            )
            for line, record in enumerate(records, start=1)
            if len(record) != RECORD_WIDTH
        )
    return records


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with a character of three bytes, as any kana or kanji has.

    Half-width katakana of cp932 may by chance read as two-byte UTF-8 throughout, which proves nothing.
    """
    if data.isascii():
        return False
    try:
        return max(data.decode("utf-8")) >= "\u0800"
    except UnicodeDecodeError:
        return False


def _columns(body: bytes) -> str:
    """The text with one character for each byte; refuses bytes that are no text."""
    if not body.translate(None, _NARROW):
        # Nearly every file is of this kind, and a file of 60,000 transfers has twelve million bytes.
        return body.decode("cp932")
    if b"\x00" in body:
        raise _bad_character(body, body.index(b"\x00"))
    try:
        text = body.decode("cp932")
    except UnicodeDecodeError as error:
        raise _bad_character(body, error.start) from error
    wide = "".join(letter if _is_single(letter) else letter + _SECOND_COLUMN for letter in text)
    found = _FOREIGN.search(wide.replace(_SECOND_COLUMN, " "))
    if found:
        raise _bad_character(body, found.start())
    return wide


def _is_single(letter: str) -> bool:
    return letter <= "\xa0" or "\uff61" <= letter <= "\uff9f" or "\uf8f0" <= letter <= "\uf8f3"


def _bad_character(body: bytes, position: int) -> StatementRefused:
    if b"\n" in body:
        line = body.count(b"\n", 0, position) + 1
        column = position - (body.rfind(b"\n", 0, position) + 1) + 1
    else:
        line, column = position // RECORD_WIDTH + 1, position % RECORD_WIDTH + 1
    return StatementRefused.of_file(
        f"Column {column} holds the byte {body[position]:02X}, which is no character of cp932 text. {_AGAIN}",
        line=line,
    )


_ERAS: Final = (
    (2018, date(2019, 5, 1), date.max),
    (1988, date(1989, 1, 8), date(2019, 4, 30)),
)
"""The year before each era's first, and its first and last day: Reiwa and Heisei."""


def decide_dates(texts: Mapping[str, int], today: date) -> Mapping[str, date]:
    """What the six digits (YYMMDD) of a whole file mean: Japanese era or western years, text → date.

    `texts` gives for each six digits the first line that holds them.

    A reading fits if every date exists and lies at most ten years back and a month ahead of `today`. Exactly one
    of the two has to fit, or StatementRefused: 040302 is 2 March 2022 by the era and 2004 by western years.
    """
    wanted = list(texts)
    earliest, latest = _years_before(today, 10), today + timedelta(days=31)
    readings = [
        {text: day for text in wanted for day in read(text) if earliest <= day <= latest}
        for read in (_era_dates, _western_dates)
    ]
    fitting = [reading for reading in readings if len(reading) == len(wanted)]
    if len(fitting) == 1 or not wanted:
        return fitting[0]
    if fitting:
        raise StatementRefused.of_file(
            f"The dates, such as {wanted[0]}, could be Japanese or western years; ask the bank which it writes."
        )
    nearest = max(readings, key=len)
    odd = next(text for text in wanted if text not in nearest)
    raise StatementRefused.of_file(
        f"The date {odd} is neither by the Japanese era nor by western years a day between {earliest.isoformat()} "
        f"and {latest.isoformat()}, as every date of the file has to be.",
        line=texts[odd],
        field="date",
    )


def _era_dates(text: str) -> list[date]:
    """The day in each era that was that long; thirty years part the eras, so that one at most is near today."""
    days = [(_date(before + int(text[:2]), text), first, last) for before, first, last in _ERAS]
    return [day for day, first, last in days if day is not None and first <= day <= last]


def _western_dates(text: str) -> list[date]:
    day = _date(2000 + int(text[:2]), text)
    return [] if day is None else [day]


def _date(year: int, text: str) -> date | None:
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
