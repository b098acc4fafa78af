"""Let an appeal take offers again."""

from datetime import datetime

from appealdesk.appeals.access import access_appeal, check_administrator
from appealdesk.appeals.actions.move import move_appeal
from appealdesk.appeals.models import Appeal
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["resume_appeal"]


def resume_appeal(*, actor: Actor, now: datetime, ref: str) -> None:
    """Resume a paused appeal, or open a closed one again; refused while an objection of the host state stands."""
    with acting(actor):
        check_administrator(actor)
        if access_appeal(actor, ref, lock=True).status == Appeal.Status.DRAFT:
            raise Refusal("appeals.never_open", "The appeal is a draft: open it instead.")
        move_appeal(actor=actor, now=now, ref=ref, to=Appeal.Status.OPEN)
