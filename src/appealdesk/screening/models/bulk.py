"""Many decisions at once: what was chosen for whom, and how far it is."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["BulkDecision", "BulkLine"]


class BulkDecision(models.Model):
    """One choice of outcome, reasons and ways to help for many applications; each still gets a decision of its own.

    A draft shows what would happen. Running and undoing go on in the worker, batch by batch; the lines say how far.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField()
    outcome = models.CharField(max_length=9)
    reason_codes = models.JSONField(default=list)
    # The ways as the letters offer them; they belong to the appeal and are public.
    ways = models.JSONField(default=list)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    prepared_by = models.CharField(max_length=40)
    prepared_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, blank=True, default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", started_at__isnull=True)
                | (~Q(status="draft") & Q(started_at__isnull=False)),
                name="bulk_started_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["accepted", "declined", "deferred", "referred"]), name="bulk_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["undoing", "undone"]) | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="bulk_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="bulk_newest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


class BulkLine(models.Model):
    """One application of a bulk decision, with the decision that its officer saw; `why` says why it was left out."""

    class State(models.TextChoices):
        CHOSEN = "chosen"
        DECIDED = "decided"
        LEFT_OUT = "left_out"
        UNDONE = "undone"
        KEPT = "kept"

    organisation_id = models.BigIntegerField()
    bulk = models.ForeignKey(BulkDecision, on_delete=models.PROTECT, related_name="lines")
    application_id = models.BigIntegerField()
    seen_decision_id = models.BigIntegerField(null=True)
    decision_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHOSEN)
    why = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "application_id"], name="bulk_line_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "undone", "kept"]) | Q(decision_id__isnull=False),
                name="bulk_line_decided_names_it",
            ),
        ]
        indexes = [models.Index(fields=["bulk", "state", "application_id"], name="bulk_line_next")]

    def __str__(self) -> str:
        return f"application {self.application_id} of bulk decision {self.bulk_id}"


declare(
    "screening.BulkDecision",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "appeal_id": Privacy.INTERNAL,
        "outcome": Privacy.INTERNAL,
        "reason_codes": Privacy.INTERNAL,
        "ways": Privacy.PUBLIC,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "status": Privacy.INTERNAL,
        "prepared_by": Privacy.INTERNAL,
        "prepared_at": Privacy.INTERNAL,
        "started_at": Privacy.INTERNAL,
        "finished_at": Privacy.INTERNAL,
        "undone_by": Privacy.INTERNAL,
        "undone_at": Privacy.INTERNAL,
    },
)
declare(
    "screening.BulkLine",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "bulk": Privacy.INTERNAL,
        "application_id": Privacy.PSEUDONYMOUS,
        "seen_decision_id": Privacy.PSEUDONYMOUS,
        "decision_id": Privacy.PSEUDONYMOUS,
        "state": Privacy.SENSITIVE,
        "why": Privacy.SENSITIVE,
    },
)
