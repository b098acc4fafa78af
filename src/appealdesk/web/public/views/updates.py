"""What an appeal told the public: each update at its own address, the feed of them, and criteria as they were."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import AppealPage, PositionPage, RevisionSpan, UpdatePage
from appealdesk.appeals.queries.positions import revision_by_id
from appealdesk.core.criteria.explain import Paragraph
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound
from appealdesk.web.public.conditions import conditions_of_criteria
from appealdesk.web.public.shelf import APPEALS

__all__ = ["FeedView", "RevisionView", "UpdateView", "criteria", "feed", "update"]

_ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateView:
    """One update, and the one that corrects it or that it corrects."""

    language: str
    appeal: AppealPage
    update: UpdatePage
    corrects: UpdatePage | None
    corrected_by: UpdatePage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """The updates as an Atom feed."""

    language: str
    appeal: AppealPage
    address: str

    @property
    def changed_at(self) -> datetime:
        """When the newest was published, or the appeal came into its state."""
        return max([self.appeal.since, *(one.published_at for one in self.appeal.updates)])


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionView:
    """The criteria of a position as they were, or are, in force."""

    language: str
    appeal: AppealPage
    position: PositionPage
    span: RevisionSpan
    conditions: tuple[Paragraph, ...]
    in_force: bool


@require_safe
def update(request: HttpRequest, language: str, slug: str, ref: str) -> HttpResponse:
    """One update; its address stays for good."""
    appeal = APPEALS.take(slug)
    by_ref = {one.ref: one for one in appeal.updates}
    if ref not in by_ref:
        raise NotFound("update")
    found = by_ref[ref]
    page = UpdateView(
        language=language,
        appeal=appeal,
        update=found,
        corrects=by_ref.get(found.corrects),
        corrected_by=by_ref.get(found.corrected_by),
    )
    return render(request, "public/updates/update.html", {"page": page})


@require_safe
def feed(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The updates of an appeal, for readers of feeds."""
    page = FeedView(language=language, appeal=APPEALS.take(slug), address=settings.PUBLIC_ADDRESS.rstrip("/"))
    return render(
        request, "public/updates/feed.xml", {"page": page}, content_type="application/atom+xml; charset=utf-8"
    )


@require_safe
def criteria(request: HttpRequest, language: str, slug: str, ref: str) -> HttpResponse:
    """A revision that was or is in force; one that is still to come is not public."""
    appeal = APPEALS.take(slug)
    now = read_clock()
    for position in appeal.positions:
        for span in appeal.revisions.get(position.id, ()):
            if span.ref == ref and span.since <= now:
                return _revision(request, language, appeal, position, span, now)
    raise NotFound("criteria revision")


def _revision(
    request: HttpRequest, language: str, appeal: AppealPage, position: PositionPage, span: RevisionSpan, now: datetime
) -> HttpResponse:
    revision = revision_by_id(span.id)
    if revision is None:
        raise NotFound("criteria revision")
    page = RevisionView(
        language=language,
        appeal=appeal,
        position=position,
        span=span,
        conditions=conditions_of_criteria(revision.criteria, fact_dictionary(appeal.organisation_id), language),
        in_force=span.until is None or span.until > now,
    )
    return render(request, "public/updates/criteria.html", {"page": page})
