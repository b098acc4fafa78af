"""What the donations tell the apps above and the worker: references and numbers only."""

from dataclasses import dataclass

__all__ = [
    "CardEventReceived",
    "CardEventsWanted",
    "CardPaymentReturned",
    "CardRefundApproved",
    "DisbursementPlanned",
    "DonationRefunded",
    "DonationsRecorded",
    "DonorAttached",
    "InKindOffered",
    "ReceiptBatchAdvanced",
    "StatementConfirmed",
    "StatementImported",
    "StatementReceived",
    "StatementUndone",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReceived:
    """A file passed every check and waits for a person to confirm it."""

    statement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementConfirmed:
    """A person saw what a file holds and wants it imported."""

    statement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementUndone:
    """Everything that a statement brought was taken back."""

    statement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementImported:
    """Every line of a statement is stored and posted."""

    statement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationsRecorded:
    """A statement was reconciled into donations."""

    statement_ref: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorAttached:
    """The donor of a donation is known."""

    donation_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationRefunded:
    """Money of a donation went back to its donor; all of it where nothing is left. Both sums are the present ones."""

    donation_ref: str
    returned_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursementPlanned:
    """Money is to go out to somebody; what must hold it can do so now."""

    disbursement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptBatchAdvanced:
    """A batch of receipts has a part to be done."""

    batch_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InKindOffered:
    """Somebody offered goods."""

    offer_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEventReceived:
    """A card provider told something that we had not heard."""

    event_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEventsWanted:
    """It is time to ask a card provider what it told, should something have been lost."""

    account_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentReturned:
    """A donor came back from the provider's page, which may be quicker than its word."""

    payment_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRefundApproved:
    """Money is to be given back to a card, and everybody who has to agree has agreed."""

    refund_ref: str
