"""What finance officers type about money that goes out or moves: fields as typed, and the inputs of actions."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.core.money import MoneyError
from appealdesk.core.typed_money import parse_typed
from appealdesk.donations.inputs import (
    DisbursementInput,
    FeeRuleInput,
    LedgerAccountInput,
    PaymentInput,
    RefundInput,
    TransferInput,
    WriteOffInput,
)
from appealdesk.web.desk.forms.countries import country_options
from appealdesk.web.desk.forms.typed import (
    Option,
    Problems,
    TypedField,
    build_input,
    options_of,
    plain_field,
    read_day,
    read_texts,
    sent_values,
    text_fields,
)
from appealdesk.web.desk.words import word_of

__all__ = [
    "account_fields",
    "first_day",
    "payment_fields",
    "plan_fields",
    "read_account",
    "read_amount",
    "read_payment",
    "read_plan",
    "read_refund",
    "read_rule",
    "read_transfer",
    "read_write_off",
    "refund_fields",
    "rule_fields",
    "transfer_fields",
    "write_off_fields",
]

Data = Mapping[str, str]
Choices = Iterable[tuple[str, str]]
_PLAN: Final = ("payee", "payee_country", "payee_account", "fund_ref", "expense", "purpose")
_ACCOUNT_KINDS: Final = ("expense", "income", "asset", "liability")
_REFUND_REASONS: Final = ("donor_asked", "mistake", "not_accepted", "charged_back")
_CONSENTS: Final = ("none", "donor", "authority")


def read_amount(data: Data, problems: Problems, currency: str, name: str = "amount") -> int | None:
    """Minor units of what was typed, such as 1000 or 12.50."""
    try:
        amount = parse_typed(data.get(name, ""), currency)
    except MoneyError:
        problems[name] = _("Write an amount such as 1000 or 12.50, in this currency.")
        return None
    if not amount:
        problems[name] = _("Write an amount above zero.")
        return None
    return amount


def _money_fields(data: Data, problems: Mapping[str, str]) -> tuple[TypedField, TypedField]:
    return (
        plain_field("amount", _("Amount"), data, problems, longest=20, needed=True),
        plain_field("currency", _("Currency"), data, problems, longest=3, needed=True),
    )


def _reason_field(data: Data, problems: Mapping[str, str]) -> TypedField:
    return plain_field(
        "words", _("Reason, for colleagues"), data, problems, kind="lines", rows=2, longest=1000, needed=True
    )


def _day_field(name: str, label: str, data: Data, problems: Mapping[str, str]) -> TypedField:
    return plain_field(name, label, data, problems, kind="date", needed=True)


def _values(data: QueryDict, problems: Problems, *, day: str = "happened_on") -> dict[str, Any]:
    sent = sent_values(data)
    currency = sent.get("currency", "").strip().upper()
    return {
        "currency": currency,
        "amount_minor": read_amount(sent, problems, currency),
        day: read_day(sent, day, problems, needed=True),
        "words": sent.get("words", "").strip(),
    }


def account_fields(data: Data, problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """A new ledger account."""
    kinds = options_of((kind, word_of("account", kind)) for kind in _ACCOUNT_KINDS)
    return (
        plain_field(
            "code",
            _("Code"),
            data,
            problems,
            longest=39,
            needed=True,
            hint=_("Small letters, digits, - and _, such as office_rent; it stays for good."),
        ),
        plain_field("kind", _("Kind"), data, problems, kind="select", options=kinds),
        *text_fields("names", _("Account name"), data, problems, longest=200),
    )


def read_account(data: QueryDict, problems: Problems) -> LedgerAccountInput | None:
    """The new account, or None with what does not fit."""
    sent = sent_values(data)
    values = {
        "code": sent.get("code", "").strip().lower(),
        "kind": sent.get("kind", ""),
        "names": read_texts(sent, "names", problems),
    }
    return build_input(LedgerAccountInput, values, problems)


def plan_fields(data: Data, problems: Mapping[str, str], funds: Choices, expenses: Choices) -> tuple[TypedField, ...]:
    """A new disbursement."""
    countries = (Option("", "–", False), *country_options())
    return (
        plain_field("payee", _("Payee"), data, problems, longest=200, needed=True),
        plain_field("payee_country", _("Country, if it is known"), data, problems, kind="select", options=countries),
        plain_field("payee_account", _("Account that it goes to"), data, problems, longest=100),
        plain_field("fund_ref", _("Fund"), data, problems, kind="select", options=options_of(funds)),
        *_money_fields(data, problems),
        plain_field("expense", _("Spent under"), data, problems, kind="select", options=options_of(expenses)),
        plain_field("purpose", _("What for"), data, problems, kind="lines", rows=2, longest=1000, needed=True),
    )


def read_plan(data: QueryDict, problems: Problems) -> DisbursementInput | None:
    """The plan, or None with what does not fit."""
    sent = sent_values(data)
    currency = sent.get("currency", "").strip().upper()
    values = {name: sent.get(name, "").strip() for name in _PLAN}
    amount = read_amount(sent, problems, currency)
    return build_input(DisbursementInput, values | {"currency": currency, "amount_minor": amount}, problems)


def payment_fields(data: Data, problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """How and when it was paid; the file stands apart."""
    means = options_of((code, word_of("money", code)) for code in ("bank", "cash"))
    return (
        plain_field("means", _("Paid by"), data, problems, kind="select", options=means),
        _day_field("paid_on", _("Day of the payment"), data, problems),
    )


def read_payment(data: QueryDict, ref: str, proof: bytes, problems: Problems) -> PaymentInput | None:
    """The payment with its proof, or None with what does not fit."""
    sent = sent_values(data)
    values = {
        "disbursement_ref": ref,
        "means": sent.get("means", ""),
        "paid_on": read_day(sent, "paid_on", problems, needed=True),
        "proof": proof,
    }
    return build_input(PaymentInput, values, problems)


def refund_fields(data: Data, problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """A refund of one donation, in the donation's currency."""
    reasons = options_of((code, word_of("refund", code)) for code in _REFUND_REASONS)
    return (
        plain_field("amount", _("Amount"), data, problems, longest=20, needed=True),
        _day_field("happened_on", _("Day of the payment"), data, problems),
        plain_field("reason", _("Kind of reason"), data, problems, kind="select", options=reasons),
        _reason_field(data, problems),
    )


