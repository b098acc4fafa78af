"""Profiles with their present result, the history of results, and runs.

A profile holds no name and no contact: facts lie in typed columns that the fact dictionary assigns, so that one SQL
statement judges a million of them. Applications, positions and revisions are plain numbers here, because checking a
foreign key for each of a million rows would cost more than judging them; `invariants.py` checks them instead.
"""

from django.db import models
from django.db.models import Q

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["DONE", "DecisionCode", "Screening", "ScreeningProfile", "ScreeningRun", "WaitsCode"]


class DecisionCode(models.IntegerChoices):
    """The stored form of what was decided last; the numbers are kept for ever."""

    UNDECIDED = 0
    ACCEPTED = 1
    DECLINED = 2
    DEFERRED = 3
    REFERRED = 4
    WITHDRAWN = 5


class WaitsCode(models.IntegerChoices):
    """The stored form of what an application waits for besides a decision; the numbers are kept for ever."""

    NOTHING = 0
    SECOND_PERSON = 1
    REVIEW = 2


class ScreeningProfile(models.Model):
    """One row per application: facts, present result and present decision.

    `slots.py` says what lies where. `reasons` is a mask over the leaves of the revision `revision_id`. The columns that
    every statement reads come first, and wide ones before narrow ones, so that a row has no gaps.
    """

    application_id = models.BigIntegerField(primary_key=True)
    organisation_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField()
    position_id = models.BigIntegerField(null=True)
    reasons = models.BigIntegerField(default=0)
    evidence_1 = models.BigIntegerField(default=0)
    evidence_2 = models.BigIntegerField(default=0)
    revision_id = models.BigIntegerField(null=True)
    run_id = models.BigIntegerField(null=True)
    screened_at = models.DateTimeField()
    birth_day = models.IntegerField(null=True)
    # The first day on which an age or a licence that the criteria ask about turns; until then the result stands.
    next_flip = models.DateField(null=True)
    outcome = models.SmallIntegerField(null=True)
    decision = models.SmallIntegerField(choices=DecisionCode.choices, default=DecisionCode.UNDECIDED)
    # The outcome that the decision was made with: where it differs from `outcome`, somebody may look again.
    decided_outcome = models.SmallIntegerField(null=True)
    waits = models.SmallIntegerField(choices=WaitsCode.choices, default=WaitsCode.NOTHING, db_default=0)
    channel = models.SmallIntegerField(default=0)
    c01 = models.SmallIntegerField(null=True)
    c02 = models.SmallIntegerField(null=True)
    c03 = models.SmallIntegerField(null=True)
    c04 = models.SmallIntegerField(null=True)
    c05 = models.SmallIntegerField(null=True)
    c06 = models.SmallIntegerField(null=True)
    c07 = models.SmallIntegerField(null=True)
    c08 = models.SmallIntegerField(null=True)
    c09 = models.SmallIntegerField(null=True)
    c10 = models.SmallIntegerField(null=True)
    c11 = models.SmallIntegerField(null=True)
    c12 = models.SmallIntegerField(null=True)
    b01 = models.BooleanField(null=True)
    b02 = models.BooleanField(null=True)
    b03 = models.BooleanField(null=True)
    b04 = models.BooleanField(null=True)
    b05 = models.BooleanField(null=True)
    b06 = models.BooleanField(null=True)
    b07 = models.BooleanField(null=True)
    b08 = models.BooleanField(null=True)
    b09 = models.BooleanField(null=True)
    b10 = models.BooleanField(null=True)
    b11 = models.BooleanField(null=True)
    b12 = models.BooleanField(null=True)
    n01 = models.FloatField(null=True)
    n02 = models.FloatField(null=True)
    n03 = models.FloatField(null=True)
    n04 = models.FloatField(null=True)
    n05 = models.FloatField(null=True)
    n06 = models.FloatField(null=True)
    n07 = models.FloatField(null=True)
    n08 = models.FloatField(null=True)
    n09 = models.FloatField(null=True)
    n10 = models.FloatField(null=True)
    s01 = models.BigIntegerField(null=True)
    s02 = models.BigIntegerField(null=True)
    s03 = models.BigIntegerField(null=True)
    s04 = models.BigIntegerField(null=True)
    s05 = models.BigIntegerField(null=True)
    s06 = models.BigIntegerField(null=True)
    d01 = models.DateField(null=True)
    d02 = models.DateField(null=True)
    d03 = models.DateField(null=True)
    d04 = models.DateField(null=True)
    v01_from = models.DateField(null=True)
    v01_until = models.DateField(null=True)
    v02_from = models.DateField(null=True)
    v02_until = models.DateField(null=True)
    v03_from = models.DateField(null=True)
    v03_until = models.DateField(null=True)
    v04_from = models.DateField(null=True)
    v04_until = models.DateField(null=True)

    class Meta:
        # The outcome stands in no index: a re-screening rewrites it in place, without touching any index.
        indexes = [
            # Row security asks for the organisation of every row, unless an index has answered it before.
            models.Index(fields=["organisation_id", "position_id", "application_id"], name="profile_of_position"),
            models.Index(fields=["organisation_id", "decision", "application_id"], name="profile_queue"),
            models.Index(
                fields=["organisation_id", "waits", "application_id"], name="profile_waits", condition=Q(waits__gt=0)
            ),
            models.Index(
                fields=["position_id", "next_flip"], name="profile_flips", condition=Q(next_flip__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__isnull=True) | Q(outcome__in=[1, 2, 3]), name="outcome_known"),
            models.CheckConstraint(condition=Q(decision__in=DecisionCode.values), name="profile_decision_known"),
            models.CheckConstraint(condition=Q(waits__in=WaitsCode.values), name="profile_waits_known"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(revision_id__isnull=False), name="outcome_names_its_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"profile of application {self.application_id}"


class ScreeningRun(models.Model):
    """One re-screening: of everybody who applied for a position, or of those whom the calendar changes.

    It can be left and taken up again.
    """

    class Cause(models.TextChoices):
        REVISION = "revision"
        CALENDAR = "calendar"

    class Status(models.TextChoices):
        SCREENING = "screening"
        DRAFTING = "drafting"
        FINISHED = "finished"
        SUPERSEDED = "superseded"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    position_id = models.BigIntegerField()
    revision_id = models.BigIntegerField()
    as_of = models.DateField()
    cause = models.CharField(max_length=8, choices=Cause.choices, default=Cause.REVISION)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SCREENING)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=40)
    finished_at = models.DateTimeField(null=True)
    total = models.IntegerField()
    last_application_id = models.BigIntegerField()
    # Applications up to `cursor` have been judged, those up to `letters_cursor` have had their letters.
    cursor = models.BigIntegerField(default=0)
    letters_cursor = models.BigIntegerField(default=0)
    done = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    letters = models.IntegerField(default=0)
    # How many went from which outcome to which: {"meets>does_not_meet": 12}.
    matrix = models.JSONField(default=dict)
    # Runs that this one overtook, each with the application up to which their letters had been drafted.
    absorbs = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position_id", "revision_id", "as_of", "cause"], name="run_once_a_day"),
            models.UniqueConstraint(
                fields=["position_id"], condition=Q(status__in=["screening", "drafting"]), name="run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="finished") | Q(finished_at__isnull=False), name="run_finished_has_moment"
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="run_newest")]

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"


