"""A file of people that somebody sent, sealed until its rows have become enquiries, and then destroyed."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["PeopleFile"]


class PeopleFile(models.Model):
    """One file for one appeal: checked, looked at by a person, confirmed, taken in by turns; or refused, or put aside.

    `told` seals what was said beside the file: its name, who sends it, what its headings mean, what is wrong with it.
    """

    class Status(models.TextChoices):
        CHECKING = "checking"
        WAITING = "waiting"
        IMPORTING = "importing"
        IMPORTED = "imported"
        REFUSED = "refused"
        ASIDE = "aside"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="people_files")
    fingerprint = models.BinaryField(max_length=32)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    told = models.BinaryField(null=True)
    row_count = models.PositiveIntegerField()
    # How many rows the present pass has seen: the one that checks, then the one that takes them in.
    done_count = models.PositiveIntegerField(default=0)
    known_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=Status.choices)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, blank=True, default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "fingerprint"],
                condition=~Q(status__in=["refused", "aside"]),
                name="people_file_once_per_appeal",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["imported", "aside"], wrapped_key__isnull=True, sealed__isnull=True, told__isnull=True
                )
                | Q(status="refused", wrapped_key__isnull=False, sealed__isnull=True, told__isnull=False)
                | Q(
                    status__in=["checking", "waiting", "importing"],
                    wrapped_key__isnull=False,
                    sealed__isnull=False,
                    told__isnull=False,
                ),
                name="people_file_kept_while_needed",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-received_at"], name="people_file_newest")]

    def __str__(self) -> str:
        return self.ref


declare(
    "enquiries.PeopleFile",
    {
        **{field.name: Privacy.INTERNAL for field in PeopleFile._meta.concrete_fields},
        "fingerprint": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "told": Privacy.IDENTITY,
    },
)
