"""The page behind the secret link: what was received, what was decided and why, and what helps meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import AppealPage, PositionPage
from appealdesk.enquiries.queries.applications import FactRow, application_facts
from appealdesk.enquiries.queries.enquiries import StatusPage, status_page
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import pick
from appealdesk.placements.queries.ways import WayPage, ways_of_appeal
from appealdesk.screening.queries.decisions import PublicResult, result_for_public
from appealdesk.web.shared.fact_text import absence_text, fact_text

__all__ = ["StatusView", "ToldFact", "status"]


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One fact that the person gave, in words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What the holder of the link sees; a screening is not a decision and is not shown."""

    language: str
    status: StatusPage
    appeal: AppealPage
    position: PositionPage | None
    facts: tuple[ToldFact, ...]
    result: PublicResult | None
    ways: tuple[WayPage, ...]

    @property
    def stage(self) -> str:
        """withdrawn, the decision's outcome, received, or message for what is no offer."""
        if self.status.kind != "offer":
            return "message"
        if self.status.withdrawn_at:
            return "withdrawn"
        return self.result.outcome if self.result else "received"

    @property
    def needs_ways(self) -> bool:
        """True where the ways to help come first, because the offer itself goes no further."""
        return self.stage in {"declined", "referred"}


@require_safe
def status(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """One person's page; nobody keeps a copy, no search engine lists it, no other site learns its address."""
    now = read_clock()
    found = status_page(ref=ref, secret=secret, now=now)
    response = render(request, "public/status/status.html", {"page": _view(found, language, now)})
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _view(found: StatusPage, language: str, now: datetime) -> StatusView:
    # A visitor may read nothing; whoever holds the secret link is shown this one application by the site itself.
    actor = system_actor(found.organisation_id, ref="status-link")
    with acting(actor):
        appeal = appeal_by_id(found.appeal_id, now=now)
        facts: dict[str, FactRow] = {}
        result = None
        if found.application_id is not None and found.application_ref is not None:
            facts = dict(application_facts(actor=actor, application_ids=[found.application_id])[found.application_id])
            result = result_for_public(found.application_ref, language=language)
        return StatusView(
            language=language,
            status=found,
            appeal=appeal,
            position=next((row for row in appeal.positions if row.id == found.position_id), None),
            facts=_told(facts, found.organisation_id, language),
            result=result,
            ways=ways_of_appeal(appeal.id),
        )


def _told(facts: dict[str, FactRow], organisation_id: int, language: str) -> tuple[ToldFact, ...]:
    if not facts:
        return ()
    dictionary = fact_dictionary(organisation_id)
    return tuple(
        ToldFact(
            pick(fact.labels, language),
            absence_text(facts[key].absent) if facts[key].absent else fact_text(fact, facts[key].value, language),
        )
        for key, fact in dictionary.items()
        if key in facts
    )
