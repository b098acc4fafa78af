"""Zengin type 03: every movement of an account (入出金取引明細) with its balances."""

from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import LineKind, ReferenceKeys, Statement, StatementLine
from appealdesk.core.banking.zengin_layout import DATA_03, HEADER_03, TRAILER_03
from appealdesk.core.banking.zengin_section import YEN, Section, Texts

__all__ = ["read_movements"]

_MOVEMENTS: Final = {
    "10": LineKind.CASH,
    "11": LineKind.TRANSFER,
    "14": LineKind.SWITCH,
    "19": LineKind.CORRECTION,
}


def read_movements(section: Section) -> Statement:
    """The statement of one account; what is wrong with it is told to the section."""
    header = section.split(HEADER_03, section.header)
    (_, _, _, first, last, bank, bank_name, branch, branch_name, *rest) = header
    _, kind, account, holder, overdraft, _, opening = rest
    start, end = section.period(first, last)
    lines = _lines(section, start, end)
    opening_minor = _balance(overdraft, opening)
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


def _check_trailer(section: Section, lines: list[StatementLine], opening: int) -> int:
    trailer = section.split(TRAILER_03, section.trailer)
    count_in, amount_in, count_out, amount_out, overdraft, closing, count = trailer
    closing_minor = _balance(overdraft, closing)
    if section.problems:
        return closing_minor
    taken_in = [line.amount_minor for line in lines if not _is_out(section, line)]
    paid_out = [-line.amount_minor for line in lines if _is_out(section, line)]
    section.expect("count in", len(taken_in), count_in)
    section.expect("amount in", sum(taken_in), amount_in)
    section.expect("count out", len(paid_out), count_out)
    section.expect("amount out", sum(paid_out), amount_out)
    section.expect("count", len(lines), count)
    reached = opening + sum(taken_in) - sum(paid_out)
    if reached != closing_minor:
        section.tell(
            section.trailer,
            "closing balance",
            f"The trailer says {closing_minor:,} but opening balance and lines give {reached:,}.",
        )
    return closing_minor


def _is_out(section: Section, line: StatementLine) -> bool:
    # A movement of nothing has no sign of its own, so that the flag of its record is asked.
    return section.records[section.header + line.number][21] == "2"


def _balance(overdraft: str, digits: str) -> int:
    return -int(digits) if overdraft == "2" else int(digits)


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
        lines.append(
            StatementLine(
                position - section.header,
                booked,
                days[value_text],
                amount,
                YEN,
                names.plain(payer),
                names.code(code),
                names.plain(edi),
                keys.unique(f"{compact[booked_text]}/{number}/{amount}"),
                names.plain(text),
                kind == "19",
                _MOVEMENTS.get(kind, LineKind.OTHER),
            )
        )
    return lines
