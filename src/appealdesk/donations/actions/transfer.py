"""Move money from one fund to another."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.access import access_fund
from appealdesk.donations.inputs import TransferInput
from appealdesk.donations.ledger.corrections import check_day, make, wants_two
from appealdesk.donations.ledger.standing import check_fund
from appealdesk.donations.models import Transfer
from appealdesk.donations.queries.words import seal_reason
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["transfer_between_funds"]


def transfer_between_funds(*, actor: Actor, now: datetime, entry: TransferInput) -> str:
    """Move it, or ask a second person. Out of a restricted fund only with a consent on record, and always by two."""
    money = Money(entry.amount_minor, entry.currency)
    with acting(actor):
        source, target = access_fund(actor, entry.source_ref), access_fund(actor, entry.target_ref)
        if source.pk == target.pk:
            raise Refusal("donations.same_fund", "Choose another fund than the one it comes from.", field="target")
        if source.restricted and (entry.consent == "none" or entry.consent_on is None):
            raise Refusal(
                "donations.consent_missing",
                "This fund is restricted: say who consented, the donor or the authority, and on which day.",
                field="consent",
            )
        check_day(actor, now, max(entry.happened_on, entry.consent_on or entry.happened_on))
        check_fund(source, money)
        ref = new_ref("F")
        wrapped, sealed = seal_reason(ref, entry.words)
        row = Transfer.objects.create(
            ref=ref,
            organisation_id=actor.own_organisation,
            source=source,
            target=target,
            from_restricted=source.restricted,
            consent=entry.consent,
            consent_on=entry.consent_on if entry.consent != "none" else None,
            amount_minor=money.amount_minor,
            currency=money.currency,
            happened_on=entry.happened_on,
            two_people=source.restricted or wants_two(organisation_id=actor.own_organisation, amount=money),
            wrapped_key=wrapped,
            sealed=sealed,
            asked_at=now,
            asked_by=actor.ref,
        )
        details = {"source": source.ref, "target": target.ref, "consent": entry.consent}
        record_audit(actor=actor, now=now, tag="transfer.asked", subject=ref, details=details)
        if not row.two_people:
            make(actor=actor, now=now, row=row)
    return ref
