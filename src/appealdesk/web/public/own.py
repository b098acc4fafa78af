"""What the holder of a status link may see of their own offer, read once for the page and for each act below it.

The secret in the address is the whole proof: there is no account, no cookie and no session, and so nothing that another
site could send in somebody's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import AppealPage, FactPage, PositionPage
from appealdesk.enquiries.queries.applications import ApplicationRow, FactRow, application_by_ref, application_facts
from appealdesk.enquiries.queries.enquiries import StatusPage, status_page
from appealdesk.foundation.actor import Actor, public_actor, system_actor
from appealdesk.foundation.db import acting

__all__ = ["Own", "guard_link", "open_own", "own_response", "to_status"]

BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One person's offer with what it is for; `application` is None until the worker has made one."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage
    position: PositionPage | None
    application: ApplicationRow | None
    facts: Mapping[str, FactRow]
    dictionary: Mapping[str, FactPage]

    @property
    def is_live(self) -> bool:
        """True while something about the offer can still change."""
        return self.application is not None and self.status.withdrawn_at is None and not self.status.erased

    @property
    def visitor(self) -> Actor:
        """Who acts: a visitor, who proves by the secret whose offer it is."""
        return public_actor(self.status.organisation_id, language=self.language)

    @property
    def reader(self) -> Actor:
        """A visitor may read nothing; whoever holds the link is shown this one offer by the site itself."""
        return system_actor(self.status.organisation_id, ref="status-link")

    @property
    def questions(self) -> tuple[FactPage, ...]:
        """What the criteria ask and what was told, in the dictionary's order; a birth date belongs to the identity."""
        asked = {fact.key for fact in self.position.facts} if self.position else set()
        wanted = (asked | set(self.facts)) - {BIRTH_DATE}
        return tuple(fact for key, fact in self.dictionary.items() if key in wanted)

    @property
    def answers(self) -> Mapping[str, Any]:
        """The answers as a facts file writes them."""
        return {key: {"absent": row.absent} if row.absent else row.value for key, row in self.facts.items()}


def open_own(*, ref: str, secret: str, language: str, now: datetime) -> Own:
    """The offer behind the link, or NotFound: a wrong secret and an unknown reference look alike."""
    found = status_page(ref=ref, secret=secret, now=now)
    actor = system_actor(found.organisation_id, ref="status-link")
    with acting(actor):
        appeal = appeal_by_id(found.appeal_id, now=now)
        application, facts = None, {}
        if found.application_id is not None and found.application_ref is not None:
            application = application_by_ref(actor=actor, ref=found.application_ref)
            facts = dict(application_facts(actor=actor, application_ids=[found.application_id])[found.application_id])
        return Own(
            language=language,
            secret=secret,
            status=found,
            appeal=appeal,
            position=next((row for row in appeal.positions if row.id == found.position_id), None),
            application=application,
            facts=facts,
            dictionary=fact_dictionary(found.organisation_id),
        )


def own_response(request: HttpRequest, template: str, page: object, *, status: int = 200) -> HttpResponse:
    """A page of the link's holder."""
    return guard_link(render(request, template, {"page": page}, status=status))


def to_status(own: Own, *, done: str = "") -> HttpResponse:
    """Back to the status page, which says what was done and what happens next."""
    address = reverse("public:status", args=(own.language, own.status.ref, own.secret))
    response = HttpResponseRedirect(f"{address}?done={done}" if done else address)
    response.status_code = 303
    return guard_link(response)


def guard_link(response: HttpResponse) -> HttpResponse:
    """Nobody keeps a copy, no search engine lists it, and no other site learns its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
