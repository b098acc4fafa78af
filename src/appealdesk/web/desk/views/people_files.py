"""Files of people: sent by a company or a group, looked at, confirmed, taken in while the page says how far it is."""

from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.appeals.queries.pages import AppealCard
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.people_list import MOST_BYTES, ListProblem
from appealdesk.enquiries.actions.confirm_people_file import confirm_people_file
from appealdesk.enquiries.actions.put_aside import put_aside_people_file
from appealdesk.enquiries.actions.read import read_people_file
from appealdesk.enquiries.actions.take_people_file import AT_ONCE, take_people_file
from appealdesk.enquiries.queries.people_files import PAGE, PeopleFilePage, people_file_page, people_files_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.jobs import waits_for_room
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.queries.wording import ANY_POSITION
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.forms.people_file import PeopleFileForm, read_people_form
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.people_files import (
    Broughts,
    FilesView,
    FileView,
    ProgressView,
    brought,
    columns_view,
    preview_rows,
    sample_csv,
)
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.people_file_problems import list_problem_text
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status, telling

__all__ = ["columns", "confirm", "people_file", "people_files", "progress", "put_aside", "sample"]


@desk_view("people", "GET", "POST")
def people_files(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the list and the form. POST: take a file; nobody on it is taken in yet."""
    if request.method == "POST":
        return _take(request, actor)
    return _show(request, actor, PeopleFileForm(appeal=request.GET.get("appeal", "")))


@desk_view("people", "GET")
def columns(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The columns of the chosen appeal."""
    chosen = _appeal(actor, request.GET.get("appeal", ""))
    page = columns_view(now=read_clock(), appeal=chosen, language=actor.language)
    return render(request, "desk/people/_columns.html", {"page": page})


@desk_view("people", "GET")
def sample(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A file with the headings for an appeal, to be sent to whoever keeps the list."""
    chosen = next((card for card in _open_appeals(actor) if card.ref == ref), None)
    if chosen is None:
        raise NotFound("appeal")
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else actor.language
    view = columns_view(now=read_clock(), appeal=chosen, language=language)
    response = HttpResponse(sample_csv(view), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{chosen.slug}-{language}.csv"'
    return response


@desk_view("people", "GET")
def people_file(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One file: its preview, its progress, what is wrong with it, or whom it brought."""
    now = read_clock()
    detail = read_people_file(actor=actor, now=now, ref=ref)
    file = detail.page
    shown = Broughts()
    if file.status == "imported" or file.new:
        page_number = max(1, read_number(request.GET, "page"))
        shown = brought(actor=actor, now=now, file=file, page=page_number, size=PAGE)
    titles = {position.ref: position.titles for position in position_names(actor.own_organisation).values()}
    page = FileView(
        file=file,
        detail=detail,
        progress=_progress(actor, file),
        preview=preview_rows(detail, titles, ANY_POSITION),
        problems=tuple(map(list_problem_text, detail.problems)),
        brought=shown,
        by=staff_names([file.received_by]).get(file.received_by, file.received_by),
    )
    return render(request, "desk/people/file.html", {"page": page})


@desk_view("people", "GET")
def progress(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """How far it is; once it stands still the whole page is loaded again."""
    page = _progress(actor, people_file_page(actor=actor, ref=ref))
    response = render(request, "desk/people/_file_progress.html", {"page": page})
    if not page.file.runs:
        response.headers["HX-Refresh"] = "true"
    return response


@desk_view("people", "POST")
def confirm(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Take in the people who were looked at."""
    with telling(request, _("The people are being taken in now; you may leave this page.")):
        confirm_people_file(actor=actor, now=read_clock(), file_ref=ref)
    return HttpResponseRedirect(reverse("desk:people_file", kwargs={"ref": ref}))


@desk_view("people", "POST")
def put_aside(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Destroy the file; nobody else on it is taken in."""
    with telling(request, _("The file is put aside and destroyed.")):
        put_aside_people_file(actor=actor, now=read_clock(), file_ref=ref)
    return HttpResponseRedirect(reverse("desk:people_files"))


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    speaker, form = read_people_form(request.POST)
    sent = request.FILES.get("file")
    if form.problems:
        return _show(request, actor, form, status=422)
    try:
        if not isinstance(sent, UploadedFile) or sent.size == 0:
            raise Refusal("desk.no_file", _("Choose a file with people first."), field="file")
        taken = take_people_file(
            actor=actor,
            now=read_clock(),
            appeal_ref=form.appeal,
            # What is too long is refused by its length alone.
            data=sent.read(MOST_BYTES + 1),
            file_name=sent.name or "",
            speaker=speaker,
        )
    except Refusal as refusal:
        return _show(request, actor, form, refusal=refusal, status=refusal_status(refusal))
    if taken.already:
        say(request, _("This very file is here already; nothing was changed."), "held")
    else:
        say(request, _("The file is kept sealed. Look at it below, then take its people in or put it aside."))
    return HttpResponseRedirect(reverse("desk:people_file", kwargs={"ref": taken.ref}))


def _show(
    request: HttpRequest, actor: Actor, form: PeopleFileForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    found = refusal.values.get("problems", []) if refusal else []
    problems = [problem for problem in found if isinstance(problem, ListProblem)] if isinstance(found, list) else []
    count = refusal.values.get("count", 0) if refusal else 0
    files = people_files_page(actor=actor)
    chosen = _appeal(actor, form.appeal)
    page = FilesView(
        files=files,
        staff=staff_names(sorted({file.received_by for file in files})),
        appeals=_open_appeals(actor),
        form=replace(form, appeal=chosen.ref if chosen else ""),
        columns=columns_view(now=read_clock(), appeal=chosen, language=actor.language),
        problem=refusal_sentence(refusal) if refusal else "",
        problems=tuple(map(list_problem_text, problems)),
        more_problems=max(0, count - len(problems)) if isinstance(count, int) else 0,
    )
    return render(request, "desk/people/files.html", {"page": page}, status=status)


def _open_appeals(actor: Actor) -> tuple[AppealCard, ...]:
    return tuple(card for card in appeals_of(actor.own_organisation) if card.status == "open")


def _appeal(actor: Actor, ref: str) -> AppealCard | None:
    """The chosen appeal, or the first one that is open."""
    cards = _open_appeals(actor)
    return next((card for card in cards if card.ref == ref), cards[0] if cards else None)


def _progress(actor: Actor, file: PeopleFilePage) -> ProgressView:
    """The remaining time follows from the rows done since the present pass began; the first rows, which were read when
    the file came, say nothing about it."""
    if file.runs and waits_for_room(organisation_id=actor.own_organisation):
        return ProgressView(file, None, disk_full=True)
    passed = read_clock() - (file.confirmed_at or file.received_at)
    first = AT_ONCE if file.status == "checking" else 0
    if not first < file.done < file.rows or passed > timedelta(hours=6):
        return ProgressView(file, None)
    return ProgressView(file, passed.total_seconds() * (file.rows - file.done) / file.done)
