"""Enquiries, the applications that follow from offers, the facts in them, and the evidence for facts.

An enquiry is stored sealed and never changes; an application and its facts hold no identity.
"""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Application", "CarryOver", "Enquiry", "Evidence", "EvidenceCheck", "EvidencePage", "Fact"]


class Enquiry(models.Model):
    """One contact. The statement of `enquiries.statement` inserts it together with its audit record and its event."""

    class Kind(models.TextChoices):
        OFFER = "offer"
        SEEK_HELP = "seek_help"
        DONATE = "donate"
        PRESS = "press"
        THREAT = "threat"
        OTHER = "other"

    class Channel(models.TextChoices):
        WEB = "web"
        PHONE = "phone"
        WALK_IN = "walk_in"
        EMAIL = "email"
        IMPORT = "import"
        API = "api"

    class Disposition(models.TextChoices):
        NONE = ""
        COMPLETED = "completed"
        INFORMED = "informed"
        CALL_BACK = "call_back"
        REFERRED = "referred"
        CUT_OFF = "cut_off"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="enquiries")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    channel = models.CharField(max_length=7, choices=Channel.choices)
    language = models.CharField(max_length=2)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)
    disposition = models.CharField(max_length=9, choices=Disposition.choices, blank=True, default="")
    submission = models.BinaryField(max_length=16)
    secret_hash = models.BinaryField(max_length=32)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    # What is said of whoever speaks for somebody else, with a key of its own: each of the two may be erased alone.
    speaker_wrapped_key = models.BinaryField(null=True)
    speaker_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "submission"], name="enquiry_once_per_submission"),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True, sealed__isnull=True)
                | Q(wrapped_key__isnull=False, sealed__isnull=False),
                name="enquiry_sealed_with_its_key",
            ),
            models.CheckConstraint(
                condition=Q(speaker_wrapped_key__isnull=True, speaker_sealed__isnull=True)
                | Q(speaker_wrapped_key__isnull=False, speaker_sealed__isnull=False),
                name="enquiry_speaker_sealed_with_its_key",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Application(models.Model):
    """A person's offer for one appeal, usually for one of its positions."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal = models.ForeignKey("appeals.Appeal", on_delete=models.PROTECT, related_name="applications")
    position = models.ForeignKey("appeals.Position", null=True, on_delete=models.PROTECT, related_name="applications")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="applications")
    # The application in an appeal that this one's appeal superseded; one is carried over at most once.
    carried_from = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="carried_as")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="applications")
    record = models.ForeignKey("people.Record", on_delete=models.PROTECT, related_name="applications")
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField()
    revision_at_enquiry_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # Withdrawn by supersession, and not by the applicant.
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "appeal"], name="application_once_per_appeal"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(withdrawn_at__isnull=False),
                name="application_superseded_is_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["appeal", "id"], condition=Q(withdrawn_at__isnull=True), name="application_to_carry"),
            models.Index(fields=["organisation_id", "-created_at", "-id"], name="application_newest"),
            models.Index(fields=["position", "id"], name="application_of_position"),
        ]

    def __str__(self) -> str:
        return self.ref


class CarryOver(models.Model):
    """How far the enquirers of a superseded appeal are carried over to its successor."""

    organisation_id = models.BigIntegerField()
    appeal = models.OneToOneField("appeals.Appeal", on_delete=models.PROTECT, related_name="carry_over")
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    letters = models.IntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total} from appeal {self.appeal_id}"


class Fact(models.Model):
    """One typed answer with its source; a correction supersedes it. Birth dates are never here: they are sealed."""

    class Source(models.TextChoices):
        DECLARED = "declared"
        EVIDENCED = "evidenced"
        VERIFIED = "verified"
        STAFF = "staff"

    organisation_id = models.BigIntegerField()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    evidence = models.CharField(max_length=10, blank=True, default="")
    absent = models.CharField(max_length=16, blank=True, default="")
    source = models.CharField(max_length=9, choices=Source.choices)
    stated_by = models.CharField(max_length=40)
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], condition=Q(superseded_at__isnull=True), name="fact_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(absent="", evidence__in=["claimed", "documented", "verified"])
                | (~Q(absent="") & Q(evidence="")),
                name="fact_known_or_absent",
            ),
            models.CheckConstraint(condition=~Q(key="birth_date"), name="fact_no_birth_date"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of application {self.application_id}"


class Evidence(models.Model):
    """A document that supports facts, kept as pictures of its pages; erasing it destroys `wrapped_key`.

    `state` follows from the check in force, and is stored because the desk asks for those that wait all day.
    """

    class Kind(models.TextChoices):
        PDF = "pdf"
        JPEG = "jpeg"
        PNG = "png"
        WEBP = "webp"

    class State(models.TextChoices):
        WAITING = "waiting"
        VERIFIED = "verified"
        REFUSED = "refused"
        EXPIRED = "expired"
        ERASED = "erased"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="evidence")
    fact_keys = models.JSONField()
    kind = models.CharField(max_length=4, choices=Kind.choices)
    page_count = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # A keyed hash of the bytes that came, so that the same file sent twice is kept once.
    fingerprint = models.BinaryField(max_length=32, null=True)
    wrapped_key = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "fingerprint"], name="evidence_once_per_application"),
            models.CheckConstraint(
                condition=Q(state="erased", wrapped_key__isnull=True, fingerprint__isnull=True)
                | (~Q(state="erased") & Q(wrapped_key__isnull=False, fingerprint__isnull=False)),
                name="evidence_kept_or_erased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "received_at", "id"],
                condition=Q(state="waiting"),
                name="evidence_to_check",
            )
        ]

    def __str__(self) -> str:
        return self.ref


class EvidencePage(models.Model):
    """One page of a document as a picture, sealed with the document's key."""

    organisation_id = models.BigIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="evidence_page_once")]

    def __str__(self) -> str:
        return f"page {self.number} of evidence {self.evidence_id}"


