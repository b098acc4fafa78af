"""camt: every version by local names, one line per transfer, and documents that do not add up refused."""

import re
from datetime import date
from pathlib import Path

import pytest

from appealdesk.core.banking.camt import read_camt
from appealdesk.core.banking.camt_schemas import schema_of
from appealdesk.core.banking.shapes import LineKind, Statement, StatementRefused

BANK = Path(__file__).parents[2] / "data" / "bank"
SAMPLE = (BANK / "camt053_v08_RECONSTRUCTED.xml").read_bytes()
VERSIONS = [f"{version:02}" for version in range(2, 15)]


def read_one(data: bytes) -> Statement:
    (statement,) = read_camt(data)
    return statement


def swap(old: str, new: str, *, count: int = 1) -> bytes:
    """The sample with one text put in the place of another."""
    assert SAMPLE.count(old.encode()) >= 1
    return SAMPLE.replace(old.encode(), new.encode(), count)


def test_a_statement_is_read_with_balances_and_a_line_for_each_transfer() -> None:
    statement = read_one(SAMPLE)

    assert (statement.account, statement.holder, statement.currency) == (
        "DE89370400440532013000",
        "Test Embassy Appeal",
        "EUR",
    )
    assert (statement.opening_minor, statement.closing_minor) == (100_000, 187_250)
    assert [(line.amount_minor, line.payer, line.reference, line.text) for line in statement.lines] == [
        (40_000, "Müller, Jörg", "DON-7F3K-2", "Spende DON-7F3K-2"),
        (50_000, "Олена Коваленко", "RF18539007547034", ""),
        (-2_750, "", "DON-1111-1", ""),
    ]


def test_a_returned_transfer_is_a_reversal_with_its_own_value_day() -> None:
    returned = read_one(SAMPLE).lines[2]

    assert (returned.reversal, returned.kind, returned.booked, returned.value) == (
        True,
        LineKind.RETURN,
        date(2022, 3, 2),
        date(2022, 3, 1),
    )


