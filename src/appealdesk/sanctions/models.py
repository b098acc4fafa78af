"""The lists as they were published, who was checked against them, and what came of it.

Lists are public and belong to no organisation. Whoever is checked is a reference: no name of theirs is written here.
"""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["CheckRun", "EntryKey", "Hit", "HitDecision", "ListEntry", "ListVersion", "Subject"]


class ListVersion(models.Model):
    """One file of one list, accepted or refused. After a refused one the last accepted stays in force."""

    class Cause(models.TextChoices):
        ACCEPTED = ""
        UNREADABLE = "unreadable"
        FEWER = "fewer"

    code = models.CharField(max_length=4)
    published_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True, default=Cause.ACCEPTED)
    entries = models.PositiveIntegerField(null=True)
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    gone_count = models.PositiveIntegerField(default=0)
    loaded_at = models.DateTimeField()
    # The same bytes were handed in again, which says that the list is still the latest.
    seen_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=40)
    # By which rules the keys of its entries were made, and everybody was compared.
    rules = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause="unreadable", entries__isnull=True) | Q(cause__in=["", "fewer"], entries__gte=0),
                name="list_version_counted_if_read",
            ),
        ]
        indexes = [models.Index(fields=["code", "-id"], name="list_version_newest")]

    def __str__(self) -> str:
        return f"{self.code} {self.published_on or self.loaded_at}"


class ListEntry(models.Model):
    """What a list said about somebody, from one version until another: a material change is a new row."""

    code = models.CharField(max_length=4)
    uid = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    # Pairs: a name and whether the publisher calls it weak; the first and the last day of birth.
    names = models.JSONField()
    births = models.JSONField()
    countries = models.JSONField()
    programmes = models.JSONField()
    digest = models.CharField(max_length=64)
    since = models.ForeignKey(ListVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.ForeignKey(ListVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name_plural = "list entries"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "uid"], condition=Q(until__isnull=True), name="list_entry_once_now"
            ),
        ]
        indexes = [models.Index(fields=["since", "id"], name="list_entry_since")]

    def __str__(self) -> str:
        return f"{self.code} {self.uid}"


class EntryKey(models.Model):
    """A key by which an entry that is in force is found; plain, because lists are public."""

    kind = models.CharField(max_length=12)
    value = models.TextField()
    entry = models.ForeignKey(ListEntry, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], include=["entry"], name="entry_key_lookup")]

    def __str__(self) -> str:
        return f"{self.kind} of entry {self.entry_id}"


class Subject(models.Model):
    """Somebody whom we were asked to check, a donor or a payee, by reference; checked again with each list."""

    class Kind(models.TextChoices):
        DONOR = "donor"
        PAYEE = "payee"

    organisation_id = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    person_id = models.BigIntegerField(null=True)
    payee_ref = models.CharField(max_length=40, blank=True, default="")
    # A keyed token of what was known of them when they were checked last.
    digest = models.BinaryField(max_length=8, null=True)
    rules = models.PositiveSmallIntegerField()
    registered_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "person_id"], condition=Q(kind="donor"), name="subject_donor_once"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "payee_ref"], condition=Q(kind="payee"), name="subject_payee_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="donor", person_id__isnull=False, payee_ref="")
                | (Q(kind="payee", person_id__isnull=True) & ~Q(payee_ref="")),
                name="subject_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Hit(models.Model):
    """A subject and a list entry that may be one; what is the subject's is held until a person decides."""

    class Status(models.TextChoices):
        OPEN = "open"
        NOT_SAME = "not_same"
        ESCALATED = "escalated"
        CONFIRMED = "confirmed"
        # The entry is no longer on the list, or says something else now, about which another hit asks.
        LAPSED = "lapsed"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="hits")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="hits")
    # The subject's digest, which an answer "not the same" is remembered by.
    digest = models.BinaryField(max_length=8, null=True)
    name = models.PositiveSmallIntegerField()
    bits = models.DecimalField(max_digits=6, decimal_places=2)
    # Feature, level and bits of each reason, the weightiest first; never a name or a date.
    reasons = models.JSONField()
    rules = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    found_at = models.DateTimeField()
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "entry", "digest"], name="hit_once_for_a_pair"),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "status", "id"],
                condition=Q(status__in=["open", "escalated", "confirmed"]),
                name="hit_holding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


class HitDecision(models.Model):
    """What one person said about a hit, with a sealed reason; taken back, it stays and no longer counts."""

    class Verdict(models.TextChoices):
        NOT_SAME = "not_same"
        TRUE_HIT = "true_hit"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "decided_by", "-id"], name="hit_decision_newest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.verdict}"


class CheckRun(models.Model):
    """Checking everybody of one organisation against what one version of a list brought; resumable."""

    organisation_id = models.BigIntegerField()
    version = models.ForeignKey(ListVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    entry_cursor = models.BigIntegerField(default=0)
    subject_cursor = models.BigIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "version"], name="check_run_once")]

    def __str__(self) -> str:
        return f"run {self.pk}"


declare("sanctions.ListEntry", dict.fromkeys(("names", "births", "countries", "programmes"), Privacy.PUBLIC))
declare("sanctions.EntryKey", {"value": Privacy.PUBLIC})
declare(
    "sanctions.Subject",
    {"person_id": Privacy.PSEUDONYMOUS, "payee_ref": Privacy.PSEUDONYMOUS, "digest": Privacy.IDENTITY},
)
declare("sanctions.Hit", {"digest": Privacy.IDENTITY, "reasons": Privacy.SENSITIVE, "status": Privacy.SENSITIVE})
declare(
    "sanctions.HitDecision",
    {"wrapped_key": Privacy.IDENTITY, "sealed": Privacy.IDENTITY, "verdict": Privacy.SENSITIVE},
)
