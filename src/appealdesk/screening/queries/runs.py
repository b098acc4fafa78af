"""Re-screenings: how far they are, and who went from which result to which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.foundation.actor import Actor
from appealdesk.screening.access import access_run, check_may_screen
from appealdesk.screening.models import ScreeningRun

__all__ = [
    "NO_RESULT",
    "RunPage",
    "Transition",
    "count_moves",
    "outcome_word",
    "page_of_run",
    "run_page",
    "runs",
    "transition_key",
]

NO_RESULT: Final = "none"
_ORDER: Final = (NO_RESULT, *Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How many had one outcome before (`none` if there was none) and have one now."""

    before: str
    after: str
    count: int

    @property
    def changed(self) -> bool:
        """True where the outcome is another."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """One re-screening: `done` of `total` applications judged, `changed` results written, `letters` drafted."""

    run_ref: str
    position_id: int
    revision_id: int
    as_of: date
    cause: str
    status: str
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    total: int
    done: int
    changed: int
    letters: int
    matrix: tuple[Transition, ...]


def outcome_word(code: int | None) -> str:
    """The word of a stored outcome."""
    return NO_RESULT if code is None else Outcome.from_code(code).value


def transition_key(before: int | None, after: int | None) -> str:
    """How a transition is written in the matrix of a run."""
    return f"{outcome_word(before)}>{outcome_word(after)}"


def count_moves(run: ScreeningRun, moves: Iterable[tuple[int | None, int, int, int, int]]) -> None:
    """Add what one statement did to the counts of its run, which the caller saves."""
    for before, after, number, changed, _ in moves:
        key = transition_key(before, after)
        run.matrix[key] = run.matrix.get(key, 0) + number
        run.changed += changed
        run.done += number


def read_matrix(matrix: Mapping[str, int]) -> tuple[Transition, ...]:
    """A stored matrix in a fixed order."""
    read = []
    for key, count in matrix.items():
        before, _, after = key.partition(">")
        read.append(Transition(before=before, after=after, count=count))
    return tuple(sorted(read, key=lambda move: (_ORDER.index(move.before), _ORDER.index(move.after))))


def page_of_run(run: ScreeningRun) -> RunPage:
    """A run's row as its page."""
    return RunPage(
        run_ref=run.ref,
        position_id=run.position_id,
        revision_id=run.revision_id,
        as_of=run.as_of,
        cause=run.cause,
        status=run.status,
        started_at=run.started_at,
        started_by=run.started_by,
        finished_at=run.finished_at,
        total=run.total,
        done=run.done,
        changed=run.changed,
        letters=run.letters,
        matrix=read_matrix(run.matrix),
    )


def run_page(*, actor: Actor, ref: str) -> RunPage:
    """One run. One query."""
    return page_of_run(access_run(actor, ref))


def runs(*, actor: Actor, position_id: int | None = None, limit: int = 50) -> tuple[RunPage, ...]:
    """The newest runs, perhaps of one position. One query."""
    check_may_screen(actor)
    rows = ScreeningRun.objects.filter(organisation_id=actor.own_organisation).order_by("-id")
    if position_id is not None:
        rows = rows.filter(position_id=position_id)
    return tuple(page_of_run(row) for row in rows[:limit])
