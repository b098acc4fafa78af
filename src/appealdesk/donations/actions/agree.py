"""Agree to a refund, a transfer or a write-off that somebody else asked for."""

from datetime import datetime

from appealdesk.donations.access import access_asked
from appealdesk.donations.ledger.corrections import make
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["agree_to_correction"]


def agree_to_correction(*, actor: Actor, now: datetime, ref: str) -> None:
    """The second person's word: it is made."""
    with acting(actor):
        row = access_asked(actor, ref)
        if row.status != row.Status.ASKED:
            raise Refusal("donations.asked_meanwhile", "A colleague decided about this meanwhile: look at it again.")
        if actor.ref == row.asked_by:
            raise Refusal("donations.agree_own", "Somebody else than the one who asked for it has to agree.")
        make(actor=actor, now=now, row=row)
