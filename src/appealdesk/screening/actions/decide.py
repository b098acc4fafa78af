"""A person's decision about an application, with reasons, ways to help and the letter, in one act.

The profile's row is locked first: of two officers who decide at once one is first, and the other is told who was and
when. Where a position asks for two people, the first acceptance is a proposal and the second makes it a decision.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.positions import position_by_id, revision_in_force
from appealdesk.core.criteria.ages import age_on
from appealdesk.enquiries.queries.applications import ApplicationRow, application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.cancel import cancel_letters
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.access import check_may_decide
from appealdesk.screening.actions.propose import propose_acceptance
from appealdesk.screening.actions.record import Ruling, record_decisions
from appealdesk.screening.inputs import DecisionInput
from appealdesk.screening.models import Decision
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.queries.standing import ADULT_YEARS, Standing, basis_of, locked_standing
from appealdesk.screening.queries.wording import decision_values, review_values
from appealdesk.screening.reasons import check_choice

__all__ = ["ADULT_YEARS", "Decided", "decide_application", "decide_withdrawal"]

_LETTERS: Final = {
    "accepted": "decision_accepted",
    "declined": "decision_declined",
    "deferred": "decision_deferred",
    "referred": "decision_referred",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision; `letter_ref` is empty where nobody is written to. `already` where it had been made before.

    `proposed` where the position asks for two people and this was the first: `ref` is then the proposed acceptance.
    """

    ref: str
    letter_ref: str
    already: bool = False
    proposed: bool = False


def decide_application(*, actor: Actor, now: datetime, entry: DecisionInput, address: str) -> Decided:
    """Decide, draft the letter and tell the apps above. `address` is the site's public address, for the letter's link.

    Raises Refusal for a decision that was overtaken, a reason that does not fit, a decline without a way to help, for
    accepting somebody known to be under age, and for answering a review of one's own decision.
    """
    with acting(actor):
        check_may_decide(actor)
        library = library_of(actor.own_organisation)
        check_choice(outcome=entry.outcome, reason_codes=entry.reason_codes, has_ways=bool(entry.ways), library=library)
        application = application_by_ref(actor=actor, ref=entry.application_ref)
        standing = locked_standing(application)
        present, proposal = standing.present, standing.proposal
        if present is not None and _is_repeated(present, actor, entry):
            return Decided(ref=present.ref, letter_ref=present.letter_ref, already=True)
        if proposal is not None and entry.outcome == "accepted" and proposal.proposed_by == actor.ref:
            return Decided(ref=proposal.ref, letter_ref="", already=True, proposed=True)
        _check_seen(standing, entry)
        if entry.outcome == "accepted":
            _check_age(actor, now, application)
            if proposal is not None:
                _check_basis(standing, entry, now)
            elif _asks_for_two(standing, now):
                made = propose_acceptance(actor=actor, now=now, standing=standing, entry=entry)
                return Decided(ref=made.ref, letter_ref="", proposed=True)
        _check_review(actor, standing, entry)
        letter_ref = _draft_letter(actor, now, application, entry, address)
        answers = standing.review is not None and entry.outcome != "withdrawn"
        ruling = Ruling(
            standing=standing,
            outcome=entry.outcome,
            reason_codes=entry.reason_codes,
            way_refs=[way.ref for way in entry.ways],
            note=entry.note,
            letter_ref=letter_ref,
            answer_letter_ref=_draft_answer(actor, now, application, entry, address) if answers else "",
        )
        (decision,) = record_decisions(actor=actor, now=now, rulings=[ruling])
    return Decided(ref=decision.ref, letter_ref=letter_ref)


def decide_withdrawal(*, actor: Actor, now: datetime, application_ref: str) -> Decided:
    """Record that the applicant took the offer back, whatever had been decided; no letter leaves any more."""
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        standing = locked_standing(application)
        present = standing.present
        if present is not None and present.outcome == Decision.Outcome.WITHDRAWN:
            return Decided(ref=present.ref, letter_ref="", already=True)
        ruling = Ruling(standing=standing, outcome="withdrawn", reason_codes=("applicant_withdrew",))
        (decision,) = record_decisions(actor=actor, now=now, rulings=[ruling])
        drafts = [letter.ref for letter in letters_about(actor=actor, ref=application.ref) if letter.status == "draft"]
        cancel_letters(actor=actor, now=now, letter_refs=drafts)
    return Decided(ref=decision.ref, letter_ref="")


