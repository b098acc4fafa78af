"""Card payments: the account at a provider, what it told us, the payments, and each movement of its balance."""

from django.db import models
from django.db.models import F, Q

from appealdesk.donations.models.funds import Fund
from appealdesk.donations.models.gifts import Donation
from appealdesk.donations.models.ledger import Entry
from appealdesk.donations.models.statements import StatementLine
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["CardAccount", "CardEvent", "CardMovement", "CardPayment", "CardPayout", "CardRefund", "CardSettlement"]


class CardAccount(models.Model):
    """An account at a provider; its keys are sealed, and what it takes is a smallest amount for each currency."""

    class Provider(models.TextChoices):
        STRIPE = "stripe"
        PAYPAL = "paypal"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    provider = models.CharField(max_length=6, choices=Provider.choices)
    label = models.CharField(max_length=120)
    # A server that is not the provider's own, for its sandbox and for trials.
    address = models.CharField(max_length=200, blank=True, default="")
    # {"JPY": 500}: the smallest gift in minor units, because those who try stolen cards try them with little.
    smallest = models.JSONField()
    # From this amount on two people refund; none means that one may refund everything.
    two_refund_from = models.JSONField(default=dict)
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    active = models.BooleanField(default=True)
    set_at = models.DateTimeField()
    # Up to when its events were asked for, besides those that it sent.
    polled_at = models.DateTimeField(null=True)
    # Since when it does not answer, or refuses our keys.
    away_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "provider"], name="card_account_once")]

    def __str__(self) -> str:
        return self.ref


class CardEvent(models.Model):
    """That the provider told something, once for each id. What it said is not kept: the object is read again."""

    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, db_index=False)
    provider_id = models.CharField(max_length=140)
    kind = models.CharField(max_length=100)
    about = models.CharField(max_length=7)
    object_id = models.CharField(max_length=140)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    polled = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "provider_id"], name="card_event_once")]
        indexes = [models.Index(fields=["account", "object_id"], name="card_event_object")]

    def __str__(self) -> str:
        return self.provider_id


class CardPayment(models.Model):
    """A gift by card from the moment at which its donor leaves for the provider's page.

    Who gives is sealed here until the money has come; then it goes to the vault like any other identity.
    """

    class State(models.TextChoices):
        STARTED = "started"
        PAID = "paid"
        ENDED = "ended"

    class Dispute(models.TextChoices):
        NONE = ""
        OPEN = "open"
        WON = "won"
        LOST = "lost"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, db_index=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    anonymous = models.BooleanField(default=True)
    language = models.CharField(max_length=2)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    secret_hash = models.BinaryField()
    submission = models.BinaryField()
    checkout_id = models.CharField(max_length=140, blank=True, default="")
    checkout_address = models.TextField(blank=True, default="")
    provider_id = models.CharField(max_length=140, blank=True, default="")
    state = models.CharField(max_length=7, choices=State.choices, default=State.STARTED)
    dispute = models.CharField(max_length=4, choices=Dispute.choices, blank=True, default=Dispute.NONE)
    donation = models.OneToOneField(Donation, on_delete=models.PROTECT, null=True)
    started_at = models.DateTimeField()
    # When the donor came back from the provider's page; then it is asked once, should its word be late.
    returned_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "submission"], name="card_payment_once"),
            models.UniqueConstraint(
                fields=["account", "provider_id"], condition=~Q(provider_id=""), name="card_payment_provider_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="card_payment_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", donation__isnull=False, paid_at__isnull=False)
                | (~Q(state="paid") & Q(donation__isnull=True, paid_at__isnull=True)),
                name="card_payment_paid_is_donation",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="card_payment_newest")]

    def __str__(self) -> str:
        return self.ref


class CardPayout(models.Model):
    """Money that the provider sends to a bank account."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, db_index=False)
    provider_id = models.CharField(max_length=140)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    arrives_on = models.DateField()
    status = models.CharField(max_length=20)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "provider_id"], name="card_payout_once")]

    def __str__(self) -> str:
        return self.ref


class CardMovement(models.Model):
    """One movement of the provider's balance, and its entry; never changed but to say which payout paid it out."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, db_index=False)
    provider_id = models.CharField(max_length=140)
    payment = models.ForeignKey(CardPayment, on_delete=models.PROTECT, null=True, related_name="movements")
    payout = models.ForeignKey(CardPayout, on_delete=models.PROTECT, null=True, related_name="movements")
    kind = models.CharField(max_length=13)
    gross_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    moved_at = models.DateTimeField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "provider_id"], name="card_movement_once"),
            models.CheckConstraint(
                condition=Q(net_minor=F("gross_minor") - F("fee_minor"))
                | Q(kind="dispute_lost", net_minor=0, fee_minor=0),
                name="card_movement_net",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.provider_id}"


class CardSettlement(models.Model):
    """A payout is this line of a bank statement, and no second donation; taken back alone or with the statement."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    payout = models.ForeignKey(CardPayout, on_delete=models.PROTECT, related_name="settlements")
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()
    settled_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout"], condition=Q(undone_at__isnull=True), name="card_payout_settled_once"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(undone_at__isnull=True), name="card_line_settles_once"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class CardRefund(models.Model):
    """An officer's wish to give money back; a large one needs a second person, and the provider does it."""

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        SENT = "sent"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    payment = models.ForeignKey(CardPayment, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    needs_two = models.BooleanField()
    status = models.CharField(max_length=9, choices=Status.choices)
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="card_refund_positive"),
            models.CheckConstraint(
                condition=Q(needs_two=False) | Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                name="card_refund_two_people",
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(status__in=["proposed", "approved"]), name="card_refund_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


declare("donations.CardAccount", {"wrapped_key": Privacy.IDENTITY, "sealed": Privacy.IDENTITY})
declare("donations.CardEvent", {"object_id": Privacy.PSEUDONYMOUS})
declare(
    "donations.CardPayment",
    {
        "amount_minor": Privacy.SENSITIVE,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "secret_hash": Privacy.PSEUDONYMOUS,
        "submission": Privacy.PSEUDONYMOUS,
        "checkout_id": Privacy.PSEUDONYMOUS,
        "checkout_address": Privacy.PSEUDONYMOUS,
        "provider_id": Privacy.PSEUDONYMOUS,
    },
)
declare("donations.CardMovement", {"gross_minor": Privacy.SENSITIVE, "provider_id": Privacy.PSEUDONYMOUS})
declare("donations.CardRefund", {"amount_minor": Privacy.SENSITIVE})
