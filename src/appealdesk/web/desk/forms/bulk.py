"""What is chosen for many applications at once: the form of one decision, without an application."""

from collections.abc import Sequence

from pydantic import ValidationError

from appealdesk.placements.queries.ways import WayPage
from appealdesk.screening.inputs import BulkChoice
from appealdesk.screening.queries.bulk import BulkPage
from appealdesk.web.desk.forms.decision import DecisionForm, too_many

__all__ = ["choice_of", "first_choice", "same_choice"]

# The reason that fits whoever has this result, for a first proposal; the officer chooses.
_LIKELY = {
    ("declined", "does_not_meet"): ("criteria_not_met",),
    ("deferred", "cannot_tell"): ("needs_information",),
    ("accepted", "meets"): ("meets_criteria",),
}


def first_choice(outcome: str, ways: Sequence[WayPage], *, screening: str) -> DecisionForm:
    """The form as it opens, by the outcome and the result that the queue was filtered by."""
    return DecisionForm(outcome=outcome, reason_codes=_LIKELY.get((outcome, screening), ())).with_first_ways(ways)


def choice_of(ref: str, form: DecisionForm, ways: Sequence[WayPage]) -> BulkChoice:
    """What the action takes. Raises Refusal for what the form cannot hold."""
    form.check_note()
    try:
        return BulkChoice(
            bulk_ref=ref,
            outcome=form.outcome,
            reason_codes=form.reason_codes,
            note=form.note,
            ways=form.chosen_ways(ways),
        )
    except ValidationError as error:
        raise too_many() from error


def same_choice(page: BulkPage, form: DecisionForm) -> bool:
    """True if the preview showed this choice."""
    ways = set(form.way_refs) if form.offers_ways else set()
    return (page.outcome, set(page.reason_codes), set(page.way_refs), page.note) == (
        form.outcome,
        set(form.reason_codes),
        ways,
        form.note,
    )