def _is_repeated(present: Decision, actor: Actor, entry: DecisionInput) -> bool:
    """True if the same officer has sent the same form twice."""
    seen = present.supersedes.ref if present.supersedes else ""
    return (
        present.decided_by == actor.ref
        and present.outcome == entry.outcome
        and tuple(present.reason_codes) == entry.reason_codes
        and seen == entry.seen_decision_ref
    )


def _check_seen(standing: Standing, entry: DecisionInput) -> None:
    present, proposal = standing.present, standing.proposal
    if (present.ref if present else "") != entry.seen_decision_ref:
        if present is None:
            raise Refusal(
                "screening.decision_unknown", "The decision that your page showed is not there: load it again."
            )
        name = staff_names([present.decided_by]).get(present.decided_by, present.decided_by)
        raise Refusal(
            "screening.decided_meanwhile",
            f"{name} decided about this application while you looked at it ({present.outcome}, "
            f"{present.at:%Y-%m-%d %H:%M} UTC). Read that decision before you make another.",
            values={"by": name, "at": present.at.isoformat(), "outcome": present.outcome, "decision": present.ref},
        )
    if proposal is not None and proposal.ref != entry.seen_proposal_ref:
        name = staff_names([proposal.proposed_by]).get(proposal.proposed_by, proposal.proposed_by)
        raise Refusal(
            "screening.proposed_meanwhile",
            f"{name} proposed to accept this application while you looked at it. Read why, then confirm or contradict.",
            values={"by": name, "proposal": proposal.ref},
        )


def _check_basis(standing: Standing, entry: DecisionInput, now: datetime) -> None:
    """Whoever confirms has seen what changed since the first person's acceptance."""
    if basis_of(vars(standing.profile), _revision_id(standing, now)) != entry.seen_basis:
        raise Refusal(
            "screening.basis_changed_meanwhile",
            "The criteria or the facts changed while you looked at them. Read what is new, then confirm or contradict.",
        )


def _revision_id(standing: Standing, now: datetime) -> int | None:
    position_id = standing.application.position_id
    revision = revision_in_force(position_id, at=now) if position_id is not None else None
    return revision.id if revision else None


def _asks_for_two(standing: Standing, now: datetime) -> bool:
    position_id = standing.application.position_id
    return position_id is not None and position_by_id(position_id, now=now).second_decision


def _check_review(actor: Actor, standing: Standing, entry: DecisionInput) -> None:
    """Somebody else answers; where a second person confirms a colleague's acceptance there are two anyway."""
    review = standing.review
    if review is None or actor.ref != review.contested_by or entry.outcome == "withdrawn":
        return
    if entry.outcome == "accepted" and standing.proposal is not None:
        return
    raise Refusal(
        "screening.review_by_another",
        "The applicant asked for another look at your decision: a colleague has to answer.",
    )


def _check_age(actor: Actor, now: datetime, application: ApplicationRow) -> None:
    identity = identities_of(actor=actor, person_ids=[application.person_id]).get(application.person_id)
    if identity is None or identity.birth_date is None:
        return
    if age_on(identity.birth_date, day_of(application.organisation_id, now=now)) < ADULT_YEARS:
        raise Refusal(
            "screening.under_age",
            f"Nobody under {ADULT_YEARS} is placed. Offer another way to help instead.",
            values={"years": ADULT_YEARS},
        )


def _draft_letter(actor: Actor, now: datetime, application: ApplicationRow, entry: DecisionInput, address: str) -> str:
    kind = _LETTERS.get(entry.outcome)
    if kind is None:
        return ""
    return draft_letter(
        actor=actor,
        now=now,
        person_id=application.person_id,
        about_ref=application.ref,
        kind=kind,
        language=application.language,
        values=decision_values(actor=actor, now=now, application=application, entry=entry, address=address),
    ).ref


def _draft_answer(actor: Actor, now: datetime, application: ApplicationRow, entry: DecisionInput, address: str) -> str:
    """The letter to somebody who asked for another look: it was decided anew, and another letter says what."""
    return draft_letter(
        actor=actor,
        now=now,
        person_id=application.person_id,
        about_ref=application.ref,
        kind="review_answered",
        language=application.language,
        values=review_values(
            actor=actor, now=now, application=application, outcome=entry.outcome, answer="", address=address
        ),
    ).ref
