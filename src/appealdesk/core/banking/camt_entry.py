"""Reads one entry (Ntry) of an ISO 20022 statement, of which each transfer becomes a line, and the fields of it."""

from datetime import date
from typing import Final

from appealdesk.core.banking.camt_tree import Node, all_at, find_at, text_at
from appealdesk.core.banking.shapes import LineKind, ReferenceKeys, StatementLine
from appealdesk.core.money import MoneyError, check_currency, parse_minor
from appealdesk.core.sentences import told

__all__ = ["FieldError", "day_of", "entry_lines", "plain_amount", "signed_amount"]

_NO_REFERENCE: Final = {"", "NOTPROVIDED", "NONREF"}


class FieldError(ValueError):
    """A field that cannot be read: its name and the sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence


def day_of(element: Node, path: str) -> date:
    """The bank's own day at a path, which is a date or a date-time."""
    text = text_at(element, f"{path}/Dt", f"{path}/DtTm")
    try:
        # A date-time carries the bank's own offset, so that its first ten characters are the bank's day.
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise FieldError(
            path, told("%(text)s is not a date; the bank should write it as 2022-03-02.", text=repr(text[:30]))
        ) from error


def signed_amount(element: Node) -> tuple[int, str]:
    """Amount in minor units with its sign, and currency, from Amt and CdtDbtInd."""
    amount = find_at(element, "Amt")
    side = text_at(element, "CdtDbtInd")
    if amount is None or side not in {"CRDT", "DBIT"}:
        raise FieldError("CdtDbtInd", told("Amt and CdtDbtInd (CRDT or DBIT) are needed to know what was moved."))
    minor, currency = plain_amount(amount)
    return (minor if side == "CRDT" else -minor), currency


def plain_amount(amount: Node) -> tuple[int, str]:
    """An Amt in minor units, and its currency; it has no sign of its own."""
    currency = amount.currency
    text = amount.text
    try:
        minor = parse_minor(text, check_currency(currency))
    except MoneyError as error:
        raise FieldError("Amt", error.args[0]) from error
    if minor < 0:
        raise FieldError("Amt", told("%(text)s has a sign; the direction belongs in CdtDbtInd.", text=repr(text)))
    return minor, currency


def entry_lines(entry: Node, keys: ReferenceKeys, before: int) -> list[StatementLine]:
    """A line for each TxDtls of the entry, which have to add up to it; or one line where there are no amounts."""
    amount, currency = signed_amount(entry)
    booked = day_of(entry, "BookgDt")
    value = day_of(entry, "ValDt") if find_at(entry, "ValDt") is not None else booked
    reversal = text_at(entry, "RvslInd") in {"true", "1"}
    details = all_at(entry, "NtryDtls/TxDtls")
    parts = [_part_amount(part, amount, currency, len(details)) for part in details]
    if not details:
        details, parts = [entry], [amount]
    if sum(parts) != amount:
        raise FieldError(
            "TxDtls",
            told(
                "The transfers of the entry give %(given)s but the entry is %(amount)s.",
                given=sum(parts),
                amount=amount,
            ),
        )
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
        raise FieldError(
            "TxDtls",
            told(
                "A transfer of an entry with %(parts)s transfers has no amount in %(currency)s.",
                parts=parts,
                currency=currency,
            ),
        )
    if parts == 1:
        # Charges may be taken off between the transfer and the entry; the account received the entry.
        return whole
    side = text_at(part, "CdtDbtInd")
    minor = plain_amount(own)[0]
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
