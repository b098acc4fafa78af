"""Giving by card: a form, the way to the provider's page, and the page that says honestly what has come of it.

The strict policy lets no form lead elsewhere, so that the form leads to a page of ours, and from there a link and an
instant refresh lead on.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.donations.actions.return_card_gift import return_card_gift
from appealdesk.donations.actions.start_card_gift import StartedGift, start_card_gift
from appealdesk.donations.inputs import CardGiftInput
from appealdesk.donations.queries.card_accounts import CardWay, card_ways
from appealdesk.donations.queries.card_gifts import CardGiftPage, card_gift_page
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Foreseen, NotFound
from appealdesk.web.public.forms.card import TAKING, card_questions, chosen_currency, read_card, takes_paypal
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problem, Problems
from appealdesk.web.public.forms.questions import Question, field_order
from appealdesk.web.public.freshness import LastAnswers
from appealdesk.web.public.limits import CARDS, count, count_site
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.public.tokens import is_token, new_token
from appealdesk.web.public.views.giving import is_attempt, refusal_of, see_other, typed
from appealdesk.web.public.work import BITS, is_worked, new_ticket, seconds_left, seed_of
from appealdesk.web.shared.refusals import refusal_sentence, with_status

__all__ = ["CardGiftView", "CardView", "card", "card_gift"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """The form; `wait` says for how many seconds whoever has no JavaScript still waits, None before it was sent."""

    language: str
    appeal: AppealPage
    token: str
    currency: str
    takes_paypal: bool
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    consent_problem: str
    consent_given: bool
    ticket: str
    wait: int | None
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGiftView:
    """What has come of a gift: go on to pay, waiting for the provider, received, given back, or not paid."""

    language: str
    appeal: AppealPage
    gift: CardGiftPage
    secret: str
    came_from: str

    @property
    def stage(self) -> str:
        """One word for the page."""
        if self.gift.state == "paid":
            return "returned" if self.gift.returned == self.gift.amount else "received"
        if self.gift.state == "ended":
            return "ended"
        if self.came_from == "left":
            return "left"
        return "waiting" if self.gift.came_back else "leaving"


# Without a cookie there is nothing that another site could act with.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """GET: the form. POST: the gift is begun, and its page leads on to the provider's."""
    appeal = APPEALS.take(slug)
    ways, fields, problems = _ways(appeal), typed(request), Problems()
    if appeal.status not in TAKING or not ways:
        # Whoever has typed already keeps it; an old link leads to the appeal, which says how it stands.
        ways = ways or _ways(appeal, active=False)
        if request.method != "POST" and ways and appeal.status not in TAKING:
            return see_other(reverse("public:appeal", kwargs={"language": language, "slug": slug}))
        if request.method != "POST" or not ways:
            raise NotFound("page")
        problems.add("refusal", "giving.no_cards" if appeal.status in TAKING else "giving.closed", anchor="main")
        return _form(request, language, appeal, ways, fields, problems)
    if not is_attempt(request, fields):
        return _form(request, language, appeal, ways, fields, problems)
    entry = read_card(appeal, ways, fields, language=language, problems=problems)
    if entry is None:
        return _form(request, language, appeal, ways, fields, problems)
    now = read_clock()
    seed = seed_of(fields.one("token"), fields.one("amount"), entry.currency)
    wait = seconds_left(fields.one("ticket"), seed, now)
    if not is_worked(seed, fields.one("work")) and wait != 0:
        ticket = new_ticket(seed, now) if wait is None else fields.one("ticket")
        return _form(request, language, appeal, ways, fields, problems, ticket=ticket, wait=wait)
    try:
        started = _start(request, language, appeal, entry)
    except NotFound:
        # Switched off or closed since the form was read, a moment ago.
        problems.add("refusal", "giving.no_cards", anchor="main")
        return _form(request, language, appeal, ways, fields, problems)
    except (Foreseen, OperationalError) as error:
        refusal = refusal_of(error)
        problems.say("refusal", refusal_sentence(refusal), anchor="main")
        return with_status(_form(request, language, appeal, ways, fields, problems), refusal)
    return see_other(_address(language, slug, started.ref, started.secret))


@require_safe
def card_gift(request: HttpRequest, language: str, slug: str, ref: str, secret: str) -> HttpResponse:
    """What has come of the gift; whoever has the link sees no name. Back from paying, the provider is asked once."""
    appeal = APPEALS.take(slug)
    came_from = next((word for word in ("paid", "left") if word in request.GET), "")
    organisation_id = appeal.organisation_id
    gift = card_gift_page(organisation_id=organisation_id, appeal_id=appeal.id, ref=ref, secret=secret)
    if came_from == "paid" and gift.state == "started" and not gift.came_back:
        return_card_gift(actor=public_actor(organisation_id, language=language), now=read_clock(), payment_ref=ref)
        gift = card_gift_page(organisation_id=organisation_id, appeal_id=appeal.id, ref=ref, secret=secret)
    page = CardGiftView(language=language, appeal=appeal, gift=gift, secret=secret, came_from=came_from)
    response = render(request, "public/giving/card_gift.html", {"page": page})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _start(request: HttpRequest, language: str, appeal: AppealPage, entry: CardGiftInput) -> StartedGift:
    now = read_clock()
    count(request, CARDS, now)
    count_site(appeal.organisation_id, now)
    site = settings.PUBLIC_ADDRESS.rstrip("/")
    return start_card_gift(
        actor=public_actor(appeal.organisation_id, language=language),
        now=now,
        entry=entry,
        address_of=lambda ref, secret, word: f"{site}{_address(language, appeal.slug, ref, secret)}?{word}",
    )


def _address(language: str, slug: str, ref: str, secret: str) -> str:
    return reverse("public:card_gift", kwargs={"language": language, "slug": slug, "ref": ref, "secret": secret})


def _ways(appeal: AppealPage, *, active: bool = True) -> tuple[CardWay, ...]:
    return _LAST.ask(
        appeal.id if active else -appeal.id,
        lambda: card_ways(organisation_id=appeal.organisation_id, appeal_id=appeal.id, active=active),
    )


_LAST: LastAnswers[tuple[CardWay, ...]] = LastAnswers()


def _form(
    request: HttpRequest,
    language: str,
    appeal: AppealPage,
    ways: tuple[CardWay, ...],
    fields: Fields,
    problems: Problems,
    *,
    ticket: str = "",
    wait: int | None = None,
) -> HttpResponse:
    token = fields.one("token")
    questions = card_questions(ways, fields, problems)
    page = CardView(
        language=language,
        appeal=appeal,
        token=token if is_token(token, appeal.ref) else new_token(appeal.ref),
        currency=chosen_currency(ways, fields),
        takes_paypal=takes_paypal(ways),
        questions=questions,
        problems=problems.ordered((*field_order(questions), "consent")),
        consent_problem=problems.of("consent"),
        consent_given=fields.one("consent") == "yes",
        ticket=ticket,
        wait=wait,
        bits=BITS,
    )
    response = render(request, "public/giving/card.html", {"page": page}, status=422 if problems else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
