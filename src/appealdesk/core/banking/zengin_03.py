"""Zengin type 03: every movement of an account (入出金取引明細) with its balances."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import LineKind, Statement, StatementLine
from appealdesk.core.banking.zengin_records import Block
from appealdesk.core.banking.zengin_section import YEN, Section, Writer, plain
from appealdesk.core.sentences import told

__all__ = ["BOOKED_AT", "count_movements", "head_of_movements", "write_movements"]

BOOKED_AT: Final = 9
_CORRECTION: Final = "19"
# Cheques (12, 13), others (18) and a kind left blank are none of these.
_MOVEMENTS: Final = {
    "10": LineKind.CASH,
    "11": LineKind.TRANSFER,
    "14": LineKind.SWITCH,
    _CORRECTION: LineKind.CORRECTION,
}


def count_movements(section: Section, block: Block, start: int, stop: int) -> None:
    """Adds some movements, whose columns keep their rules, to the section."""
    text = block.text
    amounts = [int(text[at + 24 : at + 36]) for at in block.places(start, stop)]
    paid_out = [amount for amount, side in zip(amounts, block.column(21, start, stop), strict=True) if side == "2"]
    section.add(len(amounts) - len(paid_out), sum(amounts) - sum(paid_out))
    section.add_out(len(paid_out), sum(paid_out))


def head_of_movements(section: Section, days: Mapping[str, date]) -> Statement:
    """The statement of one account without its lines; what is wrong with it is told to the section."""
    (_, _, _, first, last, bank, bank_name, branch, branch_name, *rest) = section.header or ()
    _, kind, account, holder, overdraft, _, opening = rest
    start, end = section.period(first, last, days)
    opening_minor = _balance(section, section.header_line, overdraft, opening)
    closing_minor = _check_trailer(section, opening_minor)
    return Statement(
        format="zengin",
        account=f"{bank}-{branch}-{kind}-{account.removeprefix('000')}",
        holder=holder.strip(),
        bank=" ".join((bank, bank_name.strip(), branch_name.strip())),
        currency=YEN,
        period_start=start,
        period_end=end,
        opening_minor=opening_minor,
        closing_minor=closing_minor,
        lines=(),
    )


def write_movements(writer: Writer, block: Block, start: int, stop: int) -> Iterator[StatementLine]:
    """The lines of some movements that were counted before."""
    text, make, days = block.text, StatementLine._make, writer.days
    for at in block.places(start, stop):
        writer.number += 1
        booked, kind, side = text[at + 9 : at + 15], text[at + 22 : at + 24], text[at + 21]
        amount = int(text[at + 24 : at + 36])
        if side == "2":
            amount = -amount
        # Of money that goes out the payer's columns hold a contract number, unless they correct money that came in.
        paid_in = side == "1" or kind == _CORRECTION
        yield make(
            (
                writer.number,
                days[booked],
                days[text[at + 15 : at + 21]],
                amount,
                YEN,
                plain(text[at + 81 : at + 129]) if paid_in else "",
                writer.codes[text[at + 71 : at + 81]] if paid_in else "",
                plain(text[at + 179 : at + 199]),
                writer.keys.unique(f"{writer.compact[booked]}/{text[at + 1 : at + 9]}/{amount}"),
                plain(text[at + 159 : at + 179]),
                kind == _CORRECTION,
                _MOVEMENTS.get(kind, LineKind.OTHER),
            )
        )


def _check_trailer(section: Section, opening: int | None) -> int | None:
    count_in, amount_in, count_out, amount_out, overdraft, closing, count = section.trailer or ()
    closing_minor = _balance(section, section.trailer_line, overdraft, closing)
    if section.problems:
        return closing_minor
    section.expect("count in", section.count_in, count_in)
    section.expect("amount in", section.amount_in, amount_in)
    section.expect("count out", section.count_out, count_out)
    section.expect("amount out", section.amount_out, amount_out)
    section.expect("count", section.count, count)
    if opening is not None and closing_minor is not None:
        reached = opening + section.amount_in - section.amount_out
        section.expect("closing balance", reached, str(closing_minor))
    return closing_minor


def _balance(section: Section, line: int, overdraft: str, digits: str) -> int | None:
    """A balance with the sign of its flag; a bank may leave both out, but not one of the two."""
    given = digits.strip()
    if overdraft in "12" and given:
        return -int(given) if overdraft == "2" else int(given)
    if given.strip("0") or overdraft in "12":
        section.tell(line, "overdraft flag", told("Overdraft flag and balance must both be given, or neither."))
    return None
