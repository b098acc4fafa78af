"""Noting that receipts were shown or opened as paper, by the doors that show them."""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["note_receipts"]


def note_receipts(*, actor: Actor, now: datetime, refs: Sequence[str], page: str) -> None:
    """One line for each page shown; `page` names the place in code words, such as "list", "paper" or "schedule"."""
    if not refs:
        return
    details: dict[str, object] = {"page": page} if len(refs) == 1 else {"page": page, "receipts": list(refs)}
    subject = refs[0] if len(refs) == 1 else "receipts"
    with acting(actor):
        record_audit(actor=actor, now=now, tag="receipt.read", subject=subject, details=details)
