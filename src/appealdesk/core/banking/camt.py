"""Reads ISO 20022 account reports and statements: camt.052, camt.053 and camt.054, versions 02 to 14.

Every document is held against the official schema of its version. The versions differ in where a name stands
(`Dbtr/Nm` until v06, `Dbtr/Pty/Nm` since v07), so that both are looked for. A booked entry may hold many transfers,
and each becomes a line. Pending and informational entries are no money yet and are left out.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from lxml import etree

from appealdesk.core.banking.camt_schemas import schema_of
from appealdesk.core.banking.camt_tree import Node, all_at, find_at, node_of, text_at
from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    join_statements,
)
from appealdesk.core.money import MoneyError, check_currency, parse_minor

__all__ = ["read_camt"]

_Element = etree._Element
_NAMESPACE: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234]\.001\.(?:0[2-9]|1[0-4]))")
_REPORTS: Final = {"Stmt", "Rpt", "Ntfctn"}
_OPENING: Final = ("OPBD", "PRCD")
_CLOSING: Final = ("CLBD",)
_NO_REFERENCE: Final = {"", "NOTPROVIDED", "NONREF"}
_MOST_TOLD: Final = 200
_SMALL_ENOUGH: Final = 20_000_000


def read_camt(data: bytes) -> tuple[Statement, ...]:
    """One Statement for each Stmt, Rpt or Ntfctn of the document; StatementRefused if any does not add up.

    The document is read as a stream, so that memory holds one entry and the lines. Entities, DTDs and the network
    are off.
    """
    statements: list[Statement] = []
    problems: list[StatementProblem] = []
    for report in _reports(data):
        problems += report.problems
        if not report.problems:
            try:
                statements.append(report.statement())
            except StatementRefused as refused:
                # Told only if the document is as its schema says, because else the schema knows better.
                problems += refused.problems
            problems += report.problems
    if problems:
        raise StatementRefused(problems)
    if not statements:
        raise StatementRefused.of_file("The document holds no statement, report or notification.")
    return join_statements(statements)


def _reports(data: bytes) -> Iterator["_Report"]:
    prefix = _namespace_of(data)
    watched = [f"{prefix}{name}" for name in ("Document", *sorted(_REPORTS), "Ntry")]
    events = _stream(data, watched, schema_of(_message(prefix)))
    report: _Report | None = None
    ended = False
    try:
        for event, element in events:
            name = element.tag[len(prefix) :]
            if event == "start" and name in _REPORTS and report is None:
                report = _Report(element, prefix)
            elif event == "end" and report is not None:
                if name == "Ntry":
                    report.take_entry(element)
                    # The entry is read; dropping it keeps a file of a million transfers small.
                    element.clear()
                elif element is report.element:
                    yield report
                    report = None
                    element.clear()
            ended = ended or (event == "end" and name == "Document")
    except etree.XMLSyntaxError as error:
        raise _not_whole(data, prefix, error.msg or "", error.lineno or 0) from error
    # While it is held against a schema, the parser only notes where the XML itself breaks off.
    if not ended or len(events.error_log):
        noted = [(entry.message, entry.line) for entry in events.error_log] or [("the end is missing", 0)]
        raise _not_whole(data, prefix, *noted[-1])


def _message(prefix: str) -> str:
    """camt.053.001.08, from its namespace in braces."""
    return prefix[1:-1].rpartition(":")[2]


def _stream(data: bytes, watched: list[str], schema: etree.XMLSchema | None) -> Any:
    # Any, because the stubs know neither the schema nor the log of an iterparse.
    make: Any = etree.iterparse
    return make(
        io.BytesIO(data),
        events=("start", "end"),
        tag=watched,
        schema=schema,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _not_whole(data: bytes, prefix: str, reason: str, line: int) -> StatementRefused:
    """What the schema finds wrong, with its lines, or where the XML itself breaks off."""
    problems: list[StatementProblem] = []
    if "Element '" in reason and len(data) <= _SMALL_ENOUGH:
        # A stream knows no lines, so that the document is read once more as a whole.
        schema: Any = schema_of(_message(prefix))
        try:
            schema.validate(etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True)))
            problems = [_against_schema(prefix, entry.message, entry.line) for entry in schema.error_log]
        except etree.XMLSyntaxError as error:
            reason, line = error.msg or "", error.lineno or 0
    elif "Element '" in reason:
        problems = [_against_schema(prefix, reason, line)]
    if problems:
        return StatementRefused(problems[:_MOST_TOLD])
    return StatementRefused.of_file(f"The XML is not whole ({reason}); download the file again.", line=line)


def _against_schema(prefix: str, reason: str, line: int) -> StatementProblem:
    plain = reason.replace(prefix, "")
    shown = plain if len(plain) <= _MOST_TOLD else f"{plain[:_MOST_TOLD]}…"
    return StatementProblem(line, "schema", f"The document is not as {_message(prefix)} lays it down: {shown}")


def _namespace_of(data: bytes) -> str:
    """The namespace in braces, as it stands before each tag; refuses any other document than those that are read."""
    try:
        _, root = next(_stream(data, ["{*}*", "*"], None))
    except etree.XMLSyntaxError as error:
        raise StatementRefused.of_file(
            f"The XML is not whole ({error.msg}); download the file again.", line=error.lineno or 0
        ) from error
    docinfo: Any = root.getroottree().docinfo  # The stubs do not know that it has a doctype.
    if docinfo.doctype:
        raise StatementRefused.of_file("The document has a DOCTYPE, which no bank statement has.", line=1)
    # Not by QName, which raises on names that libxml lets pass.
    namespace, _, name = str(root.tag)[1:].rpartition("}")
    if name != "Document" or not _NAMESPACE.fullmatch(namespace):
        raise StatementRefused.of_file(
            f"The document is {name!r} in {namespace!r}; camt.052, camt.053 and camt.054 (versions 02 to 14) are read.",
            line=_line_of(root),
        )
    return f"{{{namespace}}}"


def _line_of(element: _Element) -> int:
    # The stubs give sourceline no type; elements that were read from bytes have one.
    return cast("int | None", element.sourceline) or 0


class _FieldError(ValueError):
    """A field that cannot be read: its name and the sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence


