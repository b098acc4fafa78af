"""OFX: SGML and XML read alike, the bank's own day, strict amounts, strict nesting."""

import io
from datetime import date
from pathlib import Path

import ofxparse
import pytest

from appealdesk.core.banking.ofx import read_ofx
from appealdesk.core.banking.shapes import LineKind, Statement, StatementRefused

BANK = Path(__file__).parents[2] / "data" / "bank"
SAMPLE = (BANK / "ofx102_sgml_RECONSTRUCTED.ofx").read_bytes()


def read_one(data: bytes) -> Statement:
    (statement,) = read_ofx(data)
    return statement


def test_lines_are_read_with_the_closing_balance() -> None:
    statement = read_one(SAMPLE)

    assert (statement.account, statement.bank, statement.currency) == ("021000021 000123456789", "TESTBANK", "USD")
    assert (statement.opening_minor, statement.closing_minor) == (None, 185_300)
    assert (statement.period_start, statement.period_end) == (date(2022, 3, 1), date(2022, 3, 2))
    assert [
        (line.amount_minor, line.payer, line.reference, line.bank_reference, line.kind) for line in statement.lines
    ] == [
        (86_800, "KEIKO AOKI", "DON-7F3K-2", "2022030100001", LineKind.TRANSFER),
        (-1_500, "", "", "2022030200001", LineKind.FEE),
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_reader_sees_the_same_transactions() -> None:
    theirs = ofxparse.OfxParser.parse(io.BytesIO(SAMPLE)).accounts[0].statement

    assert [(line.booked, line.amount_minor, line.bank_reference) for line in read_one(SAMPLE).lines] == [
        (item.date.date(), int(item.amount * 100), item.id) for item in theirs.transactions
    ]


def test_xml_with_end_tags_reads_like_sgml() -> None:
    body = SAMPLE[SAMPLE.index(b"<OFX>") :]
    for name in (b"TRNTYPE", b"DTPOSTED", b"TRNAMT", b"FITID", b"NAME", b"MEMO", b"CURDEF", b"ACCTID"):
        parts = body.split(b"<" + name + b">")
        ended = [part.replace(b"<", b"</" + name + b"><", 1) for part in parts[1:]]
        body = (b"<" + name + b">").join([parts[0], *ended])
    xml = b'<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="220"?>' + body

    assert read_one(xml).lines == read_one(SAMPLE).lines


def test_the_day_is_the_banks_own() -> None:
    late = SAMPLE.replace(b"20220301120000[0:GMT]", b"20220301233000[-5:EST]")

    assert read_one(late).lines[0].booked == date(2022, 3, 1)


def test_entities_and_empty_elements_are_read() -> None:
    data = SAMPLE.replace(b"KEIKO AOKI<MEMO>DON-7F3K-2", b"A &amp; B<MEMO>")

    assert (read_one(data).lines[0].payer, read_one(data).lines[0].text) == ("A & B", "")


def test_a_comma_is_a_decimal_mark_only_with_few_enough_places() -> None:
    assert read_one(SAMPLE.replace(b"868.00", b"868,00")).lines[0].amount_minor == 86_800
    with pytest.raises(StatementRefused, match="'10,000' is not an amount in USD"):
        read_ofx(SAMPLE.replace(b"868.00", b"10,000"))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"868.00", b"null", "TRNAMT: 'null' is not an amount"),
        (b"868.00", b"868.005", "more decimal places"),
        (b"<DTPOSTED>20220302", b"<DTPOSTED>20220230", "DTPOSTED: '20220230' is not a date"),
        (b"<FITID>2022030200001", b"", "FITID: The transaction has no FITID"),
        (b"<FITID>2022030200001", b"<FITID>2<CORRECTFITID>1", "enter it by hand"),
        (b"<CURDEF>USD", b"<CURDEF>DOLLARS", "CURDEF: 'DOLLARS' is not a currency code"),
        (b"<ACCTID>000123456789", b"", "ACCTID: The statement does not name its account"),
        (b"</OFX>", b"", "The file ends before </OFX>"),
        (b"</BANKTRANLIST>", b"", "DTSTART: '' is not a date"),
        (b"CHARSET:1252", b"CHARSET:9999", "CHARSET '9999' is not known"),
        (b"ENCODING:USASCII", b"ENCODING:UTF-8", ""),
        (b"<MEMO>", b"<MEMO", "is no element"),
        (b"</BANKTRANLIST>", b"</STMTRS></BANKTRANLIST>", "</STMTRS> ends what was not begun"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(old: bytes, new: bytes, reason: str) -> None:
    assert old in SAMPLE
    damaged = SAMPLE.replace(b"KEIKO", b"KE\xcfKO").replace(old, new)

    with pytest.raises(StatementRefused) as caught:
        read_ofx(damaged)

    assert reason in str(caught.value)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(StatementRefused, match="nested too deeply"):
        read_ofx(b"<OFX>" + b"<A>" * 100_000 + b"</A>" * 100_000 + b"</OFX>")


def test_a_file_without_statement_is_refused() -> None:
    with pytest.raises(StatementRefused, match="no bank statement"):
        read_ofx(b"<OFX><SONRS></SONRS></OFX>")
