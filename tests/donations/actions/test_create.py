"""Funds, bank accounts and pledges."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pydantic import ValidationError

from appealdesk.donations.actions.create import create_bank_account, create_fund, create_pledge
from appealdesk.donations.inputs import BankAccountInput, FundInput, PledgeInput
from appealdesk.donations.models import BankAccount, Fund, LedgerAccount, Pledge
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited
from tests.postgres_plugin import Database

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


def test_a_fund_of_a_name_that_is_taken_is_refused_in_whichever_language_and_case(cast: Cast) -> None:
    create_fund(actor=cast.finance, now=NOW, entry=FundInput.model_validate({"names": NAMES}))
    names = {"ja": "別", "en": "MEDICAL  Aid", "uk": "Інше"}

    with pytest.raises(Refusal) as refused:
        create_fund(actor=cast.finance, now=NOW, entry=FundInput.model_validate({"names": names}))

    assert (refused.value.code, refused.value.field) == ("donations.fund_exists", "names-en")


def test_another_organisation_may_call_its_fund_the_same(cast: Cast) -> None:
    other = set_cast("other-office")
    for office in (cast, other):
        create_fund(actor=office.finance, now=NOW, entry=FundInput.model_validate({"names": NAMES}))

    counts = []
    for office in (cast, other):
        with acting(office.system):
            counts.append(Fund.objects.filter(organisation_id=office.organisation_id, names__en="Medical aid").count())
    assert counts == [1, 1]


def test_a_fund_is_for_an_appeal_of_the_organisations_own(cast: Cast) -> None:
    other = set_cast("other-office")
    entry = FundInput.model_validate({"names": NAMES, "appeal_id": other.stage.appeal_id})

    with pytest.raises(NotFound):
        create_fund(actor=cast.finance, now=NOW, entry=entry)


def test_what_is_opened_in_the_same_moment_is_opened_once(committed_db: Database) -> None:
    cast = set_cast()
    fund = FundInput.model_validate({"names": NAMES})
    bank = account(cast, "9999-002-1-0000001")

    def outcome(act: Callable[[], object]) -> str:
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    acts: list[Callable[[], object]] = [
        lambda: create_fund(actor=cast.finance, now=NOW, entry=fund),
        lambda: create_bank_account(actor=cast.finance, now=NOW, entry=bank),
    ]
    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(outcome, acts * 4))

    assert outcomes == ["donations.account_exists"] * 3 + ["donations.fund_exists"] * 3 + ["done"] * 2
