"""Reads SWIFT MT940 statements, as European banks still send them.

The mt-940 library takes the tags apart, with every one of its options on: without them a reversed credit comes
out positive. What it passes over in silence is checked here: each field that moves money has to be laid out as
SWIFT says, each :61: has to become a line, and both balances have to agree with the lines.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import mt940

from appealdesk.core.banking.references import reference_in
from appealdesk.core.banking.shapes import (
    LineKind,
    ReferenceKeys,
    Statement,
    StatementLine,
    StatementProblem,
    StatementRefused,
    join_statements,
    without_nul,
)
from appealdesk.core.money import MoneyError, check_currency, parse_minor
from appealdesk.core.sentences import told

__all__ = ["read_mt940"]

_MESSAGE: Final = re.compile(r"^(?=:20:)", re.MULTILINE)
_FIELD: Final = re.compile(r"^:([0-9]{2}[A-Z]?):(.*)$", re.MULTILINE)
_BALANCE: Final = re.compile(r"[CD][0-9]{6}[A-Z]{3}[0-9]{1,15},[0-9]{0,4}")
_STATEMENT_LINE: Final = re.compile(r"[0-9]{6}(?:[0-9]{4}| {4})?R?[CD][A-Z]?[0-9]{1,15},[0-9]{0,4}[A-Z][A-Z0-9]{3}.*")
_LAYOUTS: Final = {
    "60F": _BALANCE,
    "60M": _BALANCE,
    "62F": _BALANCE,
    "62M": _BALANCE,
    "61": _STATEMENT_LINE,
}
_ONCE: Final = {"20": "20", "25": "25", "60F": "60", "60M": "60", "62F": "62", "62M": "62"}
_OPENING: Final = ("final_opening_balance", "intermediate_opening_balance")
_CLOSING: Final = ("final_closing_balance", "intermediate_closing_balance")
_NO_REFERENCE: Final = {"", "NONREF", "NOTPROVIDED"}
_KINDS: Final = {
    "TRF": LineKind.TRANSFER,
    "CHG": LineKind.FEE,
    "COM": LineKind.FEE,
    "RTI": LineKind.RETURN,
    "CHK": LineKind.OTHER,
    "MSC": LineKind.OTHER,
}

# The library logs each field that it cannot read, and those hold payers' names: nothing of them may reach a log.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)

# A tag dictionary of the library: texts, its Amount, Balance and Date objects, or None.
_Tags = Mapping[str, Any]


def read_mt940(data: bytes) -> tuple[Statement, ...]:
    """The statements of an MT940 file, those of following days or pages joined; StatementRefused otherwise.

    Text that is not UTF-8 is read as ISO 8859-1, which holds SWIFT's own letters.
    """
    text = without_nul(_decoded(data)).replace("\r\n", "\n")
    messages = [message for message in _MESSAGE.split(text) if message.startswith(":20:")]
    if not messages:
        raise StatementRefused.of_file(told("There is no field :20: at the start of a line; this is no MT940 file."))
    line = text[: text.index(messages[0])].count("\n") + 1
    statements: list[Statement] = []
    for message in messages:
        statements.append(_statement(message, line))
        line += message.count("\n")
    return join_statements(statements)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("iso-8859-1")


def _check_fields(message: str, line: int) -> int:
    """Holds the fields that move money against their layout; the number of statement lines."""
    problems: list[StatementProblem] = []
    seen: Counter[str] = Counter()
    for field in _FIELD.finditer(message):
        tag, value = field.group(1), field.group(2).rstrip()
        layout = _LAYOUTS.get(tag)
        seen[_ONCE.get(tag, tag)] += 1
        wrong = ""
        if layout is not None and not layout.fullmatch(value):
            wrong = told("The field is not as SWIFT lays it out.")
        elif tag in _ONCE and seen[_ONCE[tag]] > 1:
            wrong = told("The field stands twice in one statement.")
        if wrong:
            at = line + message.count("\n", 0, field.start())
            problems.append(StatementProblem(at, f"field {tag}", wrong))
    if problems:
        raise StatementRefused(problems)
    return seen["61"]


def _statement(message: str, line: int) -> Statement:
    written = _check_fields(message, line)
    read = _taken_apart(message, line)
    tags: _Tags = read.data
    opening, currency, opened = _balance(tags, _OPENING, line, "field 60F")
    closing, closing_currency, closed = _balance(tags, _CLOSING, line, "field 62F")
    account = str(tags.get("account_identification") or "").strip()
    if not account:
        raise StatementRefused.of_file(told("The account is missing."), line=line, field="field 25")
    if currency != closing_currency:
        raise StatementRefused.of_file(
            told(
                "The opening balance is in %(currency)s, the closing one in %(closing_currency)s.",
                currency=currency,
                closing_currency=closing_currency,
            ),
            line=line,
            field="field 62F",
        )
    keys = ReferenceKeys()
    lines = tuple(
        _line(number, transaction.data, currency, keys, line) for number, transaction in enumerate(read, start=1)
    )
    if len(lines) != written:
        raise StatementRefused.of_file(
            told(
                "Only %(read)s of %(written)s statement lines can be read; one of them is not as SWIFT lays it out.",
                read=len(lines),
                written=written,
            ),
            line=line,
            field="field 61",
        )
    reached = opening + sum(entry.amount_minor for entry in lines)
    if reached != closing:
        raise StatementRefused.of_file(
            told(
                "The closing balance is %(closing)s but opening balance and lines give %(reached)s (in "
                "minor units); the file is not whole.",
                closing=closing,
                reached=reached,
            ),
            line=line,
            field="field 62F",
        )
    days = [opened, closed, *(entry.booked for entry in lines)]
    return Statement(
        format="mt940",
        account=account,
        holder="",
        bank="",
        currency=currency,
        period_start=min(days),
        period_end=max(days),
        opening_minor=opening,
        closing_minor=closing,
        lines=lines,
    )


def _taken_apart(message: str, line: int) -> mt940.models.Transactions:
    try:
        # A handle, and never the text itself, which the library would first try as the name of a file.
        return mt940.parse(io.StringIO(message), options=mt940.Options.all())
    except Exception as error:
        # The library raises RuntimeError, ValueError, KeyError or InvalidOperation for the same thing.
        reason = str(error.args[0] if error.args else error)[:120]
        raise StatementRefused.of_file(
            told("A field of the statement is not as SWIFT lays it out (%(reason)s).", reason=reason), line=line
        ) from error


def _balance(tags: _Tags, names: tuple[str, ...], line: int, field: str) -> tuple[int, str, date]:
    """A balance in minor units, its currency and its day."""
    for name in names:
        balance: Any = tags.get(name)
        amount: Any = getattr(balance, "amount", None)
        value = getattr(amount, "amount", None)
        if isinstance(value, Decimal) and balance.date is not None:
            currency = str(amount.currency)
            return _minor(value, currency, line, field), currency, _day(balance.date)
    raise StatementRefused.of_file(
        told("The balance of %(field)s is missing; the file was cut.", field=field), line=line, field=field
    )


def _minor(value: Decimal, currency: str, line: int, field: str) -> int:
    try:
        return parse_minor(f"{value:f}", check_currency(currency))
    except MoneyError as error:
        raise StatementRefused.of_file(error.args[0], line=line, field=field) from error


def _day(value: date) -> date:
    # The library's Date class is a subclass that prints differently; a plain date is kept.
    return date(value.year, value.month, value.day)


def _line(number: int, tags: _Tags, currency: str, keys: ReferenceKeys, line: int) -> StatementLine:
    amount = getattr(tags.get("amount"), "amount", None)
    day = tags.get("date")
    if not isinstance(amount, Decimal) or day is None:
        raise StatementRefused.of_file(
            told("Statement line %(number)s has no amount or day.", number=number), line=line, field="field 61"
        )
    minor = _minor(amount, currency, line, "field 61")
    value = _day(day)
    booked = _day(tags.get("entry_date") or day)
    reversal = str(tags.get("status") or "").upper().startswith("R")
    words = _words(tags)
    return StatementLine(
        number,
        booked,
        value,
        minor,
        currency,
        _text(tags, "applicant_name") if minor >= 0 or reversal else "",
        "",
        _reference(tags, words),
        keys.unique(f"{booked:%Y%m%d}/{_known(_text(tags, 'bank_reference')) or 'none'}/{minor}"),
        words,
        reversal,
        _KINDS.get(_text(tags, "id")[1:4], LineKind.OTHER),
    )


def _text(tags: _Tags, name: str) -> str:
    value = tags.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _known(reference: str) -> str:
    return "" if reference.upper() in _NO_REFERENCE else reference


def _words(tags: _Tags) -> str:
    """What the :86: says: the structured purpose, else its free text, else the posting text."""
    names = ("purpose", "transaction_details", "posting_text")
    return next((text for name in names if (text := _text(tags, name))), "")


def _reference(tags: _Tags, words: str) -> str:
    """End-to-end reference, else one in the purpose, else the customer reference of the :61:."""
    return (
        _known(_text(tags, "end_to_end_reference")) or reference_in(words) or _known(_text(tags, "customer_reference"))
    )
