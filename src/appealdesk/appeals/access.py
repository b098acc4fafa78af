"""From an actor and an outside reference to a row, or a refusal that looks like "not found"."""

from appealdesk.appeals.models import Appeal, CriteriaDraft, FactDefinition, HostStateObjection, LegalBasis, Position
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = [
    "access_appeal",
    "access_draft",
    "access_fact",
    "access_legal_basis",
    "access_objection",
    "access_own_position",
    "access_position",
    "check_administrator",
    "check_may_approve",
    "check_may_define",
    "check_may_draft",
    "check_may_pause",
    "check_may_tell_the_public",
    "may_approve",
    "may_define",
    "may_draft",
    "may_edit",
    "may_pause",
    "may_tell_the_public",
]

_DRAFTERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)
_APPROVERS = (Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def may_draft(actor: Actor) -> bool:
    """True for the officers who write criteria."""
    return actor.is_staff and actor.organisation_id is not None and actor.has_role(*_DRAFTERS)


def may_approve(actor: Actor) -> bool:
    """True for those who answer for what is published; nobody approves what they submitted themselves."""
    return may_draft(actor) and actor.has_role(*_APPROVERS)


def may_define(actor: Actor) -> bool:
    """True for whoever keeps the fact dictionary: the administrator, and the product when it installs it."""
    return actor.organisation_id is not None and (not actor.is_staff or actor.has_role(Role.ADMINISTRATOR))


def check_may_draft(actor: Actor) -> None:
    """Criteria that are not published are nobody's business outside the desk."""
    if not may_draft(actor):
        raise NotFound("position")


def check_may_approve(actor: Actor) -> None:
    """An officer who may read the draft is told who may approve it."""
    check_may_draft(actor)
    if not may_approve(actor):
        raise Refusal(
            "appeals.approver_role", "A duty officer or an administrator approves criteria: ask one of them to look."
        )


def check_may_define(actor: Actor) -> None:
    """The dictionary is kept by the administrator."""
    if not may_define(actor):
        raise NotFound("fact")


def access_position(actor: Actor, ref: str, *, lock: bool = False) -> Position:
    """The position with this reference, whose criteria the actor may write."""
    check_may_draft(actor)
    rows = Position.objects.filter(ref=ref, appeal__organisation_id=actor.own_organisation)
    row = (rows.select_for_update(of=("self",)) if lock else rows).select_related("appeal").first()
    if row is None:
        raise NotFound("position")
    return row


def access_draft(actor: Actor, position_ref: str, version: int) -> CriteriaDraft:
    """The position's open draft, locked, if it is still the version that the actor saw."""
    position = access_position(actor, position_ref, lock=True)
    draft = CriteriaDraft.objects.select_for_update().filter(position=position, status__in=CriteriaDraft.OPEN).first()
    if draft is None:
        raise Refusal(
            "appeals.draft_gone_meanwhile",
            "The draft is no longer open: it was published or discarded. Look at the history of the position.",
        )
    if draft.version != version:
        raise Refusal(
            "appeals.draft_meanwhile",
            "A colleague has changed the draft meanwhile. Nothing of yours is lost: compare, then save again.",
            values={"by": draft.saved_by},
        )
    return draft


def access_fact(actor: Actor, key: str) -> FactDefinition:
    """The fact of the actor's organisation, locked."""
    check_may_define(actor)
    row = FactDefinition.objects.select_for_update().filter(organisation_id=actor.own_organisation, key=key).first()
    if row is None:
        raise NotFound("fact")
    return row


def access_appeal(actor: Actor, ref: str, *, lock: bool = False) -> Appeal:
    """The appeal with this reference; `lock` keeps other writers out until the transaction ends."""
    appeals = Appeal.objects.select_for_update() if lock else Appeal.objects
    appeal = appeals.filter(ref=ref, organisation_id=actor.own_organisation).first()
    if appeal is None:
        raise NotFound("appeal")
    return appeal


def access_own_position(actor: Actor, ref: str, *, lock: bool = False) -> Position:
    """The position with this reference, with its appeal."""
    positions = Position.objects.select_for_update(of=("self",)) if lock else Position.objects
    position = (
        positions.select_related("appeal__organisation")
        .filter(ref=ref, appeal__organisation_id=actor.own_organisation)
        .first()
    )
    if position is None:
        raise NotFound("position")
    return position


def access_legal_basis(actor: Actor, ref: str) -> LegalBasis:
    """The legal basis with this reference, locked, with its position."""
    basis = (
        LegalBasis.objects.select_for_update(of=("self",))
        .select_related("position__appeal")
        .filter(ref=ref, position__appeal__organisation_id=actor.own_organisation)
        .first()
    )
    if basis is None:
        raise NotFound("legal basis")
    return basis


def access_objection(actor: Actor, ref: str) -> HostStateObjection:
    """The objection with this reference, locked, with its appeal."""
    objection = (
        HostStateObjection.objects.select_for_update(of=("self",))
        .select_related("appeal")
        .filter(ref=ref, organisation_id=actor.own_organisation)
        .first()
    )
    if objection is None:
        raise NotFound("objection")
    return objection


def may_edit(actor: Actor) -> bool:
    """True for those who set an appeal up and lead it through its life."""
    return actor.kind is ActorKind.SYSTEM or actor.has_role(Role.ADMINISTRATOR)


def may_pause(actor: Actor) -> bool:
    """True for those who stop an appeal at once: a duty officer is there at night too."""
    return may_edit(actor) or actor.has_role(Role.DUTY_OFFICER)


def may_tell_the_public(actor: Actor) -> bool:
    """True for those who publish updates."""
    return may_edit(actor) or actor.has_role(Role.PRESS_OFFICER)


def check_administrator(actor: Actor) -> None:
    """Only an administrator changes what an appeal is."""
    if not may_edit(actor):
        raise Refusal("appeals.administrator_only", "Only an administrator may do this: ask one of them.")


def check_may_pause(actor: Actor) -> None:
    """A duty officer or an administrator pauses an appeal and records an objection."""
    if not may_pause(actor):
        raise Refusal(
            "appeals.duty_or_administrator", "Only a duty officer or an administrator may do this: tell one of them."
        )


def check_may_tell_the_public(actor: Actor) -> None:
    """A press officer or an administrator publishes updates."""
    if not may_tell_the_public(actor):
        raise Refusal(
            "appeals.press_or_administrator", "Only a press officer or an administrator publishes: ask one of them."
        )
