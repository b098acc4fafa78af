"""Giving by transfer: a code for the name field with all that the transfer needs, and the claim without a code."""

from dataclasses import dataclass

import segno
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.core.banking.epc import epc_text
from appealdesk.donations.actions.claim import claim_donation
from appealdesk.donations.actions.pledge import pledge_gift
from appealdesk.donations.queries.giving import GivingPage, PledgePage, giving_of, pledge_page
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import Foreseen, NotFound, Refusal
from appealdesk.web.public.forms.fields import Fields, read_fields
from appealdesk.web.public.forms.giving import claim_questions, giving_questions, read_claim, read_giving
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, field_order
from appealdesk.web.public.forms.speaker import is_for_other
from appealdesk.web.public.freshness import LastAnswers
from appealdesk.web.public.limits import CLAIMS, PLEDGES, count
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.public.tokens import is_token, new_token
from appealdesk.web.public.views.appeals import Detail, bank_details
from appealdesk.web.shared.culture import zone_of
from appealdesk.web.shared.refusals import AWAY, refusal_sentence, with_status

__all__ = [
    "GivingView",
    "PledgeView",
    "claim",
    "form_answer",
    "give",
    "is_attempt",
    "pledged",
    "refusal_of",
    "see_other",
    "typed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingView:
    """The form of a pledge, a claim or goods; `sent` is the reference of a claim or an offer just made.

    `for_other` is true where somebody speaks for a company or group.
    """

    language: str
    appeal: AppealPage
    token: str
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    consent_problem: str
    consent_given: bool
    for_other: bool
    sent: str = ""

    @property
    def has_form(self) -> bool:
        """True if there are answers that a change of the language must keep."""
        return not self.sent


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeView:
    """A pledge with what the transfer needs; `picture` is the QR code where a banking app can read one."""

    language: str
    appeal: AppealPage
    pledge: PledgePage
    details: tuple[Detail, ...]
    picture: SafeString


# Without a cookie there is nothing that another site could act with.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the form. POST: a pledge with a code, then its page."""
    appeal, giving = _giving(slug)
    fields, problems, refused = typed(request), Problems(), None
    entry = (
        read_giving(appeal, fields, currency=giving.currency, language=language, problems=problems)
        if is_attempt(request, fields)
        else None
    )
    if entry is not None:
        actor, now = public_actor(appeal.organisation_id, language=language), read_clock()
        try:
            count(request, PLEDGES, now)
            made = pledge_gift(actor=actor, now=now, entry=entry)
        except (Foreseen, OperationalError) as error:
            refused = refusal_of(error)
        else:
            return see_other(
                reverse(
                    "public:pledged",
                    kwargs={"language": language, "slug": slug, "ref": made.ref, "secret": made.secret},
                )
            )
    questions = giving_questions(fields, problems, giving.currency)
    return form_answer(
        request, "public/giving/give.html", language, appeal, fields, problems, questions, refused=refused
    )


@require_safe
def pledged(request: HttpRequest, language: str, slug: str, ref: str, secret: str) -> HttpResponse:
    """The code, the bank's details, and the QR code; whoever has the link sees no name."""
    appeal, _giving_page = _giving(slug)
    pledge = pledge_page(organisation_id=appeal.organisation_id, ref=ref, secret=secret)
    view = PledgeView(
        language=language,
        appeal=appeal,
        pledge=pledge,
        details=bank_details(appeal, language),
        picture=_picture(appeal, pledge),
    )
    response = render(request, "public/giving/pledged.html", {"page": view})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the form, or thanks after it. POST: a claim that a person will look at."""
    appeal, giving = _giving(slug)
    fields, problems, refused = typed(request), Problems(), None
    now = read_clock()
    today = now.astimezone(zone_of(appeal.timezone)).date()
    entry = (
        read_claim(appeal, fields, currency=giving.currency, language=language, today=today, problems=problems)
        if is_attempt(request, fields)
        else None
    )
    if entry is not None:
        try:
            count(request, CLAIMS, now)
            ref = claim_donation(actor=public_actor(appeal.organisation_id, language=language), now=now, entry=entry)
        except (Foreseen, OperationalError) as error:
            refused = refusal_of(error)
        else:
            return see_other(reverse("public:claim", kwargs={"language": language, "slug": slug}) + f"?sent={ref}")
    questions = claim_questions(fields, problems, giving.currency)
    sent = request.GET.get("sent", "")
    return form_answer(
        request, "public/giving/claim.html", language, appeal, fields, problems, questions, sent=sent, refused=refused
    )


def typed(request: HttpRequest) -> Fields:
    """What was sent, or nothing yet."""
    return read_fields(request) if request.method == "POST" else Fields([])


def refusal_of(error: Foreseen | OperationalError) -> Foreseen:
    """A database that is away for a moment is told like any other refusal: beside all that was typed."""
    return error if isinstance(error, Foreseen) else Refusal(AWAY, "Send it once more.")


def is_attempt(request: HttpRequest, fields: Fields) -> bool:
    """A change of the language, or of who offers, comes as a form, too, and is no attempt to send it."""
    return request.method == "POST" and "choose" not in fields and "turn" not in fields


_LAST: LastAnswers[GivingPage | None] = LastAnswers()


def _giving(slug: str) -> tuple[AppealPage, GivingPage]:
    appeal = APPEALS.take(slug)
    giving = _LAST.ask(appeal.id, lambda: giving_of(organisation_id=appeal.organisation_id, appeal_id=appeal.id))
    if giving is None:
        raise NotFound("page")
    return appeal, giving


def form_answer(
    request: HttpRequest,
    template: str,
    language: str,
    appeal: AppealPage,
    fields: Fields,
    problems: Problems,
    questions: tuple[Question, ...],
    *,
    sent: str = "",
    refused: Foreseen | None = None,
) -> HttpResponse:
    """The form with what was typed and what is wrong with it, or the thanks for what was `sent`."""
    token = fields.one("token")
    if isinstance(refused, NotFound):
        # Closed since the appeal was read, a moment ago; a page of its own would lose what was typed.
        problems.add("refusal", "giving.closed", anchor="main")
        refused = None
    elif refused is not None:
        problems.say("refusal", refusal_sentence(refused), anchor="main")
    page = GivingView(
        language=language,
        appeal=appeal,
        token=token if is_token(token, appeal.ref) else new_token(appeal.ref),
        questions=questions,
        problems=problems.ordered((*field_order(questions), "consent")),
        consent_problem=problems.of("consent"),
        consent_given=fields.one("consent") == "yes",
        for_other=is_for_other(fields),
        sent=sent if is_ref(sent, "X") else "",
    )
    response = render(request, template, {"page": page}, status=422 if problems else 200)
    response.headers["Cache-Control"] = "no-store"
    return response if refused is None else with_status(response, refused)


def see_other(address: str) -> HttpResponse:
    """To a page of its own, so that a reload sends nothing twice."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    return response


def _picture(appeal: AppealPage, pledge: PledgePage) -> SafeString:
    details = appeal.donation_details
    text = epc_text(
        holder=str(details.get("account_holder", "")),
        iban=str(details.get("iban", "")),
        bic=str(details.get("swift", "")),
        amount=pledge.amount,
        words=pledge.code,
    )
    if text is None:
        return SafeString("")
    code = segno.make(text, error="m", encoding="utf-8", micro=False)
    # The library writes the picture; nothing of it is typed by a visitor but the digits of the amount.
    return mark_safe(code.svg_inline(scale=5, border=4, svgclass="qr", lineclass=None, omitsize=False))  # noqa: S308
