"""Follow the sanctions check: hold what would be paid to a payee while a hit waits, and let it go on afterwards."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.actions.hold import hold_disbursement
from appealdesk.donations.models import Disbursement
from appealdesk.donations.queries.words import Payee, open_payee
from appealdesk.foundation.actor import Actor, system_actor
from appealdesk.foundation.db import acting
from appealdesk.sanctions.actions.check import check_payee
from appealdesk.sanctions.inputs import PayeeInput
from appealdesk.sanctions.queries.holds import is_payee_held

__all__ = ["SANCTIONS", "follow_payee", "follow_payees"]

SANCTIONS = "sanctions"
"""The code of the hold."""

_WAITING = (Disbursement.Status.PLANNED, Disbursement.Status.APPROVED_ONCE, Disbursement.Status.APPROVED)


def follow_payee(*, actor: Actor, now: datetime, payee_ref: str, payee: Payee | None = None) -> bool:
    """Hold or release every disbursement to the payee that has not ended, by what is known now; says which.

    With a `payee` they are checked first.
    """
    with acting(actor):
        if payee is not None:
            check_payee(actor=actor, now=now, entry=_entry(payee_ref, payee))
        held = is_payee_held(actor=actor, payee_ref=payee_ref)
        rows = _waiting(actor).select_for_update(no_key=True).filter(payee_ref=payee_ref).order_by("pk")
        worker = system_actor(actor.organisation_id)
        for row in rows:
            if held:
                hold_disbursement(actor=worker, now=now, disbursement_ref=row.ref, reason=SANCTIONS)
            elif row.is_held and row.held_reason == SANCTIONS:
                row.released_at, row.released_by = now, actor.ref
                row.save(update_fields=["released_at", "released_by"])
                details = {"reason": SANCTIONS}
                record_audit(actor=actor, now=now, tag="disbursement.released", subject=row.ref, details=details)
    return held


def follow_payees(*, actor: Actor, now: datetime) -> int:
    """Check every payee anew to whom something is still to be paid, after a list has changed; says how many."""
    with acting(actor):
        payees = _payees(_waiting(actor).order_by("pk"))
        for payee_ref, payee in payees.items():
            check_payee(actor=actor, now=now, entry=_entry(payee_ref, payee), again=True)
            follow_payee(actor=actor, now=now, payee_ref=payee_ref)
    return len(payees)


def _waiting(actor: Actor) -> QuerySet[Disbursement]:
    return Disbursement.objects.filter(organisation_id=actor.own_organisation, status__in=_WAITING)


def _payees(rows: Iterable[Disbursement]) -> dict[str, Payee]:
    payees = {}
    for row in rows:
        payee = open_payee(row)
        if payee is not None and row.payee_ref:
            payees[row.payee_ref] = payee
    return payees


def _entry(payee_ref: str, payee: Payee) -> PayeeInput:
    countries = frozenset({payee.country} - {""})
    return PayeeInput(ref=payee_ref, name=PersonName(payee.name), countries=countries)
