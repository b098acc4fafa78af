"""Audits a release before it goes out: what could a reader work out from it and everything published before?

The reader knows the bounds of every published cell, that counts are not negative, and which cells add up to
which. The linear programme over these facts gives each protected cell the interval to which the reader can
narrow it. It is solved exactly, in fractions, by the bounded simplex method with Bland's rule, so that no
rounding error hides a disclosure.

What is proved: the reader's interval for a cell is exactly [lower, upper] as long as only these linear facts
are used. That a count is whole could narrow it further in principle; in tables of one or two dimensions with
their totals it does not, because the corners of such a programme are whole (the constraint matrix is totally
unimodular).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from appealdesk.core.figures.protect import SMALLEST_COUNT
from appealdesk.core.figures.simplex import Programme

__all__ = ["AuditError", "Cell", "Equation", "Finding", "ReleaseAudit", "audit_cells", "table_equations"]

NARROWEST = 5


class AuditError(ValueError):
    """Cells and equations do not describe one state of the records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number that releases speak of: its exact value, which only the auditor knows, and its published
    bounds.

    A cell that is not published itself, such as the difference of two releases, has the bounds 0 and None.
    `protected` is set on cells that count people; sums of money may be in an equation but are not judged as
    small counts.
    """

    name: str
    exact: int
    lower: int = 0
    upper: int | None = None
    protected: bool = True


@dataclass(frozen=True, slots=True)
class Equation:
    """`total` is the sum of `parts`, all of them names of cells."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A small cell that a reader could narrow too far: to [lower, upper]."""

    cell: str
    lower: int
    upper: int

    def sentence(self) -> str:
        """What is wrong and what to do, in English."""
        return (
            f"A reader could work out that {self.cell} lies between {self.lower} and {self.upper}; "
            "publish a coarser table or leave one of its totals out."
        )


@dataclass(frozen=True, slots=True)
class ReleaseAudit:
    """The result: what must not go out, and for each judged cell the interval that a reader can reach."""

    findings: tuple[Finding, ...]
    intervals: Mapping[str, tuple[int, int | None]]

    @property
    def may_go_out(self) -> bool:
        """True if no small cell can be narrowed below the limit."""
        return not self.findings


def audit_cells(cells: Iterable[Cell], equations: Iterable[Equation], *, narrowest: int = NARROWEST) -> ReleaseAudit:
    """Audit the new table together with earlier releases.

    A cell that several releases publish is given several times with the same name and exact value: a reader
    has all its bounds. A protected cell below ten whose interval `upper - lower` is narrower than `narrowest`
    is a finding. Raises AuditError if an exact value contradicts its bounds or an equation, since then the
    figures are wrong.
    """
    merged = _merge(cells)
    sums = tuple(equations)
    _check(merged, sums)
    judged = [cell for cell in merged.values() if cell.protected and cell.exact < SMALLEST_COUNT]
    programme = _programme(merged, sums)
    intervals: dict[str, tuple[int, int | None]] = {}
    findings = []
    for cell in judged:
        lower, upper = _interval(programme, cell)
        intervals[cell.name] = (lower, upper)
        if upper is not None and upper - lower < narrowest:
            findings.append(Finding(cell.name, lower, upper))
    return ReleaseAudit(tuple(findings), intervals)


def table_equations(
    rows: Sequence[str], columns: Sequence[str], *, cell: str = "{row}/{column}", total: str = "total"
) -> tuple[Equation, ...]:
    """The sums of a table with two dimensions: rows, columns, and the whole; `cell` says how cells are named.

    A row's total is the cell in the column `total`, a column's total the one in the row `total`.
    """
    by_row = [
        Equation(
            cell.format(row=row, column=total),
            tuple(cell.format(row=row, column=column) for column in columns),
        )
        for row in rows
    ]
    by_column = [
        Equation(cell.format(row=total, column=column), tuple(cell.format(row=row, column=column) for row in rows))
        for column in columns
    ]
    whole = Equation(cell.format(row=total, column=total), tuple(cell.format(row=row, column=total) for row in rows))
    return (*by_row, *by_column, whole)


def _merge(cells: Iterable[Cell]) -> dict[str, Cell]:
    merged: dict[str, Cell] = {}
    for cell in cells:
        known = merged.get(cell.name)
        if known is None:
            merged[cell.name] = cell
            continue
        if known.exact != cell.exact:
            raise AuditError(f"The cell {cell.name} is given as {known.exact} and as {cell.exact}; name them apart.")
        uppers = [upper for upper in (known.upper, cell.upper) if upper is not None]
        merged[cell.name] = Cell(
            name=cell.name,
            exact=cell.exact,
            lower=max(known.lower, cell.lower),
            upper=min(uppers, default=None),
            protected=known.protected or cell.protected,
        )
    return merged


def _check(cells: Mapping[str, Cell], equations: Iterable[Equation]) -> None:
    for cell in cells.values():
        if cell.exact < cell.lower or (cell.upper is not None and cell.exact > cell.upper):
            raise AuditError(
                f"The cell {cell.name} is outside the bounds that were published for it; correct the release."
            )
    for equation in equations:
        unknown = [name for name in (equation.total, *equation.parts) if name not in cells]
        if unknown:
            raise AuditError(f"The sum {equation.total} names a cell that is not given: {unknown[0]}.")
        if cells[equation.total].exact != sum(cells[part].exact for part in equation.parts):
            raise AuditError(f"The parts of {equation.total} do not add up to it; count both as of the same moment.")


def _programme(cells: Mapping[str, Cell], equations: Iterable[Equation]) -> Programme:
    """The programme in distances from the exact values, where zero is feasible and every equation is
    homogeneous.
    """
    rows = []
    for equation in equations:
        row: dict[str, Fraction] = {equation.total: Fraction(-1)}
        for part in equation.parts:
            row[part] = row.get(part, Fraction(0)) + 1
        rows.append(row)
    bounds = {
        name: (
            Fraction(cell.lower - cell.exact),
            None if cell.upper is None else Fraction(cell.upper - cell.exact),
        )
        for name, cell in cells.items()
    }
    return Programme(bounds, rows)


def _interval(programme: Programme, cell: Cell) -> tuple[int, int | None]:
    """What the reader learns of the cell; whole numbers, since counts are."""
    lowest, highest = programme.lowest(cell.name), programme.highest(cell.name)
    # Every cell has a lower bound, so the programme always finds a lowest value.
    lower = cell.lower if lowest is None else cell.exact + math.ceil(lowest)
    return lower, None if highest is None else cell.exact + math.floor(highest)
