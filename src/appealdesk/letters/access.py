"""From an outside reference to a letter, or a refusal that looks like "not found"."""

from django.db.models import QuerySet

from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.models import Letter

__all__ = ["access_letter", "visible_letters"]

_READERS = (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


def visible_letters(actor: Actor) -> QuerySet[Letter]:
    """The letters that the actor may see; a finance officer sees the thanks for donations only."""
    letters = Letter.objects.filter(organisation_id=actor.own_organisation)
    if actor.kind is ActorKind.SYSTEM or actor.has_role(*_READERS):
        return letters
    if actor.has_role(Role.FINANCE_OFFICER):
        return letters.filter(kind=Letter.Kind.DONATION_THANKS)
    return letters.none()


def access_letter(actor: Actor, ref: str, *, lock: bool = False) -> Letter:
    """The letter with this reference; `lock` keeps other writers out until the transaction ends."""
    letters = visible_letters(actor)
    letter = (letters.select_for_update() if lock else letters).filter(ref=ref).first()
    if letter is None:
        raise NotFound("letter")
    return letter
