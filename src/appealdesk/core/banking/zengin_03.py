"""Zengin type 03: every movement of an account (入出金取引明細) with its balances."""

from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import LineKind, ReferenceKeys, Statement, StatementLine
from appealdesk.core.banking.zengin_layout import DATA_03, HEADER_03, TRAILER_03
from appealdesk.core.banking.zengin_section import YEN, Section, Texts

__all__ = ["read_movements"]

_CORRECTION: Final = "19"
# Cheques (12, 13), others (18) and a kind left blank are none of these.
_MOVEMENTS: Final = {
    "10": LineKind.CASH,
    "11": LineKind.TRANSFER,
    "14": LineKind.SWITCH,
    _CORRECTION: LineKind.CORRECTION,
}


def read_movements(section: Section) -> Statement:
    """The statement of one account; what is wrong with it is told to the section."""
    header = section.split(HEADER_03, section.header)
    (_, _, _, first, last, bank, bank_name, branch, branch_name, *rest) = header
    _, kind, account, holder, overdraft, _, opening = rest
    start, end = section.period(first, last)
    lines = _lines(section, start, end)
    opening_minor = _balance(section, section.header, overdraft, opening)
    closing_minor = _check_trailer(section, lines, opening_minor)
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
        lines=tuple(lines),
    )


def _check_trailer(section: Section, lines: list[StatementLine], opening: int | None) -> int | None:
    trailer = section.split(TRAILER_03, section.trailer)
    count_in, amount_in, count_out, amount_out, overdraft, closing, count = trailer
    closing_minor = _balance(section, section.trailer, overdraft, closing)
    if section.problems:
        return closing_minor
    taken_in = [line.amount_minor for line in lines if not _is_out(section, line)]
    paid_out = [-line.amount_minor for line in lines if _is_out(section, line)]
    section.expect("count in", len(taken_in), count_in)
    section.expect("amount in", sum(taken_in), amount_in)
    section.expect("count out", len(paid_out), count_out)
    section.expect("amount out", sum(paid_out), amount_out)
    section.expect("count", len(lines), count)
    if opening is not None and closing_minor is not None:
        section.expect("closing balance", opening + sum(taken_in) - sum(paid_out), str(closing_minor))
    return closing_minor


def _is_out(section: Section, line: StatementLine) -> bool:
    # A movement of nothing has no sign of its own, so that the flag of its record is asked.
    return section.records[section.header + line.number][21] == "2"


def _balance(section: Section, position: int, overdraft: str, digits: str) -> int | None:
    """A balance with the sign of its flag; a bank may leave both out, but not one of the two."""
    given = digits.strip()
    if overdraft in "12" and given:
        return -int(given) if overdraft == "2" else int(given)
    if given.strip("0") or overdraft in "12":
        section.tell(position, "overdraft flag", "Overdraft flag and balance must both be given, or neither.")
    return None


def _lines(section: Section, start: date, end: date) -> list[StatementLine]:
    lines: list[StatementLine] = []
    days, keys, names = section.days, ReferenceKeys(), Texts()
    compact = {text: f"{day:%Y%m%d}" for text, day in days.items()}
    for position in range(section.header + 1, section.trailer):
        parts = DATA_03.split(section.records[position])
        if parts is None:
            section.problems += DATA_03.problems(section.records[position], position + 1)
            continue
        number, booked_text, value_text, side, kind, yen, *_, code, payer, _, _, text, edi = parts
        booked = days[booked_text]
        if not start <= booked <= end:
            section.outside(position, booked)
        amount = -int(yen) if side == "2" else int(yen)
        # Of money that goes out the payer's columns hold a contract number, unless they correct money that came in.
        paid_in = side == "1" or kind == _CORRECTION
        lines.append(
            StatementLine(
                position - section.header,
                booked,
                days[value_text],
                amount,
                YEN,
                names.plain(payer) if paid_in else "",
                names.code(code) if paid_in else "",
                names.plain(edi),
                keys.unique(f"{compact[booked_text]}/{number}/{amount}"),
                names.plain(text),
                kind == _CORRECTION,
                _MOVEMENTS.get(kind, LineKind.OTHER),
            )
        )
    return lines
