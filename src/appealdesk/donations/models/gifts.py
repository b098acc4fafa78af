"""Pledges and donations. A donation without a person has an unidentified payer, which is a legitimate end state."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.funds import Fund
from appealdesk.donations.models.statements import StatementLine
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Donation", "Pledge"]


class Pledge(models.Model):
    """A promise with a code of digits for the transfer's name field; never in the ledger."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT)
    person_id = models.BigIntegerField(null=True)
    code = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    pledged_at = models.DateTimeField()
    # Of a pledge from the public page: the link to it, and the form that made it, which makes only one.
    secret_hash = models.BinaryField(null=True)
    submission = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "pledged_at"], name="pledge_newest")]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "submission"], name="pledge_once_per_submission"),
            models.UniqueConstraint(fields=["organisation_id", "code"], name="pledge_code_once"),
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{5,10}$"), name="pledge_code_digits"),
        ]

    def __str__(self) -> str:
        return self.ref


class Donation(models.Model):
    """Money received for a fund.

    A large file makes 60,000 of these at once. A trigger therefore checks funds and lines once a statement instead of
    once a row, and references are unique without Django's second index for LIKE.
    """

    class Channel(models.TextChoices):
        BANK = "bank"
        CASH = "cash"
        CARD = "card"

    ref = models.CharField(max_length=16)
    organisation_id = models.BigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    line = models.ForeignKey(
        StatementLine, on_delete=models.PROTECT, null=True, related_name="donations", db_constraint=False
    )
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, db_index=False)
    person_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    received_on = models.DateField()
    channel = models.CharField(max_length=4, choices=Channel.choices)
    # How the donor was found: the codes of the matching rules, never a name.
    match_reasons = models.JSONField(default=list)
    anonymous = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    # Recorded by a decision about its line and not by the rules, and then perhaps not of one whole line.
    decided = models.BooleanField(default=False, db_default=False)
    part = models.BooleanField(default=False, db_default=False)
    # Its entry is reversed then, and it counts nowhere any more.
    undone_at = models.DateTimeField(null=True)
    # What went back to the donor for good: refunds, and disputes that were lost. The rest is what counts as given.
    returned_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref"], name="donation_ref_once"),
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0, returned_minor__lte=models.F("amount_minor")),
                name="donation_returned_within",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="donation_positive"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="donation_newest"),
            models.Index(fields=["fund", "currency"], include=["amount_minor"], name="donation_by_fund"),
            models.Index(fields=["person_id"], condition=Q(person_id__isnull=False), name="donation_by_person"),
            models.Index(fields=["pledge"], condition=Q(pledge__isnull=False), name="donation_by_pledge"),
        ]

    def __str__(self) -> str:
        return self.ref


declare("donations.Donation", {"person_id": Privacy.PSEUDONYMOUS, "amount_minor": Privacy.SENSITIVE})
declare(
    "donations.Pledge",
    {
        "person_id": Privacy.PSEUDONYMOUS,
        "code": Privacy.PSEUDONYMOUS,
        "secret_hash": Privacy.PSEUDONYMOUS,
        "submission": Privacy.PSEUDONYMOUS,
    },
)
