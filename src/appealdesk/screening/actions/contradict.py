"""The second person does not agree to accept, and says why to the first; nothing is decided by it."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.access import check_may_decide
from appealdesk.screening.actions.record import record_settlement
from appealdesk.screening.inputs import ContradictionInput
from appealdesk.screening.models import ProposedAcceptance, ScreeningProfile, WaitsCode
from appealdesk.screening.queries.standing import locked_standing

__all__ = ["contradict_acceptance"]


def contradict_acceptance(*, actor: Actor, now: datetime, entry: ContradictionInput) -> None:
    """Settle the open proposal without a decision: the application waits to be decided again.

    Raises Refusal for the proposer, who takes it back instead, and for a proposal that was settled meanwhile.
    """
    with acting(actor):
        check_may_decide(actor)
        application = application_by_ref(actor=actor, ref=entry.application_ref)
        standing = locked_standing(application)
        proposal = standing.proposal
        if proposal is None or proposal.ref != entry.proposal_ref:
            raise Refusal(
                "screening.settled_meanwhile",
                "A colleague has answered this proposal meanwhile. Read what they did.",
            )
        if proposal.proposed_by == actor.ref:
            raise Refusal(
                "screening.second_person", "You proposed this yourself: a colleague has to confirm or contradict it."
            )
        if not entry.note.strip():
            raise Refusal(
                "screening.contradiction_unexplained", "Say why, so that your colleague learns it.", field="note"
            )
        status = ProposedAcceptance.Status.CONTRADICTED
        record_settlement(actor=actor, now=now, proposal=proposal, status=status, note=entry.note)
        waits = WaitsCode.REVIEW if standing.review else WaitsCode.NOTHING
        ScreeningProfile.objects.filter(pk=application.id).update(waits=waits)
        details = {"proposal": proposal.ref}
        record_audit(actor=actor, now=now, tag="acceptance.contradicted", subject=application.ref, details=details)
