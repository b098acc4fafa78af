"""May somebody's details be passed on? What they said last on their own page or to an officer decides."""

from datetime import datetime

from appealdesk.foundation.actor import Actor
from appealdesk.people.queries.consents import consent_state

__all__ = ["took_back_hand_over"]


def took_back_hand_over(*, actor: Actor, now: datetime, person_ref: str) -> bool:
    """True where the person agreed to a hand-over and took it back. Two queries."""
    return consent_state(actor=actor, person_ref=person_ref, purpose="hand_over", now=now) == "withdrawn"
