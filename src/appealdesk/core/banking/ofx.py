"""Reads OFX bank statements: version 1 (SGML, end tags often left out) and version 2 (XML).

The reader is our own, because the libraries guess: they shift the bank's day into UTC, take `10,000` for ten, and
drop what they do not understand. Elements that are not needed here are passed over, but the nesting has to hold.
Source: Open Financial Exchange 1.0.2 and 2.2, chapters 2 (headers), 3 (data types) and 11 (banking).
"""

import html
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from appealdesk.core.banking.references import reference_in
from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementRefused,
    join_statements,
    without_nul,
)
from appealdesk.core.money import MoneyError, check_currency, exponent_of, parse_minor
from appealdesk.core.sentences import told

__all__ = ["read_ofx"]

_TOKEN: Final = re.compile(r"<(/?)([A-Za-z0-9_.]{1,40})>([^<]*)")
_HEADER_FIELD: Final = re.compile(r"^\s*([A-Z]+):(.*?)\s*$", re.MULTILINE)
_DEEPEST: Final = 40
_DATE: Final = re.compile(r"(\d{8})(\d{4,6}(\.\d{1,3})?)?(\[[^\]]{1,20}\])?", re.ASCII)
_AMOUNT: Final = re.compile(r"([+-]?\d+)(?:([.,])(\d*))?", re.ASCII)
_CHARSETS: Final = {"1252": "cp1252", "8859-1": "iso-8859-1", "ISO-8859-1": "iso-8859-1", "NONE": "ascii"}
_KINDS: Final = {
    "XFER": LineKind.TRANSFER,
    "CREDIT": LineKind.TRANSFER,
    "DIRECTDEP": LineKind.TRANSFER,
    "CASH": LineKind.CASH,
    "DEP": LineKind.CASH,
    "ATM": LineKind.CASH,
    "FEE": LineKind.FEE,
    "SRVCHG": LineKind.FEE,
}


@dataclass(slots=True)
class _Node:
    """An element: its text if it is a leaf, its children if it is not, and its line in the file."""

    name: str
    line: int
    text: str = ""
    children: list["_Node"] = field(default_factory=list)

    def find(self, path: str) -> "_Node | None":
        """The first element at the path of names below this one."""
        node: _Node | None = self
        for name in path.split("/"):
            node = next((child for child in node.children if child.name == name), None) if node else None
        return node

    def value(self, path: str) -> str:
        """The text at the path; empty if there is none."""
        found = self.find(path)
        return found.text if found is not None else ""

    def below(self, names: frozenset[str]) -> list["_Node"]:
        """Every element with one of the names, at any depth, in the file's order."""
        found: list[_Node] = []
        for child in self.children:
            if child.name in names:
                found.append(child)
            else:
                found += child.below(names)
        return found

    def refuse(self, name: str, sentence: str) -> StatementRefused:
        """A refusal at this element."""
        return StatementRefused.of_file(sentence, line=self.line, field=name)


def read_ofx(data: bytes) -> tuple[Statement, ...]:
    """One statement per account of the file; opening balances are unknown, as OFX has none; else StatementRefused."""
    text = without_nul(_decoded(data))
    start = text.upper().find("<OFX>")
    if start < 0:
        raise StatementRefused.of_file(told("There is no element <OFX>; this is no OFX file."))
    root = _tree(text, start)
    accounts = root.below(frozenset({"STMTRS", "CCSTMTRS"}))
    if not accounts:
        raise StatementRefused.of_file(told("The file holds no bank statement (STMTRS)."))
    return join_statements([_statement(account, root.value("SIGNONMSGSRSV1/SONRS/FI/ORG")) for account in accounts])


