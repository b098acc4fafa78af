"""The outbox of events, the jobs that deliver each of them to each listener, and the buckets of the limits."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Bucket", "Job", "OutboxEvent"]


class OutboxEvent(models.Model):
    """An event that an action stored; `dispatched_at` is set once its jobs exist."""

    organisation_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    happened_at = models.DateTimeField()
    actor_ref = models.CharField(max_length=40)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("id", name="outbox_waiting", condition=Q(dispatched_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Job(models.Model):
    """One delivery of an event to a listener: waiting, done, or dead after its last try."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="jobs")
    listener = models.CharField(max_length=160)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # The kind of error only: a message could carry personal data.
    last_error = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "listener"], name="job_once_per_listener")]
        indexes = [
            models.Index("run_at", "id", name="job_waiting", condition=Q(status="waiting")),
            models.Index("id", name="job_dead", condition=Q(status="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.listener} for event {self.event_id}"


class Bucket(models.Model):
    """How much of a limit one network address has used: the moment at which its bucket is full again."""

    # A keyed hash of the address, under a key of the day.
    key = models.BinaryField(primary_key=True)
    full_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"full at {self.full_at}"


declare("foundation.Bucket", {"key": Privacy.PSEUDONYMOUS})
