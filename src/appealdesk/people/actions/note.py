"""Noting that names were shown, by the doors that show them in lists and beside other things."""

from collections.abc import Iterable
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["note_reading"]


def note_reading(*, actor: Actor, now: datetime, person_refs: Iterable[str], page: str, about_ref: str = "") -> None:
    """Note that a list or another page showed these persons' names: one line for each page shown.

    `page` names the place in code words, such as "queue" or "phone".
    """
    shown = sorted(set(person_refs))
    if not shown:
        return
    with acting(actor):
        if len(shown) == 1:
            details: dict[str, object] = {"page": page, "about": about_ref}
            record_audit(actor=actor, now=now, tag="person.read", subject=shown[0], details=details)
        else:
            details = {"page": page, "persons": shown}
            record_audit(actor=actor, now=now, tag="person.listed", subject=about_ref or page, details=details)
