"""Goods that somebody offers: what, how much, where they lie and until when. An offer is no donation and no money."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["InKindOffer"]


class InKindOffer(models.Model):
    """One offer; what is offered, where it lies and who offers is sealed, because words about goods name people too."""

    class Status(models.TextChoices):
        OFFERED = "offered"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        HANDED_OVER = "handed_over"
        WITHDRAWN = "withdrawn"

    class Channel(models.TextChoices):
        WEB = "web"
        PHONE = "phone"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField()
    available_until = models.DateField()
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    submission = models.BinaryField()
    channel = models.CharField(max_length=5, choices=Channel.choices)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.OFFERED)
    offered_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "submission"], name="in_kind_once_per_submission"),
            models.CheckConstraint(
                condition=Q(status="offered", decided_at__isnull=True)
                | (~Q(status="offered") & Q(decided_at__isnull=False)),
                name="in_kind_decided_at",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "offered_at"], name="in_kind_newest"),
            models.Index(fields=["organisation_id", "status", "available_until"], name="in_kind_by_status"),
        ]

    def __str__(self) -> str:
        return self.ref


# What the sealed words say is kept for as long as they are needed: `donations.actions.erase` says when that ends.
declare(
    "donations.InKindOffer",
    {
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "submission": Privacy.PSEUDONYMOUS,
    },
)
