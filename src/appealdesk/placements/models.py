"""Who is available, who is placed where, what holds them back, and what else they can do.

Nobody is sent anywhere that an advisory forbids: the database itself refuses a hold that fewer than two people lifted.
"""

from django.db import models
from django.db.models import F, Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Hold", "Placement", "Referral", "RosterEntry", "WayToHelp"]


class RosterEntry(models.Model):
    """One accepted person who is available, for as long as the acceptance stands."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="roster_entries")
    application = models.ForeignKey("enquiries.Application", on_delete=models.PROTECT, related_name="roster_entries")
    position = models.ForeignKey("appeals.Position", null=True, on_delete=models.PROTECT, related_name="roster_entries")
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(left_at__isnull=True), name="roster_entry_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("since")), name="roster_left_after_entered"
            ),
        ]
        indexes = [
            models.Index(fields=["appeal_id", "id"], condition=Q(left_at__isnull=True), name="roster_of_appeal"),
        ]

    def __str__(self) -> str:
        return self.ref


class Placement(models.Model):
    """A person in a position: proposed, held, cleared, handed over, or stood down."""

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        HELD = "held"
        CLEARED = "cleared"
        HANDED_OVER = "handed_over"
        STOOD_DOWN = "stood_down"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    roster_entry = models.ForeignKey(RosterEntry, on_delete=models.PROTECT, related_name="placements")
    position = models.ForeignKey("appeals.Position", on_delete=models.PROTECT, related_name="placements")
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40)
    status_at = models.DateTimeField()
    status_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster_entry", "position"], condition=~Q(status="stood_down"), name="placement_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "status", "id"], name="placement_by_status")]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


class Hold(models.Model):
    """What stops a placement. Two different people lift it: `lifted_by` asks for it, `second_lifted_by` agrees."""

    class Kind(models.TextChoices):
        ADVISORY = "advisory"
        LEGAL_BASIS = "legal_basis"
        CONSENT = "consent"
        AGE = "age"
        CARE_CHECK = "care_check"

    class Cause(models.TextChoices):
        LEVEL = "level"
        NO_READING = "no_reading"
        NO_BASIS = "no_basis"
        OBJECTION = "objection"
        WITHDRAWN = "withdrawn"
        OFFICER = "officer"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    advisory_id = models.BigIntegerField(null=True)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=40)
    lift_asked_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=40, blank=True, default="")
    second_lifted_by = models.CharField(max_length=40, blank=True, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind"], condition=Q(lifted_at__isnull=True), name="hold_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, second_lifted_by="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(second_lifted_by="")),
                name="hold_lifted_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second_lifted_by="") | ~Q(second_lifted_by=F("lifted_by")), name="hold_lifters_differ"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"


class WayToHelp(models.Model):
    """Something else that a person can do; nothing in it is personal."""

    class Kind(models.TextChoices):
        REMOTE = "remote"
        DONATION = "donation"
        GOODS = "goods"
        EVENT = "event"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="ways_to_help")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    titles = models.JSONField()
    texts = models.JSONField()
    url = models.CharField(max_length=400, blank=True, default="")
    active = models.BooleanField(default=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["appeal", "rank", "id"], name="way_of_appeal", condition=Q(active=True))]

    def __str__(self) -> str:
        return self.ref


class Referral(models.Model):
    """A person's being pointed to a way to help, with the decision that did it."""

    organisation_id = models.BigIntegerField()
    way = models.ForeignKey(WayToHelp, on_delete=models.PROTECT, related_name="referrals")
    application = models.ForeignKey("enquiries.Application", on_delete=models.PROTECT, related_name="referrals")
    decision_ref = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["way", "application", "decision_ref"], name="referral_once_per_decision")
        ]

    def __str__(self) -> str:
        return f"referral {self.pk} to way {self.way_id}"


declare(
    "placements.RosterEntry",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "appeal_id": Privacy.INTERNAL,
        "person": Privacy.PSEUDONYMOUS,
        "application": Privacy.PSEUDONYMOUS,
        "position": Privacy.PSEUDONYMOUS,
        "since": Privacy.PSEUDONYMOUS,
        "left_at": Privacy.PSEUDONYMOUS,
    },
)
declare(
    "placements.Placement",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "roster_entry": Privacy.PSEUDONYMOUS,
        "position": Privacy.PSEUDONYMOUS,
        "status": Privacy.SENSITIVE,
        "proposed_at": Privacy.INTERNAL,
        "proposed_by": Privacy.INTERNAL,
        "status_at": Privacy.INTERNAL,
        "status_by": Privacy.INTERNAL,
    },
)
declare(
    "placements.Hold",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "placement": Privacy.PSEUDONYMOUS,
        "kind": Privacy.SENSITIVE,
        "cause": Privacy.INTERNAL,
        "advisory_id": Privacy.INTERNAL,
        "placed_at": Privacy.INTERNAL,
        "placed_by": Privacy.INTERNAL,
        "lift_asked_at": Privacy.INTERNAL,
        "lifted_by": Privacy.INTERNAL,
        "second_lifted_by": Privacy.INTERNAL,
        "lifted_at": Privacy.INTERNAL,
    },
)
declare(
    "placements.WayToHelp",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PUBLIC,
        "organisation_id": Privacy.PUBLIC,
        "appeal": Privacy.PUBLIC,
        "kind": Privacy.PUBLIC,
        "titles": Privacy.PUBLIC,
        "texts": Privacy.PUBLIC,
        "url": Privacy.PUBLIC,
        "active": Privacy.PUBLIC,
        "rank": Privacy.PUBLIC,
    },
)
declare(
    "placements.Referral",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "way": Privacy.PSEUDONYMOUS,
        "application": Privacy.PSEUDONYMOUS,
        "decision_ref": Privacy.PSEUDONYMOUS,
        "at": Privacy.PSEUDONYMOUS,
    },
)
