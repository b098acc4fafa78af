"""One account's part of a Zengin file while it is read, and the texts of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from appealdesk.core.banking.shapes import StatementProblem, StatementRefused
from appealdesk.core.banking.zengin_layout import Layout

__all__ = ["YEN", "Section", "Texts"]

YEN: Final = "JPY"


@dataclass(slots=True)
class Section:
    """One account of the file: positions in the list of records, and what is wrong with it."""

    records: list[str]
    header: int
    trailer: int
    days: Mapping[str, date]
    problems: list[StatementProblem] = field(default_factory=list)

    def split(self, layout: Layout, position: int) -> tuple[str, ...]:
        """The fields of one record; refuses the file with what is wrong with them."""
        parts = layout.split(self.records[position])
        if parts is None:
            raise StatementRefused([*self.problems, *layout.problems(self.records[position], position + 1)])
        return tuple(part.replace("\x00", "") for part in parts)

    def tell(self, position: int, field_name: str, sentence: str) -> None:
        """Notes a problem and reads on, so that a person sees all of them at once."""
        self.problems.append(StatementProblem(position + 1, field_name, sentence))

    def expect(self, name: str, found: int, stated: str) -> None:
        """Holds the trailer's number against what the lines add up to."""
        if found != int(stated):
            self.tell(
                self.trailer,
                name,
                f"The trailer says {int(stated):,} but the lines give {found:,}; the file is not whole.",
            )

    def period(self, first: str, last: str) -> tuple[date, date]:
        """The header's period; one that ends before it begins is told."""
        start, end = self.days[first], self.days[last]
        if start > end:
            self.tell(self.header, "from", f"The period begins on {start} after its end on {end}.")
        return start, end

    def outside(self, position: int, booked: date) -> None:
        """Tells that a line was booked outside of the header's period."""
        self.tell(position, "booked", f"The line was booked on {booked}, outside of the header's period.")


class Texts:
    """Text columns without their padding; equal texts become one object, as thousands of lines share a bank."""

    __slots__ = ("_codes", "_joined")

    def __init__(self) -> None:
        self._joined: dict[tuple[str, str], str] = {}
        self._codes: dict[str, str] = {}

    @staticmethod
    def plain(columns: str) -> str:
        """The text, freed of padding and of the second columns of wide characters."""
        return columns.replace("\x00", "").strip()

    def code(self, columns: str) -> str:
        """A code of ten columns; zeros alone are no code."""
        if columns not in self._codes:
            text = self.plain(columns)
            self._codes[columns] = text if text.strip("0") else ""
        return self._codes[columns]

    def joined(self, bank: str, branch: str) -> str:
        """Bank and branch of the payer in one text."""
        key = (bank, branch)
        if key not in self._joined:
            self._joined[key] = f"{self.plain(bank)} {self.plain(branch)}".strip()
        return self._joined[key]