def read_refund(data: QueryDict, ref: str, currency: str, problems: Problems) -> RefundInput | None:
    """The refund, or None with what does not fit."""
    sent = sent_values(data)
    values = {
        "donation_ref": ref,
        "amount_minor": read_amount(sent, problems, currency),
        "happened_on": read_day(sent, "happened_on", problems, needed=True),
        "reason": sent.get("reason", ""),
        "words": sent.get("words", "").strip(),
    }
    return build_input(RefundInput, values, problems)


def transfer_fields(data: Data, problems: Mapping[str, str], funds: Choices) -> tuple[TypedField, ...]:
    """A transfer between funds."""
    known = tuple(funds)
    consents = options_of((code, word_of("fund_consent", code)) for code in _CONSENTS)
    return (
        plain_field("source_ref", _("Out of"), data, problems, kind="select", options=options_of(known)),
        plain_field("target_ref", _("Into"), data, problems, kind="select", options=options_of(known)),
        *_money_fields(data, problems),
        _day_field("happened_on", _("Date"), data, problems),
        plain_field("consent", _("Consent, for a restricted fund"), data, problems, kind="select", options=consents),
        plain_field("consent_on", _("Day of the consent"), data, problems, kind="date"),
        _reason_field(data, problems),
    )


def read_transfer(data: QueryDict, problems: Problems) -> TransferInput | None:
    """The transfer, or None with what does not fit."""
    sent = sent_values(data)
    values = _values(data, problems) | {
        "source_ref": sent.get("source_ref", ""),
        "target_ref": sent.get("target_ref", ""),
        "consent": sent.get("consent", "none"),
        "consent_on": read_day(sent, "consent_on", problems),
    }
    return build_input(TransferInput, values, problems)


def write_off_fields(
    data: Data, problems: Mapping[str, str], accounts: Choices, funds: Choices
) -> tuple[TypedField, ...]:
    """A write-off."""
    return (
        plain_field("account", _("Ledger account"), data, problems, kind="select", options=options_of(accounts)),
        plain_field(
            "fund_ref", _("Fund that gains or bears it"), data, problems, kind="select", options=options_of(funds)
        ),
        *_money_fields(data, problems),
        _day_field("happened_on", _("Date"), data, problems),
        _reason_field(data, problems),
    )


def read_write_off(data: QueryDict, problems: Problems) -> WriteOffInput | None:
    """The write-off, or None with what does not fit."""
    sent = sent_values(data)
    values = _values(data, problems) | {"account": sent.get("account", ""), "fund_ref": sent.get("fund_ref", "")}
    return build_input(WriteOffInput, values, problems)


def rule_fields(data: Data, problems: Mapping[str, str], accounts: Choices, funds: Choices) -> tuple[TypedField, ...]:
    """A rule for the bank's fees."""
    return (
        plain_field("account_ref", _("Bank account"), data, problems, kind="select", options=options_of(accounts)),
        plain_field("words", _("Words in the bank's text"), data, problems, longest=60, needed=True),
        plain_field("amount", _("At most"), data, problems, longest=20, needed=True),
        plain_field("fund_ref", _("Fund that bears them"), data, problems, kind="select", options=options_of(funds)),
    )


def read_rule(data: QueryDict, currencies: Mapping[str, str], problems: Problems) -> FeeRuleInput | None:
    """The rule, or None with what does not fit; `currencies` are those of the bank accounts by reference."""
    sent = sent_values(data)
    account = sent.get("account_ref", "")
    values = {
        "account_ref": account,
        "words": sent.get("words", "").strip(),
        "at_most_minor": read_amount(sent, problems, currencies.get(account, "")),
        "fund_ref": sent.get("fund_ref", ""),
    }
    return build_input(FeeRuleInput, values, problems)


def first_day(today: date, **more: str) -> dict[str, str]:
    """What a form shows first: today, and what else is known."""
    return {"happened_on": today.isoformat(), "paid_on": today.isoformat(), **more}
