"""Re-screenings: how far each is, who went from which result to which, and the way to those whose result changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.positions import position_names, revision_numbers
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import Localised
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.queries.runs import NO_RESULT, RunPage, run_page, runs
from appealdesk.screening.queries.wording import ANY_POSITION
from appealdesk.web.desk.forms.queue import address_of
from appealdesk.web.desk.gate import desk_view

__all__ = ["RunView", "RunsView", "progress", "rescreenings", "run"]

# Best first, as an officer looks for whom the new criteria let in.
_OUTCOMES: Final = (Outcome.MEETS.value, Outcome.CANNOT_TELL.value, Outcome.DOES_NOT_MEET.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """How many have the outcome `to` now; `share` of those who had the row's outcome before, in per cent."""

    to: str
    count: int
    share: int
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """Those who had one outcome before."""

    before: str
    cells: tuple[MatrixCell, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One re-screening; `started_by` is empty where the product itself began it."""

    run: RunPage
    position_titles: Localised
    number: int
    started_by: str
    seconds_left: float | None
    matrix: tuple[MatrixRow, ...]
    moved: int
    changed_url: str

    @property
    def runs(self) -> bool:
        """True until everybody has been judged and every letter drafted."""
        return self.run.status in {"screening", "drafting"}


@dataclass(frozen=True, slots=True)
class RunsView:
    """The newest re-screenings."""

    rows: tuple[RunView, ...]

    @property
    def runs(self) -> bool:
        """True while one of them is under way."""
        return any(row.runs for row in self.rows)


@desk_view("criteria", "GET")
def rescreenings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list; a fragment of it while something is under way."""
    page = RunsView(_views(actor, read_clock(), runs(actor=actor)))
    fragment = request.headers.get("HX-Request") == "true"
    template = "desk/rescreening/_runs.html" if fragment else "desk/rescreening/runs.html"
    return render(request, template, {"page": page})


@desk_view("criteria", "GET")
def run(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One re-screening."""
    return _show(request, actor, ref, "desk/rescreening/run.html")


@desk_view("criteria", "GET")
def progress(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """How far it is and what it found so far; once it is done the whole page is loaded again."""
    return _show(request, actor, ref, "desk/rescreening/_run.html")


def _show(request: HttpRequest, actor: Actor, ref: str, template: str) -> HttpResponse:
    (page,) = _views(actor, read_clock(), (run_page(actor=actor, ref=ref),))
    response = render(request, template, {"page": page})
    if template.endswith("/_run.html") and not page.runs:
        response.headers["HX-Refresh"] = "true"
    return response


def _views(actor: Actor, now: datetime, pages: tuple[RunPage, ...]) -> tuple[RunView, ...]:
    positions = position_names(actor.own_organisation)
    numbers = revision_numbers({page.revision_id for page in pages})
    names = staff_names(sorted({page.started_by for page in pages}))
    return tuple(
        _view(
            page,
            now,
            titles=positions[page.position_id].titles if page.position_id in positions else ANY_POSITION,
            number=numbers.get(page.revision_id, 0),
            names=names,
        )
        for page in pages
    )


def _view(page: RunPage, now: datetime, *, titles: Localised, number: int, names: Mapping[str, str]) -> RunView:
    counts = {(move.before, move.after): move.count for move in page.matrix}
    return RunView(
        run=page,
        position_titles=titles,
        number=number,
        started_by=names.get(page.started_by, ""),
        seconds_left=_seconds_left(page, now),
        matrix=tuple(row for before in (*_OUTCOMES, NO_RESULT) if (row := _row(counts, before)).total),
        moved=sum(move.count for move in page.matrix if move.changed),
        changed_url=f"{reverse('desk:queue')}?{address_of(QueueFilter(run=page.run_ref))}",
    )


def _row(counts: Mapping[tuple[str, str], int], before: str) -> MatrixRow:
    total = sum(counts.get((before, after), 0) for after in _OUTCOMES)
    return MatrixRow(
        before=before,
        total=total,
        cells=tuple(
            MatrixCell(
                to=after,
                count=counts.get((before, after), 0),
                share=round(100 * counts.get((before, after), 0) / total) if total else 0,
                stays=before == after,
            )
            for after in _OUTCOMES
        ),
    )


def _seconds_left(page: RunPage, now: datetime) -> float | None:
    """What the rest takes if it goes on as it went so far; None before the first part and after the last."""
    if page.status != "screening" or not page.done:
        return None
    return (now - page.started_at).total_seconds() * (page.total - page.done) / page.done
