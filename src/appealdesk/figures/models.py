"""Figure releases: public, append-only, each superseding and never overwriting another."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["FigureRelease", "ReleaseListHead"]


class FigureRelease(models.Model):
    """One published value. `document` is the signed canonical JSON; the other columns only find and show it."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField()
    definition = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    cell = models.CharField(max_length=60, blank=True, default="")
    wording = models.CharField(max_length=12)
    shown = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=8)
    lower = models.BigIntegerField()
    upper = models.BigIntegerField(null=True)
    conversion = models.JSONField(null=True)
    as_of = models.DateTimeField()
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=40)
    document = models.BinaryField()
    signature = models.BinaryField()
    # The salts' secret and the exact value, for an auditor; sealed by a key of the release.
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    correction = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wording="withheld", shown__isnull=True) | (~Q(wording="withheld") & Q(shown__isnull=False)),
                name="release_shows_or_withholds",
            )
        ]
        indexes = [models.Index(fields=["appeal_id", "definition", "cell", "-id"], name="release_newest")]

    def __str__(self) -> str:
        return self.ref


class ReleaseListHead(models.Model):
    """The signed head of the public list of all releases, one after each batch."""

    size = models.PositiveIntegerField(unique=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} releases"


declare("figures.FigureRelease", {"sealed": Privacy.SENSITIVE})
