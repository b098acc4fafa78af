"""One account's part of a Zengin file while it is read, and the texts of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import ReferenceKeys, StatementProblem
from appealdesk.core.banking.zengin_layout import Layout
from appealdesk.core.banking.zengin_records import Block
from appealdesk.core.sentences import told

__all__ = ["YEN", "Section", "Writer", "plain"]

YEN: Final = "JPY"


@dataclass(slots=True)
class Section:
    """One account of the file: its header and trailer, what its lines add up to, and what is wrong with it.

    `days` are the texts of booking and value day that stand side by side in the lines, with the first line of each.
    """

    header_line: int
    header: tuple[str, ...] | None
    trailer_line: int = 0
    trailer: tuple[str, ...] | None = None
    count_in: int = 0
    amount_in: int = 0
    count_out: int = 0
    amount_out: int = 0
    days: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[StatementProblem] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.count_in + self.count_out

    def add(self, count: int, amount: int) -> None:
        """Counts lines that bring money."""
        self.count_in += count
        self.amount_in += amount

    def add_out(self, count: int, amount: int) -> None:
        """Counts lines that take money away; `amount` is never negative."""
        self.count_out += count
        self.amount_out += amount

    def note_days(self, block: Block, start: int, stop: int, *, booked_at: int) -> None:
        """Notes which days some records have in their twelve columns from `booked_at` on."""
        text, end = block.text, booked_at + 12
        for both in {text[at + booked_at : at + end] for at in block.places(start, stop)}:
            pair = (both[:6], both[6:])
            if pair not in self.days:
                places = block.places(start, stop)
                first = next(at for at in places if text[at + booked_at : at + end] == both)
                self.days[pair] = block.first + first // block.stride

    def split(self, layout: Layout, record: str, line: int) -> tuple[str, ...] | None:
        """The fields of one record, or None with its problems told."""
        parts = layout.split(record)
        if parts is None:
            self.problems += layout.problems(record, line)
            return None
        return tuple(part.replace("\x00", "") for part in parts)

    def tell(self, line: int, field_name: str, sentence: str) -> None:
        """Notes a problem and reads on, so that a person sees all of them at once."""
        self.problems.append(StatementProblem(line, field_name, sentence))

    def expect(self, name: str, found: int, stated: str) -> None:
        """Holds the trailer's number against what the lines add up to."""
        if found != int(stated):
            self.tell(
                self.trailer_line,
                name,
                told(
                    "The trailer says %(stated)s but the lines give %(found)s; the file is not whole.",
                    stated=f"{int(stated):,}",
                    found=f"{found:,}",
                ),
            )

    def period(self, first: str, last: str, days: Mapping[str, date]) -> tuple[date, date]:
        """The header's period; one that ends before it begins is told, as is a line that was booked outside."""
        start, end = days[first], days[last]
        if start > end:
            self.tell(
                self.header_line,
                "from",
                told("The period begins on %(start)s after its end on %(end)s.", start=start, end=end),
            )
        for (booked, _), line in self.days.items():
            if not start <= days[booked] <= end:
                sentence = told("The line was booked on %(day)s, outside of the header's period.", day=days[booked])
                self.tell(line, "booked", sentence)
        return start, end


def plain(columns: str) -> str:
    """The text, freed of padding and of the second columns of wide characters."""
    return columns.replace("\x00", "").strip()


class Codes(dict[str, str]):
    """Codes of ten columns by those columns; zeros alone are no code. A look-up that succeeds costs no call."""

    def __missing__(self, columns: str) -> str:
        text = plain(columns)
        found = self[columns] = text if text.strip("0") else ""
        return found


class Banks(dict[str, str]):
    """Bank and branch of a payer in one text, by their two times fifteen columns; thousands of lines share one."""

    def __missing__(self, columns: str) -> str:
        found = self[columns] = f"{plain(columns[:15])} {plain(columns[15:])}".strip()
        return found


class Writer:
    """What the lines of one statement share while they are made, and the number of the last one."""

    __slots__ = ("banks", "codes", "compact", "days", "keys", "number")

    def __init__(self, days: Mapping[str, date]) -> None:
        self.days = days
        self.compact = {text: f"{day:%Y%m%d}" for text, day in days.items()}
        self.keys = ReferenceKeys()
        self.codes = Codes()
        self.banks = Banks()
        self.number = 0