# The run has no more to do.
DONE = (ScreeningRun.Status.FINISHED, ScreeningRun.Status.SUPERSEDED)


class Screening(models.Model):
    """One result that differed from the one before it; `reasons` is a mask over the leaves of its revision."""

    organisation_id = models.BigIntegerField()
    application_id = models.BigIntegerField()
    revision_id = models.BigIntegerField()
    run_id = models.BigIntegerField(null=True)
    reasons = models.BigIntegerField()
    at = models.DateTimeField()
    as_of = models.DateField()
    previous_outcome = models.SmallIntegerField(null=True)
    outcome = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["application_id", "id"], name="screening_of_application"),
            models.Index(
                fields=["run_id", "application_id"], name="screening_of_run", condition=Q(run_id__isnull=False)
            ),
        ]
        constraints = [models.CheckConstraint(condition=Q(outcome__in=[1, 2, 3]), name="screening_outcome_known")]

    def __str__(self) -> str:
        return f"screening {self.pk} of application {self.application_id}"


_PROFILE_KEYS = {
    "application_id": Privacy.PSEUDONYMOUS,
    "organisation_id": Privacy.INTERNAL,
    "appeal_id": Privacy.INTERNAL,
    "position_id": Privacy.PSEUDONYMOUS,
    "revision_id": Privacy.INTERNAL,
    "run_id": Privacy.INTERNAL,
    "screened_at": Privacy.INTERNAL,
    "decision": Privacy.SENSITIVE,
    "waits": Privacy.SENSITIVE,
    "channel": Privacy.PSEUDONYMOUS,
}
declare(
    "screening.ScreeningProfile",
    # Every other column holds a fact or follows from the facts.
    {field.name: _PROFILE_KEYS.get(field.name, Privacy.SENSITIVE) for field in ScreeningProfile._meta.concrete_fields},
)
declare("screening.ScreeningRun", {field.name: Privacy.INTERNAL for field in ScreeningRun._meta.concrete_fields})
declare(
    "screening.Screening",
    {
        "id": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "application_id": Privacy.PSEUDONYMOUS,
        "revision_id": Privacy.INTERNAL,
        "run_id": Privacy.INTERNAL,
        "reasons": Privacy.SENSITIVE,
        "at": Privacy.INTERNAL,
        "as_of": Privacy.INTERNAL,
        "previous_outcome": Privacy.SENSITIVE,
        "outcome": Privacy.SENSITIVE,
    },
)
