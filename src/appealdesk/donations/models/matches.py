"""What a person decided about a line: whose it is, that nobody knows, or that it is no donation. Never overwritten.

A line may be shared among several donations, several lines may be one donation, and a bank may have kept a fee of it. A
trigger holds the donations of a decision against its lines and fees when the transaction commits.
"""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.gifts import Donation, Pledge
from appealdesk.donations.models.statements import StatementLine
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Match"]


class Match(models.Model):
    """One decision about one line, with its reasons; taking it back marks it and lets the line wait again.

    Decisions about lines that are one donation together bear the same word in `together`, and are taken back together.
    """

    class Outcome(models.TextChoices):
        DONOR = "donor"
        UNKNOWN = "unknown"
        SPLIT = "split"
        OTHER = "other"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="matches")
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, null=True)
    # The donation was recorded by this decision and goes with it.
    recorded = models.BooleanField(default=False)
    # A donation of the whole line stood before; it was taken back for this decision and comes back after it.
    replaced = models.BooleanField(default=False, db_default=False)
    together = models.CharField(max_length=16, blank=True, default="", db_default="")
    # What a bank kept on the way: the donor gave the line and this.
    fee_minor = models.BigIntegerField(default=0, db_default=0)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True)
    person_id = models.BigIntegerField(null=True)
    # Equal for equal payers of one account, so that somebody who gave before is found again by name alone.
    payer_token = models.BinaryField(null=True)
    reasons = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(undone_at__isnull=True), name="match_once_for_a_line"),
            models.CheckConstraint(condition=Q(fee_minor__gte=0), name="match_fee"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "decided_by", "-decided_at"], name="match_newest"),
            models.Index(fields=["together"], condition=~Q(together=""), name="match_together"),
            models.Index(
                fields=["organisation_id", "payer_token"],
                condition=Q(person_id__isnull=False, undone_at__isnull=True),
                name="match_payer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.outcome}"


declare("donations.Match", {"person_id": Privacy.PSEUDONYMOUS, "payer_token": Privacy.IDENTITY})
