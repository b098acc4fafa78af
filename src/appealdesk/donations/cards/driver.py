"""What we ask of a provider of card payments, and what it tells us, in words of no provider.

The truth is a provider's balance: each of its movements becomes one entry of the ledger, and so it does not matter in
which order, or how often, we hear of them. An event is only a hint to read an object again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from appealdesk.core.money import Money
from appealdesk.foundation.refusals import Refusal

__all__ = [
    "About",
    "CardDriver",
    "Checkout",
    "CheckoutOrder",
    "Dispute",
    "Movement",
    "MovementKind",
    "PaymentFacts",
    "PaymentStatus",
    "PayoutFacts",
    "PayoutPart",
    "ProviderAwayError",
    "ProviderEvent",
    "SignatureRefused",
]

TOLERANCE_SECONDS = 300
"""How far the moment of a signature may lie from now, in either direction: a replayed event is older."""


class ProviderAwayError(Exception):
    """The provider did not answer, or asks to come again: the worker tries once more, a visitor is told."""


class SignatureRefused(Refusal):
    """Whatever came, the provider did not sign it, or not just now."""

    def __init__(self, why: str) -> None:
        super().__init__("cards.signature", f"This is no event of the provider: {why}.")


class About(StrEnum):
    """What kind of object an event points to."""

    PAYMENT = "payment"
    PAYOUT = "payout"
    NOTHING = "nothing"


class MovementKind(StrEnum):
    """Why a provider's balance moved. A lost dispute moves none: what was taken back is only not ours for good."""

    CHARGE = "charge"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    FEE = "fee"
    PAYOUT = "payout"
    PAYOUT_FAILED = "payout_failed"
    OTHER = "other"


class PaymentStatus(StrEnum):
    """Whether a payment may still come, has come, or will not."""

    OPEN = "open"
    PAID = "paid"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEvent:
    """A signed hint: which object to read again. `kind` is the provider's own word, kept for the record."""

    id: str
    kind: str
    about: About
    object_id: str
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutOrder:
    """A payment to be made on the provider's page; `payment_ref` comes back with everything about it."""

    payment_ref: str
    amount: Money
    description: str
    language: str
    paid_address: str
    left_address: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """The provider's page for one payment."""

    id: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement of a provider's balance, in minor units of the balance's currency: net is gross less fee."""

    id: str
    kind: MovementKind
    gross_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """What a cardholder contests at their bank: open, won by us, or lost."""

    id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """Everything that a provider says of one payment at this moment; `payment_ref` is ours, if we started it."""

    id: str
    payment_ref: str
    status: PaymentStatus
    movements: tuple[Movement, ...] = ()
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class PayoutPart:
    """A movement that a payout pays out, and the payment that it belongs to, if it is of one."""

    movement: Movement
    payment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutFacts:
    """Money on its way to a bank account: `movements` are its own, `parts` what it consists of."""

    id: str
    status: str
    amount: Money
    arrives_on: date
    movements: tuple[Movement, ...] = ()
    parts: tuple[PayoutPart, ...] = field(default=())


class CardDriver(Protocol):
    """One account at one provider. Each call but `read_event` goes over the network and may raise ProviderAwayError."""

    def start_checkout(self, order: CheckoutOrder) -> Checkout:
        """The provider's page for a payment; the same order again gives the same page."""
        ...

    def read_event(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> ProviderEvent:
        """The event of a webhook, or SignatureRefused. Header names are in lower case."""
        ...

    def events_since(self, moment: datetime) -> Iterable[ProviderEvent]:
        """What the provider told, or wanted to tell, since then."""
        ...

    def read_payment(self, object_id: str) -> PaymentFacts:
        """The payment as it stands now; `object_id` as an event, a checkout or a payout's part named it."""
        ...

    def read_payout(self, object_id: str) -> PayoutFacts:
        """The payout as it stands now."""
        ...

    def refund(self, *, payment_id: str, amount: Money, key: str) -> None:
        """Give money back; the same key again gives nothing more. Raises Refusal where the provider will not."""
        ...
