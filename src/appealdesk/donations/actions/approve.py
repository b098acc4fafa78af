"""Approve a disbursement: once, and once more by somebody else."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.access import access_disbursement
from appealdesk.donations.ledger.standing import check_fund, check_not_held
from appealdesk.donations.models import Disbursement
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["approve_disbursement"]


def approve_disbursement(*, actor: Actor, now: datetime, disbursement_ref: str) -> str:
    """Give the next approval, and return the status that follows.

    The second is neither by whoever gave the first nor by whoever planned it; the database holds the same.
    """
    with acting(actor):
        row = access_disbursement(actor, disbursement_ref, lock=True)
        check_not_held(row)
        if row.status == Disbursement.Status.PLANNED:
            row.first_at, row.first_by, row.status = now, actor.ref, Disbursement.Status.APPROVED_ONCE
        elif row.status == Disbursement.Status.APPROVED_ONCE:
            if actor.ref in (row.first_by, row.planned_by):
                raise Refusal(
                    "donations.second_person",
                    "A second person approves: neither who planned this disbursement nor who approved it first.",
                )
            row.second_at, row.second_by, row.status = now, actor.ref, Disbursement.Status.APPROVED
        else:
            raise Refusal(
                "donations.disbursement_meanwhile", "A colleague went on with this meanwhile: look at it again."
            )
        check_fund(row.fund, Money(row.amount_minor, row.currency), without=row.pk)
        row.save()
        tag = "disbursement.approved_once" if row.second_at is None else "disbursement.approved"
        record_audit(actor=actor, now=now, tag=tag, subject=row.ref, details={"fund": row.fund.ref})
    return row.status
