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

from appealdesk.core.banking.camt_entry import FieldError, day_of, entry_lines, plain_amount, signed_amount
from appealdesk.core.banking.camt_schemas import schema_of
from appealdesk.core.banking.camt_tree import Node, all_at, node_of, text_at
from appealdesk.core.banking.shapes import (
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    join_statements,
)
from appealdesk.core.money import MoneyError, check_currency
from appealdesk.core.sentences import told

__all__ = ["read_camt"]

_Element = etree._Element
_NAMESPACE: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234]\.001\.(?:0[2-9]|1[0-4]))")
_REPORTS: Final = {"Stmt", "Rpt", "Ntfctn"}
_OPENING: Final = ("OPBD", "PRCD")
_CLOSING: Final = ("CLBD",)
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
        raise StatementRefused.of_file(told("The document holds no statement, report or notification."))
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
        noted = [(entry.message, entry.line) for entry in events.error_log] or [(told("the end is missing"), 0)]
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
    return StatementRefused.of_file(
        told("The XML is not whole (%(reason)s); download the file again.", reason=reason), line=line
    )


def _against_schema(prefix: str, reason: str, line: int) -> StatementProblem:
    plain = reason.replace(prefix, "")
    shown = plain if len(plain) <= _MOST_TOLD else f"{plain[:_MOST_TOLD]}…"
    return StatementProblem(
        line,
        "schema",
        told("The document is not as %(message)s lays it down: %(shown)s", message=_message(prefix), shown=shown),
    )


def _namespace_of(data: bytes) -> str:
    """The namespace in braces, as it stands before each tag; refuses any other document than those that are read."""
    try:
        _, root = next(_stream(data, ["{*}*", "*"], None))
    except etree.XMLSyntaxError as error:
        raise StatementRefused.of_file(
            told("The XML is not whole (%(reason)s); download the file again.", reason=error.msg),
            line=error.lineno or 0,
        ) from error
    docinfo: Any = root.getroottree().docinfo  # The stubs do not know that it has a doctype.
    if docinfo.doctype:
        raise StatementRefused.of_file(told("The document has a DOCTYPE, which no bank statement has."), line=1)
    # Not by QName, which raises on names that libxml lets pass.
    namespace, _, name = str(root.tag)[1:].rpartition("}")
    if name != "Document" or not _NAMESPACE.fullmatch(namespace):
        raise StatementRefused.of_file(
            told(
                "The document is %(name)s in %(namespace)s; camt.052, camt.053 and camt.054 (versions 02 "
                "to 14) are read.",
                name=repr(name),
                namespace=repr(namespace),
            ),
            line=_line_of(root),
        )
    return f"{{{namespace}}}"


def _line_of(element: _Element) -> int:
    # The stubs give sourceline no type; elements that were read from bytes have one.
    return cast("int | None", element.sourceline) or 0


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
                self.lines += entry_lines(entry, self.keys, len(self.lines))
        except FieldError as error:
            self.problems.append(StatementProblem(_line_of(element), error.name, error.sentence))

    def statement(self) -> Statement:
        """The finished statement; anything that does not add up is told in `problems`."""
        line = _line_of(self.element)
        self.read = element = node_of(self.element, self.prefix)
        try:
            account = text_at(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
            if not account:
                raise FieldError("Acct", told("The statement does not name its account."))
            opening, opened = self._balance(_OPENING)
            closing, closed = self._balance(_CLOSING)
            currency = self._currency()
            start, end = self._period(opened, closed)
        except FieldError as error:
            raise StatementRefused.of_file(error.sentence, line=line, field=error.name) from error
        total = sum(entry.amount_minor for entry in self.lines)
        if opening is not None and closing is not None and opening + total != closing:
            self.problems.append(
                StatementProblem(
                    line,
                    "CLBD",
                    told(
                        "The closing balance is %(closing)s but opening balance and entries give %(reached)s (in "
                        "minor units); the file is not whole.",
                        closing=closing,
                        reached=opening + total,
                    ),
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
                    return signed_amount(balance)[0], day_of(balance, "Dt")
        return None, None

    def _currency(self) -> str:
        """The one currency of the account; a statement that mixes currencies is refused."""
        found = {line.currency for line in self.lines}
        found |= {plain_amount(amount)[1] for amount in all_at(self.read, "Bal/Amt")}
        stated = text_at(self.read, "Acct/Ccy")
        if stated:
            found.add(stated)
        if len(found) != 1:
            raise FieldError(
                "Ccy",
                told(
                    "A statement has one currency, but this one has %(currencies)s.", currencies=sorted(found) or "none"
                ),
            )
        (currency,) = found
        try:
            return check_currency(currency)
        except MoneyError as error:
            raise FieldError("Ccy", error.args[0]) from error

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
            raise FieldError("FrToDt", told("The statement has no period and no date of its own.")) from error
        return min(days), max(days)

    def _check_summary(self, line: int) -> None:
        stated = text_at(self.read, "TxsSummry/TtlNtries/NbOfNtries")
        if stated and stated not in {str(self.entries), str(self.booked)}:
            sentence = told(
                "The summary says %(stated)s entries but there are %(entries)s.",
                stated=stated[:20],
                entries=self.entries,
            )
            self.problems.append(StatementProblem(line, "NbOfNtries", sentence))
