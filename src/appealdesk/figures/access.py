"""Who may release figures."""

from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.refusals import NotFound

__all__ = ["check_may_release"]


def check_may_release(actor: Actor) -> None:
    """Press officers and administrators; for everybody else there is nothing here."""
    if not actor.is_staff or not actor.has_role(Role.PRESS_OFFICER, Role.ADMINISTRATOR):
        raise NotFound("page")
