"""The screen of a statement profile: its fields, a choice above each column, and the first lines as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from appealdesk.core.banking.delimited import TriedRow
from appealdesk.core.money import Money
from appealdesk.web.desk.forms.profile import CELL_PROBLEMS, DEFAULTS, NAMES, Tried
from appealdesk.web.desk.forms.typed import Option

__all__ = ["ProfileCell", "ProfileField", "ProfileRow", "column_fields", "profile_fields", "profile_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileField:
    """One choice; `kind` is select, text, number, check, or date with suggestions."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCell:
    """One cell of the file, what its column was chosen to be, and what is wrong with it."""

    text: str
    used: bool
    number: bool
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """One line of the file and the movement that it would be."""

    line: int
    cells: tuple[ProfileCell, ...]
    problem: str
    booked: date | None = None
    amount: Money | None = None
    payer: str = ""
    reference: str = ""


def profile_fields(fields: Mapping[str, str], tried: Tried | None) -> tuple[ProfileField, ...]:
    """Everything that is chosen beside the columns, in the order in which a file is taken apart."""
    problems = tried.problems if tried else {}

    def one(name: str, label: str, kind: str, hint: str = "") -> ProfileField:
        value = fields.get(name, DEFAULTS[name] if tried is None else "")
        return ProfileField(
            name=name,
            label=label,
            kind=kind,
            value=value,
            options=_options(name, value),
            hint=hint,
            problem=problems.get(name, ""),
        )

    return (
        one("encoding", _("Encoding"), "select"),
        one("delimiter", _("Between columns"), "select"),
        one("skip", _("Lines before the headings"), "number"),
        one("headed", _("The first row holds headings"), "check"),
        one("date_format", _("Form of dates"), "date", _("YYYY or YY, MM, DD, and what stands between them")),
        one("decimal_mark", _("Decimal mark"), "select"),
        one("group_mark", _("Between thousands"), "select"),
        one("currency_mark", _("Currency mark"), "text", _("such as ¥ or £; left out when amounts are read")),
        one("negated", _("Signs are turned round: money in has a minus"), "check"),
        one("out_words", _("Words for money out"), "text", _("with commas between, where a column says the direction")),
        one("before_payer", _("Words before the payer"), "text", _("left out of the name, such as 振込")),
    )


def column_fields(fields: Mapping[str, str], tried: Tried | None) -> tuple[ProfileField, ...]:
    """A choice above each column of the file."""
    if tried is None:
        return ()
    return tuple(
        ProfileField(
            name=f"column-{place}",
            label=heading,
            kind="select",
            value=fields.get(f"column-{place}", ""),
            options=_options("column", fields.get(f"column-{place}", "")),
        )
        for place, heading in enumerate(tried.headings)
    )


def profile_rows(tried: Tried | None, currency: str) -> tuple[ProfileRow, ...]:
    """The lines, cell by cell, each beside what it is read as."""
    return tuple(_row(row, tried, currency) for row in tried.rows) if tried else ()


def _row(row: TriedRow, tried: Tried, currency: str) -> ProfileRow:
    headings = (*tried.headings, *([""] * max(0, len(row.cells) - len(tried.headings))))
    cells = tuple(
        _cell(text, heading, tried.columns.get(heading, ""), row)
        for text, heading in zip(row.cells, headings, strict=False)
    )
    problem = str(CELL_PROBLEMS[""]) if "" in row.problems else ""
    if row.read is None:
        return ProfileRow(line=row.line, cells=cells, problem=problem)
    return ProfileRow(
        line=row.line,
        cells=cells,
        problem=problem,
        booked=row.read.booked,
        amount=Money(row.read.amount_minor, currency),
        payer=row.read.payer or row.read.text,
        reference=row.read.reference,
    )


def _cell(text: str, heading: str, column: str, row: TriedRow) -> ProfileCell:
    wrong = heading in row.problems and heading != ""
    return ProfileCell(
        text=text,
        used=bool(column),
        number=column in {"amount", "money_in", "money_out", "balance"},
        problem=str(CELL_PROBLEMS.get(column, CELL_PROBLEMS["amount"])) if wrong else "",
    )


def _options(name: str, value: str) -> tuple[Option, ...]:
    return tuple(Option(code, str(label), code == value) for code, label in NAMES.get(name, {}).items())
