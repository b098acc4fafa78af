"""A hit from its reference, for those who may decide about money or guard people."""

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound
from appealdesk.sanctions.models import Hit

__all__ = ["access_hit", "may_judge_hits"]


def may_judge_hits(actor: Actor) -> bool:
    """Finance officers, duty officers and administrators, and the product itself."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.FINANCE_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def access_hit(actor: Actor, ref: str, *, lock: bool = False) -> Hit:
    """The hit, or NotFound; `lock` keeps colleagues out until the transaction ends."""
    rows = Hit.objects.select_related("subject", "entry")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if row is None or not may_judge_hits(actor):
        raise NotFound("hit")
    return row
