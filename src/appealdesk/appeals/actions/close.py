"""Close an appeal that has done its work."""

from collections.abc import Mapping
from datetime import datetime

from appealdesk.appeals.access import check_administrator
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.models import Appeal
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["close_appeal"]


def close_appeal(*, actor: Actor, now: datetime, ref: str, reason: Mapping[str, str]) -> None:
    """Close an open or paused appeal; the reason stands on its page."""
    with acting(actor):
        check_administrator(actor)
        move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.CLOSED, reason=reason)
