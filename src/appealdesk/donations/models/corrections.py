"""Refunds, transfers between funds and write-offs: asked for with a reason, made by one person or two."""

from django.db import models
from django.db.models import F, Q

from appealdesk.donations.models.funds import Fund, LedgerAccount
from appealdesk.donations.models.gifts import Donation
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["Refund", "Threshold", "Transfer", "WriteOff"]


class Threshold(models.Model):
    """From this amount on an organisation wants two people for a refund, a transfer or a write-off."""

    organisation_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "currency"], name="threshold_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="threshold_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}"


class _Asked(models.Model):
    """What the three have in common; the reason in words is sealed."""

    class Status(models.TextChoices):
        ASKED = "asked"
        MADE = "made"
        DROPPED = "dropped"
        REVERSED = "reversed"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # The day of the fact itself; its entry is booked later where that month is closed.
    happened_on = models.DateField()
    two_people = models.BooleanField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="%(class)s_positive"),
            models.CheckConstraint(
                condition=~Q(status__in=["made", "reversed"])
                | (~Q(decided_by="") & (Q(two_people=False) | ~Q(decided_by=F("asked_by")))),
                name="%(class)s_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Refund(_Asked):
    """Part or all of a donation given back; what came back by itself from a card counts as asked by the system."""

    class Reason(models.TextChoices):
        DONOR_ASKED = "donor_asked"
        MISTAKE = "mistake"
        NOT_ACCEPTED = "not_accepted"
        CHARGED_BACK = "charged_back"

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="refunds")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    # What a payment provider calls it, so that its message twice is one refund.
    external_ref = models.CharField(max_length=80, blank=True, default="")

    class Meta(_Asked.Meta):
        constraints = [
            *_Asked.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "external_ref"], condition=~Q(external_ref=""), name="refund_once_outside"
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="refund_newest")]


class Transfer(_Asked):
    """Money moved from one fund to another; out of a restricted one only with a consent that is on record."""

    class Consent(models.TextChoices):
        NONE = "none"
        DONOR = "donor"
        AUTHORITY = "authority"

    source = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    from_restricted = models.BooleanField()
    consent = models.CharField(max_length=9, choices=Consent.choices, default=Consent.NONE)
    consent_on = models.DateField(null=True)

    class Meta(_Asked.Meta):
        constraints = [
            *_Asked.Meta.constraints,
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_moves"),
            models.CheckConstraint(
                condition=Q(from_restricted=False)
                | (Q(two_people=True) & Q(consent_on__isnull=False) & ~Q(consent="none")),
                name="transfer_consented",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="transfer_newest")]


class WriteOff(_Asked):
    """What will never be explained or never come: out of an account into a fund, or borne by the fund as a loss."""

    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    # True where the account owed something to nobody, so that the fund gains it.
    gain = models.BooleanField()

    class Meta(_Asked.Meta):
        constraints = [*_Asked.Meta.constraints]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="write_off_newest")]


for _name in ("Refund", "Transfer", "WriteOff"):
    declare(
        f"donations.{_name}",
        {"wrapped_key": Privacy.IDENTITY, "sealed": Privacy.IDENTITY, "amount_minor": Privacy.SENSITIVE},
    )
