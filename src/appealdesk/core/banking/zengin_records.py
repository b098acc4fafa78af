"""Cuts the bytes of a Zengin file, as they come, into blocks of records of 200 columns.

A file of a million transfers has 200 MB, so that no more than a block of it is held at once.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from appealdesk.core.banking.shapes import StatementRefused
from appealdesk.core.banking.zengin_layout import RECORD_WIDTH
from appealdesk.core.sentences import told

__all__ = ["BLOCK_BYTES", "Block", "blocks_of"]

_NARROW: Final = bytes({*range(0x20, 0x7F), *range(0xA1, 0xE0)})
"""ASCII and half-width katakana: the bytes of a file in which every character has one column."""

_TABLE: Final = "".join(bytes([code]).decode("cp932") if code in b"\r\n" + _NARROW else "\ufffe" for code in range(256))
"""The letters of cp932's single bytes; a look-up in it is three times as fast as the codec for two bytes."""

_FOREIGN: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xa0\uf8f0-\uf8f3]")
"""Control characters, and the single bytes to which cp932 gives no character."""

_FOREIGN_OR_END: Final = re.compile("[\x00-\x1f\x7f-\x9f\xa0\uf8f0-\uf8f3]")
_LONE_RETURN: Final = re.compile(b"\r(?!\n)")
_LONE_RETURN_TEXT: Final = re.compile("\r(?!\n)")
_SECOND_COLUMN: Final = "\x00"
BLOCK_BYTES: Final = 1 << 19
_HELD_BACK: Final = 4096
_AGAIN: Final = "Download the file again from the bank and do not open it in another program."


@dataclass(frozen=True, slots=True)
class Block:
    """Some hundreds of records: the text of all, and from where to where each of them stands.

    Every record has 200 columns of one character, and the next begins `stride` characters later. A letter of two
    bytes fills two columns: it is followed by a NUL, so that columns and bytes stay the same thing; `narrow` says
    that there is none. `first` is the line of the first record, counted from 1.
    """

    text: str
    stride: int
    count: int
    first: int
    narrow: bool

    def places(self, start: int, stop: int) -> range:
        """Where the records from `start` to before `stop` begin in the text."""
        return range(start * self.stride, stop * self.stride, self.stride)

    def record(self, position: int) -> str:
        """One record without its line end."""
        return self.text[position * self.stride : position * self.stride + RECORD_WIDTH]

    def column(self, column: int, start: int, stop: int) -> str:
        """What some records have in one column, counted from 0."""
        return self.text[start * self.stride + column : stop * self.stride : self.stride]


def blocks_of(chunks: Iterable[bytes]) -> Iterator[Block]:
    """The blocks of a file that comes in pieces of any size; StatementRefused where a record is not 200 bytes of cp932.

    Lines may end with CRLF, LF or not at all; an end-of-file byte (1A) after the last is dropped.
    """
    line, rest, broken = 1, b"", False
    for piece in _pieces(chunks):
        if line == 1 and not rest:
            _refuse_utf8(piece)
        rest += piece
        if len(rest) < BLOCK_BYTES:
            continue
        broken = broken or (line == 1 and _has_line_ends(rest))
        # What may be the end of the file waits for the next piece.
        ready = len(rest) - _HELD_BACK
        cut = rest.rfind(b"\n", 0, ready) + 1 if broken else ready - ready % RECORD_WIDTH
        if not cut:
            raise _wrong_width(len(rest), line)
        block = _block(rest[:cut], line, broken)
        yield block
        line += block.count
        rest = rest[cut:]
    rest = rest.rstrip(b"\x1a\r\n")
    if rest:
        yield _block(rest, line, broken or _has_line_ends(rest))
    elif line == 1:
        raise StatementRefused.of_file(told("The file is empty."))


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), BLOCK_BYTES):
            yield chunk[start : start + BLOCK_BYTES]


def _has_line_ends(start: bytes) -> bool:
    return b"\n" in start[: 2 * (RECORD_WIDTH + 2)]