class EvidenceCheck(models.Model):
    """What a person found in a document; a later check supersedes it. The note is sealed with the document's key."""

    class Verdict(models.TextChoices):
        VERIFIED = "verified"
        REFUSED = "refused"

    class Reason(models.TextChoices):
        NONE = ""
        UNREADABLE = "unreadable"
        INCOMPLETE = "incomplete"
        WRONG_DOCUMENT = "wrong_document"
        OTHER_PERSON = "other_person"
        EXPIRED = "expired"
        NOT_GENUINE = "not_genuine"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="checks")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    fact_keys = models.JSONField()
    reason = models.CharField(max_length=14, choices=Reason.choices, blank=True, default="")
    sealed = models.BinaryField(null=True)
    valid_until = models.DateField(null=True)
    expired_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=40)
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(superseded_at__isnull=True), name="evidence_one_check_in_force"
            ),
            models.CheckConstraint(
                condition=Q(verdict="verified", reason="") | (Q(verdict="refused", valid_until=None) & ~Q(reason="")),
                name="evidence_refused_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "valid_until"],
                condition=Q(superseded_at__isnull=True, expired_at__isnull=True, valid_until__isnull=False),
                name="evidence_check_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.verdict}"


declare(
    "enquiries.Enquiry",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "appeal": Privacy.INTERNAL,
        "kind": Privacy.PSEUDONYMOUS,
        "channel": Privacy.PSEUDONYMOUS,
        "language": Privacy.PSEUDONYMOUS,
        "received_at": Privacy.PSEUDONYMOUS,
        "received_by": Privacy.INTERNAL,
        "disposition": Privacy.PSEUDONYMOUS,
        "submission": Privacy.PSEUDONYMOUS,
        "secret_hash": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "speaker_wrapped_key": Privacy.IDENTITY,
        "speaker_sealed": Privacy.IDENTITY,
    },
)
declare(
    "enquiries.Application",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "appeal": Privacy.INTERNAL,
        "position": Privacy.PSEUDONYMOUS,
        "enquiry": Privacy.PSEUDONYMOUS,
        "person": Privacy.PSEUDONYMOUS,
        "record": Privacy.PSEUDONYMOUS,
        "language": Privacy.PSEUDONYMOUS,
        "created_at": Privacy.PSEUDONYMOUS,
        "revision_at_enquiry_id": Privacy.INTERNAL,
        "withdrawn_at": Privacy.PSEUDONYMOUS,
        "carried_from": Privacy.PSEUDONYMOUS,
        "superseded_at": Privacy.PSEUDONYMOUS,
    },
)
declare("enquiries.CarryOver", {field.name: Privacy.INTERNAL for field in CarryOver._meta.concrete_fields})
declare(
    "enquiries.Fact",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "application": Privacy.PSEUDONYMOUS,
        "key": Privacy.INTERNAL,
        "value": Privacy.SENSITIVE,
        "evidence": Privacy.SENSITIVE,
        "absent": Privacy.SENSITIVE,
        "source": Privacy.INTERNAL,
        "stated_by": Privacy.INTERNAL,
        "at": Privacy.PSEUDONYMOUS,
        "superseded_at": Privacy.INTERNAL,
    },
)
declare(
    "enquiries.Evidence",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "application": Privacy.PSEUDONYMOUS,
        "fact_keys": Privacy.PSEUDONYMOUS,
        "kind": Privacy.INTERNAL,
        "page_count": Privacy.INTERNAL,
        "state": Privacy.SENSITIVE,
        "fingerprint": Privacy.IDENTITY,
        "wrapped_key": Privacy.IDENTITY,
        "received_at": Privacy.PSEUDONYMOUS,
        "received_by": Privacy.INTERNAL,
    },
)
declare(
    "enquiries.EvidencePage",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "evidence": Privacy.PSEUDONYMOUS,
        "number": Privacy.INTERNAL,
        "sealed": Privacy.IDENTITY,
    },
)
declare(
    "enquiries.EvidenceCheck",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "evidence": Privacy.PSEUDONYMOUS,
        "verdict": Privacy.SENSITIVE,
        "fact_keys": Privacy.PSEUDONYMOUS,
        "reason": Privacy.SENSITIVE,
        "sealed": Privacy.IDENTITY,
        "valid_until": Privacy.SENSITIVE,
        "expired_at": Privacy.SENSITIVE,
        "checked_by": Privacy.INTERNAL,
        "at": Privacy.INTERNAL,
        "superseded_at": Privacy.INTERNAL,
    },
)
