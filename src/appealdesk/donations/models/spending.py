"""Money on its way out of a fund: planned, approved by two people, paid with a proof. Whom it goes to is sealed."""

from django.db import models
from django.db.models import F, Q

from appealdesk.donations.models.funds import Fund, LedgerAccount
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Disbursement", "Proof", "ProofPage"]


class Proof(models.Model):
    """A document that shows a payment, kept as pictures of its pages, sealed with a key of its own."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    page_count = models.PositiveSmallIntegerField()
    wrapped_key = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.ref


class ProofPage(models.Model):
    """One page of a proof, counted from 1."""

    organisation_id = models.BigIntegerField()
    proof = models.ForeignKey(Proof, on_delete=models.PROTECT, related_name="pages", db_index=False)
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proof", "number"], name="proof_page_once")]

    def __str__(self) -> str:
        return f"page {self.number} of {self.proof_id}"


class Disbursement(models.Model):
    """Money out of a fund.

    A hold stands beside the status: whatever has been approved stays approved, and nothing goes on until a person
    releases it.
    """

    class Status(models.TextChoices):
        PLANNED = "planned"
        APPROVED_ONCE = "once"
        APPROVED = "approved"
        PAID = "paid"
        REJECTED = "rejected"
        CANCELLED = "cancelled"
        REVERSED = "reversed"

    class Means(models.TextChoices):
        BANK = "bank"
        CASH = "cash"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT)
    expense = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PLANNED)
    # The payee, where the money goes and what it is for; and why it was rejected or taken back.
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    sealed_note = models.BinaryField(null=True)
    # Equal for equal names of payees, by which the sanctions check remembers them.
    payee_ref = models.CharField(max_length=20, blank=True, default="", db_default="")
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=40)
    first_at = models.DateTimeField(null=True)
    first_by = models.CharField(max_length=40, blank=True, default="")
    second_at = models.DateTimeField(null=True)
    second_by = models.CharField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")
    means = models.CharField(max_length=4, choices=Means.choices, blank=True, default="")
    paid_on = models.DateField(null=True)
    paid_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=40, blank=True, default="")
    proof = models.OneToOneField(Proof, on_delete=models.PROTECT, null=True)
    # A code such as "sanctions", never a name; whoever holds keeps the reasons in a table of its own.
    held_reason = models.CharField(max_length=40, blank=True, default="")
    held_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="disbursement_positive"),
            models.CheckConstraint(
                condition=~Q(status__in=["once", "approved", "paid", "reversed"]) | ~Q(first_by=""),
                name="disbursement_first_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "paid", "reversed"])
                | (~Q(second_by="") & ~Q(second_by=F("first_by")) & ~Q(second_by=F("planned_by"))),
                name="disbursement_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["paid", "reversed"])
                | (Q(proof__isnull=False) & Q(paid_on__isnull=False) & ~Q(means="")),
                name="disbursement_proved",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(held_at__isnull=True) | Q(released_at__isnull=False),
                name="disbursement_not_held",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="disbursement_newest"),
            models.Index(
                fields=["fund", "currency"],
                include=["amount_minor"],
                condition=Q(status__in=["planned", "once", "approved"]),
                name="disbursement_bound",
            ),
            models.Index(fields=["organisation_id", "payee_ref"], name="disbursement_by_payee"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_held(self) -> bool:
        """True from a hold until a person releases it."""
        return self.held_at is not None and self.released_at is None


declare("donations.Proof", {"wrapped_key": Privacy.IDENTITY})
declare("donations.ProofPage", {"sealed": Privacy.IDENTITY})
declare(
    "donations.Disbursement",
    {
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "sealed_note": Privacy.IDENTITY,
        "payee_ref": Privacy.PSEUDONYMOUS,
        "amount_minor": Privacy.SENSITIVE,
    },
)
