"""The life of an appeal: its steps, what continues it, what permits it, and who objects.

An objection has row-level security, because a note between states is nobody else's business.
"""

from django.db import models
from django.db.models import F, Q

__all__ = ["HostStateObjection", "LegalBasis", "StateChange", "Supersession"]


class StateChange(models.Model):
    """One step in the life of an appeal, with the reason that the public is told; a trigger keeps it as it was."""

    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="changes")
    from_status = models.CharField(max_length=10, blank=True, default="")
    to_status = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    reason = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(to_status=F("from_status")), name="state_change_changes"),
            # Whoever offered help or would have is told why there is nothing to offer for now.
            models.CheckConstraint(
                condition=~Q(to_status__in=["paused", "closed", "withdrawn", "superseded"]) | ~Q(reason={}),
                name="state_change_says_why",
            ),
        ]
        indexes = [models.Index(fields=["appeal", "-id"], name="state_change_newest")]

    def __str__(self) -> str:
        return f"{self.from_status} to {self.to_status}"


class Supersession(models.Model):
    """One appeal superseded by another; `positions` says which position continues as which, by key, or as none."""

    appeal = models.OneToOneField("appeals.Appeal", on_delete=models.PROTECT, related_name="supersession")
    successor = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="supersedes")
    positions = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(appeal=F("successor")), name="supersession_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} by {self.successor_id}"


class HostStateObjection(models.Model):
    """The state where an appeal recruits objects to it. Two people find it settled: one asks, another agrees."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="objections")
    authority = models.CharField(max_length=200)
    reference = models.CharField(max_length=200)
    objected_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    settlement = models.CharField(max_length=400, blank=True, default="")
    resolve_asked_at = models.DateTimeField(null=True)
    resolve_asked_by = models.CharField(max_length=40, blank=True, default="")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by="")
                | (Q(resolved_at__isnull=False) & ~Q(resolve_asked_by="") & ~Q(resolved_by="") & ~Q(settlement="")),
                name="objection_resolved_by_two",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by="") | ~Q(resolved_by=F("resolve_asked_by")), name="objection_resolvers_differ"
            ),
        ]
        indexes = [models.Index(fields=["appeal", "id"], name="objection_of_appeal")]

    def __str__(self) -> str:
        return self.ref


class LegalBasis(models.Model):
    """The document by which an authority permits a position in one country; a trigger lets it end, and nothing else."""

    ref = models.CharField(max_length=16, unique=True)
    position = models.ForeignKey("appeals.Position", on_delete=models.PROTECT, related_name="legal_bases")
    country = models.CharField(max_length=2)
    authority = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=400)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=400, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="legal_basis_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_on__isnull=True, ended_by="", ended_because="")
                | (Q(ended_at__isnull=False, ended_on__isnull=False) & ~Q(ended_by="") & ~Q(ended_because="")),
                name="legal_basis_ended_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["position", "country"], name="legal_basis_of_position")]

    def __str__(self) -> str:
        return self.ref
