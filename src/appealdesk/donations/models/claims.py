"""What somebody says who gave without a code: when, how much, under which name. An officer confirms it, or does not."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import Fund
from appealdesk.donations.models.matches import Match
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Claim"]


class Claim(models.Model):
    """One claim; who claims is sealed, what is looked up by is not."""

    class Status(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    submission = models.BinaryField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    match = models.ForeignKey(Match, on_delete=models.PROTECT, null=True)
    claimed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "submission"], name="claim_once_per_submission"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="claim_positive"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "claimed_at"], name="claim_newest"),
            models.Index(fields=["organisation_id", "id"], condition=Q(status="open"), name="claim_open"),
        ]

    def __str__(self) -> str:
        return self.ref


declare(
    "donations.Claim",
    {
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "submission": Privacy.PSEUDONYMOUS,
        "amount_minor": Privacy.SENSITIVE,
        "paid_on": Privacy.SENSITIVE,
    },
)
