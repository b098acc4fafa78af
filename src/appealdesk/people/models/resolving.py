"""Searches for persons who are recorded more than once."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Resolution"]


class Resolution(models.Model):
    """One search over the records up to `last_record_id`; those above `after_record_id` were new to it.

    It holds counts and weights, and nothing about anybody: a search that was cut off opens the records anew and goes on
    with the pairs that have no judgement yet.
    """

    class Status(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        # By an officer, or because the engine is not there; a later search goes on after what was looked at.
        STOPPED = "stopped"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=40)
    finished_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=40, blank=True, default="")
    # An officer's search goes on in short turns, in the order of the records: up to here by now.
    by_turns = models.BooleanField(default=False)
    cursor_record_id = models.BigIntegerField(default=0)
    to_see = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    after_record_id = models.BigIntegerField()
    last_record_id = models.BigIntegerField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    # What each fact weighed, so that a later search for few new records need not learn it from them.
    weights = models.TextField(blank=True, default="")
    # How many persons bear each name that several bear, by its keyed token: it is about nobody, and tells no name.
    frequencies = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id"], condition=Q(status="running"), name="resolution_one_running"
            ),
            models.CheckConstraint(
                condition=Q(status="running", finished_at__isnull=True)
                | Q(status__in=("finished", "stopped"), finished_at__isnull=False),
                name="resolution_finished_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


declare(
    "people.Resolution",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "status": Privacy.INTERNAL,
        "started_at": Privacy.INTERNAL,
        "started_by": Privacy.INTERNAL,
        "finished_at": Privacy.INTERNAL,
        "stopped_by": Privacy.INTERNAL,
        "by_turns": Privacy.INTERNAL,
        "cursor_record_id": Privacy.INTERNAL,
        "to_see": Privacy.INTERNAL,
        "seen": Privacy.INTERNAL,
        "after_record_id": Privacy.INTERNAL,
        "last_record_id": Privacy.INTERNAL,
        "total": Privacy.INTERNAL,
        "done": Privacy.INTERNAL,
        "joined": Privacy.INTERNAL,
        "asked": Privacy.INTERNAL,
        "weights": Privacy.INTERNAL,
        "frequencies": Privacy.INTERNAL,
    },
)
