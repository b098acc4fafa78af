"""Persons and what was said about them: records never change and never move, judgements join them.

Every identity is sealed with the key of its record; what finds it again is a keyed token of eight bytes.
"""

from django.db import models
from django.db.models import F, Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["ContactCheck", "ContactPoint", "IdentityKey", "Judgement", "KeyKind", "Person", "Record"]


class KeyKind(models.IntegerChoices):
    """What a key was made of; the numbers are stored, so they never change."""

    KANJI = 1
    JAPANESE = 2
    EUROPEAN = 3
    PHONE = 4
    MAIL = 5
    NAME_AND_BIRTH = 6
    # For the search alone: nobody is ever joined by these.
    NAME_PART = 7
    PHONE_PART = 8
    MAIL_PART = 9


class Person(models.Model):
    """One human being; everything that identifies them is in the records.

    Each record that was attached to a known person has a reference of its own beside theirs, which leads to them for as
    long as they hold the record. So whatever was written down about the record follows it when persons are parted.
    """

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    # Set once somebody chose the language of our letters; until then each letter is in the language of its occasion.
    language_chosen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    redirects_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="redirected_from")
    # A reference that leads elsewhere leads to whoever has this record now.
    began_with = models.ForeignKey("Record", null=True, on_delete=models.PROTECT, related_name="began")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-created_at"], name="person_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(redirects_to__isnull=True) | ~Q(redirects_to=F("id")), name="person_not_its_own_successor"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Record(models.Model):
    """What one source said about a person, once; erasing it destroys `wrapped_key` and `sealed`."""

    class Source(models.TextChoices):
        ENQUIRY = "enquiry"
        DONATION = "donation"
        IMPORT = "import"
        # Of an enquiry for somebody else: its words about whoever speaks.
        SPEAKER = "speaker"
        # Not a source of its own: what an officer was told about somebody who is known already.
        OFFICER = "officer"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    source = models.CharField(max_length=8, choices=Source.choices)
    source_ref = models.CharField(max_length=40)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "source", "source_ref"], name="record_once_per_source"),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True, sealed__isnull=True)
                | Q(wrapped_key__isnull=False, sealed__isnull=False),
                name="record_sealed_with_its_key",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ContactPoint(models.Model):
    """One address at which a person may be reached, sealed with its record's key."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        POSTAL = "postal"

    organisation_id = models.BigIntegerField()
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    rank = models.PositiveSmallIntegerField()
    token = models.BinaryField(max_length=8)
    sealed = models.BinaryField()
    verified_at = models.DateTimeField(null=True)
    failing_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "kind", "rank"], name="contact_point_rank_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rank} of record {self.record_id}"


class ContactCheck(models.Model):
    """One link or code, by which somebody shows that a contact point is theirs; of its secret only a hash is kept."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="checks")
    secret_hash = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="contact_check_expires_after_asked")
        ]

    def __str__(self) -> str:
        return self.ref


class IdentityKey(models.Model):
    """A keyed token by which a record is found: equal names, numbers or addresses have equal tokens."""

    organisation_id = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(choices=KeyKind.choices)
    h = models.BinaryField(max_length=8)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="keys", db_index=False)
    rank = models.PositiveSmallIntegerField(default=0)
    key_version = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            # It has all that a look-up asks, the newest records last, so that none of the keys themselves is read.
            models.Index(
                fields=["kind", "h", "record"],
                include=["rank", "organisation_id", "key_version"],
                name="identity_key_lookup",
            ),
            models.Index(fields=["record"], name="identity_key_of_record"),
        ]

    def __str__(self) -> str:
        return f"key {self.kind} of record {self.record_id}"


class Judgement(models.Model):
    """Same, different or undecided about two records; superseded by a later one, never overwritten."""

    class Verdict(models.TextChoices):
        SAME = "same"
        DIFFERENT = "different"
        UNDECIDED = "undecided"

    class Source(models.TextChoices):
        RULE = "rule"
        MODEL = "model"
        OFFICER = "officer"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    a = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="judgements_as_a")
    b = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="judgements_as_b")
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    source = models.CharField(max_length=7, choices=Source.choices)
    bits = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reasons = models.JSONField()
    # What each comparison found: feature, level and bits, so that it can be shown as it was.
    evidence = models.JSONField(default=list, db_default=[])
    key_version = models.PositiveSmallIntegerField()
    author = models.CharField(max_length=40)
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=40, blank=True, default="", db_default="")
    revoked_for = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            # The older record is always `a`, so that a pair has one spelling.
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="judgement_older_record_first"),
            models.UniqueConstraint(
                fields=["a", "b"], condition=Q(revoked_at__isnull=True), name="judgement_one_active_per_pair"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "-at"],
                condition=Q(verdict="undecided", revoked_at__isnull=True),
                name="judgement_questions",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.verdict}"


declare(
    "people.Person",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "language": Privacy.PSEUDONYMOUS,
        "language_chosen_at": Privacy.PSEUDONYMOUS,
        "created_at": Privacy.PSEUDONYMOUS,
        "redirects_to": Privacy.PSEUDONYMOUS,
        "began_with": Privacy.PSEUDONYMOUS,
        "erased_at": Privacy.PSEUDONYMOUS,
    },
)
declare(
    "people.Record",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "person": Privacy.PSEUDONYMOUS,
        "source": Privacy.PSEUDONYMOUS,
        "source_ref": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "given_at": Privacy.PSEUDONYMOUS,
    },
)
declare(
    "people.ContactPoint",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "record": Privacy.PSEUDONYMOUS,
        "kind": Privacy.PSEUDONYMOUS,
        "rank": Privacy.PSEUDONYMOUS,
        "token": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "verified_at": Privacy.PSEUDONYMOUS,
        "failing_at": Privacy.PSEUDONYMOUS,
    },
)
declare(
    "people.ContactCheck",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "contact_point": Privacy.PSEUDONYMOUS,
        "secret_hash": Privacy.INTERNAL,
        "asked_at": Privacy.INTERNAL,
        "asked_by": Privacy.INTERNAL,
        "expires_at": Privacy.INTERNAL,
        "tries": Privacy.INTERNAL,
        "confirmed_at": Privacy.INTERNAL,
    },
)
declare(
    "people.IdentityKey",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "kind": Privacy.INTERNAL,
        "h": Privacy.IDENTITY,
        "record": Privacy.PSEUDONYMOUS,
        "rank": Privacy.INTERNAL,
        "key_version": Privacy.INTERNAL,
    },
)
declare(
    "people.Judgement",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "a": Privacy.PSEUDONYMOUS,
        "b": Privacy.PSEUDONYMOUS,
        "verdict": Privacy.PSEUDONYMOUS,
        "source": Privacy.INTERNAL,
        "bits": Privacy.PSEUDONYMOUS,
        "reasons": Privacy.PSEUDONYMOUS,
        "evidence": Privacy.PSEUDONYMOUS,
        "key_version": Privacy.INTERNAL,
        "author": Privacy.INTERNAL,
        "at": Privacy.INTERNAL,
        "revoked_at": Privacy.INTERNAL,
        "revoked_by": Privacy.INTERNAL,
        "revoked_for": Privacy.INTERNAL,
    },
)
