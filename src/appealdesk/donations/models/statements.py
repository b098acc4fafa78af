"""A bank's file and the movements in it. Who paid is sealed, a key for each line."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import BankAccount
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Statement", "StatementLine", "StatementPart", "StatementProfile"]


class Statement(models.Model):
    """One file of one account: received, confirmed by a person, imported in chunks, reconciled; perhaps undone."""

    class Status(models.TextChoices):
        RECEIVED = "received"
        IMPORTED = "imported"
        RECONCILED = "reconciled"
        UNDONE = "undone"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=40)
    wrapped_key = models.BinaryField()
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    opening_minor = models.BigIntegerField(null=True)
    closing_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    line_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    # Lines that the account had from other files when this one was received.
    known_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    # What reconciling made; an invariant holds them against the donations that were recorded at that moment.
    donation_count = models.PositiveIntegerField(default=0)
    matched_count = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=40)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, blank=True, default="")
    imported_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"], condition=~Q(status="undone"), name="statement_file_once"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "-received_at"], name="statement_newest")]

    def __str__(self) -> str:
        return self.ref


class StatementProfile(models.Model):
    """How an account's CSV files are written, as a person chose it; a change is another version."""

    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="profiles", db_index=False)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="statement_profile_version_once")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.account_id}"


class StatementPart(models.Model):
    """A sealed megabyte of a statement's file, counted from 0."""

    organisation_id = models.BigIntegerField()
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="statement_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.statement_id}"


class StatementLine(models.Model):
    """One movement; the bank's reference makes it unique in its account, among the lines that are not undone.

    A line that became a donation stays `open` here: the donation points at it. `pair` is the line that took this one
    back, or that this one takes back.
    """

    class State(models.TextChoices):
        OPEN = "open"
        REVERSED = "reversed"
        OTHER = "other"
        UNDONE = "undone"

    organisation_id = models.BigIntegerField()
    # A trigger checks the statement once for all lines that are stored together.
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="lines", db_index=False, db_constraint=False
    )
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    number = models.PositiveIntegerField()
    bank_reference = models.CharField(max_length=140)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reversal = models.BooleanField()
    pledge_code = models.CharField(max_length=10, blank=True, default="")
    payer_token = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    # A person may still say whose it is; the database finds these few among millions by an index of their own.
    waits = models.BooleanField(default=False)
    pair = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "bank_reference"], condition=~Q(state="undone"), name="statement_line_once"
            ),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="statement_line_moves_money"),
        ]
        indexes = [
            models.Index(fields=["statement", "number"], name="statement_line_order"),
            models.Index(fields=["organisation_id", "id"], condition=Q(waits=True), name="statement_line_waiting"),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of {self.statement_id}"


declare(
    "donations.StatementLine",
    {
        "payer_token": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
        "pledge_code": Privacy.PSEUDONYMOUS,
        "amount_minor": Privacy.SENSITIVE,
    },
)
declare("donations.Statement", {"file_name": Privacy.INTERNAL})
declare("donations.StatementPart", {"sealed": Privacy.IDENTITY})
