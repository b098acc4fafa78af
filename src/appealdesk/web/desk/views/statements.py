"""Bank statements: a file is taken whole or refused whole, looked at, confirmed, its import watched, perhaps undone."""

from datetime import timedelta
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appealdesk.core.banking.statement import FORMATS
from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.queries.money import (
    StatementPage,
    accounts_page,
    statement_detail,
    statement_preview,
    statements_page,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.jobs import waits_for_room
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.statements import ProgressView, StatementsView, StatementView
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status
from appealdesk.web.shared.statement_problems import problem_text

__all__ = ["confirm", "progress", "show_statements", "statement", "statements", "undo"]

_PROBLEMS_SHOWN: Final = 50
# A file that names its account otherwise: a person may know that it is one of those that are registered.
_UNKNOWN: Final = frozenset({"donations.account_unknown", "donations.other_account"})


@desk_view("statements", "GET", "POST")
def statements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the list and the form. POST: take a file in."""
    if request.method == "POST":
        return _take(request, actor)
    return show_statements(request, actor)


@desk_view("statements", "GET")
def statement(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One statement and a page of its lines."""
    return _statement(request, actor, ref)


@desk_view("statements", "GET")
def progress(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """How far the import is; once it is done the whole page is loaded again."""
    page = _progress(actor, statement_detail(actor=actor, ref=ref).statement)
    response = render(request, "desk/statements/_progress.html", {"page": page})
    if not page.runs:
        response.headers["HX-Refresh"] = "true"
    return response


@desk_view("statements", "POST")
def confirm(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Import the file that was looked at."""
    try:
        confirm_statement(actor=actor, now=read_clock(), statement_ref=ref)
    except Refusal as refusal:
        return _statement(request, actor, ref, refusal)
    say(request, _("The lines are being imported now; you may leave this page."))
    return HttpResponseRedirect(reverse("desk:statement", kwargs={"ref": ref}))


@desk_view("statements", "POST")
def undo(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take back the whole statement, or put aside a file that was not imported."""
    try:
        undone = undo_statement(actor=actor, now=read_clock(), statement_ref=ref)
    except Refusal as refusal:
        return _statement(request, actor, ref, refusal)
    if undone.lines:
        say(
            request,
            ngettext(
                "The statement is undone: %(count)s donation was taken back by a reversing entry. Its file can be "
                "uploaded again.",
                "The statement is undone: %(count)s donations were taken back by reversing entries. Its file can be "
                "uploaded again.",
                undone.donations,
            )
            % {"count": undone.donations},
        )
    else:
        say(request, _("The file is put aside; nothing of it was imported."))
    return HttpResponseRedirect(reverse("desk:statement", kwargs={"ref": ref}))


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        missing = Refusal("desk.no_file", _("Choose a bank's file first."), field="file")
        return show_statements(request, actor, refusal=missing)
    chosen = request.POST.get("format", "")
    try:
        received = receive_statement(
            actor=actor,
            now=read_clock(),
            # In pieces, because a file of a million lines has 200 MB; each reading begins at its start.
            data=lambda: sent.chunks(),
            file_name=sent.name or "",
            format=chosen if chosen in FORMATS else None,
            account_ref=request.POST.get("account", ""),
        )
    except Refusal as refusal:
        return show_statements(request, actor, refusal=refusal)
    if received.already:
        say(request, _("This very file had been received before; nothing was changed."), "held")
    else:
        say(request, _("The file is checked and stored. Look at it below, then import it or put it aside."))
    return HttpResponseRedirect(reverse("desk:statement", kwargs={"ref": received.ref}))


def _statement(request: HttpRequest, actor: Actor, ref: str, refusal: Refusal | None = None) -> HttpResponse:
    detail = statement_detail(actor=actor, ref=ref, page=max(1, read_number(request.GET, "page")))
    preview = statement_preview(actor=actor, ref=ref) if detail.statement.waits else ()
    problem = refusal_sentence(refusal) if refusal else ""
    page = StatementView(detail, _progress(actor, detail.statement), preview, problem)
    status = refusal_status(refusal) if refusal else 200
    return render(request, "desk/statements/statement.html", {"page": page}, status=status)


def show_statements(
    request: HttpRequest, actor: Actor, *, refusal: Refusal | None = None, of_name: Refusal | None = None
) -> HttpResponse:
    """The list, with what was typed, and why a file or another name of an account was refused."""
    problems = refusal.values.get("problems", ()) if refusal else ()
    listed = tuple(map(problem_text, problems)) if isinstance(problems, list) else ()
    count = refusal.values.get("count", len(listed)) if refusal else 0
    page = StatementsView(
        statements=statements_page(actor=actor),
        accounts=accounts_page(actor=actor),
        format=request.POST.get("format", ""),
        account=request.POST.get("account", ""),
        problem=refusal_sentence(refusal) if refusal else "",
        problems=listed[:_PROBLEMS_SHOWN],
        problem_count=count if isinstance(count, int) else len(listed),
        refused=refusal is not None and refusal.code != "desk.no_file",
        unknown_name=_unknown_name(request, refusal, of_name),
        name_problem=refusal_sentence(of_name) if of_name else "",
    )
    why = refusal or of_name
    status = refusal_status(why) if why else 200
    return render(request, "desk/statements/statements.html", {"page": page}, status=status)


def _unknown_name(request: HttpRequest, refusal: Refusal | None, of_name: Refusal | None) -> str:
    """The name that a file gave its account, or the one that was typed for it."""
    if of_name:
        return request.POST.get("name", "")
    return str(refusal.values.get("name", "")) if refusal and refusal.code in _UNKNOWN else ""


def _progress(actor: Actor, found: StatementPage) -> ProgressView:
    """The remaining time follows from the lines done since the file was received."""
    if found.runs and waits_for_room(organisation_id=actor.own_organisation):
        return ProgressView(found, None, disk_full=True)
    passed = read_clock() - (found.confirmed_at or found.received_at)
    if not found.done or found.done >= found.lines or passed > timedelta(hours=6):
        return ProgressView(found, None)
    return ProgressView(found, passed.total_seconds() * (found.lines - found.done) / found.done)
