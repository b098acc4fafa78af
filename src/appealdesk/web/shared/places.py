"""The places of the desk and the roles that may go there; the navigation and the gate of the views read one list."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appealdesk.foundation.actor import Role

__all__ = ["IN_LINE", "PLACES", "DeskPlace", "may_visit", "places_of"]

_OFFICERS = frozenset({Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR})
_FINANCE = frozenset({Role.FINANCE_OFFICER, Role.ADMINISTRATOR})
_PRESS = frozenset({Role.PRESS_OFFICER, Role.ADMINISTRATOR})
_CARETAKERS = frozenset({Role.DUTY_OFFICER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """One entry of the navigation: `url_name` leads there, and addresses that begin with `start` belong to it."""

    name: str
    label: Promise
    url_name: str
    start: str
    roles: frozenset[Role]


# In the order of the navigation; the first place of a role is where it arrives. Those of every hour come first, because
# only so many of a role's places stand in the line; the others are in a menu behind it.
PLACES = (
    DeskPlace("queue", _("Queue"), "desk:queue", "/desk/applications/", _OFFICERS),
    DeskPlace("phone", _("Phone"), "desk:phone", "/desk/phone/", _OFFICERS),
    DeskPlace("evidence", _("Evidence"), "desk:evidence", "/desk/evidence/", _OFFICERS),
    DeskPlace("letters", _("Letters"), "desk:letters", "/desk/letters/", _OFFICERS | {Role.FINANCE_OFFICER}),
    DeskPlace("people", _("Same person?"), "desk:questions", "/desk/people/", _OFFICERS),
    DeskPlace("roster", _("Roster"), "desk:roster", "/desk/roster/", _OFFICERS),
    DeskPlace("figures", _("Key figures"), "desk:figures", "/desk/figures/", _PRESS),
    DeskPlace("appeals", pgettext_lazy("desk", "Appeals"), "desk:appeals", "/desk/appeals/", _OFFICERS | _PRESS),
    DeskPlace("criteria", _("Criteria"), "desk:criteria_list", "/desk/criteria/", _OFFICERS),
    DeskPlace("goods", _("Offers of goods"), "desk:goods", "/desk/goods/", _OFFICERS),
    DeskPlace("statements", _("Statements"), "desk:statements", "/desk/statements/", _FINANCE),
    DeskPlace("reconcile", _("Reconcile"), "desk:reconcile", "/desk/reconcile/", _FINANCE),
    DeskPlace("donations", _("Donations"), "desk:donations", "/desk/donations/", _FINANCE),
    DeskPlace("receipts", _("Receipts"), "desk:receipts", "/desk/receipts/", _FINANCE),
    DeskPlace("disbursements", _("Disbursements"), "desk:disbursements", "/desk/disbursements/", _FINANCE),
    DeskPlace("cash", _("Cash"), "desk:cash", "/desk/cash/", _FINANCE),
    DeskPlace("sanctions", _("Sanctions"), "desk:sanctions", "/desk/sanctions/", _FINANCE | {Role.DUTY_OFFICER}),
    DeskPlace("accounts", _("Funds and accounts"), "desk:accounts", "/desk/accounts/", _FINANCE),
    DeskPlace("cards", _("Gifts by card"), "desk:cards", "/desk/cards/", _FINANCE),
    DeskPlace("erasure", _("Erasure"), "desk:erasure_list", "/desk/erasure/", _OFFICERS),
    DeskPlace("facts", _("Facts"), "desk:facts", "/desk/facts/", frozenset({Role.ADMINISTRATOR})),
    DeskPlace("reasons", _("Reasons"), "desk:reasons", "/desk/reasons/", frozenset({Role.ADMINISTRATOR})),
    DeskPlace("jobs", _("Jobs"), "desk:jobs", "/desk/jobs/", _CARETAKERS),
    DeskPlace("audit", _("Audit"), "desk:audit", "/desk/audit/", frozenset(Role)),
)
IN_LINE = 7
_BY_NAME = {place.name: place for place in PLACES}


def may_visit(role: Role | None, name: str) -> bool:
    """True if the role may go to the place."""
    return role in _BY_NAME[name].roles


def places_of(role: Role | None) -> tuple[DeskPlace, ...]:
    """The places of a role, in the order of the navigation; a finance officer begins with the money."""
    places = tuple(place for place in PLACES if role in place.roles)
    if role is Role.FINANCE_OFFICER:
        return tuple(sorted(places, key=lambda place: place.name == "letters"))
    return places
