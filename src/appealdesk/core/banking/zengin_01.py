"""Zengin type 01: the transfers that an account received (振込入金通知), in layouts A and B."""

from collections.abc import Iterator, Mapping
from datetime import date

from appealdesk.core.banking.shapes import LineKind, Statement, StatementLine
from appealdesk.core.banking.zengin_records import Block
from appealdesk.core.banking.zengin_section import YEN, Section, Writer, plain
from appealdesk.core.sentences import told

__all__ = ["BOOKED_AT", "count_transfers", "head_of_transfers", "write_transfers"]

BOOKED_AT = 7
_FIRST_OF_FILLER = 148


def count_transfers(section: Section, block: Block, start: int, stop: int) -> None:
    """Adds some transfers, whose columns keep their rules, to the section."""
    text, places = block.text, block.places(start, stop)
    amounts = [int(text[at + 19 : at + 29]) for at in places]
    if _may_be_wide(block, start, stop):
        for position, at in enumerate(places):
            if _is_wide(text, at):
                amounts[position] = _agreed(section, block, at, amounts[position])
    cancelled = [amount for amount, flag in zip(amounts, block.column(127, start, stop), strict=True) if flag == "1"]
    section.add(len(amounts) - len(cancelled), sum(amounts) - sum(cancelled))
    section.add_out(len(cancelled), sum(cancelled))


def head_of_transfers(section: Section, days: Mapping[str, date]) -> Statement:
    """The statement of one account without its lines; what is wrong with it is told to the section."""
    header, trailer = section.header or (), section.trailer or ()
    (_, _, _, first, last, bank, bank_name, branch, branch_name, kind, account, holder) = header
    count, amount, cancelled_count, cancelled_amount = trailer
    start, end = section.period(first, last, days)
    if not section.problems:
        section.expect("count", section.count_in, count)
        section.expect("amount", section.amount_in, amount)
        # A bank may leave these two blank.
        section.expect("cancelled count", section.count_out, cancelled_count.strip() or str(section.count_out))
        section.expect("cancelled amount", section.amount_out, cancelled_amount.strip() or str(section.amount_out))
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
        lines=(),
    )


def write_transfers(writer: Writer, block: Block, start: int, stop: int) -> Iterator[StatementLine]:
    """The lines of some transfers that were counted before."""
    text, wide, make = block.text, _may_be_wide(block, start, stop), StatementLine._make
    days, compact, unique, codes, banks = writer.days, writer.compact, writer.keys.unique, writer.codes, writer.banks
    words, number = str.strip if block.narrow else plain, writer.number
    for at in block.places(start, stop):
        number += 1
        booked, edi_at = text[at + 7 : at + 13], at + 128
        amount = int(text[at + 19 : at + 29])
        if wide and _is_wide(text, at):
            amount, edi_at = int(text[at + 128 : at + 140]) or amount, at + 152
        cancelled = text[at + 127] == "1"
        if cancelled:
            amount = -amount
        inquiry = text[at + 1 : at + 7]
        yield make(
            (
                number,
                days[booked],
                days[text[at + 13 : at + 19]],
                amount,
                YEN,
                words(text[at + 49 : at + 97]),
                codes[text[at + 39 : at + 49]],
                words(text[edi_at : edi_at + 20]),
                unique(f"{compact[booked]}/{inquiry if inquiry.strip('0 ') else 'none'}/{amount}"),
                banks[text[at + 97 : at + 127]],
                cancelled,
                LineKind.TRANSFER,
            )
        )
    writer.number = number


def _may_be_wide(block: Block, start: int, stop: int) -> bool:
    """Whether any of the transfers may be of layout B, where layout A has nothing but filler."""
    return bool(block.column(_FIRST_OF_FILLER, start, stop).strip(" "))


def _is_wide(text: str, at: int) -> bool:
    """Layout B has two amounts of twelve digits where layout A has its EDI text and filler."""
    columns = text[at + 128 : at + 152]
    return columns.isascii() and columns.isdigit()


def _agreed(section: Section, block: Block, at: int, amount: int) -> int:
    """The amount of layout B, whose twelve digits take sums that ten digits cannot hold."""
    wide = int(block.text[at + 128 : at + 140])
    if amount and wide and amount != wide % 10**10:
        line = block.first + at // block.stride
        section.tell(
            line,
            "amount (2)",
            told("The two amounts differ: %(amount)s and %(wide)s.", amount=f"{amount:,}", wide=f"{wide:,}"),
        )
    return wide or amount
