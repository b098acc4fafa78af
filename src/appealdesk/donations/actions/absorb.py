"""Take over what a card provider says of a payment or a payout: each movement of its balance once, as one entry.

The provider is asked outside a transaction. Whatever it answers, and whichever answer comes first, the movements that
are not there yet are added, and everything else is worked out from them: the ledger is the same in any order.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import Sum

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_card_account, access_card_payment
from appealdesk.donations.actions.pair_payouts import pair_payouts
from appealdesk.donations.cards.driver import About, Movement, MovementKind, PaymentFacts, PaymentStatus, PayoutFacts
from appealdesk.donations.events import DonorAttached
from appealdesk.donations.ledger.cards import post_movement
from appealdesk.donations.ledger.gifts import note_returned
from appealdesk.donations.models import CardAccount, CardEvent, CardMovement, CardPayment, CardPayout, Donation
from appealdesk.donations.queries.card_accounts import driver_of
from appealdesk.donations.queries.card_gifts import payment_context
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput

__all__ = ["absorb_event", "absorb_payment", "absorb_payout"]

_RETURNS: Final = (MovementKind.REFUND, MovementKind.REFUND_FAILED, MovementKind.DISPUTE_LOST)
_WITHOUT_PAYMENT: Final = (MovementKind.FEE, MovementKind.PAYOUT, MovementKind.PAYOUT_FAILED)
# A dispute is decided once, so that an older answer never takes a decision back.
_DISPUTES: Final = ("", "open", "won", "lost")
_PAYOUTS: Final = ("pending", "in_transit", "paid", "canceled", "failed")


def absorb_event(*, actor: Actor, now: datetime, event_id: int) -> None:
    """Read again what an event points to; one that was handled changes nothing."""
    with acting(actor):
        event = CardEvent.objects.select_related("account").get(pk=event_id, organisation_id=actor.own_organisation)
    if event.handled_at is not None:
        return
    if event.about == About.PAYMENT:
        _absorb_object(actor, now, event.account, event.object_id)
    elif event.about == About.PAYOUT:
        absorb_payout(actor=actor, now=now, account_ref=event.account.ref, object_id=event.object_id)
    with acting(actor):
        CardEvent.objects.filter(pk=event.pk).update(handled_at=now)


def absorb_payment(*, actor: Actor, now: datetime, payment_ref: str) -> None:
    """Ask the provider how a payment of ours stands."""
    with acting(actor):
        payment = access_card_payment(actor, payment_ref)
    if named := payment.provider_id or payment.checkout_id:
        _absorb_object(actor, now, payment.account, named)


def absorb_payout(*, actor: Actor, now: datetime, account_ref: str, object_id: str) -> None:
    """Ask the provider what a payout consists of, and first about every payment in it that we know too little of."""
    with acting(actor):
        account = access_card_account(actor, account_ref)
    facts = driver_of(account).read_payout(object_id)
    with acting(actor):
        known = _known(account, [part.movement for part in facts.parts])
    unread = {part.payment_id for part in facts.parts if part.payment_id and part.movement.id not in known}
    for payment_id in sorted(unread):
        _absorb_object(actor, now, account, payment_id)
    with acting(actor):
        _keep_payout(actor, now, account, facts)
        pair_payouts(actor=actor, now=now)


def _absorb_object(actor: Actor, now: datetime, account: CardAccount, object_id: str) -> None:
    facts = driver_of(account).read_payment(object_id)
    with acting(actor):
        _keep_payment(actor, now, account, facts)


def _keep_payment(actor: Actor, now: datetime, account: CardAccount, facts: PaymentFacts) -> None:
    rows = CardPayment.objects.select_for_update(of=("self",)).select_related("fund", "donation")
    payment = rows.filter(account=account, ref=facts.payment_ref).first()
    if payment is None:
        # The account may be used elsewhere, too; a payout tells what of it is not ours.
        return
    payment.provider_id = facts.id or payment.provider_id
    charge = next((each for each in facts.movements if each.kind is MovementKind.CHARGE), None)
    if charge is None:
        if facts.status is PaymentStatus.ENDED and payment.state == CardPayment.State.STARTED:
            _end(actor, now, payment)
        payment.save(update_fields=["provider_id", "state", "wrapped_key", "sealed", "checkout_address"])
        return
    if payment.donation is None:
        _give(actor, now, payment, charge)
    donation = payment.donation
    if donation is None:
        return
    known = _known(account, facts.movements)
    for movement in facts.movements:
        if movement.id not in known:
            subject = donation.ref if movement.kind is MovementKind.CHARGE else ""
            _keep_movement(actor, now, account, movement, payment=payment, subject_ref=subject)
    told = max([payment.dispute, *(dispute.state for dispute in facts.disputes)], key=_DISPUTES.index)
    if told != payment.dispute:
        payment.dispute = CardPayment.Dispute(told)
        details = {"state": told, "donation": donation.ref}
        record_audit(actor=actor, now=now, tag="card.disputed", subject=payment.ref, details=details)
    payment.save()
    _note_returned(actor, now, payment, donation)


def _give(actor: Actor, now: datetime, payment: CardPayment, charge: Movement) -> None:
    """The money has come: a donation of what the balance received, and its donor, if one was named."""
    ref, person_id = new_ref("G"), None
    if payment.wrapped_key is not None and payment.sealed is not None:
        words = open_json(unwrap_key(payment.wrapped_key), context=payment_context(payment.ref), sealed=payment.sealed)
        donor = identify_person(
            actor=actor,
            now=now,
            identity=IdentityInput.model_validate(words),
            source="donation",
            source_ref=ref,
            given_at=payment.started_at,
        )
        person_id = donor.person_id
    payment.donation = Donation.objects.create(
        ref=ref,
        organisation_id=payment.organisation_id,
        fund=payment.fund,
        person_id=person_id,
        amount_minor=charge.gross_minor,
        currency=charge.currency,
        received_on=day_of(actor.own_organisation, now=charge.moved_at),
        channel=Donation.Channel.CARD,
        anonymous=payment.anonymous,
        recorded_at=now,
    )
    payment.state, payment.paid_at = CardPayment.State.PAID, charge.moved_at
    payment.wrapped_key = payment.sealed = None
    payment.checkout_address = ""
    if person_id is not None:
        emit(DonorAttached(donation_ref=ref), actor=actor, now=now)
    details = {"channel": "card", "fund": payment.fund.ref, "payment": payment.ref}
    record_audit(actor=actor, now=now, tag="donation.recorded", subject=ref, details=details)


def _end(actor: Actor, now: datetime, payment: CardPayment) -> None:
    """Nothing was given; who it would have been is nobody's business any more."""
    payment.state = CardPayment.State.ENDED
    payment.wrapped_key = payment.sealed = None
    payment.checkout_address = ""
    record_audit(actor=actor, now=now, tag="card.ended", subject=payment.ref, details={})


