"""Receipts for many donations at once: what was chosen, how far it is, and the sealed papers in parts."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import Fund
from appealdesk.donations.models.gifts import Donation
from appealdesk.donations.models.receipts import Receipt
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["ReceiptBatch", "ReceiptBatchLine", "ReceiptBatchPart"]


class ReceiptBatch(models.Model):
    """A choice of donations: gone through by the worker, looked at and confirmed by a person, issued in parts."""

    class Status(models.TextChoices):
        COUNTING = "counting"
        DRAFT = "draft"
        RUNNING = "running"
        DONE = "done"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    layout = models.CharField(max_length=40)
    # Empty: each receipt in its donor's language.
    language = models.CharField(max_length=2, blank=True, default="")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True)
    received_from = models.DateField()
    received_to = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.COUNTING)
    # How far the worker has gone through the donations of the choice, by their keys.
    candidates = models.PositiveIntegerField(default=0)
    considered = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    # What stands against the others: how many by its code.
    left_out = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=40)
    started_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=40, blank=True, default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "receipt batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["counting", "draft"]) | Q(started_at__isnull=False),
                name="receipt_batch_started_by_a_person",
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="receipt_batch_newest")]

    def __str__(self) -> str:
        return self.ref


class ReceiptBatchPart(models.Model):
    """Some hundred donations of a batch, and once they have their receipts the pages of these, sealed."""

    organisation_id = models.BigIntegerField()
    batch = models.ForeignKey(ReceiptBatch, on_delete=models.PROTECT, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    receipts = models.PositiveIntegerField(default=0)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="receipt_batch_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.batch_id}"


class ReceiptBatchLine(models.Model):
    """One donation of a batch: still to come, with its receipt, or left out with the reason."""

    organisation_id = models.BigIntegerField()
    part = models.ForeignKey(ReceiptBatchPart, on_delete=models.PROTECT, related_name="lines")
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="+", db_index=False)
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, related_name="+")
    left_out = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "donation"], name="receipt_batch_line_once")]

    def __str__(self) -> str:
        return f"donation {self.donation_id} in part {self.part_id}"


declare("donations.ReceiptBatchPart", {"wrapped_key": Privacy.IDENTITY, "sealed": Privacy.IDENTITY})
