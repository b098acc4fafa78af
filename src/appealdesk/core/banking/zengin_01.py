"""Zengin type 01: the transfers that an account received (振込入金通知), in layouts A and B."""

from datetime import date

from appealdesk.core.banking.shapes import LineKind, ReferenceKeys, Statement, StatementLine
from appealdesk.core.banking.zengin_layout import DATA_01_A, DATA_01_B, HEADER_01, TRAILER_01
from appealdesk.core.banking.zengin_section import YEN, Section, Texts

__all__ = ["read_transfers"]


def read_transfers(section: Section) -> Statement:
    """The statement of one account; what is wrong with it is told to the section."""
    header = section.split(HEADER_01, section.header)
    (_, _, _, first, last, bank, bank_name, branch, branch_name, kind, account, holder) = header
    start, end = section.period(first, last)
    lines = _lines(section, start, end)
    count, amount, cancelled_count, cancelled_amount = section.split(TRAILER_01, section.trailer)
    if not section.problems:
        kept = [line.amount_minor for line in lines if not line.reversal]
        taken = [-line.amount_minor for line in lines if line.reversal]
        section.expect("count", len(kept), count)
        section.expect("amount", sum(kept), amount)
        # A bank may leave these two blank.
        section.expect("cancelled count", len(taken), cancelled_count.strip() or str(len(taken)))
        section.expect("cancelled amount", sum(taken), cancelled_amount.strip() or str(sum(taken)))
    return Statement(
        format="zengin",
        account=f"{bank}-{branch}-{kind}-{account}",
        holder=holder.strip(),
        bank=" ".join((bank, bank_name.strip(), branch_name.strip())),
        currency=YEN,
        period_start=start,
        period_end=end,
        opening_minor=None,
        closing_minor=None,
        lines=tuple(lines),
    )


def _lines(section: Section, start: date, end: date) -> list[StatementLine]:
    lines: list[StatementLine] = []
    days, keys, names = section.days, ReferenceKeys(), Texts()
    compact = {text: f"{day:%Y%m%d}" for text, day in days.items()}
    split = DATA_01_A.pattern.fullmatch
    for position in range(section.header + 1, section.trailer):
        record = section.records[position]
        found = split(record)
        if found is None:
            section.problems += DATA_01_A.problems(record, position + 1)
            continue
        number, booked_text, value_text, yen, _, code, payer, bank, branch, cancel, edi, filler = found.groups()
        amount = int(yen)
        if edi.isdecimal() and filler[:4].isdecimal():
            amount, edi = _layout_b(section, position, amount)
        booked = days[booked_text]
        if not start <= booked <= end:
            section.outside(position, booked)
        cancelled = cancel == "1"
        if cancelled:
            amount = -amount
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
                keys.unique(f"{compact[booked_text]}/{number if number.strip('0 ') else 'none'}/{amount}"),
                names.joined(bank, branch),
                cancelled,
                LineKind.TRANSFER,
            )
        )
    return lines


def _layout_b(section: Section, position: int, amount: int) -> tuple[int, str]:
    """The amount and the EDI text of layout B, whose twelve digits take sums that ten digits cannot hold."""
    *_, wide, _, edi = section.split(DATA_01_B, position)
    wide_amount = int(wide)
    if amount and wide_amount and amount != wide_amount % 10**10:
        section.tell(position, "amount (2)", f"The two amounts differ: {amount:,} and {wide_amount:,}.")
    return wide_amount or amount, edi
