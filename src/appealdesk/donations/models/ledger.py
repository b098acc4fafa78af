"""Double entry. The database refuses an entry that does not balance in each currency, and any later change."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import LedgerAccount

__all__ = ["AccountDay", "BalanceCheck", "Entry", "Posting"]


class Entry(models.Model):
    """One business fact in the ledger, corrected only by an entry that reverses it."""

    class Kind(models.TextChoices):
        STATEMENT = "statement"
        DONATION = "donation"
        CASH = "cash"
        CARD = "card"
        REFUND = "refund"
        DISPUTE = "dispute"
        PAYOUT = "payout"
        FEE = "fee"
        DISBURSEMENT = "disbursement"
        TRANSFER = "transfer"
        WRITE_OFF = "write_off"
        SETTLEMENT = "settlement"
        REVERSAL = "reversal"

    organisation_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_ref = models.CharField(max_length=16)
    booked_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["subject_ref"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_ref}"


class Posting(models.Model):
    """One side of an entry: a debit is positive, a credit negative."""

    organisation_id = models.BigIntegerField()
    # The balance check at commit reads each entry with its postings anyway, and refuses a posting without an entry.
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings", db_constraint=False)
    # Accounts are never deleted; the check per row would cost more than the row. Nothing asks for an account's postings
    # either: its balance comes from the sums of its days, so that an index would only slow every posting down.
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="posting_moves_money")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"


class BalanceCheck(models.Model):
    """A note that the entries from lowest to highest wait to be checked when the transaction commits; then it goes."""

    organisation_id = models.BigIntegerField()
    lowest = models.BigIntegerField()
    highest = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.lowest}–{self.highest}"


class AccountDay(models.Model):
    """What one account moved on one day in one currency: the sum that a trigger keeps beside the postings.

    Several rows stand for one sum: each open transaction adds to one of a number of its own, so that none waits for
    another. An invariant compares them with the postings themselves.
    """

    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    shard = models.SmallIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "account", "currency", "day", "shard"], name="account_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount_minor} {self.currency}"
