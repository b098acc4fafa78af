"""Begin a gift by card: the donor is sent to the provider's page, and comes back to a page of ours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from appealdesk.appeals.queries.appeals import appeal_names
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.money import Money
from appealdesk.donations.actions.note_trouble import note_trouble
from appealdesk.donations.cards.driver import CheckoutOrder, ProviderAwayError
from appealdesk.donations.inputs import CardGiftInput
from appealdesk.donations.models import CardAccount, CardPayment
from appealdesk.donations.queries.card_accounts import CardWay, card_ways, driver_of
from appealdesk.donations.queries.card_gifts import gift_secret, payment_context
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import hash_secret, new_ref
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["StartedGift", "start_card_gift"]

_HOUR = timedelta(hours=1)
# Gifts that were begun and not yet paid: stolen cards are tried by the thousand, and donors finish what they begin.
_UNPAID_AN_HOUR = 1_000


@dataclass(frozen=True, slots=True)
class StartedGift:
    """The payment, and the secret of its page."""

    ref: str
    secret: str


def start_card_gift(
    *, actor: Actor, now: datetime, entry: CardGiftInput, address_of: Callable[[str, str, str], str]
) -> StartedGift:
    """Record what is wished and open the provider's page; the same form again leads to the same page.

    `address_of` makes an address of ours from reference, secret and "paid" or "left". The provider is asked outside a
    transaction; where it is away, the donor is told and may send the form once more.
    """
    secret = gift_secret(entry.submission)
    with acting(actor):
        payment = _recorded(actor, now, entry, secret)
        account = payment.account
    if not payment.checkout_address and payment.state == CardPayment.State.STARTED:
        order = CheckoutOrder(
            payment_ref=payment.ref,
            amount=Money(payment.amount_minor, payment.currency),
            description=pick(appeal_names(entry.appeal_id), entry.language),
            language=entry.language,
            paid_address=address_of(payment.ref, secret, "paid"),
            left_address=address_of(payment.ref, secret, "left"),
        )
        _open_page(actor, now, payment, account, order)
    return StartedGift(payment.ref, secret)


def _open_page(actor: Actor, now: datetime, payment: CardPayment, account: CardAccount, order: CheckoutOrder) -> None:
    try:
        with note_trouble(actor=actor, now=now, account=account):
            checkout = driver_of(account).start_checkout(order)
    except ProviderAwayError as error:
        raise Refusal(
            "cards.provider_away", "The card provider does not answer at the moment: please try again in a minute."
        ) from error
    with acting(actor):
        CardPayment.objects.filter(pk=payment.pk).update(checkout_id=checkout.id, checkout_address=checkout.address)


def _recorded(actor: Actor, now: datetime, entry: CardGiftInput, secret: str) -> CardPayment:
    organisation_id = actor.own_organisation
    way = _way(organisation_id, entry)
    payments = CardPayment.objects.select_for_update(of=("self",)).select_related("account")
    known = payments.filter(organisation_id=organisation_id, submission=entry.submission).first()
    if known is not None:
        # Back from the provider's page and sent again: a name or a wish may be another now, the amount is not.
        if known.state == CardPayment.State.STARTED:
            _seal_who(known, entry)
            known.save(update_fields=["anonymous", "language", "wrapped_key", "sealed"])
        return known
    _check_amount(way, entry)
    _check_rate(organisation_id, now)
    payment = CardPayment(
        ref=new_ref("Y"),
        organisation_id=organisation_id,
        account=CardAccount.objects.get(ref=way.account_ref),
        fund_id=way.fund_id,
        amount_minor=entry.amount_minor,
        currency=entry.currency,
        secret_hash=hash_secret(secret),
        submission=entry.submission,
        started_at=now,
    )
    _seal_who(payment, entry)
    payment.save()
    record_audit(actor=actor, now=now, tag="card.started", subject=payment.ref, details={"channel": "web"})
    return payment


def _way(organisation_id: int, entry: CardGiftInput) -> CardWay:
    for way in card_ways(organisation_id=organisation_id, appeal_id=entry.appeal_id):
        if way.account_ref == entry.account_ref and entry.currency in way.smallest:
            return way
    raise NotFound("page")


def _seal_who(payment: CardPayment, entry: CardGiftInput) -> None:
    payment.anonymous, payment.language = entry.anonymous, entry.language
    if not entry.identity.has_name:
        payment.wrapped_key = payment.sealed = None
        return
    key = new_data_key()
    value = entry.identity.model_dump(mode="json")
    payment.wrapped_key = key.wrapped
    payment.sealed = seal_json(key, context=payment_context(payment.ref), value=value)


def _check_amount(way: CardWay, entry: CardGiftInput) -> None:
    if entry.amount_minor < way.smallest[entry.currency]:
        raise Refusal("cards.too_little", "This is less than a card payment can be: give more.", field="amount")


def _check_rate(organisation_id: int, now: datetime) -> None:
    unpaid = CardPayment.objects.filter(organisation_id=organisation_id, started_at__gt=now - _HOUR)
    if unpaid.exclude(state=CardPayment.State.PAID).count() >= _UNPAID_AN_HOUR:
        raise Refusal("donations.too_many", "Very many people are writing at this moment: try again in an hour.")
