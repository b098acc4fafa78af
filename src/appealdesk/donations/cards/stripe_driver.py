"""Stripe: Checkout on its own page, webhooks signed by HMAC-SHA256, gross, fee and net from its balance."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import stripe

from appealdesk.core.money import Money
from appealdesk.donations.cards.driver import (
    TOLERANCE_SECONDS,
    About,
    Checkout,
    CheckoutOrder,
    Dispute,
    Movement,
    MovementKind,
    PaymentFacts,
    PaymentStatus,
    PayoutFacts,
    PayoutPart,
    ProviderAwayError,
    ProviderEvent,
    SignatureRefused,
)
from appealdesk.donations.cards.stripe_amounts import from_stripe, to_stripe
from appealdesk.foundation.refusals import Refusal

__all__ = ["StripeDriver"]

_SECONDS = 10
_PAGE = 100
# Stripe's page speaks Japanese and English; for Ukrainian it chooses by the browser.
_LOCALES: Final = {"ja": "ja", "en": "en-GB", "uk": "auto"}
_ENDED: Final = frozenset({"canceled"})
_LOST: Final = frozenset({"lost"})
_WON: Final = frozenset({"won", "warning_closed", "prevented"})
# What a movement of the balance is, by Stripe's reporting category.
_KINDS: Final = {
    "charge": MovementKind.CHARGE,
    "refund": MovementKind.REFUND,
    "refund_failure": MovementKind.REFUND_FAILED,
    "dispute": MovementKind.DISPUTE,
    "dispute_reversal": MovementKind.DISPUTE_WON,
    "payout": MovementKind.PAYOUT,
    "payout_reversal": MovementKind.PAYOUT_FAILED,
    "fee": MovementKind.FEE,
    "network_cost": MovementKind.FEE,
}


class StripeDriver:
    """One Stripe account; `address` names a server other than Stripe's, for trials."""

    def __init__(self, *, api_key: str, webhook_secret: str, address: str = "") -> None:
        self._secret = webhook_secret
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": address} if address else None,
            http_client=stripe.RequestsClient(timeout=_SECONDS),
            max_network_retries=1,
        )

    def start_checkout(self, order: CheckoutOrder) -> Checkout:
        """A Checkout session; Stripe learns what is given for, and not who gives."""
        params: Any = {
            "mode": "payment",
            "submit_type": "donate",
            "payment_method_types": ["card"],
            "client_reference_id": order.payment_ref,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": order.amount.currency.lower(),
                        "unit_amount": to_stripe(order.amount),
                        "product_data": {"name": order.description},
                    },
                }
            ],
            "payment_intent_data": {"metadata": {"payment": order.payment_ref}, "description": order.payment_ref},
            "metadata": {"payment": order.payment_ref},
            "success_url": order.paid_address,
            "cancel_url": order.left_address,
            "locale": _LOCALES[order.language],
        }
        with _away():
            made = self._client.v1.checkout.sessions.create(
                params,
                {"idempotency_key": f"checkout-{order.payment_ref}"},
            )
        return Checkout(id=made.id, address=str(made.url))

    def read_event(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> ProviderEvent:
        """The library checks the signature; the moment is checked here, because it accepts those to come."""
        header = headers.get("stripe-signature", "")
        try:
            stripe.WebhookSignature.verify_header(body, header, self._secret)
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
            raise SignatureRefused("the signature is not of this body") from error
        moments = [part.partition("=")[2] for part in header.split(",") if part.startswith("t=")]
        if not moments or abs(now.timestamp() - int(moments[0])) > TOLERANCE_SECONDS:
            raise SignatureRefused("it was signed at another time")
        try:
            return _event(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SignatureRefused("the body is not an event") from error

    def events_since(self, moment: datetime) -> Iterable[ProviderEvent]:
        """Stripe keeps its events for thirty days."""
        with _away():
            found = self._client.v1.events.list({"created": {"gte": int(moment.timestamp())}, "limit": _PAGE})
            return tuple(_event(row.to_dict()) for row in found.auto_paging_iter())

    def read_payment(self, object_id: str) -> PaymentFacts:
        """A payment by its own id (pi_…) or by the id of its session (cs_…)."""
        with _away():
            return self._read_session(object_id) if object_id.startswith("cs_") else self._read_intent(object_id)

    def read_payout(self, object_id: str) -> PayoutFacts:
        """A payout with the movements that it pays out."""
        with _away():
            expand = ["balance_transaction", "failure_balance_transaction"]
            payout = self._client.v1.payouts.retrieve(object_id, {"expand": expand}).to_dict()
            rows = self._client.v1.balance_transactions.list(
                {"payout": object_id, "limit": _PAGE, "expand": ["data.source"]}
            )
            parts = [row.to_dict() for row in rows.auto_paging_iter()]
        own = tuple(_movement(payout[name]) for name in expand if payout.get(name))
        known = {movement.id for movement in own}
        return PayoutFacts(
            id=payout["id"],
            status=payout["status"],
            amount=from_stripe(payout["amount"], payout["currency"]),
            arrives_on=datetime.fromtimestamp(payout["arrival_date"], UTC).date(),
            movements=own,
            parts=tuple(PayoutPart(_movement(part), _payment_of(part)) for part in parts if part["id"] not in known),
        )

    def refund(self, *, payment_id: str, amount: Money, key: str) -> None:
        """A refund of a part or of the whole."""
        try:
            with _away():
                self._client.v1.refunds.create(
                    {"payment_intent": payment_id, "amount": to_stripe(amount), "metadata": {"refund": key}},
                    {"idempotency_key": f"refund-{key}"},
                )
        except stripe.InvalidRequestError as error:
            raise Refusal(
                "cards.refund_refused", "The card provider will not refund this amount: look at the payment there."
            ) from error

    def _read_session(self, session_id: str) -> PaymentFacts:
        session = self._client.v1.checkout.sessions.retrieve(session_id).to_dict()
        intent = session.get("payment_intent")
        facts = self._read_intent(intent) if intent else None
        if facts is not None and facts.status is PaymentStatus.PAID:
            return facts
        status = PaymentStatus.ENDED if session["status"] == "expired" else PaymentStatus.OPEN
        return PaymentFacts(id=intent or "", payment_ref=session.get("client_reference_id") or "", status=status)

    def _read_intent(self, intent_id: str) -> PaymentFacts:
        intent = self._client.v1.payment_intents.retrieve(intent_id).to_dict()
        one: Any = {"payment_intent": intent_id, "limit": _PAGE}
        balance, failed = "data.balance_transaction", "data.failure_balance_transaction"
        expanded: Any = one | {"expand": [balance]}
        charges = self._client.v1.charges.list(expanded)
        expanded = one | {"expand": [balance, failed]}
        refunds = self._client.v1.refunds.list(expanded)
        disputes = _dicts(self._client.v1.disputes.list(one))
        rows = [
            row[name]
            for row in [*_dicts(charges), *_dicts(refunds)]
            for name in ("balance_transaction", "failure_balance_transaction")
            if row.get(name)
        ]
        rows.extend(moved for dispute in disputes for moved in dispute.get("balance_transactions") or ())
        movements = [_movement(row) for row in rows]
        movements.extend(lost for dispute in disputes if (lost := _lost(dispute)) is not None)
        paid = any(movement.kind is MovementKind.CHARGE for movement in movements)
        ended = intent["status"] in _ENDED
        return PaymentFacts(
            id=intent["id"],
            payment_ref=(intent.get("metadata") or {}).get("payment", ""),
            status=PaymentStatus.PAID if paid else PaymentStatus.ENDED if ended else PaymentStatus.OPEN,
            movements=tuple(movements),
            disputes=tuple(Dispute(dispute["id"], _dispute_state(dispute["status"])) for dispute in disputes),
        )


@contextmanager
def _away() -> Iterator[None]:
    """What may be otherwise in a minute is told as such; what is wrong with the request stays what it is."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.AuthenticationError) as error:
        raise ProviderAwayError(type(error).__name__) from error
    except stripe.APIError as error:
        raise ProviderAwayError(f"status {error.http_status}") from error


def _dicts(rows: Any) -> list[dict[str, Any]]:
    return [row.to_dict() for row in rows.auto_paging_iter()]


def _event(event: Mapping[str, Any]) -> ProviderEvent:
    about, object_id = _about(str(event["type"]), event["data"]["object"])
    return ProviderEvent(
        id=str(event["id"]),
        kind=str(event["type"]),
        about=about if object_id else About.NOTHING,
        object_id=object_id,
        happened_at=datetime.fromtimestamp(int(event["created"]), UTC),
    )


def _about(kind: str, thing: Mapping[str, Any]) -> tuple[About, str]:
    if kind.startswith(("payment_intent.", "checkout.session.")):
        return About.PAYMENT, str(thing["id"])
    if kind.startswith(("charge.", "refund.")):
        # Charges, refunds and disputes all name their payment.
        return About.PAYMENT, str(thing.get("payment_intent") or "")
    if kind.startswith("payout."):
        return About.PAYOUT, str(thing["id"])
    return About.NOTHING, ""


def _movement(row: Mapping[str, Any]) -> Movement:
    gross, net = from_stripe(row["amount"], row["currency"]), from_stripe(row["net"], row["currency"])
    return Movement(
        id=str(row["id"]),
        kind=_kind(row),
        gross_minor=gross.amount_minor,
        fee_minor=from_stripe(row["fee"], row["currency"]).amount_minor,
        net_minor=net.amount_minor,
        currency=gross.currency,
        moved_at=datetime.fromtimestamp(int(row["created"]), UTC),
    )


def _kind(row: Mapping[str, Any]) -> MovementKind:
    return _KINDS.get(str(row.get("reporting_category") or row.get("type")), MovementKind.OTHER)


def _lost(dispute: Mapping[str, Any]) -> Movement | None:
    """What a lost dispute took, which its own movements took from the balance before."""
    moved = [_movement(row) for row in dispute.get("balance_transactions") or ()]
    gross = sum(movement.gross_minor for movement in moved)
    if dispute["status"] not in _LOST or not gross:
        return None
    return Movement(
        id=f"{dispute['id']}:lost",
        kind=MovementKind.DISPUTE_LOST,
        gross_minor=gross,
        fee_minor=0,
        net_minor=0,
        currency=moved[0].currency,
        moved_at=max(movement.moved_at for movement in moved),
    )


def _dispute_state(status: str) -> str:
    return "lost" if status in _LOST else "won" if status in _WON else "open"


def _payment_of(part: Mapping[str, Any]) -> str:
    source = part.get("source")
    return str(source.get("payment_intent") or "") if isinstance(source, Mapping) else ""
