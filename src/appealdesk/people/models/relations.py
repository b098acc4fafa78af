"""Who speaks for whom, and who lives together: two people who share a number and are never taken for one."""

from django.db import models
from django.db.models import F, Q

from appealdesk.foundation.privacy import Privacy, declare
from appealdesk.people.models.persons import Record

__all__ = ["Relation"]


class Relation(models.Model):
    """Somebody speaks for somebody else, or they live together; it is about records, and so it follows them."""

    class Kind(models.TextChoices):
        ON_BEHALF = "on_behalf"
        CONTACT_OF = "contact_of"
        HOUSEHOLD = "household"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    # Of a household it does not matter which of the two is which.
    speaker = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="speaks_for")
    person = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="spoken_for_by")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agreed = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(speaker=F("person")), name="relation_of_two_records"),
            models.UniqueConstraint(
                fields=["speaker", "person", "kind"], condition=Q(ended_at__isnull=True), name="relation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"


declare(
    "people.Relation",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "speaker": Privacy.PSEUDONYMOUS,
        "person": Privacy.PSEUDONYMOUS,
        "kind": Privacy.PSEUDONYMOUS,
        "agreed": Privacy.PSEUDONYMOUS,
        "noted_at": Privacy.INTERNAL,
        "noted_by": Privacy.INTERNAL,
        "ended_at": Privacy.INTERNAL,
        "ended_by": Privacy.INTERNAL,
    },
)
