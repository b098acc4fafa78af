"""Agree to a refund, a transfer or a write-off that somebody else asked for."""

from datetime import datetime

from appealdesk.donations.access import access_asked
from appealdesk.donations.actions.check_giver import check_giver
from appealdesk.donations.ledger.corrections import make
from appealdesk.donations.models import Refund
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["agree_to_correction"]


def agree_to_correction(*, actor: Actor, now: datetime, ref: str) -> None:
    """The second person's word: it is made."""
    _check_giver(actor, now, ref)
    with acting(actor):
        row = access_asked(actor, ref)
        if row.status != row.Status.ASKED:
            raise Refusal("donations.asked_meanwhile", "A colleague decided about this meanwhile: look at it again.")
        if actor.ref == row.asked_by:
            raise Refusal("donations.agree_own", "Somebody else than the one who asked for it has to agree.")
        make(actor=actor, now=now, row=row)


def _check_giver(actor: Actor, now: datetime, ref: str) -> None:
    """A list may have changed since the refund was asked for."""
    with acting(actor):
        row = access_asked(actor, ref)
        donation = row.donation if isinstance(row, Refund) else None
    check_giver(actor=actor, now=now, donation=donation)
