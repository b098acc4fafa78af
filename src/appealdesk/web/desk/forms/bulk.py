"""What is chosen for many applications at once: the form of one decision, without an application."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.queries.ways import WayPage
from appealdesk.screening.inputs import BulkChoice, WayOffer
from appealdesk.screening.queries.bulk import BulkPage
from appealdesk.web.desk.forms.decision import DecisionForm

__all__ = ["choice_of", "first_choice", "same_choice"]

_PRESELECTED = 3
# The reason that fits whoever has this result, for a first proposal; the officer chooses.
_LIKELY = {
    ("declined", "does_not_meet"): ("criteria_not_met",),
    ("deferred", "cannot_tell"): ("needs_information",),
    ("accepted", "meets"): ("meets_criteria",),
}


def first_choice(outcome: str, ways: Sequence[WayPage], *, screening: str) -> DecisionForm:
    """The form as it opens, by the outcome and the result that the queue was filtered by."""
    form = DecisionForm(outcome=outcome, reason_codes=_LIKELY.get((outcome, screening), ()))
    offered = tuple(way.ref for way in ways[:_PRESELECTED]) if form.offers_ways else ()
    return DecisionForm(outcome=outcome, reason_codes=form.reason_codes, way_refs=offered)


def choice_of(ref: str, form: DecisionForm, ways: Sequence[WayPage]) -> BulkChoice:
    """What the action takes. Raises Refusal for what the form cannot hold."""
    chosen = [way for way in ways if way.ref in form.way_refs] if form.offers_ways else []
    try:
        return BulkChoice(
            bulk_ref=ref,
            outcome=form.outcome,
            reason_codes=form.reason_codes,
            note=form.note,
            ways=tuple(WayOffer(ref=way.ref, titles=way.titles, url=way.url) for way in chosen),
        )
    except ValidationError as error:
        if any(finding["loc"][:1] == ("note",) for finding in error.errors()):
            sentence = _("The note is longer than 4,000 characters. Shorten it.")
            raise Refusal("desk.note_too_long", sentence, field="note") from error
        raise Refusal("desk.decision_form", _("Choose at most five reasons and at most five ways.")) from error


def same_choice(page: BulkPage, form: DecisionForm) -> bool:
    """True if the preview showed this choice."""
    ways = set(form.way_refs) if form.offers_ways else set()
    return (page.outcome, set(page.reason_codes), set(page.way_refs), page.note) == (
        form.outcome,
        set(form.reason_codes),
        ways,
        form.note,
    )
