"""Months that are closed. The database refuses an entry booked in one; two people open it again."""

from django.db import models
from django.db.models import F, Q

__all__ = ["Period"]


class Period(models.Model):
    """One closing of one month. Opened again, it stays as it was, and the next closing is a row of its own."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    # The first day of the month.
    month = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=40)
    # What was found open and left so on purpose: codes with counts, no words.
    left_open = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "month"], condition=Q(opened_at__isnull=True), name="period_closed_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="period_is_a_month"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True)
                | (Q(asked_at__isnull=False) & ~Q(asked_by="") & ~Q(opened_by="") & ~Q(opened_by=F("asked_by"))),
                name="period_opened_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
