"""An organisation's own reasons, beside those of the library."""

from django.db import models

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["OwnReason"]


class OwnReason(models.Model):
    """A sentence in three languages that letters may quote; it never changes, and is only retired."""

    organisation_id = models.BigIntegerField()
    code = models.CharField(max_length=20)
    texts = models.JSONField()
    outcomes = models.JSONField()
    adds = models.CharField(max_length=16, blank=True, default="")
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "code"], name="own_reason_code_once")]

    def __str__(self) -> str:
        return self.code


declare("screening.OwnReason", {field.name: Privacy.INTERNAL for field in OwnReason._meta.concrete_fields})
