"""What was public and when: every revision of a position, as sentences and as a file. None of it can be changed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.core.criteria.differences import Change, differences
from appealdesk.core.criteria.explain import Paragraph
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound
from appealdesk.screening.queries.runs import RunPage, runs
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.criteria_editor import CriteriaDesk, criteria_desk
from appealdesk.web.desk.pages.criteria_said import paragraphs
from appealdesk.web.desk.views.criteria_draft import file_response

__all__ = ["HistoryPage", "history", "revision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One revision with its sentences, what it changed, and its last re-screening; `state` is past, now or coming."""

    revision: RevisionPage
    state: str
    sentences: tuple[Paragraph, ...]
    changes: tuple[Change, ...]
    published_by: str
    approved_by: str
    run: RunPage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The revisions, the newest first; with `day`, those that were in force on that day."""

    desk: CriteriaDesk
    rows: tuple[RevisionRow, ...]
    day: str
    asked: bool
    wrong_day: bool

    @property
    def ref(self) -> str:
        """The position's reference."""
        return self.desk.position.ref


@desk_view("criteria", "GET")
def history(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Every revision, or those in force on one day."""
    desk = criteria_desk(actor, ref)
    typed = request.GET.get("on", "").strip()
    day = _day(typed)
    names = staff_names({name for row in desk.revisions for name in (row.published_by, row.approved_by)})
    now = read_clock()
    # The newest run comes first, so that it is the one that stays.
    found = runs(actor=actor, position_id=desk.position.id)
    latest = {run.revision_id: run for run in reversed(found) if run.cause == "revision"}
    rows = []
    for before, revision in zip((None, *desk.revisions), desk.revisions, strict=False):
        if day is None or _in_force_on(revision, day):
            rows.append(
                RevisionRow(
                    revision=revision,
                    state=_state(revision, now),
                    sentences=paragraphs(revision.criteria, desk.labels, actor.language),
                    changes=(
                        differences(before.criteria, revision.criteria, desk.labels, actor.language) if before else ()
                    ),
                    published_by=names.get(revision.published_by, revision.published_by),
                    approved_by=names.get(revision.approved_by, revision.approved_by),
                    run=latest.get(revision.id),
                )
            )
    page = HistoryPage(
        desk=desk, rows=tuple(reversed(rows)), day=typed, asked=day is not None, wrong_day=bool(typed) and day is None
    )
    return render(request, "desk/criteria/history.html", {"page": page})


@desk_view("criteria", "GET")
def revision(request: HttpRequest, actor: Actor, ref: str, number: int) -> HttpResponse:
    """One revision as the criteria file that it was published as."""
    desk = criteria_desk(actor, ref)
    found = next((row for row in desk.revisions if row.number == number), None)
    if found is None:
        raise NotFound("criteria revision")
    return file_response(found.document, f"{desk.slug}-{number}.json")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _in_force_on(revision: RevisionPage, day: date) -> bool:
    begins = datetime.combine(day, time(), tzinfo=get_current_timezone())
    ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=get_current_timezone())
    return revision.effective_from < ends and (revision.effective_until is None or revision.effective_until > begins)


def _state(revision: RevisionPage, now: datetime) -> str:
    if revision.effective_from > now:
        return "coming"
    return "past" if revision.effective_until is not None and revision.effective_until <= now else "now"
