"""Where money lies and what it is bound to."""

from django.db import models
from django.db.models import Q

__all__ = ["AccountName", "BankAccount", "Fund", "LedgerAccount"]


class LedgerAccount(models.Model):
    """A line of an organisation's chart of accounts."""

    class Kind(models.TextChoices):
        ASSET = "asset"
        LIABILITY = "liability"
        FUND = "fund"
        INCOME = "income"
        EXPENSE = "expense"

    organisation_id = models.BigIntegerField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    # In three languages where a person opened it; the product's own accounts are named by their code.
    names = models.JSONField(default=dict, db_default={})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "code"], name="ledger_code_once")]

    def __str__(self) -> str:
        return self.code


class Fund(models.Model):
    """A purpose that binds money."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField(null=True)
    names = models.JSONField()
    restricted = models.BooleanField(default=True)
    ledger_account = models.OneToOneField(LedgerAccount, on_delete=models.PROTECT)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class BankAccount(models.Model):
    """An account of the organisation, known by the key under which its bank's files name it."""

    ref = models.CharField(max_length=16, unique=True)
    organisation_id = models.BigIntegerField()
    label = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    account_key = models.CharField(max_length=80)
    # An account that was opened for an appeal: each credit is a donation to its fund, known payer or not.
    every_credit_is_donation = models.BooleanField(default=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT)
    ledger_account = models.OneToOneField(LedgerAccount, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "account_key"], name="bank_account_once"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="bank_account_currency"),
        ]

    def __str__(self) -> str:
        return self.ref


class AccountName(models.Model):
    """Another name that a bank's files give an account: an IBAN here, a sort code and a number there.

    A person says that the two are one account. A name that was taken back names nothing any more.
    """

    organisation_id = models.BigIntegerField()
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=80)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "name"], condition=Q(ended_at__isnull=True), name="account_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
