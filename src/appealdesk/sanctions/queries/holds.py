"""Of whom something is held: the one question that money is asked before a letter, a receipt, a refund or a payment."""

from collections.abc import Iterable

from appealdesk.foundation.actor import Actor
from appealdesk.people.queries.persons import kept_persons
from appealdesk.sanctions.models import Hit

__all__ = ["HOLDING", "held_among", "held_payees_among", "is_payee_held"]

HOLDING = (Hit.Status.OPEN, Hit.Status.ESCALATED, Hit.Status.CONFIRMED)


def held_among(*, actor: Actor, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of the persons of whom a hit waits or was confirmed, joined persons included. At most three queries."""
    wanted = frozenset(person_ids)
    holding = Hit.objects.filter(organisation_id=actor.own_organisation, status__in=HOLDING)
    held = {
        person_id
        for person_id in holding.filter(subject__person_id__isnull=False)
        .values_list("subject__person_id", flat=True)
        .distinct()
        if person_id is not None
    }
    if not wanted or not held:
        return frozenset()
    present = kept_persons(actor=actor, person_ids=wanted | held)
    now_held = {present.get(person_id, person_id) for person_id in held}
    return frozenset(person_id for person_id in wanted if present.get(person_id, person_id) in now_held)


def held_payees_among(*, actor: Actor, payee_refs: Iterable[str]) -> frozenset[str]:
    """Those of the payees of whom a hit waits or was confirmed. One query."""
    holding = Hit.objects.filter(
        organisation_id=actor.own_organisation, status__in=HOLDING, subject__payee_ref__in=set(payee_refs) - {""}
    )
    return frozenset(holding.values_list("subject__payee_ref", flat=True))


def is_payee_held(*, actor: Actor, payee_ref: str) -> bool:
    """Whether a hit of this payee waits or was confirmed. One query."""
    return bool(held_payees_among(actor=actor, payee_refs=[payee_ref]))
