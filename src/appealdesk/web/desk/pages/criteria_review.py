"""What a second person sees before criteria are published: the sentences, the difference, and everybody it moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from appealdesk.appeals.queries.drafts import DraftPage
from appealdesk.foundation.actor import Actor
from appealdesk.screening.actions.read import read_dry_run
from appealdesk.screening.inputs import MoveFilter
from appealdesk.screening.queries.dry_run import MovedPage
from appealdesk.screening.queries.preview import preview_revision
from appealdesk.screening.queries.runs import Transition
from appealdesk.web.desk.forms.moves import move_address

__all__ = ["DryRunView", "MatrixCell", "MatrixRow", "dry_run_view"]

_BEFORE: Final = ("meets", "cannot_tell", "does_not_meet", "none")
_AFTER: Final = ("meets", "cannot_tell", "does_not_meet")
_DECISIONS: Final = ("accepted", "undecided", "deferred", "referred", "declined", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """How many go from the row's outcome to the column's; `url` shows them, where there are any and they move."""

    to: str
    count: int
    url: str
    current: bool
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """Those who have one outcome now."""

    before: str
    cells: tuple[MatrixCell, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMoves:
    """Of those about whom one thing was decided: how many would get a better and how many a worse result."""

    decision: str
    better: int
    worse: int
    url: str
    current: bool

    @property
    def adverse(self) -> bool:
        """True where somebody who was accepted would meet the criteria no more."""
        return self.decision == "accepted" and self.worse > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunView:
    """Everybody judged: the matrix, the moves by decision, and one page of the people who move."""

    matrix: tuple[MatrixRow, ...]
    decisions: tuple[DecisionMoves, ...]
    total: int
    changed: int
    people: MovedPage
    chosen: MoveFilter
    next_url: str
    unfiltered: bool


def dry_run_view(
    *, actor: Actor, now: datetime, draft: DraftPage, document: Mapping[str, Any], chosen: MoveFilter
) -> DryRunView:
    """Judges everybody by the document. Raises Refusal where it cannot be judged."""
    found = preview_revision(actor=actor, now=now, position_id=draft.position_id, document=document)
    people = read_dry_run(actor=actor, now=now, position_id=draft.position_id, document=document, chosen=chosen)
    return DryRunView(
        matrix=tuple(_rows(found.matrix, chosen)),
        decisions=tuple(_decisions(found.by_decision, chosen)),
        total=found.total,
        changed=found.changed,
        people=people,
        chosen=chosen,
        next_url=f"?{move_address(chosen, after=people.next)}" if people.next else "",
        unfiltered=not (chosen.before or chosen.to or chosen.decision),
    )


def _rows(matrix: tuple[Transition, ...], chosen: MoveFilter) -> Iterator[MatrixRow]:
    counts = {(move.before, move.after): move.count for move in matrix}
    for before in _BEFORE:
        total = sum(count for (start, _), count in counts.items() if start == before)
        if total or before != "none":
            cells = tuple(_cell(before, to, counts.get((before, to), 0), chosen) for to in _AFTER)
            yield MatrixRow(before=before, cells=cells, total=total)


def _cell(before: str, to: str, count: int, chosen: MoveFilter) -> MatrixCell:
    moves = before != to
    current = (chosen.before, chosen.to) == (before, to)
    address = move_address(chosen, before="" if current else before, to="" if current else to)
    return MatrixCell(
        to=to, count=count, url=f"?{address}#people" if count and moves else "", current=current, stays=not moves
    )


def _decisions(by_decision: Mapping[str, tuple[Transition, ...]], chosen: MoveFilter) -> Iterator[DecisionMoves]:
    rank = {"does_not_meet": 0, "none": 1, "cannot_tell": 1, "meets": 2}
    for decision in _DECISIONS:
        moves = [move for move in by_decision.get(decision, ()) if move.changed]
        if not moves:
            continue
        better = sum(move.count for move in moves if rank[move.after] > rank[move.before])
        current = chosen.decision == decision
        yield DecisionMoves(
            decision=decision,
            better=better,
            worse=sum(move.count for move in moves if rank[move.after] < rank[move.before]),
            url=f"?{move_address(chosen, decision='' if current else decision)}#people",
            current=current,
        )
