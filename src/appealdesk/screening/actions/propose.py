"""The first of two people accepts: a proposal, of which nobody outside hears until a second person confirms it."""

from datetime import datetime

from appealdesk.appeals.queries.positions import revision_in_force
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.ids import new_ref
from appealdesk.screening.actions.record import Sealed
from appealdesk.screening.inputs import DecisionInput
from appealdesk.screening.models import ProposedAcceptance, ScreeningProfile, WaitsCode
from appealdesk.screening.queries.standing import Standing, basis_of

__all__ = ["propose_acceptance"]


def propose_acceptance(*, actor: Actor, now: datetime, standing: Standing, entry: DecisionInput) -> ProposedAcceptance:
    """Note who accepts first, why, and on what facts and criteria; inside the transaction that locked the standing."""
    application, profile = standing.application, standing.profile
    revision = revision_in_force(application.position_id, at=now) if application.position_id else None
    ref = new_ref("Z")
    words = Sealed.of(entry.note, context="proposal", ref=ref)
    proposal = ProposedAcceptance.objects.create(
        ref=ref,
        organisation_id=application.organisation_id,
        application_id=application.id,
        reason_codes=list(entry.reason_codes),
        wrapped_key=words.wrapped_key,
        sealed=words.sealed,
        revision_id=revision.id if revision else None,
        screening_outcome=profile.outcome,
        basis=basis_of(vars(profile), revision.id if revision else None),
        proposed_by=actor.ref,
        proposed_at=now,
    )
    ScreeningProfile.objects.filter(pk=application.id).update(waits=WaitsCode.SECOND_PERSON)
    details = {"proposal": ref, "reasons": list(entry.reason_codes)}
    record_audit(actor=actor, now=now, tag="acceptance.proposed", subject=application.ref, details=details)
    return proposal
