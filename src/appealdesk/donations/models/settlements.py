"""Which movement of a bank's statement paid what, and the rules by which a bank's fees are posted."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import BankAccount, Fund, LedgerAccount
from appealdesk.donations.models.statements import StatementLine

__all__ = ["FeeRule", "Settlement"]


class FeeRule(models.Model):
    """Debits of an account whose text holds these words are the bank's fees: which fund bears them, and where."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=60)
    at_most_minor = models.BigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    expense = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "words"], condition=Q(ended_at__isnull=True), name="fee_rule_once"
            ),
            models.CheckConstraint(condition=Q(at_most_minor__gt=0), name="fee_rule_bound"),
        ]

    def __str__(self) -> str:
        return self.ref


class Settlement(models.Model):
    """An outgoing line and what it paid, or cash that came to the bank.

    Taking it back marks it, reverses its entry and frees the line.
    """

    class Kind(models.TextChoices):
        DISBURSEMENT = "disbursement"
        REFUND = "refund"
        FEE = "fee"
        DEPOSIT = "deposit"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="settlements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # The disbursement or refund that the line paid, or a deposit's own reference; a fee has none.
    subject_ref = models.CharField(max_length=16, blank=True, default="")
    rule = models.ForeignKey(FeeRule, on_delete=models.PROTECT, null=True, db_index=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(undone_at__isnull=True), name="settlement_once_for_a_line"
            ),
            models.UniqueConstraint(
                fields=["subject_ref"],
                condition=Q(undone_at__isnull=True) & ~Q(subject_ref=""),
                name="settlement_once_for_a_payment",
            ),
            models.CheckConstraint(
                condition=Q(kind="fee", subject_ref="") | (~Q(kind="fee") & ~Q(subject_ref="")),
                name="settlement_subject",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="settlement_newest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"
