"""Template tags for the frame around each page: languages, places of the desk, chips."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from appealdesk.foundation.languages import LANGUAGES
from appealdesk.web.shared.came_from import page_before
from appealdesk.web.shared.notices import take_notices
from appealdesk.web.shared.places import IN_LINE, places_of

register = template.Library()
register.simple_tag(take_notices)

LANGUAGE_NAMES = {"ja": "日本語", "en": "English", "uk": "Українська"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the switch; `current` marks the page's own."""

    language: str
    name: str
    path: str
    query: str
    current: bool

    @property
    def url(self) -> str:
        """The whole address."""
        return self.path + self.query


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the desk's navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The places that stand in the line, and those in the menu behind it."""

    in_line: tuple[Place, ...]
    more: tuple[Place, ...]

    @property
    def here(self) -> Place | None:
        """The place of the menu that the page belongs to; the menu is called by its name then."""
        return next((place for place in self.more if place.current), None)


@register.simple_tag
def language_links(request: HttpRequest) -> tuple[LanguageLink, ...]:
    """The same public page in each language: the first part of its path is the language."""
    parts = request.path_info.split("/", 2)
    rest = parts[2] if len(parts) > 2 and parts[1] in LANGUAGES else ""
    # Only the position is kept, so that no answer is carried in an address.
    position = request.GET.get("position", "")
    query = f"?{urlencode({'position': position})}" if position else ""
    return tuple(
        LanguageLink(language, LANGUAGE_NAMES[language], f"/{language}/{rest}", query, language == get_language())
        for language in LANGUAGES
    )


@register.simple_tag
def desk_languages() -> tuple[LanguageLink, ...]:
    """The languages of the desk, which are chosen by a form because they are kept in the session."""
    return tuple(
        LanguageLink(language, LANGUAGE_NAMES[language], "", "", language == get_language()) for language in LANGUAGES
    )


@register.simple_tag
def own_address(request: HttpRequest) -> str:
    """Where the page can be shown again; a form that came back with a sentence is shown on the page that it is of."""
    return (request.method == "POST" and page_before(request)) or request.get_full_path()


