"""Damaged files at every reader: each is refused with its reasons, or read to what the database can store.

APPEALDESK_FUZZ says how many files each reader is given; a suite gives a few.
"""

import json
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appealdesk.core.banking.statement import (
    Statement,
    StatementProblem,
    StatementRefused,
    read_statements,
    scan_statement,
    to_json,
)

BANK = Path(__file__).parents[2] / "data" / "bank"
TODAY = date(2022, 3, 5)
EXAMPLES = int(os.environ.get("APPEALDESK_FUZZ", "80"))
ZENGIN = ["zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt", "zengin_03_nyushukkin_nobreak_RECONSTRUCTED.txt"]
READERS: dict[str, list[tuple[str, str]]] = {
    "zengin": [("zengin", name) for name in ZENGIN],
    "camt": [("camt", "camt053_v08_RECONSTRUCTED.xml")],
    "mt940": [("mt940", "mt940_RECONSTRUCTED.sta")],
    "ofx": [("ofx", "ofx102_sgml_RECONSTRUCTED.ofx")],
    "csv": [
        ("smbc", "jp_smbc_style_RECONSTRUCTED_cp932.csv"),
        ("anser", "jp_corporate_ANSER_style_RECONSTRUCTED_cp932.csv"),
        ("uk-generic", "uk_generic_RECONSTRUCTED.csv"),
        ("us-generic", "us_generic_RECONSTRUCTED.csv"),
    ],
}
# What has a meaning to some reader, and bytes that are at home nowhere.
WORDS = [
    *(
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"<!--",
        b"]]>",
        b"</Ntry>",
        b"<Amt Ccy='JPY'>1</Amt>",
        b'<!DOCTYPE a [<!ENTITY b "c">]>',
    ),
    *(b":61:", b":86:", b":62F:", b"\r\n-\r\n", b"?20", b"C", b"RD", b"//", b"{1:"),
    *(b"<STMTTRN>", b"</STMTTRN>", b"<TRNAMT>", b"<DTPOSTED>", b"[-5:EST]"),
    *(b'"', b",", b";", b"\t", b"'", b"(1)", b"-", b"+", b".", b"\xc2\xa3", b"\\", b"=1+1"),
    *(
        b"\0",
        b"\n",
        b"\r",
        b"\r\n",
        b"\x1a",
        b"\x1b",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x81",
        b"\xed\xa0\x80",
        b"\xa0",
        b" ",
    ),
    *(b"0", b"9" * 30, b"00000000", b"1e9", b"NaN", b"0229", b"99991231", b"000101", b"x" * 200),
]
PLACE = st.floats(0, 1, exclude_max=True)
Edit = Callable[[bytes], bytes]


def _at(data: bytes, place: float) -> int:
    return int(place * len(data))


def _put(place: float, cut: int, put: bytes) -> Edit:
    return lambda data: data[: _at(data, place)] + put + data[_at(data, place) + cut :]


def _flip(place: float, bit: int) -> Edit:
    def edit(data: bytes) -> bytes:
        at = _at(data, place)
        return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :] if data else data

    return edit


def _move(first: float, second: float, length: int, *, keep: bool) -> Edit:
    def edit(data: bytes) -> bytes:
        start, piece = _at(data, first), data[_at(data, first) :][:length]
        rest = data if keep else data[:start] + data[start + length :]
        return rest[: _at(rest, second)] + piece + rest[_at(rest, second) :]

    return edit


def _number(place: float, put: bytes) -> Edit:
    """Another number in the place of one of its numbers."""

    def edit(data: bytes) -> bytes:
        fields = list(re.finditer(rb"[0-9]+", data))
        if not fields:
            return data
        field = fields[int(place * len(fields))]
        return data[: field.start()] + put + data[field.end() :]

    return edit