def _day(element: Node, path: str) -> date:
    text = text_at(element, f"{path}/Dt", f"{path}/DtTm")
    try:
        # A date-time carries the bank's own offset, so that its first ten characters are the bank's day.
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise _FieldError(path, f"{text[:30]!r} is not a date; the bank should write it as 2022-03-02.") from error


def _signed(element: Node) -> tuple[int, str]:
    """Amount in minor units with its sign, and currency, from Amt and CdtDbtInd."""
    amount = find_at(element, "Amt")
    side = text_at(element, "CdtDbtInd")
    if amount is None or side not in {"CRDT", "DBIT"}:
        raise _FieldError("CdtDbtInd", "Amt and CdtDbtInd (CRDT or DBIT) are needed to know what was moved.")
    minor, currency = _plain(amount)
    return (minor if side == "CRDT" else -minor), currency


def _plain(amount: Node) -> tuple[int, str]:
    currency = amount.currency
    text = amount.text
    try:
        minor = parse_minor(text, check_currency(currency))
    except MoneyError as error:
        raise _FieldError("Amt", str(error)) from error
    if minor < 0:
        raise _FieldError("Amt", f"{text!r} has a sign; the direction belongs in CdtDbtInd.")
    return minor, currency


@dataclass(slots=True)
class _Report:
    """One account's report while it is read."""

    element: _Element
    prefix: str
    lines: list[StatementLine] = field(default_factory=list)
    problems: list[StatementProblem] = field(default_factory=list)
    keys: ReferenceKeys = field(default_factory=ReferenceKeys)
    entries: int = 0
    booked: int = 0
    read: Node = field(default_factory=Node)

    def take_entry(self, element: _Element) -> None:
        """Adds the lines of one Ntry, or what is wrong with it."""
        self.entries += 1
        entry = node_of(element, self.prefix)
        try:
            if text_at(entry, "Sts/Cd", "Sts") == "BOOK":
                self.booked += 1
                self.lines += _entry_lines(entry, self.keys, len(self.lines))
        except _FieldError as error:
            self.problems.append(StatementProblem(_line_of(element), error.name, error.sentence))

    def statement(self) -> Statement:
        """The finished statement; anything that does not add up is told in `problems`."""
        line = _line_of(self.element)
        self.read = element = node_of(self.element, self.prefix)
        try:
            account = text_at(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
            if not account:
                raise _FieldError("Acct", "The statement does not name its account.")
            opening, opened = self._balance(_OPENING)
            closing, closed = self._balance(_CLOSING)
            currency = self._currency()
            start, end = self._period(opened, closed)
        except _FieldError as error:
            raise StatementRefused.of_file(error.sentence, line=line, field=error.name) from error
        total = sum(entry.amount_minor for entry in self.lines)
        if opening is not None and closing is not None and opening + total != closing:
            self.problems.append(
                StatementProblem(
                    line,
                    "CLBD",
                    f"The closing balance is {closing} but opening balance and entries give {opening + total} "
                    "(in minor units); the file is not whole.",
                )
            )
        self._check_summary(line)
        return Statement(
            format="camt",
            account=account,
            holder=text_at(element, "Acct/Ownr/Nm", "Acct/Ownr/Pty/Nm", "Acct/Nm"),
            bank=text_at(element, "Acct/Svcr/FinInstnId/BICFI", "Acct/Svcr/FinInstnId/BIC", "Acct/Svcr/FinInstnId/Nm"),
            currency=currency,
            period_start=start,
            period_end=end,
            opening_minor=opening,
            closing_minor=closing,
            lines=tuple(self.lines),
        )

    def _balance(self, codes: tuple[str, ...]) -> tuple[int | None, date | None]:
        for code in codes:
            for balance in all_at(self.read, "Bal"):
                if text_at(balance, "Tp/CdOrPrtry/Cd") == code:
                    return _signed(balance)[0], _day(balance, "Dt")
        return None, None

    def _currency(self) -> str:
        """The one currency of the account; a statement that mixes currencies is refused."""
        found = {line.currency for line in self.lines}
        found |= {_plain(amount)[1] for amount in all_at(self.read, "Bal/Amt")}
        stated = text_at(self.read, "Acct/Ccy")
        if stated:
            found.add(stated)
        if len(found) != 1:
            raise _FieldError("Ccy", f"A statement has one currency, but this one has {sorted(found) or 'none'}.")
        (currency,) = found
        try:
            return check_currency(currency)
        except MoneyError as error:
            raise _FieldError("Ccy", str(error)) from error

    def _period(self, opened: date | None, closed: date | None) -> tuple[date, date]:
        start, end = text_at(self.read, "FrToDt/FrDtTm"), text_at(self.read, "FrToDt/ToDtTm")
        try:
            if start and end:
                return date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
            created = text_at(self.read, "CreDtTm")[:10]
            days = [line.booked for line in self.lines]
            days += [day for day in (opened, closed) if day is not None]
            if not days:
                days = [date.fromisoformat(created)]
        except ValueError as error:
            raise _FieldError("FrToDt", "The statement has no period and no date of its own.") from error
        return min(days), max(days)

    def _check_summary(self, line: int) -> None:
        stated = text_at(self.read, "TxsSummry/TtlNtries/NbOfNtries")
        if stated and stated not in {str(self.entries), str(self.booked)}:
            sentence = f"The summary says {stated[:20]} entries but there are {self.entries}."
            self.problems.append(StatementProblem(line, "NbOfNtries", sentence))


def _entry_lines(entry: Node, keys: ReferenceKeys, before: int) -> list[StatementLine]:
    """A line for each TxDtls of the entry, which have to add up to it; or one line where there are no amounts."""
    amount, currency = _signed(entry)
    booked = _day(entry, "BookgDt")
    value = _day(entry, "ValDt") if find_at(entry, "ValDt") is not None else booked
    reversal = text_at(entry, "RvslInd") in {"true", "1"}
    details = all_at(entry, "NtryDtls/TxDtls")
    parts = [_part_amount(part, amount, currency, len(details)) for part in details]
    if not details:
        details, parts = [entry], [amount]
    if sum(parts) != amount:
        raise _FieldError("TxDtls", f"The transfers of the entry give {sum(parts)} but the entry is {amount}.")
    stem = text_at(entry, "AcctSvcrRef") or text_at(entry, "NtryRef")
    return [
        StatementLine(
            before + position,
            booked,
            value,
            part_amount,
            currency,
            _payer(part) if part_amount >= 0 or reversal else "",
            "",
            _reference(part),
            keys.unique(_key(part, stem, booked, part_amount)),
            _words(part) or text_at(entry, "AddtlNtryInf"),
            reversal or find_at(part, "RtrInf") is not None,
            _kind(entry, part),
        )
        for position, (part, part_amount) in enumerate(zip(details, parts, strict=True), start=1)
    ]


def _part_amount(part: Node, whole: int, currency: str, parts: int) -> int:
    """The signed amount of one transfer: its own, or the entry's where there is just this one transfer."""
    own = find_at(part, "Amt")
    own = own if own is not None else find_at(part, "AmtDtls/TxAmt/Amt")
    if own is None or own.currency != currency:
        if parts == 1:
            return whole
        raise _FieldError("TxDtls", f"A transfer of an entry with {parts} transfers has no amount in {currency}.")
    if parts == 1:
        # Charges may be taken off between the transfer and the entry; the account received the entry.
        return whole
    side = text_at(part, "CdtDbtInd")
    minor = _plain(own)[0]
    if side in {"CRDT", "DBIT"}:
        return minor if side == "CRDT" else -minor
    return minor if whole >= 0 else -minor


def _payer(part: Node) -> str:
    """Who paid: the debtor, and of money that goes back the debtor of the first payment."""
    for role in ("Dbtr", "UltmtDbtr"):
        name = text_at(part, f"RltdPties/{role}/Pty/Nm", f"RltdPties/{role}/Nm")
        if name:
            return name
    return ""


def _reference(part: Node) -> str:
    """The structured creditor reference, else the payer's end-to-end reference."""
    structured = text_at(part, "RmtInf/Strd/CdtrRefInf/Ref")
    end_to_end = text_at(part, "Refs/EndToEndId")
    return structured or ("" if end_to_end.upper() in _NO_REFERENCE else end_to_end)


def _key(part: Node, stem: str, booked: date, amount: int) -> str:
    own = text_at(part, "Refs/AcctSvcrRef") or stem
    if own.upper() in _NO_REFERENCE:
        own = "none"
    return f"{booked:%Y%m%d}/{own}/{amount}"


def _words(part: Node) -> str:
    return " ".join(words.text for words in all_at(part, "RmtInf/Ustrd") if words.text) or text_at(part, "AddtlTxInf")


def _kind(entry: Node, part: Node) -> LineKind:
    if find_at(part, "RtrInf") is not None:
        return LineKind.RETURN
    family = text_at(entry, "BkTxCd/Domn/Fmly/Cd")
    sub_family = text_at(entry, "BkTxCd/Domn/Fmly/SubFmlyCd")
    if sub_family in {"CHRG", "COMM", "FEES"}:
        return LineKind.FEE
    if sub_family == "RRTN":
        return LineKind.RETURN
    if family in {"RCDT", "ICDT", "RRCT", "IRCT"}:
        return LineKind.TRANSFER
    return LineKind.CASH if family in {"CNTR", "CCRD"} and sub_family == "CDPT" else LineKind.OTHER
