"""Letters: whom they are about is a reference, what they say is sealed."""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Letter"]


class Letter(models.Model):
    """One outgoing message; the recipient's address is looked up only when it is sent."""

    class Kind(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement"
        ACKNOWLEDGEMENT_ENQUIRY = "acknowledgement_enquiry"
        DECISION_ACCEPTED = "decision_accepted"
        DECISION_DECLINED = "decision_declined"
        DECISION_DEFERRED = "decision_deferred"
        DECISION_REFERRED = "decision_referred"
        RESULT_CHANGED = "result_changed"
        REVIEW_ANSWERED = "review_answered"
        APPEAL_SUPERSEDED = "appeal_superseded"
        DONATION_THANKS = "donation_thanks"
        CONFIRM_ADDRESS = "confirm_address"
        IN_KIND_RECEIVED = "in_kind_received"
        IN_KIND_ACCEPTED = "in_kind_accepted"
        IN_KIND_DECLINED = "in_kind_declined"
        RECEIPT_READY = "receipt_ready"

    class Status(models.TextChoices):
        DRAFT = "draft"
        APPROVED = "approved"
        SENT = "sent"
        DELIVERED = "delivered"
        BOUNCED = "bounced"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Channel(models.TextChoices):
        EMAIL = "email"
        PRINT = "print"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="letters")
    about_ref = models.CharField(max_length=16)
    # The one address that it is for; without it, it goes to the best one when it leaves.
    contact_point = models.ForeignKey("people.ContactPoint", null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    drafted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    # Bad news leaves only when whoever approves it has opened it.
    adverse = models.BooleanField(default=False, db_default=False)
    opened_by = models.JSONField(default=list, db_default=[])
    approved_by = models.CharField(max_length=40, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"]) | Q(approved_at__isnull=False),
                name="letter_approved_before_it_leaves",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="letter_sent_has_moment",
            ),
            # An automatic letter leaves without review, so the same occasion may never cause two.
            models.UniqueConstraint(
                fields=["organisation_id", "about_ref", "kind"],
                condition=Q(kind__in=["acknowledgement", "acknowledgement_enquiry", "in_kind_received"])
                | (Q(kind__in=["donation_thanks", "receipt_ready"]) & ~Q(status="cancelled")),
                name="letter_automatic_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "status", "-id"], name="letter_outbox"),
            models.Index(fields=["organisation_id", "about_ref"], name="letter_about"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind} {self.status}"


declare(
    "letters.Letter",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "person": Privacy.PSEUDONYMOUS,
        "about_ref": Privacy.PSEUDONYMOUS,
        "contact_point": Privacy.PSEUDONYMOUS,
        "kind": Privacy.SENSITIVE,
        "language": Privacy.PSEUDONYMOUS,
        "channel": Privacy.INTERNAL,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "status": Privacy.INTERNAL,
        "drafted_at": Privacy.INTERNAL,
        "edited_at": Privacy.INTERNAL,
        "adverse": Privacy.SENSITIVE,
        "opened_by": Privacy.INTERNAL,
        "approved_by": Privacy.INTERNAL,
        "approved_at": Privacy.INTERNAL,
        "sent_at": Privacy.INTERNAL,
        "message_id": Privacy.PSEUDONYMOUS,
    },
)
