"""Funds, bank accounts and pledges."""

import pytest
from pydantic import ValidationError

from appealdesk.donations.actions.create import create_bank_account, create_fund, create_pledge
from appealdesk.donations.inputs import BankAccountInput, FundInput, PledgeInput
from appealdesk.donations.models import BankAccount, Fund, LedgerAccount, Pledge
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited

NAMES = {"ja": "医療", "en": "Medical aid", "uk": "Медична допомога"}


def account(cast: Cast, key: str) -> BankAccountInput:
    return BankAccountInput(label="Second", currency="JPY", account_key=key, fund_ref=cast.fund_ref)


def test_a_fund_has_its_own_ledger_account(cast: Cast) -> None:
    fund = create_fund(actor=cast.finance, now=NOW, entry=FundInput.model_validate({"names": NAMES}))

    with acting(cast.system):
        row = Fund.objects.select_related("ledger_account").get(ref=fund.ref)
    assert (row.names, row.restricted, row.appeal_id) == (NAMES, True, None)
    assert (row.ledger_account.code, row.ledger_account.kind) == (f"fund:{fund.ref}", "fund")
    assert (f"staff:{cast.finance.ref}", fund.ref) in audited("fund.created")


def test_a_bank_account_has_its_own_ledger_account(cast: Cast) -> None:
    made = create_bank_account(actor=cast.finance, now=NOW, entry=account(cast, "9999-002-1-0000001"))

    with acting(cast.system):
        row = BankAccount.objects.select_related("ledger_account").get(ref=made.ref)
        codes = set(LedgerAccount.objects.values_list("code", flat=True))
    assert (row.every_credit_is_donation, row.ledger_account.kind) == (False, "asset")
    assert {"unallocated", f"bank:{made.ref}", f"fund:{cast.fund_ref}"} < codes


def test_an_account_key_that_is_taken_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        create_bank_account(actor=cast.finance, now=NOW, entry=account(cast, cast.account_key))

    assert (refused.value.code, refused.value.field) == ("donations.account_exists", "account_key")


def test_the_fund_of_another_organisation_is_not_found(cast: Cast) -> None:
    other = set_cast("other-office")

    with pytest.raises(NotFound):
        create_bank_account(actor=other.finance, now=NOW, entry=account(cast, "9999-002-1-0000001"))


def test_a_pledge_has_a_code_of_seven_digits(cast: Cast) -> None:
    entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=10_000)

    pledges = [create_pledge(actor=cast.finance, now=NOW, entry=entry) for _ in range(5)]

    with acting(cast.system):
        rows = dict(Pledge.objects.values_list("ref", "code"))
    assert rows == {pledge.ref: pledge.code for pledge in pledges}
    assert {(len(code), code.isdigit(), code[0] != "0") for code in rows.values()} == {(7, True, True)}
    assert len(set(rows.values())) == 5


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_may_not_open_an_account(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        create_bank_account(actor=cast.officer(role), now=NOW, entry=account(cast, "9999-002-1-0000001"))


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_may_not_create_a_fund(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        create_fund(actor=cast.officer(role), now=NOW, entry=FundInput.model_validate({"names": NAMES}))


def test_nobody_acts_for_no_organisation(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        create_fund(actor=system_actor(None), now=NOW, entry=FundInput.model_validate({"names": NAMES}))

    assert refused.value.code == "donations.no_organisation"


@pytest.mark.parametrize("currency", ["jpy", "YEN!", ""])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValidationError):
        PledgeInput(fund_ref="B-1", currency=currency)