@register.simple_tag
def desk_places(request: HttpRequest) -> Navigation:
    """The places of the desk that the signed-in role may go to."""
    actor = getattr(request, "actor", None)
    path = request.path_info
    places = tuple(
        Place(str(place.label), url, path == url or path.startswith(place.start))
        for place in places_of(actor.role if actor else None)
        for url in (reverse(place.url_name),)
    )
    return Navigation(places[:IN_LINE], places[IN_LINE:])


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as word, icon and tone."""

    word: str
    icon: str
    tone: str


_CHIPS = {
    # Screening.
    "meets": (_("Meets"), "met", "done"),
    "does_not_meet": (_("Does not meet"), "unmet", "stop"),
    "cannot_tell": (_("Cannot tell"), "unknown", "held"),
    "none": (_("Not screened"), "time", ""),
    # Criteria, one by one.
    "met": (_("Met"), "met", "done"),
    "unmet": (_("Not met"), "unmet", "stop"),
    "unknown": (_("Cannot tell"), "unknown", "held"),
    # Decisions.
    "undecided": (_("To decide"), "time", ""),
    "accepted": (_("Accepted"), "done", "done"),
    "declined": (_("Declined"), "unmet", "stop"),
    "deferred": (_("Deferred"), "time", "held"),
    "referred": (_("Referred"), "turn", "action"),
    "withdrawn": (_("Withdrawn"), "undo", ""),
    "second_person": (_("Second person"), "person", "held"),
    "review": (_("Review asked"), "turn", "held"),
    "better": (_("Result better now"), "met", "action"),
    "worse": (_("Result worse now"), "unmet", "held"),
    "confirmed": (_("Confirmed"), "done", "done"),
    "contradicted": (_("Contradicted"), "unmet", "stop"),
    "taken_back": (_("Taken back"), "undo", ""),
    "retired": (_("Retired"), "stop", ""),
    "overtaken": (_("Overtaken"), "time", ""),
    "upheld": (_("Decision upheld"), "proof", ""),
    "decided_anew": (_("Decided anew"), "turn", "action"),
    # Re-screenings.
    "screening": (_("Judging"), "time", "action"),
    "drafting": (_("Drafting letters"), "letter", "action"),
    "finished": (_("Finished"), "done", "done"),
    # Cash.
    "cash_counting": (_("Waits for the second count"), "time", "held"),
    "cash_differs": (_("The counts differ"), "held", "held"),
    "cash_booked": (pgettext_lazy("cash", "Booked"), "done", "done"),
    "cash_dropped": (pgettext_lazy("cash", "Given back"), "undo", ""),
    # Receipts.
    "receipt_valid": (_("Valid"), "met", "done"),
    "receipt_void": (_("Void"), "stop", "stop"),
    # Letters.
    "draft": (_("Draft"), "letter", "held"),
    "adverse": (_("Bad news"), "unmet", "held"),
    "approved": (_("Approved"), "met", "action"),
    "sent": (_("Sent"), "letter", "action"),
    "delivered": (_("Delivered"), "done", "done"),
    "bounced": (_("Bounced"), "undo", "stop"),
    "failed": (_("Failed"), "stop", "stop"),
    "cancelled": (_("Cancelled"), "unmet", ""),
    # Erasure.
    "to_answer": (_("To answer"), "time", "held"),
    "overdue": (_("Overdue"), "stop", "stop"),
    "erased": (_("Erased"), "done", "done"),
    "kept": (_("Kept"), "info", ""),
    # Evidence.
    "to_check": (_("To check"), "time", "held"),
    "verified": (_("Verified"), "done", "done"),
    "unusable": (_("Cannot be used"), "stop", "stop"),
    "expired": (_("Has run out"), "time", "held"),
    # Placements and holds.
    "proposed": (_("Proposed"), "person", ""),
    "held": (_("Held"), "held", "held"),
    "cleared": (_("Cleared"), "met", "done"),
    "handed_over": (_("Handed over"), "done", "done"),
    "stood_down": (_("Stood down"), "undo", ""),
    "available": (_("Available"), "person", "done"),
    # Places of work.
    "remote": (_("Remote"), "remote", ""),
    "here": (_("On site here"), "place", ""),
    "travels": (_("Travels"), "travel", ""),
    # Appeals.
    "open": (_("Open"), "done", "done"),
    "paused": (_("Paused"), "held", "held"),
    "closed": (_("Closed"), "stop", ""),
    "superseded": (_("Superseded"), "turn", ""),
    "archived": (_("Archived"), "info", ""),
    "combat": (_("Combat"), "held", "held"),
    "in_force": (_("In force"), "met", "done"),
    "not_in_force": (_("Not in force"), "unmet", ""),
    # Criteria and their drafts.
    "awaiting_approval": (_("Awaits approval"), "time", "held"),
    "now": (_("In force"), "done", "done"),
    "coming": (_("Coming"), "time", "held"),
    "past": (_("Past"), "undo", ""),
    # Jobs.
    "waiting": (_("Waiting"), "time", ""),
    "done": (_("Done"), "done", "done"),
    "dead": (_("Stopped after its last try"), "stop", "stop"),
    # Statements and what came of their lines.
    "imported": (_("Imported"), "met", "action"),
    "reconciled": (_("Reconciled"), "done", "done"),
    "matched": (_("Matched"), "met", "done"),
    "unidentified": (_("Unidentified"), "unknown", "held"),
    "reversed": (_("Reversed"), "undo", "stop"),
    "received": (_("Being imported"), "time", "held"),
    "unconfirmed": (_("To confirm"), "unknown", "held"),
    "undone": (_("Undone"), "undo", ""),
    "by_rule": (_("By its code"), "met", "done"),
    "other": (_("Not a donation"), "info", ""),
    # Files of people.
    "people_file_checking": (_("Being read"), "time", "held"),
    "people_file_waiting": (_("To confirm"), "unknown", "held"),
    "people_file_importing": (_("Being taken in"), "time", "action"),
    "people_file_imported": (_("Taken in"), "done", "done"),
    "people_file_refused": (_("Refused"), "stop", "stop"),
    "people_file_aside": (_("Put aside"), "undo", ""),
    # Offers of goods.
    "goods_offered": (pgettext_lazy("goods", "To answer"), "time", "held"),
    "goods_accepted": (pgettext_lazy("goods", "Accepted"), "met", "action"),
    "goods_declined": (pgettext_lazy("goods", "Declined"), "unmet", ""),
    "goods_handed_over": (pgettext_lazy("goods", "Handed over"), "done", "done"),
    "goods_withdrawn": (pgettext_lazy("goods", "Withdrawn"), "undo", ""),
    # Money that goes out, and funds.
    "spend_planned": (_("Planned"), "time", ""),
    "spend_once": (_("Approved once"), "person", "held"),
    "spend_approved": (_("To be paid"), "met", "action"),
    "spend_paid": (_("Paid"), "done", "done"),
    "spend_rejected": (_("Rejected"), "unmet", "stop"),
    "spend_cancelled": (pgettext_lazy("spend", "Cancelled"), "unmet", ""),
    "spend_reversed": (pgettext_lazy("spend", "Reversed"), "undo", "stop"),
    "asked_asked": (_("Second person"), "person", "held"),
    "asked_made": (_("Done"), "done", "done"),
    "asked_dropped": (_("Dropped"), "unmet", ""),
    "asked_reversed": (pgettext_lazy("spend", "Reversed"), "undo", "stop"),
    "restricted": (_("Restricted"), "proof", ""),
    "unrestricted": (_("Free to use"), "info", ""),
    "month_open": (_("Not closed"), "time", ""),
    "month_closed": (pgettext_lazy("month", "Closed"), "proof", ""),
    # Gifts by card, their payouts and refunds.
    "paid": (_("Paid"), "done", "done"),
    "started": (_("Begun"), "time", ""),
    "ended": (_("Not paid"), "unmet", ""),
    "partly_returned": (_("Given back in part"), "undo", "held"),
    "returned": (_("Given back"), "undo", "held"),
    "disputed": (_("Disputed"), "held", "stop"),
    "dispute_lost": (_("Dispute lost"), "stop", "stop"),
    "settled": (_("At the bank"), "done", "done"),
    "on_its_way": (_("On its way"), "time", ""),
    "payout_failed": (_("Came back"), "undo", "stop"),
    "refund_sent": (_("Given back"), "done", "done"),
    "refund_refused": (_("Refused by the provider"), "stop", "stop"),
    # The audit log.
    "sealed": (_("Sealed"), "proof", "done"),
    "unsealed": (_("Not sealed yet"), "time", ""),
}


@register.inclusion_tag("shared/_chip.html")
def chip(state: str) -> dict[str, Chip]:
    """A state of the glossary as a chip; a state without an entry shows its own word."""
    word, icon, tone = _CHIPS.get(str(state), (str(state).replace("_", " "), "info", ""))
    return {"chip": Chip(str(word), f"shared/icons/{icon}.svg", tone)}