def _known(account: CardAccount, movements: Iterable[Movement]) -> set[str]:
    wanted = [movement.id for movement in movements]
    found = CardMovement.objects.filter(account=account, provider_id__in=wanted)
    return set(found.values_list("provider_id", flat=True))


def _keep_movement(
    actor: Actor,
    now: datetime,
    account: CardAccount,
    movement: Movement,
    *,
    payment: CardPayment | None = None,
    payout: CardPayout | None = None,
    subject_ref: str = "",
) -> None:
    ref = new_ref("O")
    entry_id = post_movement(
        actor=actor,
        now=now,
        day=day_of(actor.own_organisation, now=movement.moved_at),
        movement=movement,
        subject_ref=subject_ref or ref,
        fund=payment.fund if payment is not None else None,
    )
    CardMovement.objects.create(
        ref=ref,
        organisation_id=actor.own_organisation,
        account=account,
        provider_id=movement.id,
        payment=payment,
        payout=payout,
        kind=movement.kind.value,
        gross_minor=movement.gross_minor,
        fee_minor=movement.fee_minor,
        net_minor=movement.net_minor,
        currency=movement.currency,
        moved_at=movement.moved_at,
        entry_id=entry_id,
    )


def _note_returned(actor: Actor, now: datetime, payment: CardPayment, donation: Donation) -> None:
    gone = CardMovement.objects.filter(payment=payment, kind__in=[kind.value for kind in _RETURNS])
    total = -int(gone.aggregate(total=Sum("gross_minor"))["total"] or 0)
    # After a change of currency a refund may cost a little more or less than the gift brought.
    returned = min(max(total, 0), donation.amount_minor)
    if returned != donation.returned_minor:
        note_returned(actor=actor, now=now, donation=donation, returned_minor=returned)
        details = {"returned_minor": returned, "payment": payment.ref}
        record_audit(actor=actor, now=now, tag="donation.refunded", subject=donation.ref, details=details)


def _keep_payout(actor: Actor, now: datetime, account: CardAccount, facts: PayoutFacts) -> None:
    # One at a time for each account: two payouts may name one movement that neither has seen.
    CardAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    payout, made = CardPayout.objects.get_or_create(
        account=account,
        provider_id=facts.id,
        defaults={
            "ref": new_ref("O"),
            "organisation_id": actor.own_organisation,
            "amount_minor": facts.amount.amount_minor,
            "currency": facts.amount.currency,
            "arrives_on": facts.arrives_on,
            "status": facts.status,
            "seen_at": now,
        },
    )
    if not made and _rank(facts.status) >= _rank(payout.status):
        payout.status, payout.arrives_on = facts.status, facts.arrives_on
        payout.save(update_fields=["status", "arrives_on"])
    known = _known(account, [*facts.movements, *(part.movement for part in facts.parts)])
    for movement in facts.movements:
        if movement.id not in known:
            _keep_movement(actor, now, account, movement, payout=payout)
    for part in facts.parts:
        if part.movement.id not in known:
            ours = part.movement.kind in _WITHOUT_PAYMENT
            movement = part.movement if ours else replace(part.movement, kind=MovementKind.OTHER)
            _keep_movement(actor, now, account, movement, payout=payout)
    parts = [part.movement.id for part in facts.parts]
    CardMovement.objects.filter(account=account, provider_id__in=parts, payout__isnull=True).update(payout=payout)
    if made:
        details = {"amount_minor": payout.amount_minor, "currency": payout.currency}
        record_audit(actor=actor, now=now, tag="card_payout.seen", subject=payout.ref, details=details)


def _rank(status: str) -> int:
    return _PAYOUTS.index(status) if status in _PAYOUTS else 0
