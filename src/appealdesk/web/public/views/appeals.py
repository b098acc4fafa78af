"""The list of appeals, and one appeal: what is needed, who can do it, how to give, what came of it."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appealdesk.appeals.queries.appeals import open_appeals
from appealdesk.appeals.queries.pages import AdvisoryPage, AppealCard, AppealPage, PositionPage, RevisionSpan
from appealdesk.core.criteria.explain import Paragraph
from appealdesk.donations.queries.card_accounts import card_ways
from appealdesk.donations.queries.giving import giving_of
from appealdesk.figures.queries.releases import ReleasePage, current_releases
from appealdesk.placements.queries.ways import WayPage, ways_of_appeal
from appealdesk.web.public.conditions import conditions_of
from appealdesk.web.public.forms.card import TAKING, takes_paypal
from appealdesk.web.public.shelf import APPEALS
from appealdesk.web.shared.bank_text import bank_words
from appealdesk.web.shared.middleware.language import preferred_language

__all__ = ["AppealView", "AppealsView", "PositionView", "appeal", "appeals", "start"]

_ALIVE = ("open", "paused")


@dataclass(frozen=True, slots=True)
class AppealsView:
    """Every public appeal: those that may take offers, and below them those that ended."""

    language: str
    appeals: tuple[AppealCard, ...]
    ended: tuple[AppealCard, ...]


@dataclass(frozen=True, slots=True)
class PositionView:
    """A position with its conditions in sentences."""

    position: PositionPage
    conditions: tuple[Paragraph, ...]
    earlier: tuple[RevisionSpan, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the bank details: the word, and what it is."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealView:
    """One appeal as the public reads it."""

    language: str
    appeal: AppealPage
    positions: tuple[PositionView, ...]
    holding: tuple[AdvisoryPage, ...]
    donation: tuple[Detail, ...]
    takes_codes: bool
    takes_cards: bool
    takes_paypal: bool
    figures: tuple[ReleasePage, ...]
    ways: tuple[WayPage, ...]

    @property
    def takes_money(self) -> bool:
        """True if there is a way to give money."""
        return bool(self.donation) or self.takes_cards

    @property
    def takes_goods(self) -> bool:
        """True if somebody answers offers of goods."""
        return self.appeal.status in TAKING

    @property
    def is_open(self) -> bool:
        """True if the appeal takes offers."""
        return self.appeal.status == "open"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the list in the language that the browser prefers."""
    response = HttpResponseRedirect(f"/{preferred_language(request)}/")
    response.headers["Vary"] = "Accept-Language"
    return response


@require_safe
def appeals(request: HttpRequest, language: str) -> HttpResponse:
    """The list of appeals."""
    cards = open_appeals()
    page = AppealsView(
        language,
        tuple(card for card in cards if card.status in _ALIVE),
        tuple(card for card in cards if card.status not in _ALIVE),
    )
    return render(request, "public/appeals/list.html", {"page": page})


@require_safe
def appeal(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One appeal."""
    page = APPEALS.take(slug)
    ways = card_ways(organisation_id=page.organisation_id, appeal_id=page.id)
    view = AppealView(
        language=language,
        appeal=page,
        positions=tuple(
            PositionView(position, conditions_of(position, language), _earlier(page, position))
            for position in page.positions
        ),
        holding=_holding(page),
        donation=bank_details(page, language),
        takes_codes=giving_of(organisation_id=page.organisation_id, appeal_id=page.id) is not None,
        takes_cards=page.status in TAKING and bool(ways),
        takes_paypal=takes_paypal(ways),
        # The parts of a figure stand on the page of figures.
        figures=tuple(release for release in current_releases(page.id) if not release.part_of),
        ways=ways_of_appeal(page.id),
    )
    return render(request, "public/appeals/appeal.html", {"page": view})


def _earlier(page: AppealPage, position: PositionPage) -> tuple[RevisionSpan, ...]:
    """The revisions before the one in force, newest first."""
    present = position.revision.number if position.revision else 0
    return tuple(span for span in reversed(page.revisions.get(position.id, ())) if span.number < present)


def _holding(page: AppealPage) -> tuple[AdvisoryPage, ...]:
    held = {position.held_by.id: position.held_by for position in page.positions if position.held_by}
    return tuple(held.values())


def bank_details(page: AppealPage, language: str) -> tuple[Detail, ...]:
    """The details in the order in which a transfer asks for them; `note.ja` is for readers of Japanese only."""
    labels = _labels(language)
    order = {name: place for place, name in enumerate(labels)}
    lines = []
    for key, text in page.donation_details.items():
        name, _dot, only = key.partition(".")
        if not only or only == language:
            lines.append((order.get(name, len(order)), Detail(labels.get(name, name), text)))
    return tuple(detail for _place, detail in sorted(lines, key=lambda line: line[0]))


@lru_cache(maxsize=3)
def _labels(language: str) -> dict[str, str]:
    # The language of the address is the active one, so that these words are of that language.
    return {**bank_words(), "note": _("Please note")}