def _refuse_utf8(start: bytes) -> None:
    """Refuses UTF-8 by its characters of three bytes, as any kana or kanji is one.

    Half-width katakana of cp932 may by chance read as two-byte UTF-8 throughout, which proves nothing.
    """
    if start.isascii():
        return
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return
    if text and max(text) >= "\u0800":
        raise StatementRefused.of_file(
            told(
                "The file was saved as UTF-8, but banks write Zengin files in cp932 (Shift JIS). "
                "Download the file again from the bank and do not open it in another program."
            )
        )


def _block(body: bytes, line: int, broken: bool) -> Block:
    """The block of whole records, which begins at a line of the file."""
    stride = RECORD_WIDTH
    ends = len(body) // (RECORD_WIDTH + 2) if broken else 0
    others = body.translate(None, _NARROW)
    if broken and _is_even(body, ends):
        stride += 2
    elif broken:
        body, ends = _without_line_ends(body, line), 0
        others = body.translate(None, _NARROW)
    elif len(body) % RECORD_WIDTH or b"\n" in others:
        raise _wrong_width(len(body) % RECORD_WIDTH, line + len(body) // RECORD_WIDTH)
    narrow = others == b"\r\n" * ends
    text = codecs.charmap_decode(body, "strict", _TABLE)[0] if narrow else _columns(body, line, stride)
    return Block(text, stride, -(-len(text) // stride), line, narrow)


def _is_even(body: bytes, ends: int) -> bool:
    """Whether each record has 200 bytes and CRLF, the last perhaps only the bytes."""
    return (
        len(body) % (RECORD_WIDTH + 2) in {0, RECORD_WIDTH}
        and body.count(b"\n") == ends
        and body[RECORD_WIDTH :: RECORD_WIDTH + 2] == b"\r" * ends
        and body[RECORD_WIDTH + 1 :: RECORD_WIDTH + 2] == b"\n" * ends
    )


def _without_line_ends(body: bytes, line: int) -> bytes:
    found = _LONE_RETURN.search(body)
    if found:
        raise _bad_character(body, found.start(), line)
    records = body.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    problems = [
        problem
        for position, record in enumerate(records, start=line)
        if len(record) != RECORD_WIDTH
        for problem in _wrong_width(len(record), position).problems
    ]
    if problems:
        raise StatementRefused(problems)
    return b"".join(records)


def _wrong_width(width: int, line: int) -> StatementRefused:
    return StatementRefused.of_file(
        told(
            "The record has %(width)s bytes instead of %(due)s; it was cut or changed. Download the "
            "file again from the bank and do not open it in another program.",
            width=width,
            due=RECORD_WIDTH,
        ),
        line=line,
    )


def _columns(body: bytes, line: int, stride: int) -> str:
    """The text with one character for each byte; refuses bytes that are no text."""
    if b"\x00" in body:
        raise _bad_character(body, body.index(b"\x00"), line)
    try:
        text = body.decode("cp932")
    except UnicodeDecodeError as error:
        raise _bad_character(body, error.start, line) from error
    wide = "".join(letter if _is_single(letter) else letter + _SECOND_COLUMN for letter in text)
    plain = wide.replace(_SECOND_COLUMN, " ")
    if stride > RECORD_WIDTH:
        found = _FOREIGN.search(plain) or _LONE_RETURN_TEXT.search(plain)
    else:
        found = _FOREIGN_OR_END.search(plain)
    if found:
        raise _bad_character(body, found.start(), line)
    return wide


def _is_single(letter: str) -> bool:
    return letter <= "\xa0" or "\uff61" <= letter <= "\uff9f" or "\uf8f0" <= letter <= "\uf8f3"


def _bad_character(body: bytes, position: int, line: int) -> StatementRefused:
    if b"\n" in body:
        line += body.count(b"\n", 0, position)
        column = position - body.rfind(b"\n", 0, position)
    else:
        line, column = line + position // RECORD_WIDTH, position % RECORD_WIDTH + 1
    return StatementRefused.of_file(
        told(
            "Column %(column)s holds the byte %(byte)s, which is no character of cp932 text. "
            "Download the file again from the bank and do not open it in another program.",
            column=column,
            byte=f"{body[position]:02X}",
        ),
        line=line,
    )
