"""What somebody agreed to, and the language of our letters to them, behind the secret link of their own page."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.agree import agree_to_purpose
from appealdesk.people.actions.choose_language import choose_language
from appealdesk.people.actions.withdraw import withdraw_consent
from appealdesk.people.queries.consents import PurposePage, own_consents, own_language
from appealdesk.web.public.own import Own, guard_link, open_own, own_response, to_status
from appealdesk.web.shared.consent_text import PURPOSE_TEXTS, PURPOSES

__all__ = ["ConsentView", "PurposeView", "consent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeView:
    """One purpose in words, and how the consent to it stands."""

    title: Promise
    text: Promise
    consent: PurposePage


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """The purposes and the language, each with a form of its own; `done` says what was just changed."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    purposes: tuple[PurposeView, ...]
    spoken: str
    done: str


# Without a cookie there is nothing that another site could act with; the secret of the address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: what was agreed to, until when. POST: one thing is changed; a second press finds it changed."""
    now = read_clock()
    own = open_own(ref=ref, secret=secret, language=language, now=now)
    with acting(own.reader):
        spoken = own_language(actor=own.reader, enquiry_ref=ref)
    if own.status.erased or not spoken:
        return to_status(own)
    if request.method == "POST":
        done = _change(request, own, now)
        address = reverse("public:consent", args=(own.language, ref, secret))
        return guard_link(HttpResponseRedirect(f"{address}?done={done}", status=303))
    with acting(own.reader):
        pages = own_consents(actor=own.reader, enquiry_ref=ref, now=now)
    done = request.GET.get("done", "")
    page = ConsentView(
        language=language,
        secret=secret,
        status=own.status,
        appeal=own.appeal,
        purposes=tuple(
            PurposeView(title=PURPOSES[row.purpose], text=PURPOSE_TEXTS[row.purpose], consent=row) for row in pages
        ),
        spoken=spoken,
        done=done if done in {"agreed", "withdrawn", "language"} else "",
    )
    return own_response(request, "public/status/consent.html", page)


def _change(request: HttpRequest, own: Own, now: datetime) -> str:
    act, purpose, ref = request.POST.get("act", ""), request.POST.get("purpose", ""), own.status.ref
    if act == "agree":
        agree_to_purpose(actor=own.visitor, now=now, purpose=purpose, enquiry_ref=ref)
        return "agreed"
    if act == "withdraw":
        withdraw_consent(actor=own.visitor, now=now, purpose=purpose, enquiry_ref=ref)
        return "withdrawn"
    if act == "language":
        choose_language(actor=own.visitor, now=now, language=request.POST.get("language", ""), enquiry_ref=ref)
        return "language"
    raise NotFound("page")
