"""The outbox: letters are read, reworded, approved or kept back before they leave."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from appealdesk.accounts.queries import staff_names
from appealdesk.donations.queries.held import is_gift_held
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen, Refusal
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.actions.cancel import cancel_letter
from appealdesk.letters.actions.edit import edit_letter
from appealdesk.letters.actions.note import note_opened, note_printed
from appealdesk.letters.inputs import LetterEdit
from appealdesk.letters.queries.outbox import LetterPage, OutboxPage, letter_page, outbox_page
from appealdesk.people.actions.note import note_reading
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.places import may_visit
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["LetterView", "OutboxView", "act", "approve_shown", "edit", "letter", "outbox"]

_STATUSES = ("draft", "approved", "sent", "delivered", "bounced", "failed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChoice:
    """One status with its count."""

    status: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class OutboxView:
    """One page of the outbox."""

    outbox: OutboxPage
    statuses: tuple[StatusChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """One letter; `subject` and `body` are what the form shows, `problem` what is wrong with them."""

    letter: LetterPage
    approved_by: str
    subject: str
    body: str
    problem: str
    problem_field: str
    opens_application: bool
    opens_goods: bool
    opens_person: bool
    held: bool

    @property
    def cancellable(self) -> bool:
        """True until the letter has left."""
        return self.letter.row.status in {"draft", "approved"}


@desk_view("letters", "GET")
def outbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Letters of one status."""
    status = request.GET.get("status", "draft")
    page = outbox_page(
        actor=actor, status=status if status in _STATUSES else "draft", page=read_number(request.GET, "page")
    )
    note_reading(
        actor=actor,
        now=read_clock(),
        person_refs=[row.person_ref for row in page.rows if row.person_ref],
        page="outbox",
    )
    view = OutboxView(page, tuple(_statuses(page)))
    return render(request, "desk/letters/outbox.html", {"page": view})


@desk_view("letters", "GET")
def letter(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One letter; a draft can be reworded, and any can be printed."""
    return _show(request, actor, ref)


@desk_view("letters", "POST")
def edit(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Reword a draft, and approve it if that button was pressed."""
    subject, body = request.POST.get("subject", ""), request.POST.get("body", "").replace("\r\n", "\n")
    try:
        entry = LetterEdit(letter_ref=ref, subject=subject, body=body)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        sentence = {
            "subject": _("A subject is one line of 1 to 200 characters."),
            "body": _("A letter needs 1 to 20,000 characters."),
        }.get(field, _("The letter could not be read."))
        return _show(request, actor, ref, words=(subject, body), refusal=Refusal("desk.letter", sentence, field=field))
    now = read_clock()
    try:
        edit_letter(actor=actor, now=now, entry=entry)
        if "approve" in request.POST:
            approve_letter(actor=actor, now=now, letter_ref=ref)
    except Refusal as refusal:
        return _show(request, actor, ref, words=(subject, body), refusal=refusal)
    if "approve" in request.POST:
        say(request, _("The letter %(ref)s is approved; it leaves within a few seconds.") % {"ref": ref})
        return HttpResponseRedirect(reverse("desk:letters"))
    say(request, _("The draft %(ref)s is saved. It leaves when somebody approves it.") % {"ref": ref})
    return HttpResponseRedirect(reverse("desk:letter", kwargs={"ref": ref}))


@desk_view("letters", "POST")
def act(request: HttpRequest, actor: Actor, ref: str, act: str) -> HttpResponse:
    """Approve, keep back, or note as printed; then back to the list that the officer came from."""
    now = read_clock()
    if act == "approve":
        approve_letter(actor=actor, now=now, letter_ref=ref)
        say(request, _("The letter %(ref)s is approved; it leaves within a few seconds.") % {"ref": ref})
    elif act == "cancel":
        cancel_letter(actor=actor, now=now, letter_ref=ref)
        say(request, _("The letter %(ref)s is kept back and will not leave.") % {"ref": ref}, "held")
    else:
        note_printed(actor=actor, now=now, letter_ref=ref)
        say(request, _("The letter %(ref)s is noted as sent by post.") % {"ref": ref})
    status = request.POST.get("status", "draft")
    return HttpResponseRedirect(f"{reverse('desk:letters')}?status={status if status in _STATUSES else 'draft'}")


@desk_view("letters", "POST")
def approve_shown(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Approve the letters that were ticked on the page, one by one; a letter that changed meanwhile is left alone."""
    now, approved, left = read_clock(), 0, 0
    for ref in dict.fromkeys(request.POST.getlist("letter")[:100]):
        try:
            approve_letter(actor=actor, now=now, letter_ref=ref)
            approved += 1
        except Foreseen:
            left += 1
    if approved:
        text = ngettext(
            "%(count)d letter is approved; it leaves within a few seconds.",
            "%(count)d letters are approved; they leave within a few seconds.",
            approved,
        )
        say(request, text % {"count": approved})
    if left:
        text = ngettext(
            "%(count)d letter was changed by a colleague meanwhile and was left alone.",
            "%(count)d letters were changed by a colleague meanwhile and were left alone.",
            left,
        )
        say(request, text % {"count": left}, "held")
    if not approved and not left:
        say(request, _("No letter was ticked, so nothing was approved."), "held")
    return HttpResponseRedirect(reverse("desk:letters"))


def _show(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    *,
    words: tuple[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    found = letter_page(actor=actor, ref=ref)
    row = found.row
    if row.person_ref:
        note_reading(actor=actor, now=read_clock(), person_refs=[row.person_ref], page="letter", about_ref=ref)
    if row.adverse and row.status == "draft" and request.method == "GET":
        note_opened(actor=actor, now=read_clock(), letter_ref=ref)
    page = LetterView(
        letter=found,
        approved_by=staff_names([found.approved_by]).get(found.approved_by, ""),
        subject=words[0] if words else row.subject,
        body=words[1] if words else found.body,
        problem=refusal_sentence(refusal) if refusal else "",
        problem_field=refusal.field if refusal else "",
        opens_application=row.about_ref.startswith("A-") and may_visit(actor.role, "queue"),
        opens_goods=row.kind.startswith("in_kind_") and may_visit(actor.role, "goods"),
        opens_person=may_visit(actor.role, "people"),
        # Who may not decide about a hit does not learn that there is one.
        held=row.status == "cancelled"
        and may_visit(actor.role, "sanctions")
        and is_gift_held(actor=actor, ref=row.about_ref),
    )
    return render(
        request, "desk/letters/letter.html", {"page": page}, status=refusal_status(refusal) if refusal else 200
    )


def _statuses(page: OutboxPage) -> Iterator[StatusChoice]:
    for status in _STATUSES:
        if page.counts[status] or status in {"draft", "approved", "sent", "failed"}:
            yield StatusChoice(status=status, count=page.counts[status], current=status == page.status)
