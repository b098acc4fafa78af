"""What people ask of us: what they agree to, and that they be erased."""

from django.db import models
from django.db.models import F, Q

from appealdesk.foundation.privacy import Privacy, declare
from appealdesk.people.models.persons import Person

__all__ = ["Consent", "ErasureRequest"]


class Consent(models.Model):
    """What a person agreed to: which text, for which purpose, from when, until when."""

    class Purpose(models.TextChoices):
        PROCESSING = "processing"
        HAND_OVER = "hand_over"
        PUBLIC_NAME = "public_name"

    organisation_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    text_version = models.CharField(max_length=40)
    about_ref = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "about_ref", "given_at"], name="consent_once_per_moment"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("given_at")), name="consent_expires_after_given"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version} of person {self.person_id}"


class ErasureRequest(models.Model):
    """Somebody asks that what is known of them be erased; an officer does it, or says why not, within a month."""

    class Status(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DECLINED = "declined"

    class Reason(models.TextChoices):
        NONE = ""
        LEGAL_DUTY = "legal_duty"
        OPEN_CLAIM = "open_claim"
        NOT_THE_PERSON = "not_the_person"
        TAKEN_BACK = "taken_back"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasure_requests")
    about_ref = models.CharField(max_length=16, blank=True, default="")
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    reason = models.CharField(max_length=14, choices=Reason.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(status="open"), name="erasure_one_open"),
            models.CheckConstraint(
                condition=Q(status="open", answered_at__isnull=True, reason="")
                | Q(status="done", answered_at__isnull=False, reason="")
                | (Q(status="declined", answered_at__isnull=False) & ~Q(reason="")),
                name="erasure_answered_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "due_on"], condition=Q(status="open"), name="erasure_open_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


declare(
    "people.Consent",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "person": Privacy.PSEUDONYMOUS,
        "purpose": Privacy.PSEUDONYMOUS,
        "text_version": Privacy.PUBLIC,
        "about_ref": Privacy.PSEUDONYMOUS,
        "given_at": Privacy.PSEUDONYMOUS,
        "expires_at": Privacy.PSEUDONYMOUS,
        "withdrawn_at": Privacy.PSEUDONYMOUS,
    },
)
declare(
    "people.ErasureRequest",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "person": Privacy.PSEUDONYMOUS,
        "about_ref": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "asked_at": Privacy.PSEUDONYMOUS,
        "asked_by": Privacy.INTERNAL,
        "due_on": Privacy.PSEUDONYMOUS,
        "status": Privacy.INTERNAL,
        "reason": Privacy.INTERNAL,
        "answered_at": Privacy.INTERNAL,
        "answered_by": Privacy.INTERNAL,
    },
)
