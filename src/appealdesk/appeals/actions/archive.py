"""Put an appeal away: it leaves the public list, and its address still answers."""

from datetime import datetime

from appealdesk.appeals.access import check_administrator
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.models import Appeal
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["archive_appeal"]


def archive_appeal(*, actor: Actor, now: datetime, ref: str) -> None:
    """Archive a closed, withdrawn or superseded appeal."""
    with acting(actor):
        check_administrator(actor)
        move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.ARCHIVED)
