"""Cash, counted by two who do not see each other's count; and the numbered slip that the giver takes away."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import Fund
from appealdesk.donations.models.gifts import Donation
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["CashCount", "CashSeries", "CashTally"]


class CashSeries(models.Model):
    """The last number of an organisation's cash slips; whoever books holds the row, so that no number is missing."""

    organisation_id = models.BigIntegerField(unique=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "cash series"

    def __str__(self) -> str:
        return f"slips up to {self.last_number}"


class CashCount(models.Model):
    """One handful of cash from one giver: counted, counted again, booked; or given back uncounted."""

    class Status(models.TextChoices):
        COUNTING = "counting"
        DIFFERS = "differs"
        BOOKED = "booked"
        DROPPED = "dropped"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.COUNTING)
    round = models.PositiveSmallIntegerField(default=1)
    # Who gives, until it is booked; then the person's own record has it.
    person_id = models.BigIntegerField(null=True)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=2)
    submission = models.BinaryField()
    donation = models.OneToOneField(Donation, on_delete=models.PROTECT, null=True, related_name="+")
    slip_number = models.PositiveIntegerField(null=True)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "slip_number"], name="cash_slip_once"),
            models.UniqueConstraint(fields=["organisation_id", "submission"], name="cash_count_once_per_submission"),
            models.CheckConstraint(
                condition=Q(status="booked", donation__isnull=False, slip_number__isnull=False)
                | (~Q(status="booked") & Q(donation__isnull=True, slip_number__isnull=True)),
                name="cash_booked_with_its_slip",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="cash_count_newest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


class CashTally(models.Model):
    """What one person counted in one round; nobody counts twice in a round, and nothing is changed afterwards."""

    organisation_id = models.BigIntegerField()
    count = models.ForeignKey(CashCount, on_delete=models.PROTECT, related_name="tallies")
    round = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    # Denomination in minor units and the number of pieces.
    pieces = models.JSONField()
    total_minor = models.BigIntegerField()
    counted_at = models.DateTimeField()
    counted_by = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "cash tallies"
        constraints = [
            models.UniqueConstraint(fields=["count", "round", "counted_by"], name="cash_tally_two_people"),
            models.UniqueConstraint(fields=["count", "round", "place"], name="cash_tally_place_once"),
            models.CheckConstraint(condition=Q(place__in=[1, 2], total_minor__gt=0), name="cash_tally_two"),
        ]

    def __str__(self) -> str:
        return f"tally {self.round}.{self.place} of {self.count_id}"


declare(
    "donations.CashCount",
    {
        "person_id": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "submission": Privacy.PSEUDONYMOUS,
    },
)
declare("donations.CashTally", {"pieces": Privacy.SENSITIVE, "total_minor": Privacy.SENSITIVE})
