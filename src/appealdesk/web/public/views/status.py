"""The page behind the secret link: what was received, what was decided and why, what helps, and what can be done."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from appealdesk.appeals.queries.pages import AppealPage, PositionPage
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import pick
from appealdesk.people.queries.erasures import OwnErasure, own_erasure
from appealdesk.placements.queries.ways import WayPage, ways_of_appeal
from appealdesk.screening.queries.decisions import PublicResult, result_for_public
from appealdesk.screening.queries.reviews import PublicReview, may_ask_again, reviews_for_public
from appealdesk.screening.queries.told import ToldResult, told_result
from appealdesk.web.public.own import Own, open_own, own_response
from appealdesk.web.public.views.evidence import SentDocument, sent_documents
from appealdesk.web.shared.erasure_text import decline_text
from appealdesk.web.shared.fact_text import absence_text, evidence_text, fact_text

__all__ = ["StatusView", "ToldFact", "status"]

# What the acts say that they did; anything else in the address says nothing.
_DONE = frozenset({"answers", "erasure", "evidence", "nothing", "review"})


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One fact that the person gave, in words; `evidence` where more than their word shows it."""

    key: str
    label: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What the holder of the link sees; a screening is not a decision and is not shown before there is one."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    position: PositionPage | None
    facts: tuple[ToldFact, ...]
    documents: tuple[SentDocument, ...]
    result: PublicResult | None
    reviews: tuple[PublicReview, ...]
    told: ToldResult | None
    ways: tuple[WayPage, ...]
    erasure: OwnErasure | None
    erasure_reason: str
    is_live: bool
    can_answer: bool
    done: str

    @property
    def stage(self) -> str:
        """erased, withdrawn, the decision's outcome, received, or message for what is no offer."""
        if self.status.erased:
            return "erased"
        if self.status.kind != "offer":
            return "message"
        if self.status.withdrawn_at:
            return "withdrawn"
        return self.result.outcome if self.result else "received"

    @property
    def can_contest(self) -> bool:
        """True where the holder may ask for another look at the decision."""
        return self.is_live and may_ask_again(self.stage, self.reviews)

    @property
    def needs_ways(self) -> bool:
        """True where the ways to help come first, because the offer itself goes no further."""
        return self.stage in {"declined", "referred"}

    @property
    def explains(self) -> bool:
        """True where there is a decision by criteria to explain."""
        return bool(self.told and self.told.criteria) and self.stage not in {"withdrawn", "erased"}


@require_safe
def status(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """One person's page."""
    now = read_clock()
    own = open_own(ref=ref, secret=secret, language=language, now=now)
    done = request.GET.get("done", "")
    return own_response(request, "public/status/status.html", _view(own, now, done if done in _DONE else ""))


def _view(own: Own, now: datetime, done: str) -> StatusView:
    with acting(own.reader):
        result, told = None, None
        reviews: tuple[PublicReview, ...] = ()
        erasure = own_erasure(actor=own.reader, enquiry_ref=own.status.ref)
        if own.application is not None:
            result = result_for_public(own.application.ref, language=own.language)
            reviews = reviews_for_public(own.application.ref, language=own.language)
            told = told_result(actor=own.reader, now=now, application=own.application, language=own.language)
        return StatusView(
            language=own.language,
            secret=own.secret,
            status=own.status,
            appeal=own.appeal,
            position=own.position,
            facts=() if own.status.erased else _facts(own),
            documents=() if own.status.erased else sent_documents(own),
            result=result,
            reviews=reviews,
            told=told,
            ways=ways_of_appeal(own.appeal.id),
            erasure=erasure,
            erasure_reason=decline_text(erasure.reason) if erasure else "",
            is_live=own.is_live,
            can_answer=own.is_live and bool(own.questions),
            done=done,
        )


def _facts(own: Own) -> tuple[ToldFact, ...]:
    return tuple(
        ToldFact(
            key=key,
            label=pick(fact.labels, own.language),
            text=absence_text(row.absent) if row.absent else fact_text(fact, row.value, own.language),
            evidence=evidence_text(row.evidence) if row.evidence not in ("", "claimed") else "",
        )
        for key, fact in own.dictionary.items()
        if (row := own.facts.get(key)) is not None
    )
