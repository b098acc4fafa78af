"""The public side of an appeal, and what is not public yet.

Nothing in these tables is personal. What will be published needs no row-level security; a draft has it, because until
then it concerns nobody outside its organisation.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = [
    "AdvisoryAnswer",
    "Appeal",
    "CriteriaDraft",
    "CriteriaRevision",
    "ExchangeRate",
    "FactDefinition",
    "Organisation",
    "Position",
    "TravelAdvisory",
    "Update",
]


class Organisation(models.Model):
    """An embassy, a relief agency, a municipality, an NGO."""

    ref = models.CharField(max_length=16, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField()
    country = models.CharField(max_length=2)
    timezone = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Appeal(models.Model):
    """A published request for help in a crisis; a trigger refuses a state without its step in the history."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        PAUSED = "paused"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"
        SUPERSEDED = "superseded"
        ARCHIVED = "archived"

    ref = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appeals")
    slug = models.SlugField(max_length=80, unique=True)
    crisis_names = models.JSONField()
    glide = models.CharField(max_length=20, blank=True, default="")
    titles = models.JSONField()
    summaries = models.JSONField()
    donation_details = models.JSONField(default=dict)
    advisory_issuers = models.JSONField(default=list)
    mastodon_limit = models.PositiveIntegerField(default=500)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(opened_at__isnull=False), name="appeal_open_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "open", "paused", "closed", "withdrawn", "superseded", "archived"]),
                name="appeal_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Update(models.Model):
    """A public text of an appeal; a trigger keeps it as it was published."""

    ref = models.CharField(max_length=16, unique=True)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="updates")
    texts = models.JSONField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["appeal", "-published_at"], name="update_newest")]

    def __str__(self) -> str:
        return self.ref


class Position(models.Model):
    """What is needed: a kind of work and a place."""

    class PlaceKind(models.TextChoices):
        REMOTE = "remote"
        HERE = "here"
        TRAVELS = "travels"

    class Kind(models.TextChoices):
        CIVIL = "civil"
        # A state authority set its criterion about service, so that it needs a legal basis.
        COMBAT = "combat"

    ref = models.CharField(max_length=16, unique=True)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="positions")
    slug = models.SlugField(max_length=60)
    titles = models.JSONField()
    summaries = models.JSONField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.CIVIL)
    place_kind = models.CharField(max_length=7, choices=PlaceKind.choices)
    country = models.CharField(max_length=2)
    wanted = models.PositiveIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    # Whether it takes two people to accept somebody.
    second_decision = models.BooleanField(default=False, db_default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "slug"], name="position_slug_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class CriteriaRevision(models.Model):
    """The criteria of a position from a moment on; a trigger keeps it as it was published."""

    ref = models.CharField(max_length=16, unique=True)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    effective = DateTimeRangeField()
    document = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    approved_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=~Q(published_by=F("approved_by")), name="revision_has_two_people"),
            ExclusionConstraint(
                name="one_revision_at_a_time",
                expressions=[("position", RangeOperators.EQUAL), ("effective", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} no. {self.number}"


class CriteriaDraft(models.Model):
    """The next criteria revision of a position while officers write it; `version` counts its savings."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        AWAITING_APPROVAL = "awaiting_approval"
        PUBLISHED = "published"
        DISCARDED = "discarded"

    OPEN = (Status.DRAFT, Status.AWAITING_APPROVAL)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="drafts")
    based_on = models.ForeignKey(CriteriaRevision, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.JSONField()
    # Empty: from the moment of publication.
    effective_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=17, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=40)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=40, blank=True, default="")
    # Why it was sent back, sealed: it is free text.
    wrapped_key = models.BinaryField(null=True)
    sealed_note = models.BinaryField(null=True)
    revision = models.OneToOneField(CriteriaRevision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(status__in=["draft", "awaiting_approval"]),
                name="one_open_draft_of_position",
            ),
            models.CheckConstraint(
                condition=~Q(status="awaiting_approval") | Q(submitted_at__isnull=False),
                name="awaiting_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(status="published", revision__isnull=False)
                | (~Q(status="published") & Q(revision__isnull=True)),
                name="published_draft_has_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.position_id}, version {self.version}"


declare("appeals.CriteriaDraft", {"sealed_note": Privacy.SENSITIVE, "wrapped_key": Privacy.INTERNAL})


class FactDefinition(models.Model):
    """One typed fact of an organisation's dictionary; `slot` is its column in a screening profile."""

    class Type(models.TextChoices):
        CHOICE = "choice"
        NUMBER = "number"
        FLAG = "flag"
        DATE = "date"
        SET = "set"
        VALIDITY = "validity"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    key = models.SlugField(max_length=40)
    type = models.CharField(max_length=8, choices=Type.choices)
    choices = models.JSONField(default=list)
    labels = models.JSONField()
    questions = models.JSONField()
    hints = models.JSONField(default=dict)
    slot = models.CharField(max_length=10)
    privacy = models.CharField(max_length=12, default="sensitive")
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="fact_key_once"),
            models.UniqueConstraint(fields=["organisation", "slot"], name="fact_slot_once"),
        ]

    def __str__(self) -> str:
        return self.key


class TravelAdvisory(models.Model):
    """One government's advice on one country, in its own words, as it was read; only `fetched_at` moves on."""

    class Scope(models.TextChoices):
        WHOLE = "whole"
        PARTS = "parts"
        UNKNOWN = "unknown"

    ref = models.CharField(max_length=16, unique=True)
    issuer = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    key = models.CharField(max_length=400)
    own_level = models.TextField()
    level = models.PositiveSmallIntegerField(null=True)
    scope = models.CharField(max_length=7, choices=Scope.choices)
    title = models.TextField()
    lead = models.TextField()
    url = models.CharField(max_length=400, blank=True, default="")
    issued_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "country", "key", "sha256"], name="advisory_reading_once"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=4), name="advisory_level_1_to_4"
            ),
        ]
        indexes = [models.Index(fields=["country", "issuer", "-issued_at"], name="advisory_newest")]

    def __str__(self) -> str:
        return f"{self.issuer} {self.country} {self.level}"


class AdvisoryAnswer(models.Model):
    """What a government's feed answered once. After a refused answer the last values stay, and the desk is told."""

    class Cause(models.TextChoices):
        ACCEPTED = ""
        UNREADABLE = "unreadable"
        FEWER = "fewer"

    issuer = models.CharField(max_length=20)
    whole_list = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True, default=Cause.ACCEPTED)
    readings = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause="unreadable", readings__isnull=True) | Q(cause__in=["", "fewer"], readings__gte=0),
                name="advisory_answer_counted_if_read",
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-id"], name="advisory_answer_newest")]

    def __str__(self) -> str:
        return f"{self.issuer} {self.at} {self.cause}"


class ExchangeRate(models.Model):
    """A published rate: one unit of `base` is `value` units of `quote` on that day."""

    source = models.CharField(max_length=10)
    on = models.DateField()
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    value = models.DecimalField(max_digits=20, decimal_places=8)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "base", "quote", "on"], name="rate_once_a_day"),
            models.CheckConstraint(condition=Q(value__gt=0), name="rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.on} {self.base}/{self.quote}"