def as_version(version: str) -> bytes:
    """The sample as an earlier version of its message writes it, which the official schema of that version accepts."""
    data = swap("camt.053.001.08", f"camt.053.001.{version}")
    if version < "07":
        data = data.replace(b"<Pty>", b"").replace(b"</Pty>", b"")
        data = data.replace(b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts>BOOK</Sts>")
    if version == "02":
        own = re.compile(rb'(<TxDtls>.*?)<Amt Ccy="EUR">([0-9.]+)</Amt><CdtDbtInd>[A-Z]+</CdtDbtInd>', re.DOTALL)
        data = own.sub(rb'\1<AmtDtls><TxAmt><Amt Ccy="EUR">\2</Amt></TxAmt></AmtDtls>', data)
    return data


@pytest.mark.parametrize("message", ["camt.052", "camt.053", "camt.054"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_has_its_official_schema(message: str, version: str) -> None:
    assert schema_of(f"{message}.001.{version}")


def test_a_document_that_its_schema_refuses_is_refused_with_line_and_element() -> None:
    strange = swap("<NtryRef>0001</NtryRef>", "<Reference>0001</Reference>")

    with pytest.raises(StatementRefused) as caught:
        read_camt(strange)

    (problem,) = caught.value.problems
    assert (problem.line, problem.field) == (11, "schema")
    assert problem.sentence.startswith(
        "The document is not as camt.053.001.08 lays it down: Element 'Reference': This element is not expected."
    )


def test_an_earlier_version_is_held_against_its_own_schema() -> None:
    with pytest.raises(StatementRefused, match=r"not as camt\.053\.001\.02 lays it down: Element 'Pty'"):
        read_camt(as_version("02").replace(b"<Dbtr>", b"<Dbtr><Pty>").replace(b"</Dbtr>", b"</Pty></Dbtr>"))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read_by_local_names(version: str) -> None:
    assert read_one(as_version(version)).lines == read_one(SAMPLE).lines


@pytest.mark.parametrize(
    ("message", "body", "report"),
    [("052", "BkToCstmrAcctRpt", "Rpt"), ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn")],
)
def test_reports_and_notifications_are_read_alike(message: str, body: str, report: str) -> None:
    data = (
        SAMPLE.replace(b"camt.053", f"camt.{message}".encode())
        .replace(b"BkToCstmrStmt", body.encode())
        .replace(b"<Stmt>", f"<{report}>".encode())
        .replace(b"</Stmt>", f"</{report}>".encode())
    )
    if message == "054":
        # A notification has no balances.
        data = re.sub(rb"<Bal>.*?</Bal>", b"", data)

    # The same references let a report of the day be known again in the statement of the evening.
    assert read_one(data).lines == read_one(SAMPLE).lines


def test_pending_entries_are_no_money_yet() -> None:
    data = swap("<Sts><Cd>BOOK</Cd></Sts>", "<Sts><Cd>PDNG</Cd></Sts>").replace(b">1872.50<", b">972.50<")

    assert [line.amount_minor for line in read_one(data).lines] == [-2_750]


def test_an_entry_without_details_is_one_line() -> None:
    start, end = SAMPLE.index(b"<NtryDtls>"), SAMPLE.index(b"</NtryDtls>") + len(b"</NtryDtls>")
    data = SAMPLE[:start] + b"<AddtlNtryInf>Two gifts</AddtlNtryInf>" + SAMPLE[end:]

    first = read_one(data).lines[0]

    assert (first.amount_minor, first.payer, first.text) == (90_000, "", "Two gifts")


def test_two_statements_that_follow_each_other_are_joined() -> None:
    start, end = SAMPLE.index(b"<Stmt>"), SAMPLE.index(b"</Stmt>") + len(b"</Stmt>")
    second = SAMPLE[start:end].replace(b">1872.50<", b">2745.00<").replace(b">1000.00<", b">1872.50<")

    joined = read_one(SAMPLE[:end] + second + SAMPLE[end:])

    assert (joined.count, joined.opening_minor, joined.closing_minor) == (6, 100_000, 274_500)
    assert len({line.bank_reference for line in joined.lines}) == 6


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (">1872.50<", ">1872.51<", "CLBD: The closing balance is 187251 but opening balance and entries give"),
        ('<Amt Ccy="EUR">400.00', '<Amt Ccy="EUR">400.01', "TxDtls: The transfers of the entry give 90001"),
        ('<Amt Ccy="EUR">400.00', '<Amt Ccy="USD">400.00', "has no amount in EUR"),
        ('<Amt Ccy="EUR">900.00', '<Amt Ccy="EUR">900,00', "Element 'Amt': '900,00' is not a valid value"),
        (
            '<Amt Ccy="EUR">900.00',
            '<Amt Ccy="EUR">-900.00',
            "Element 'Amt': [facet 'minInclusive'] The value '-900.00'",
        ),
        ('<Amt Ccy="EUR">900.00', '<Amt Ccy="ZZZ">900.00', "Amt: 'ZZZ' is not a currency code"),
        ("<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>", "<CdtDbtInd>X</CdtDbtInd><RvslInd>", "CdtDbtInd"),
        ("<BookgDt><Dt>2022-03-02", "<BookgDt><Dt>2022-02-30", "Element 'Dt': '2022-02-30' is not a valid value"),
        ("<Ccy>EUR</Ccy>", "<Ccy>USD</Ccy>", "A statement has one currency, but this one has ['EUR', 'USD']"),
        ("<IBAN>DE89370400440532013000</IBAN>", "", "Element 'Id': Missing child element"),
        ("camt.053.001.08", "camt.053.001.01", "versions 02 to 14"),
        ("camt.053.001.08", "pain.001.001.09", "versions 02 to 14"),
        ("</Document>", "", "The XML is not whole"),
        ("<Ntry>", "<Stmt></Stmt><Ntry>", "Element 'Stmt': This element is not expected"),
        ("<Stmt>", "<Ntry></Ntry><Stmt>", "Element 'Ntry': This element is not expected"),
        ("<Document xmlns=", "<Docu:ment xmlns=", ""),
        ("<?xml version", "<!DOCTYPE Document><?xml version", "The XML is not whole"),
        ("<Document ", '<!DOCTYPE d [<!ENTITY a "b">]><Document ', "has a DOCTYPE"),
        (
            "<Ntry>",
            "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries></TxsSummry><Ntry>",
            "NbOfNtries: The summary says 3 entries but there are 2.",
        ),
    ],
)
def test_a_document_that_does_not_hold_together_is_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(StatementRefused) as caught:
        read_camt(swap(old, new))

    assert reason in str(caught.value)


def test_a_bomb_of_entities_is_refused_before_it_grows() -> None:
    bomb = b'<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'

    with pytest.raises(StatementRefused, match="DOCTYPE"):
        read_camt(SAMPLE.replace(b"<Document", bomb + b"<Document", 1).replace(b"Test Embassy", b"&b;"))


def test_a_document_without_statement_is_refused() -> None:
    empty = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt/></Document>'

    with pytest.raises(StatementRefused, match="Element 'BkToCstmrStmt': Missing child element"):
        read_camt(empty)
