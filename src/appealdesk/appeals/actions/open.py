"""Open an appeal to the public."""

from datetime import datetime

from appealdesk.appeals.access import access_appeal, check_administrator
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.models import Appeal
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["open_appeal"]


def open_appeal(*, actor: Actor, now: datetime, ref: str) -> None:
    """Open a draft; it needs at least one position, and what is paused is resumed instead."""
    with acting(actor):
        check_administrator(actor)
        row = access_appeal(actor, ref, lock=True)
        if row.status != Appeal.Status.DRAFT:
            raise Refusal("appeals.not_openable", f"The appeal is {row.status}: only a draft opens.")
        move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.OPEN)
