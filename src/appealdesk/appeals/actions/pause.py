"""Stop an appeal for a while: it takes no offers until it is resumed."""

from collections.abc import Mapping
from datetime import datetime

from appealdesk.appeals.access import check_may_pause
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.models import Appeal
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["pause_appeal"]


def pause_appeal(*, actor: Actor, now: datetime, ref: str, reason: Mapping[str, str]) -> None:
    """Pause an open appeal; the reason stands on its page."""
    with acting(actor):
        check_may_pause(actor)
        move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.PAUSED, reason=reason)
