"""Answer an offer of goods: accept, decline, note that it was handed over or withdrawn, or take such an answer back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_in_kind
from appealdesk.donations.actions.keep_back import keep_back_answers
from appealdesk.donations.actions.write import write_offerer
from appealdesk.donations.models import InKindOffer
from appealdesk.donations.queries.in_kind import stand_of
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

_LETTERS: Final[Mapping[str, Literal["in_kind_accepted", "in_kind_declined"]]] = {
    "accepted": "in_kind_accepted",
    "declined": "in_kind_declined",
}


def answer_in_kind(
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    seen: str,
    outcome: Literal["accepted", "declined", "handed_over", "withdrawn", "offered"],
) -> str:
    """Note the answer and draft its letter, or with `offered` take it back; `seen` is how the offer stood on the page.

    Refuses where a colleague answered since, also where the offer looks the same again. Returns the letter's reference,
    or nothing where no letter goes.
    """
    with acting(actor):
        offer = access_in_kind(actor, ref, lock=True)
        before = offer.status
        if stand_of(offer) != seen or before not in _FOLLOWS[outcome]:
            raise Refusal("donations.in_kind_meanwhile", "A colleague answered this offer meanwhile: look at it again.")
        offer.status = InKindOffer.Status(outcome)
        waits = offer.status == InKindOffer.Status.OFFERED
        offer.decided_at, offer.decided_by = (None, "") if waits else (now, actor.ref)
        offer.save(update_fields=["status", "decided_at", "decided_by"])
        letter = ""
        if outcome in ("withdrawn", "offered"):
            keep_back_answers(actor=actor, now=now, offer_refs=[offer.ref])
        elif outcome in _LETTERS:
            letter = write_offerer(actor=actor, now=now, offer=offer, kind=_LETTERS[outcome])
        if waits:
            record_audit(actor=actor, now=now, tag="in_kind.unanswered", subject=ref, details={"outcome": before})
        else:
            record_audit(actor=actor, now=now, tag="in_kind.answered", subject=ref, details={"outcome": outcome})
    return letter
