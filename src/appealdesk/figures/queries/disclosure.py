"""Audits a new table of counts together with everything released before it."""

from collections.abc import Iterable

from appealdesk.core.figures.audit_release import Cell, Equation, audit_cells
from appealdesk.figures.models import FigureRelease
from appealdesk.figures.queries.counting import Counted
from appealdesk.figures.queries.definitions import DEFINITIONS, Unit
from appealdesk.foundation.refusals import Refusal

__all__ = ["refuse_disclosure"]


def refuse_disclosure(counted: Iterable[Counted], *, appeal_id: int) -> None:
    """Refuse the batch if a reader could narrow a small count too far.

    An earlier release speaks of the same number only while its published bounds still hold the exact one; then a
    reader who compares the two has the bounds of both.
    """
    people = {(one.figure.id, one.cell): one for one in counted if one.figure.unit is not Unit.MONEY}
    cells = [
        Cell(name=_name(*key), exact=one.exact, lower=one.value.lower, upper=one.value.upper)
        for key, one in people.items()
    ]
    cells += _earlier(people, appeal_id)
    equations = []
    for figure in DEFINITIONS.values():
        if figure.part_of and (figure.part_of, "") in people:
            parts = [(figure.id, cell.key) for cell in figure.cells]
            rest = people[figure.part_of, ""].exact - sum(people[part].exact for part in parts)
            cells.append(Cell(name=_name(figure.id, "*"), exact=rest, protected=False))
            names = (*(_name(*part) for part in parts), _name(figure.id, "*"))
            equations.append(Equation(_name(figure.part_of, ""), names))
    findings = audit_cells(cells, equations).findings
    if findings:
        raise Refusal("figures.would_disclose", f"The release was refused. {findings[0].sentence()}")


def _earlier(people: dict[tuple[str, str], Counted], appeal_id: int) -> list[Cell]:
    rows = FigureRelease.objects.filter(appeal_id=appeal_id).values_list("definition", "cell", "lower", "upper")
    return [
        Cell(name=_name(definition, cell), exact=people[definition, cell].exact, lower=lower, upper=upper)
        for definition, cell, lower, upper in rows
        if (definition, cell) in people
        and lower <= people[definition, cell].exact
        and (upper is None or people[definition, cell].exact <= upper)
    ]


def _name(figure: str, cell: str) -> str:
    return f"{figure}/{cell}" if cell else figure
