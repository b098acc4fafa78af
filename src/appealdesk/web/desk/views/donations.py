"""Donations with totals per currency."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appealdesk.donations.queries.held import held_gifts_among
from appealdesk.donations.queries.money import DonationList, donations_page
from appealdesk.foundation.actor import Actor
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view

__all__ = ["DonationsView", "donations"]

_IDENTIFIED: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationsView:
    """One page of donations; `donors` is the filter: yes, no, or empty for all, `held` the references that are held."""

    donations: DonationList
    donors: str
    held: frozenset[str]

    @property
    def unidentified(self) -> int:
        """Donations without a known person."""
        return self.donations.count - self.donations.identified


@desk_view("donations", "GET")
def donations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Donations, newest first."""
    donors = request.GET.get("donors", "")
    found = donations_page(
        actor=actor,
        before=read_number(request.GET, "before", default=0) or None,
        identified=_IDENTIFIED.get(donors),
    )
    page = DonationsView(
        donations=found,
        donors=donors if donors in _IDENTIFIED else "",
        held=held_gifts_among(actor=actor, donations=found.rows),
    )
    return render(request, "desk/donations/donations.html", {"page": page})
