"""Runs a definition's query and protects what it gives."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from appealdesk.core.figures.protect import ProtectedValue, protect_money, protect_people
from appealdesk.figures.queries.definitions import KeyFigure, Unit
from appealdesk.foundation.db import fetch_all

__all__ = ["Counted", "count_figure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One cell: its exact value, the records counted, and what may be said. `most` bounds the number of records."""

    figure: KeyFigure
    cell: str
    exact: int
    records: tuple[str, ...]
    value: ProtectedValue
    most: int | None


def count_figure(figure: KeyFigure, *, appeal_id: int) -> tuple[Counted, ...]:
    """Every published cell of the figure, zero cells included. One query."""
    rows = fetch_all(figure.query, {"appeal": appeal_id})
    by_cell: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for ref, owner, amount, _, cell in rows:
        by_cell[cell].append((ref, owner, amount))
    if figure.unit is Unit.MONEY:
        return tuple(_money(figure, currency, by_cell[currency]) for currency in sorted(by_cell))
    return tuple(_people(figure, cell, by_cell[cell]) for cell in _cells(figure))


def _cells(figure: KeyFigure) -> Iterator[str]:
    if not figure.dimension:
        yield ""
    for cell in figure.cells:
        yield cell.key


def _people(figure: KeyFigure, cell: str, rows: list[tuple[str, str, int]]) -> Counted:
    records = tuple(ref for ref, _, _ in rows)
    # Donations are protected like the people who gave them, and are called what they are.
    value = replace(protect_people(len(records)), unit=figure.unit.value)
    return Counted(figure=figure, cell=cell, exact=len(records), records=records, value=value, most=value.upper)


def _money(figure: KeyFigure, currency: str, rows: list[tuple[str, str, int]]) -> Counted:
    per_donor: dict[str, int] = defaultdict(int)
    for _, owner, amount in rows:
        per_donor[owner] += amount
    return Counted(
        figure=figure,
        cell=currency,
        exact=sum(amount for _, _, amount in rows),
        records=tuple(ref for ref, _, _ in rows),
        value=protect_money(per_donor.values(), currency=currency),
        # The number of donations is as protected as the count that is published beside it.
        most=protect_people(len(rows)).upper,
    )
