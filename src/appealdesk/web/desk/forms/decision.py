"""What is chosen when somebody decides about an application."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.queries.ways import WayPage
from appealdesk.screening.inputs import DecisionInput, WayOffer
from appealdesk.screening.queries.application import ApplicationPage
from appealdesk.screening.reasons import reasons_for
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["OUTCOMES", "DecisionForm", "first_form", "read_decision", "too_many"]

OUTCOMES: Final = ("accepted", "declined", "deferred", "referred", "withdrawn")
_OFFERS_WAYS: Final = frozenset({"declined", "deferred", "referred"})
_PRESELECTED: Final = 3
_LONGEST_NOTE: Final = 4000
# Which criteria were not met says which reason is the likeliest; an officer looks at it in any case.
_LIKELY: Final = {
    "service_branch": "lacks_service_experience",
    "service_years": "lacks_service_experience",
    "specialised_training": "lacks_service_experience",
    "medical_licence": "lacks_licence",
    "languages": "lacks_language",
    "birth_date": "outside_age_range",
    "available_from": "not_available_in_time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """What the form holds: `seen` is the decision that the page showed, `seen_proposal` the colleague's acceptance.

    `basis` says of which facts and criteria the page spoke.
    """

    outcome: str
    reason_codes: tuple[str, ...] = ()
    way_refs: tuple[str, ...] = ()
    note: str = ""
    seen: str = ""
    seen_proposal: str = ""
    basis: str = ""
    problem: str = ""
    problem_field: str = ""

    @property
    def offers_ways(self) -> bool:
        """True where the letter points to other ways to help."""
        return self.outcome in _OFFERS_WAYS

    @property
    def writes_letter(self) -> bool:
        """True unless the applicant took the offer back."""
        return self.outcome != "withdrawn"

    def refused(self, refusal: Refusal) -> "DecisionForm":
        """The same form with what the action said."""
        return replace(self, problem=refusal_sentence(refusal), problem_field=refusal.field)

    def to_input(self, application_ref: str, ways: Sequence[WayPage]) -> DecisionInput:
        """What the action takes. Raises Refusal for what the form cannot hold."""
        self.check_note()
        try:
            return DecisionInput(
                application_ref=application_ref,
                outcome=self.outcome,
                reason_codes=self.reason_codes,
                note=self.note,
                ways=self.chosen_ways(ways),
                seen_decision_ref=self.seen,
                seen_proposal_ref=self.seen_proposal,
                seen_basis=self.basis,
            )
        except ValidationError as error:
            raise too_many() from error

    def check_note(self) -> None:
        """Refuse what is longer than a note may be."""
        if len(self.note) > _LONGEST_NOTE:
            raise Refusal(
                "desk.note_too_long", _("The note is longer than 4,000 characters. Shorten it."), field="note"
            )

    def chosen_ways(self, ways: Sequence[WayPage]) -> tuple[WayOffer, ...]:
        """Those of the ways that were ticked, where the letter points to any."""
        chosen = [way for way in ways if way.ref in self.way_refs] if self.offers_ways else []
        return tuple(WayOffer(ref=way.ref, titles=way.titles, url=way.url) for way in chosen)

    def with_first_ways(self, ways: Sequence[WayPage]) -> "DecisionForm":
        """The form as it opens: where the letter points to ways, three are ticked already."""
        return replace(self, way_refs=tuple(way.ref for way in ways[:_PRESELECTED]) if self.offers_ways else ())


def too_many() -> Refusal:
    """What is said to more reasons or ways than a letter holds."""
    return Refusal("desk.decision_form", _("Choose at most five reasons and at most five ways."))


def first_form(outcome: str, detail: ApplicationPage, ways: Sequence[WayPage]) -> DecisionForm:
    """The form as it opens: the likeliest reason and three ways are chosen already."""
    form = DecisionForm(
        outcome=outcome,
        seen=detail.seen_decision_ref,
        seen_proposal=detail.proposal.ref if detail.proposal else "",
        basis=detail.changes.basis if detail.changes else "",
    )
    return replace(form, reason_codes=_likely_reasons(outcome, detail)).with_first_ways(ways)


def read_decision(data: QueryDict) -> DecisionForm | None:
    """The form as it was sent; None for an outcome that nobody could choose."""
    outcome = data.get("outcome", "")
    if outcome not in OUTCOMES:
        return None
    return DecisionForm(
        outcome=outcome,
        reason_codes=tuple(data.getlist("reason")),
        way_refs=tuple(data.getlist("way")),
        note=data.get("note", "").replace("\r\n", "\n").strip(),
        seen=data.get("seen", ""),
        seen_proposal=data.get("proposal", ""),
        basis=data.get("basis", ""),
    )


def _likely_reasons(outcome: str, detail: ApplicationPage) -> tuple[str, ...]:
    possible = [reason.code for reason in reasons_for(outcome)]
    if outcome == "accepted":
        return ("meets_criteria",) if detail.outcome == "meets" else ()
    if outcome == "deferred":
        return ("needs_information",) if detail.outcome == "cannot_tell" else ()
    if outcome == "withdrawn":
        return ("applicant_withdrew",)
    unmet = [line.fact_key for line in detail.criteria if line.decides and line.state == "unmet"]
    likely = dict.fromkeys(_LIKELY.get(key, "criteria_not_met") for key in unmet)
    return tuple(code for code in likely if code in possible)[:2]
