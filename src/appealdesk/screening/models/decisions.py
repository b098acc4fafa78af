"""What people decide: one chain of decisions for each application, and what leads to them.

Nothing here is overwritten. A decision is superseded or taken back by a later row; an acceptance that needs two people
and a request to look again are rows of their own, which are settled once.
"""

from django.db import models
from django.db.models import F, Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Decision", "ProposedAcceptance", "ReviewRequest"]


class Decision(models.Model):
    """What a person decided; a later decision supersedes it, nothing overwrites it.

    The two unique constraints make the decisions of an application one chain: one beginning, and at most one successor
    each. The present decision is the one without a successor. An undo is a row of the chain too: it takes back the
    row before it, and `restores` names the decision that stands again, or is empty where nothing had been decided.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        DEFERRED = "deferred"
        REFERRED = "referred"
        WITHDRAWN = "withdrawn"
        # Only an undo has it.
        UNDECIDED = "undecided"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    application = models.ForeignKey("enquiries.Application", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    reason_codes = models.JSONField()
    way_refs = models.JSONField(default=list)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    letter_ref = models.CharField(max_length=16, blank=True, default="")
    revision_id = models.BigIntegerField(null=True)
    screening_id = models.BigIntegerField(null=True)
    screening_outcome = models.SmallIntegerField(null=True)
    decided_by = models.CharField(max_length=40)
    # The first of two people, where the position asks for two; `decided_by` is the second.
    proposed_by = models.CharField(max_length=40, blank=True, default="", db_default="")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    undo = models.BooleanField(default=False, db_default=False)
    restores = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="restored_by")
    bulk = models.ForeignKey(
        "screening.BulkDecision", null=True, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(supersedes__isnull=True), name="decision_chain_one_beginning"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="decision_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(proposed_by="") | ~Q(proposed_by=F("decided_by")), name="decision_two_people_differ"
            ),
            models.CheckConstraint(
                condition=(Q(undo=False, restores__isnull=True) & ~Q(outcome="undecided"))
                | Q(undo=True, supersedes__isnull=False, restores__isnull=True, outcome="undecided")
                | (Q(undo=True, supersedes__isnull=False, restores__isnull=False) & ~Q(outcome="undecided")),
                name="decision_undo_names_what_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.outcome}"

    @property
    def standing(self) -> "Decision | None":
        """The decision that holds by this row: itself, or what an undo restores; None if nothing is decided."""
        return self.restores if self.undo else self


class ProposedAcceptance(models.Model):
    """One officer's acceptance into a position that asks for two people: no decision until a second one confirms it.

    `basis` is a digest of the facts and of the revision by which they were judged, so that the second officer can be
    told of a change in between.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        CONTRADICTED = "contradicted"
        TAKEN_BACK = "taken_back"
        OVERTAKEN = "overtaken"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    application = models.ForeignKey("enquiries.Application", on_delete=models.PROTECT, related_name="proposals")
    reason_codes = models.JSONField()
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    revision_id = models.BigIntegerField(null=True)
    screening_outcome = models.SmallIntegerField(null=True)
    basis = models.CharField(max_length=16)
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    settled_by = models.CharField(max_length=40, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    answer_wrapped_key = models.BinaryField(null=True)
    answer_sealed = models.BinaryField(null=True)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="proposal")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(settled_at__isnull=True), name="proposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status="open", settled_at__isnull=True, settled_by="")
                | (~Q(status="open") & Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="proposal_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "contradicted"]) | ~Q(settled_by=F("proposed_by")),
                name="proposal_two_people_differ",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(decision__isnull=False), name="proposal_confirmed_is_decided"
            ),
        ]
        indexes = [models.Index(fields=["application", "-id"], name="proposal_of_application")]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


class ReviewRequest(models.Model):
    """The applicant contests a decision; somebody else than whoever made it answers, in the applicant's language."""

    class Status(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DECIDED_ANEW = "decided_anew"
        CLOSED = "closed"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    application = models.ForeignKey("enquiries.Application", on_delete=models.PROTECT, related_name="reviews")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews")
    contested_by = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    answered_by = models.CharField(max_length=40, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answer_wrapped_key = models.BinaryField(null=True)
    answer_sealed = models.BinaryField(null=True)
    answer = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="answers")
    letter_ref = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(status="open"), name="review_one_open"),
            models.CheckConstraint(
                condition=Q(status="open", answered_at__isnull=True, answered_by="")
                | (~Q(status="open") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="review_answered_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["upheld", "decided_anew"]) | ~Q(answered_by=F("contested_by")),
                name="review_answered_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided_anew") | Q(answer__isnull=False), name="review_anew_has_decision"
            ),
        ]
        indexes = [models.Index(fields=["application", "-id"], name="review_of_application")]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


declare(
    "screening.Decision",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "application": Privacy.PSEUDONYMOUS,
        "outcome": Privacy.SENSITIVE,
        "reason_codes": Privacy.SENSITIVE,
        "way_refs": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "letter_ref": Privacy.PSEUDONYMOUS,
        "revision_id": Privacy.INTERNAL,
        "screening_id": Privacy.INTERNAL,
        "screening_outcome": Privacy.SENSITIVE,
        "decided_by": Privacy.INTERNAL,
        "proposed_by": Privacy.INTERNAL,
        "at": Privacy.INTERNAL,
        "supersedes": Privacy.PSEUDONYMOUS,
        "undo": Privacy.INTERNAL,
        "restores": Privacy.PSEUDONYMOUS,
        "bulk": Privacy.INTERNAL,
    },
)
declare(
    "screening.ProposedAcceptance",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "application": Privacy.PSEUDONYMOUS,
        "reason_codes": Privacy.SENSITIVE,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "revision_id": Privacy.INTERNAL,
        "screening_outcome": Privacy.SENSITIVE,
        "basis": Privacy.SENSITIVE,
        "proposed_by": Privacy.INTERNAL,
        "proposed_at": Privacy.INTERNAL,
        "status": Privacy.SENSITIVE,
        "settled_by": Privacy.INTERNAL,
        "settled_at": Privacy.INTERNAL,
        "answer_wrapped_key": Privacy.IDENTITY,
        "answer_sealed": Privacy.IDENTITY,
        "decision": Privacy.PSEUDONYMOUS,
    },
)
declare(
    "screening.ReviewRequest",
    {
        "id": Privacy.INTERNAL,
        "ref": Privacy.PSEUDONYMOUS,
        "organisation_id": Privacy.INTERNAL,
        "application": Privacy.PSEUDONYMOUS,
        "decision": Privacy.PSEUDONYMOUS,
        "contested_by": Privacy.INTERNAL,
        "language": Privacy.PSEUDONYMOUS,
        "asked_at": Privacy.PSEUDONYMOUS,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "status": Privacy.SENSITIVE,
        "answered_by": Privacy.INTERNAL,
        "answered_at": Privacy.INTERNAL,
        "answer_wrapped_key": Privacy.IDENTITY,
        "answer_sealed": Privacy.IDENTITY,
        "answer": Privacy.PSEUDONYMOUS,
        "letter_ref": Privacy.PSEUDONYMOUS,
    },
)