def _line(first: float, second: float) -> Edit:
    """One of its lines once more, somewhere else."""

    def edit(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        if not lines:
            return data
        lines.insert(int(second * len(lines)), lines[int(first * len(lines))])
        return b"".join(lines)

    return edit


def _encoded(read_as: str, saved_as: str) -> Edit:
    return lambda data: data.decode(read_as, "replace").encode(saved_as, "replace")


EDITS = st.one_of(
    st.builds(_put, PLACE, st.integers(0, 40), st.binary(max_size=12) | st.sampled_from(WORDS)),
    st.builds(_flip, PLACE, st.integers(0, 7)),
    st.builds(_move, PLACE, PLACE, st.integers(1, 400), keep=st.booleans()),
    st.builds(_number, PLACE, st.text("0123456789", max_size=20).map(str.encode) | st.sampled_from(WORDS)),
    st.builds(_line, PLACE, PLACE),
    st.builds(
        _encoded,
        st.sampled_from(["cp932", "utf-8", "iso-8859-1"]),
        st.sampled_from(["utf-16", "utf-8-sig", "utf-7", "cp500", "euc_jp", "iso2022_jp"]),
    ),
)


@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_file_is_refused_or_read_to_what_can_be_stored(reader: str) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(
        sample=st.sampled_from([(format, (BANK / name).read_bytes()) for format, name in READERS[reader]]),
        edits=st.lists(EDITS, min_size=1, max_size=4),
        piece=st.integers(1, 700),
    )
    def damaged(sample: tuple[str, bytes], edits: list[Edit], piece: int) -> None:
        format, data = sample
        for edit in edits:
            data = edit(data)

        found, problems = _read(data, format)

        assert bool(found) != bool(problems)
        assert [problem for problem in problems if not problem.sentence.endswith((".", "?", "…"))] == []
        for statement in found:
            _assert_sound(statement)
        assert _scanned(data, format, piece) == (found if len(found) == 1 else ())

    damaged()


@pytest.mark.parametrize("reader", READERS)
def test_bytes_that_are_no_file_are_refused(reader: str) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(data=st.binary(max_size=600) | st.lists(st.sampled_from(WORDS), max_size=60).map(b"".join))
    def random(data: bytes) -> None:
        for format in {format for format, _ in READERS[reader]}:
            with pytest.raises(StatementRefused):
                read_statements(data, format, TODAY)

    random()


def _read(data: bytes, format: str) -> tuple[tuple[Statement, ...], tuple[StatementProblem, ...]]:
    try:
        return read_statements(data, format, TODAY), ()
    except StatementRefused as refused:
        return (), refused.problems


def _scanned(data: bytes, format: str, piece: int) -> tuple[Statement, ...]:
    """What an import would see, to which the file comes in pieces."""
    try:
        scan = scan_statement(
            lambda: (data[start : start + piece] for start in range(0, len(data), piece)), format, TODAY
        )
    except StatementRefused:
        return ()
    return (scan.whole(),)


def _assert_sound(statement: Statement) -> None:
    """The sums are right, lines are numbered and told apart, and each field is one that the tables take."""
    lines = statement.lines
    texts = [statement.account, *(line.bank_reference for line in lines)]
    sums: list[Any] = [statement.opening_minor, statement.closing_minor, statement.total_minor]
    assert None in sums or sums[0] + sums[2] == sums[1]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert len({line.bank_reference for line in lines}) == len(lines)
    assert {line.currency for line in lines} <= {statement.currency}
    # An OFX file states the period that was asked for.
    if statement.format != "ofx":
        assert all(statement.period_start <= line.booked <= statement.period_end for line in lines)
    assert all(line.amount_minor for line in lines)
    assert all(abs(amount or 0) < 1 << 63 for amount in [*sums, *(line.amount_minor for line in lines)])
    assert all("\0" not in text and text.encode() is not None for text in texts)
    assert all(len(line.bank_reference) <= 140 for line in lines)
    assert json.loads(json.dumps(to_json(statement)))["count"] == len(lines)
