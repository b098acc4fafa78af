"""What is typed to open a fund, and to register the bank account whose files bring its money."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.web.desk.forms.typed import (
    Option,
    Problems,
    TypedField,
    build_input,
    options_of,
    plain_field,
    read_texts,
    sent_values,
    text_fields,
)

__all__ = ["bank_account_fields", "fund_fields", "read_bank_account", "read_fund"]

Data = Mapping[str, str]
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")


def fund_fields(data: Data, problems: Mapping[str, str], appeals: Iterable[tuple[str, str]]) -> tuple[TypedField, ...]:
    """A new fund; `appeals` are references with titles."""
    uses = (
        Option("restricted", _("Only for the purpose that its name says"), False),
        Option("free", _("For whatever the organisation decides"), False),
    )
    return (
        *text_fields("names", _("Fund name"), data, problems, longest=200),
        _select("appeal", _("Appeal"), data, problems, (Option("", "–", False), *options_of(appeals))),
        _select("use", _("Use of the money"), data, problems, uses),
    )


def read_fund(data: QueryDict, appeals: Mapping[str, int], problems: Problems) -> FundInput | None:
    """The new fund, or None with what does not fit; `appeals` are ids by reference."""
    sent = sent_values(data)
    values = {
        "names": read_texts(sent, "names", problems),
        "appeal_id": appeals.get(sent.get("appeal", "")),
        "restricted": sent.get("use", "") != "free",
    }
    return build_input(FundInput, values, problems)


def bank_account_fields(
    data: Data, problems: Mapping[str, str], funds: Iterable[tuple[str, str]]
) -> tuple[TypedField, ...]:
    """A bank account; `funds` are references with names."""
    gifts = (
        Option("yes", _("Yes: it was opened for the appeal"), False),
        Option("no", _("No: only what is matched with a donor"), False),
    )
    key_hint = _(
        "As the bank's files name it: the IBAN, or in Japan bank, branch, kind and number, such as 9999-001-1-1234567."
    )
    return (
        plain_field("label", _("What colleagues call it"), data, problems, longest=120, needed=True),
        plain_field("account_key", _("Account"), data, problems, longest=80, needed=True, hint=key_hint),
        plain_field("currency", _("Currency"), data, problems, longest=3, needed=True),
        _select("fund_ref", _("Fund of what comes in"), data, problems, options_of(funds)),
        _select("gifts", _("Is every credit a donation?"), data, problems, gifts),
    )


def read_bank_account(data: QueryDict, problems: Problems) -> BankAccountInput | None:
    """The account, or None with what does not fit."""
    sent = sent_values(data)
    values = {
        "label": sent.get("label", "").strip(),
        "account_key": _key(sent.get("account_key", "")),
        "currency": sent.get("currency", "").strip().upper(),
        "fund_ref": sent.get("fund_ref", ""),
        "every_credit_is_donation": sent.get("gifts", "") == "yes",
    }
    return build_input(BankAccountInput, values, problems)


def _key(typed: str) -> str:
    """An IBAN is written in groups on paper and in one piece in files."""
    joined = "".join(typed.split()).upper()
    return joined if _IBAN.fullmatch(joined) else typed.strip()


def _select(name: str, label: str, data: Data, problems: Mapping[str, str], options: tuple[Option, ...]) -> TypedField:
    return plain_field(name, label, data, problems, kind="select", options=options)
