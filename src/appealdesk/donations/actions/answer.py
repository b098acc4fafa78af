"""Answer an offer of goods: accept, decline, note that it was handed over or withdrawn, or take such an answer back."""

from datetime import datetime
from typing import Literal

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_in_kind
from appealdesk.donations.models import InKindOffer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["answer_in_kind"]

# What an answer may follow; goods are handed over once they were accepted, and any answer can be taken back.
_FOLLOWS = {
    "accepted": ("offered",),
    "declined": ("offered",),
    "withdrawn": ("offered", "accepted"),
    "handed_over": ("accepted",),
    "offered": ("accepted", "declined", "withdrawn", "handed_over"),
}


def answer_in_kind(
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    seen: str,
    outcome: Literal["accepted", "declined", "handed_over", "withdrawn", "offered"],
) -> None:
    """Note the answer, or with `offered` take it back, unless a colleague gave another than the officer saw."""
    with acting(actor):
        offer = access_in_kind(actor, ref, lock=True)
        before = offer.status
        if before != seen or before not in _FOLLOWS[outcome]:
            raise Refusal("donations.in_kind_meanwhile", "A colleague answered this offer meanwhile: look at it again.")
        offer.status = InKindOffer.Status(outcome)
        waits = offer.status == InKindOffer.Status.OFFERED
        offer.decided_at, offer.decided_by = (None, "") if waits else (now, actor.ref)
        offer.save(update_fields=["status", "decided_at", "decided_by"])
        if waits:
            record_audit(actor=actor, now=now, tag="in_kind.unanswered", subject=ref, details={"outcome": before})
        else:
            record_audit(actor=actor, now=now, tag="in_kind.answered", subject=ref, details={"outcome": outcome})
