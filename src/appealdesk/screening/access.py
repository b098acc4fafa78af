"""From an actor and an outside reference to a row, or a refusal that looks like "not found"."""

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.models import BulkDecision, ScreeningRun

__all__ = ["access_bulk", "access_run", "check_may_decide", "check_may_keep_reasons", "check_may_screen", "may_screen"]

_SCREENERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def may_screen(actor: Actor) -> bool:
    """True for those who work with applications, and for the product itself."""
    return actor.organisation_id is not None and (
        actor.kind is ActorKind.SYSTEM or (actor.is_staff and actor.has_role(*_SCREENERS))
    )


def check_may_screen(actor: Actor) -> None:
    """Refuse those who may not see applications as if there were none."""
    if not may_screen(actor):
        raise NotFound("application")


def check_may_decide(actor: Actor) -> None:
    """A decision is a person's: the product itself may not decide."""
    check_may_screen(actor)
    if not actor.is_staff:
        raise Refusal("screening.people_decide", "Only a member of staff can decide about an application.")


def check_may_keep_reasons(actor: Actor) -> None:
    """An administrator answers for what the organisation's letters may say."""
    if actor.organisation_id is None or not (actor.is_staff and actor.has_role(Role.ADMINISTRATOR)):
        raise NotFound("reason")


def access_run(actor: Actor, ref: str, *, lock: bool = False) -> ScreeningRun:
    """The run with this reference; `lock` keeps other workers out until the transaction ends."""
    check_may_screen(actor)
    runs = ScreeningRun.objects.filter(organisation_id=actor.own_organisation, ref=ref)
    run = (runs.select_for_update() if lock else runs).first()
    if run is None:
        raise NotFound("re-screening")
    return run


def access_bulk(actor: Actor, ref: str, *, lock: bool = False) -> BulkDecision:
    """The bulk decision with this reference; `lock` keeps other workers out until the transaction ends."""
    check_may_screen(actor)
    rows = BulkDecision.objects.filter(organisation_id=actor.own_organisation, ref=ref)
    bulk = (rows.select_for_update() if lock else rows).first()
    if bulk is None:
        raise NotFound("bulk decision")
    return bulk