def _decoded(data: bytes) -> str:
    head = data[: max(data.upper().find(b"<OFX>"), 0)].decode("ascii", "replace")
    fields = dict(_HEADER_FIELD.findall(head))
    if "<?xml" in head.lower() or fields.get("ENCODING") in {"UTF-8", "UNICODE"} or not fields:
        encoding = "utf-8-sig"
    else:
        charset = fields.get("CHARSET", "NONE")
        encoding = _CHARSETS.get(charset.upper(), "")
    if not encoding:
        raise StatementRefused.of_file(
            told("The header's CHARSET %(charset)s is not known.", charset=repr(charset[:20])), field="CHARSET"
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise StatementRefused.of_file(
            told("The text is not %(encoding)s as its header says; download the file again.", encoding=encoding),
            line=data.count(b"\n", 0, error.start) + 1,
            field="ENCODING",
        ) from error


def _tree(text: str, start: int) -> _Node:
    """The element OFX. A tag without an end tag anywhere in the file is a leaf, as SGML permits."""
    closed = {name.upper() for name in re.findall(r"</([A-Za-z0-9_.]{1,40})>", text)}
    root = _Node("", 0)
    stack = [root]
    open_leaf = ""
    position, line = start, text.count("\n", 0, start) + 1
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise StatementRefused.of_file(
                told("%(text)s is no element.", text=repr(text[position : position + 20])), line=line
            )
        name, words = token.group(2).upper(), html.unescape(token.group(3)).strip()
        if token.group(1):
            if name != open_leaf:
                if stack[-1].name != name:
                    raise StatementRefused.of_file(
                        told("</%(name)s> ends what was not begun; the file is not whole.", name=name),
                        line=line,
                        field=name,
                    )
                stack.pop()
            open_leaf = ""
        else:
            node = _Node(name, line, words)
            stack[-1].children.append(node)
            open_leaf = name if words else ""
            if not words and name in closed:
                stack.append(node)
        if len(stack) > _DEEPEST:
            raise StatementRefused.of_file(told("The elements are nested too deeply."), line=line)
        position = token.end()
        line += token.group(3).count("\n")
    if len(stack) > 1 or "OFX" not in closed:
        raise StatementRefused.of_file(
            told("The file ends before </OFX>; it was cut."), line=line, field=stack[-1].name
        )
    return root.children[0]


def _statement(node: _Node, organisation: str) -> Statement:
    source = node.find("BANKACCTFROM") or node.find("CCACCTFROM") or node
    account = " ".join(
        part for part in (source.value("BANKID"), source.value("BRANCHID"), source.value("ACCTID")) if part
    )
    if not source.value("ACCTID"):
        raise node.refuse("ACCTID", told("The statement does not name its account."))
    try:
        currency = check_currency(node.value("CURDEF"))
    except MoneyError as error:
        raise node.refuse("CURDEF", error.args[0]) from error
    listed = node.find("BANKTRANLIST")
    if listed is None:
        raise node.refuse("BANKTRANLIST", told("The statement has no list of transactions."))
    keys = ReferenceKeys()
    movements = [child for child in listed.children if child.name == "STMTTRN"]
    lines = tuple(_line(number, item, currency, keys) for number, item in enumerate(movements, start=1))
    return Statement(
        format="ofx",
        account=account,
        holder="",
        bank=organisation,
        currency=currency,
        period_start=_day(listed, "DTSTART"),
        period_end=_day(listed, "DTEND"),
        opening_minor=None,
        closing_minor=_minor(node, "LEDGERBAL/BALAMT", currency) if node.find("LEDGERBAL") else None,
        lines=lines,
    )


def _line(number: int, node: _Node, currency: str, keys: ReferenceKeys) -> StatementLine:
    identity = node.value("FITID")
    if not identity:
        raise node.refuse("FITID", told("The transaction has no FITID, without which it cannot be told from others."))
    if node.find("CORRECTFITID") is not None or node.find("CURRENCY") is not None:
        raise node.refuse(
            "STMTTRN", told("The transaction corrects another or is in another currency; enter it by hand.")
        )
    amount = _minor(node, "TRNAMT", currency)
    booked = _day(node, "DTPOSTED")
    name = node.value("NAME") or node.value("PAYEE/NAME")
    memo = node.value("MEMO")
    return StatementLine(
        number,
        booked,
        _day(node, "DTAVAIL") if node.find("DTAVAIL") else booked,
        amount,
        currency,
        name if amount >= 0 else "",
        "",
        reference_in(memo, name) or node.value("REFNUM"),
        keys.unique(identity),
        memo if amount >= 0 else f"{name} {memo}".strip(),
        False,
        _KINDS.get(node.value("TRNTYPE"), LineKind.OTHER),
    )


def _day(node: _Node, name: str) -> date:
    """The day as the bank wrote it, whatever the zone behind it: that is the bank's own day."""
    text = node.value(name)
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        digits = found.group(1)
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise node.refuse(
            name, told("%(text)s is not a date; it should begin with YYYYMMDD.", text=repr(text[:30]))
        ) from error


def _minor(node: _Node, path: str, currency: str) -> int:
    text = node.value(path)
    found = _AMOUNT.fullmatch(text)
    if found is None or (found.group(2) == "," and len(found.group(3)) > exponent_of(currency)):
        raise node.refuse(
            path,
            told(
                "%(text)s is not an amount in %(currency)s; write it as 868.00.",
                text=repr(text[:30]),
                currency=currency,
            ),
        )
    try:
        return parse_minor(text.replace(",", "."), currency)
    except MoneyError as error:
        raise node.refuse(path, error.args[0]) from error
