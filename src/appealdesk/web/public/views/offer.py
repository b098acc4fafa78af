"""The volunteer form. Reading it costs a token; sending it costs one statement."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage, PositionPage
from appealdesk.enquiries.actions.receive import Received, receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.queries.links import status_path
from appealdesk.foundation.actor import Actor, public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen, Refusal
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.offer import offer_questions, read_offer
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, field_order
from appealdesk.web.public.forms.speaker import is_for_other, speaker_questions
from appealdesk.web.public.freshness import SplitPage
from appealdesk.web.public.limits import OFFERS, count
from appealdesk.web.public.middleware import FormResponse
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.public.tokens import is_token, new_token
from appealdesk.web.shared.culture import zone_of
from appealdesk.web.shared.refusals import AWAY, refusal_sentence, with_status

__all__ = ["OfferPage", "offer"]

# Stands in the rendered page where each visitor's own token goes; no template writes such a text by chance.
_PLACE = "appealdesk-form-token-goes-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """The form, or the choice of a position before it."""

    language: str
    appeal: AppealPage
    position: PositionPage | None
    token: str
    for_other: bool
    speaker_block: tuple[Question, ...]
    fact_block: tuple[Question, ...]
    identity_block: tuple[Question, ...]
    contact_block: tuple[Question, ...]
    message_block: tuple[Question, ...]
    problems: tuple[Problem, ...]
    consent_problem: str
    consent_given: bool

    @property
    def has_form(self) -> bool:
        """True if there are answers that a change of the language must keep."""
        return self.is_open and self.position is not None

    @property
    def is_open(self) -> bool:
        """True if the appeal takes offers."""
        return self.appeal.status == "open"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the form of the chosen position. POST: one sealed enquiry, then the status page."""
    appeal = APPEALS.take(slug)
    if request.method == "POST":
        return _receive(request, appeal, language)
    position = _position(appeal, request.GET.get("position", ""))
    if position is None and request.GET:
        # A position that is not asked for (any more): the choice is shown at its own address.
        return HttpResponseRedirect(request.path)
    body = _form(request, appeal, position, language, Fields([]), Problems(), token=_PLACE)
    before, place, after = body.partition(_PLACE.encode())
    # Only a form has a place for a token; the choice of a position has none.
    return FormResponse(SplitPage(appeal, before, after)) if place else HttpResponse(body)


def _receive(request: HttpRequest, appeal: AppealPage, language: str) -> HttpResponse:
    fields, problems = read_fields(request), Problems()
    position = _position(appeal, fields.one("position"))
    if position is None or "choose" in fields or "turn" in fields or appeal.status != "open":
        return HttpResponse(_form(request, appeal, position, language, fields, problems))
    now = read_clock()
    entry = read_offer(appeal, position, fields, language=language, today=_today(appeal, now), problems=problems)
    if entry is None:
        return HttpResponse(_form(request, appeal, position, language, fields, problems), status=422)
    actor = public_actor(appeal.organisation_id, language=language)
    try:
        count(request, OFFERS, now)
        received = _store(actor, now, entry)
    except (Foreseen, OperationalError) as error:
        # The form comes back with what was typed, because a page of its own would lose it.
        refusal = error if isinstance(error, Foreseen) else Refusal(AWAY, "Send it once more.")
        problems.say("refusal", refusal_sentence(refusal), anchor="main")
        return with_status(HttpResponse(_form(request, appeal, position, language, fields, problems)), refusal)
    response = HttpResponseRedirect(status_path(language=language, ref=received.ref, secret=received.secret))
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    return response


def _store(actor: Actor, now: datetime, entry: EnquiryInput) -> Received:
    """Store it; once more over a new connection if the database went away, since a submission is stored only once."""
    try:
        return receive_enquiry(actor=actor, now=now, entry=entry)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return receive_enquiry(actor=actor, now=now, entry=entry)


def _today(appeal: AppealPage, now: datetime) -> date:
    return now.astimezone(zone_of(appeal.timezone)).date()


def _position(appeal: AppealPage, slug: str) -> PositionPage | None:
    return next((position for position in appeal.positions if position.slug == slug), None)


def _form(
    request: HttpRequest,
    appeal: AppealPage,
    position: PositionPage | None,
    language: str,
    fields: Fields,
    problems: Problems,
    *,
    token: str = "",
) -> bytes:
    sent = fields.one("token")
    blocks: tuple[tuple[Question, ...], ...] = ((), (), (), ())
    if position is not None:
        blocks = offer_questions(position, fields, problems, language)
    speaker = speaker_questions(fields, problems) if position is not None else ()
    every = (*speaker, *(question for block in blocks for question in block))
    page = OfferPage(
        language=language,
        appeal=appeal,
        position=position,
        token=token or (sent if is_token(sent, appeal.ref) else new_token(appeal.ref)),
        for_other=is_for_other(fields),
        speaker_block=speaker,
        fact_block=blocks[0],
        identity_block=blocks[1],
        contact_block=blocks[2],
        message_block=blocks[3],
        problems=problems.ordered((*field_order(every), "consent")),
        consent_problem=problems.of("consent"),
        consent_given=fields.one("consent") == "yes",
    )
    return render(request, "public/offer/form.html", {"page": page}).content
