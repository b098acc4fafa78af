"""Receipts: numbered without gaps, voided but never deleted, handed out again as duplicates. Their words are sealed."""

from django.db import models
from django.db.models import Q

from appealdesk.donations.models.gifts import Donation
from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["GiftAidDeclaration", "Receipt", "ReceiptCheck", "ReceiptCopy", "ReceiptIssuer", "ReceiptSeries"]


class ReceiptIssuer(models.Model):
    """What an organisation prints on receipts about itself; a change is a new version, so that a reprint is true."""

    organisation_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    details = models.JSONField()
    # A picture of the seal or signature, redrawn as PNG.
    seal = models.BinaryField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "version"], name="receipt_issuer_version")]

    def __str__(self) -> str:
        return f"version {self.version}"


class ReceiptSeries(models.Model):
    """The numbers of one authority in one fiscal year; whoever issues locks the row, so that no number is missing."""

    organisation_id = models.BigIntegerField()
    authority = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "receipt series"
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "authority", "year"], name="receipt_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.year}"


class Receipt(models.Model):
    """One receipt for one donation, as it was issued; donor and address stand only in what is sealed."""

    class VoidReason(models.TextChoices):
        WRONG_DONOR = "wrong_donor"
        WRONG_DETAILS = "wrong_details"
        REFUNDED = "refunded"
        UNDONE = "undone"
        OTHER = "other"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    series = models.ForeignKey(ReceiptSeries, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=30)
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="receipts")
    person_id = models.BigIntegerField()
    issuer = models.ForeignKey(ReceiptIssuer, on_delete=models.PROTECT)
    layout = models.CharField(max_length=40)
    layout_version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=40, blank=True, default="")
    void_reason = models.CharField(max_length=13, choices=VoidReason.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["organisation_id", "label"], name="receipt_label_once"),
            models.UniqueConstraint(
                fields=["donation"], condition=Q(voided_at__isnull=True), name="receipt_valid_once_for_a_donation"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0, number__gt=0), name="receipt_positive"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="receipt_void_says_why",
            ),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True, sealed__isnull=True)
                | Q(wrapped_key__isnull=False, sealed__isnull=False),
                name="receipt_sealed_with_its_key",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="receipt_newest"),
            models.Index(fields=["person_id"], name="receipt_by_person"),
        ]

    def __str__(self) -> str:
        return self.label


class ReceiptCopy(models.Model):
    """A receipt handed out once more because the first was lost; the paper says so."""

    organisation_id = models.BigIntegerField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "receipt copies"
        constraints = [models.UniqueConstraint(fields=["receipt", "number"], name="receipt_copy_once")]

    def __str__(self) -> str:
        return f"copy {self.number} of {self.receipt_id}"


class ReceiptCheck(models.Model):
    """A receipt to be looked at, because its donor was joined with somebody or parted from somebody since."""

    class Occasion(models.TextChoices):
        JOINED = "joined"
        PARTED = "parted"

    organisation_id = models.BigIntegerField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="checks")
    # The latest of what happened since somebody last looked.
    occasion = models.CharField(max_length=6, choices=Occasion.choices)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(settled_at__isnull=True), name="receipt_check_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "id"], condition=Q(settled_at__isnull=True), name="receipt_check_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.occasion}, receipt {self.receipt_id}"


class GiftAidDeclaration(models.Model):
    """A donor's statement to be a UK taxpayer, with the version of its words and its scope; cancelled, not changed."""

    class Scope(models.TextChoices):
        SINGLE = "single"
        ALL = "all"

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    wording_version = models.CharField(max_length=10)
    scope = models.CharField(max_length=6, choices=Scope.choices)
    # Of a declaration for one donation only.
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, null=True, related_name="gift_aid_declarations")
    # Of one for all donations: from this day on; the law lets it reach back four years.
    covers_from = models.DateField(null=True)
    wrapped_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    declared_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    cancelled_on = models.DateField(null=True)
    cancelled_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="single", donation__isnull=False, covers_from__isnull=True)
                | Q(scope="all", donation__isnull=True, covers_from__isnull=False),
                name="gift_aid_scope_is_whole",
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "person_id"], name="gift_aid_by_person")]

    def __str__(self) -> str:
        return self.ref


declare(
    "donations.Receipt",
    {
        "person_id": Privacy.PSEUDONYMOUS,
        "amount_minor": Privacy.SENSITIVE,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
    },
)
declare(
    "donations.GiftAidDeclaration",
    {
        "person_id": Privacy.PSEUDONYMOUS,
        "scope": Privacy.SENSITIVE,
        "wrapped_key": Privacy.IDENTITY,
        "sealed": Privacy.IDENTITY,
    },
)
