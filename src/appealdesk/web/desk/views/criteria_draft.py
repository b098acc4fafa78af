"""A draft as a whole: upload and download, copy from another position, discard, restore, submit, take back."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.actions.discard import discard_draft
from appealdesk.appeals.actions.restore import restore_draft
from appealdesk.appeals.actions.save import save_draft
from appealdesk.appeals.actions.send_back import send_back_draft
from appealdesk.appeals.actions.submit import submit_draft
from appealdesk.appeals.queries.drafts import DraftPage, draft_of_position
from appealdesk.core.criteria.language import load_document
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.core.criteria.written import written_document
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.effective import EffectiveForm, effective_form, read_effective
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.criteria import Finding
from appealdesk.web.desk.pages.criteria_editor import criteria_desk, start_document, text_page
from appealdesk.web.shared.criteria_problems import problem_text
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ChangePage", "act", "changes", "copy", "download", "file_response", "upload"]

_LARGEST = 500_000


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A colleague's saving that came while the page was open; `draft` is None once it is no longer open."""

    ref: str
    draft: DraftPage | None
    by: str


@desk_view("criteria", "GET")
def changes(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Nothing while the draft is the one that the page shows; else who changed it."""
    draft = draft_of_position(actor=actor, position_ref=ref)
    if (draft.version if draft else 0) == read_number(request.GET, "seen", default=0):
        return HttpResponse(status=204)
    by = staff_names({draft.saved_by}).get(draft.saved_by, draft.saved_by) if draft else ""
    return render(request, "desk/criteria/_change.html", {"page": ChangePage(ref, draft, by)})


@desk_view("criteria", "POST")
def upload(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """A criteria file, or the document as text, becomes the draft; what is no JSON comes back as it was typed."""
    desk = criteria_desk(actor, ref)
    file = request.FILES.get("file")
    text = request.POST.get("text", "")
    try:
        if file is not None:
            if (file.size or 0) > _LARGEST:
                raise Refusal(
                    "desk.criteria_file_large", _("A criteria file has at most 500 kB. Choose the right file.")
                )
            text = _decoded(file.read())
        document = load_document(text)
    except CriteriaError as error:
        findings = tuple(
            Finding(
                text=f"{problem.path}: {problem_text(problem)}" if problem.path else problem_text(problem), target=""
            )
            for problem in error.problems
        )
        return _refused(request, actor, ref, text=text, findings=findings)
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), "stop")
        return _back(ref)
    effective = read_effective(request.POST)
    if "effective" not in request.POST:
        effective = effective_form(desk.draft.effective_at if desk.draft else None)
    return _stored(request, actor, ref, document=document, text=text, effective=effective)


@desk_view("criteria", "POST")
def copy(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Another position's newest criteria become the draft of this one."""
    other = criteria_desk(actor, request.POST.get("from", ""))
    if other.before is None:
        raise NotFound("criteria")
    document = {key: value for key, value in other.before.document.items() if key in {"constants", "facts", "criteria"}}
    return _stored(request, actor, ref, document=document, text="", effective=effective_form(None))


@desk_view("criteria", "POST")
def act(request: HttpRequest, actor: Actor, ref: str, act: str) -> HttpResponse:
    """Discard, restore, submit for approval, or take back from it."""
    about: dict[str, Any] = {"actor": actor, "now": read_clock(), "position_ref": ref}
    version = read_number(request.POST, "version", default=0)
    try:
        if act == "discard":
            discard_draft(**about, version=version)
            say(request, _("The draft is discarded. You can take it up again below."))
        elif act == "submit":
            submit_draft(**about, version=version)
            say(request, _("Submitted. A second person now looks at it; nothing is public yet."))
        elif act == "restore":
            restore_draft(**about)
            say(request, _("The draft is open again."))
        else:
            send_back_draft(**about, version=version)
            say(request, _("Taken back. You can change the draft again."))
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), "stop")
    return _back(ref)


@desk_view("criteria", "GET")
def download(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The saved draft, or what one would begin with, as a criteria file."""
    desk = criteria_desk(actor, ref)
    document = start_document(desk, read_clock())
    return file_response(document, f"{desk.slug}-{document['revision']}-draft.json")


def file_response(document: Any, name: str) -> HttpResponse:
    """A criteria file of the format appealdesk.criteria/1."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written_document(document), content_type="application/json; charset=utf-8", headers=headers)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("desk.criteria_file_encoding", _("The file is not UTF-8 text. Choose a criteria file.")) from None


def _stored(
    request: HttpRequest, actor: Actor, ref: str, *, document: Any, text: str, effective: EffectiveForm
) -> HttpResponse:
    try:
        if effective.problem:
            raise Refusal("desk.effective_moment", effective.problem)
        saved = save_draft(
            actor=actor,
            now=read_clock(),
            position_ref=ref,
            document=document,
            version=read_number(request.POST, "version", default=0),
            effective_at=effective.moment,
        )
        if request.POST.get("then") == "submit":
            submit_draft(actor=actor, now=read_clock(), position_ref=ref, version=saved.version)
    except Refusal as refusal:
        if text:
            return _refused(request, actor, ref, text=text, findings=(), refusal=refusal)
        say(request, refusal_sentence(refusal), "stop")
        return _back(ref)
    say(request, _("Saved as draft version %(version)d. Nothing is public yet.") % {"version": saved.version})
    return _back(ref)


def _refused(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    *,
    text: str,
    findings: tuple[Finding, ...],
    refusal: Refusal | None = None,
) -> HttpResponse:
    desk = criteria_desk(actor, ref)
    overtaken = refusal is not None and refusal.code == "appeals.draft_meanwhile"
    page = text_page(
        actor,
        read_clock(),
        desk,
        text=text,
        version=desk.draft.version if desk.draft else 0,
        findings=findings,
        problem=refusal_sentence(refusal) if refusal else "",
        conflict_version=desk.draft.version if overtaken and desk.draft else 0,
    )
    status = refusal_status(refusal) if refusal else 422
    return render(request, "desk/criteria/criteria.html", {"page": page}, status=status)


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:criteria", kwargs={"ref": ref}))
