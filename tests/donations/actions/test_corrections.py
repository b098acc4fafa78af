"""Refunds, transfers and write-offs: the entries that they make, the second person, and what they may not do."""

from datetime import date

import pytest
from django.db import IntegrityError

from appealdesk.core.money import Money
from appealdesk.donations.actions.agree import agree_to_correction
from appealdesk.donations.actions.drop import drop_correction
from appealdesk.donations.actions.refund import refund_donation
from appealdesk.donations.actions.reverse import reverse_correction
from appealdesk.donations.actions.set import set_threshold
from appealdesk.donations.actions.transfer import transfer_between_funds
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.write_off import write_off
from appealdesk.donations.inputs import RefundInput, TransferInput, WriteOffInput
from appealdesk.donations.models import Donation, Refund, Statement
from appealdesk.donations.queries.journal import balances_by_code
from appealdesk.donations.queries.money import donations_page, fund_totals
from appealdesk.donations.queries.words import open_reason
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import Refusal
from tests.cast import Cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import balances, reconciled, violations
from tests.donations.spending import MARCH, approved, cash, colleague, open_fund, paid

ON = date(2022, 3, 8)


def refund(cast: Cast, donation_ref: str, amount: int) -> str:
    entry = RefundInput(
        donation_ref=donation_ref, amount_minor=amount, happened_on=ON, reason="donor_asked", words="She wrote."
    )
    return refund_donation(actor=cast.finance, now=MARCH, entry=entry)


def banked(cast: Cast, amount: int = 5_000) -> str:
    reconciled(cast, bank_file(gift(amount)))
    with acting(cast.system):
        return Donation.objects.latest("pk").ref


def move(cast: Cast, source: str, target: str, amount: int, **more: object) -> str:
    entry = TransferInput.model_validate(
        {
            "source_ref": source,
            "target_ref": target,
            "amount_minor": amount,
            "currency": "JPY",
            "happened_on": ON,
            "words": "The board wants it.",
            **more,
        }
    )
    return transfer_between_funds(actor=cast.finance, now=MARCH, entry=entry)


def write(cast: Cast, account: str, amount: int) -> str:
    entry = WriteOffInput(
        account=account,
        fund_ref=cast.fund_ref,
        amount_minor=amount,
        currency="JPY",
        happened_on=ON,
        words="Nobody answers.",
    )
    return write_off(actor=cast.finance, now=MARCH, entry=entry)


def test_a_part_of_a_bank_donation_goes_back(cast: Cast) -> None:
    donation = banked(cast)

    ref = refund(cast, donation, 2_000)

    assert balances(cast) == {"bank": 5_000, "fund": -3_000, "in_transit": -2_000}
    with acting(cast.system):
        row = Refund.objects.get(ref=ref)
        assert (row.status, open_reason(ref, row.wrapped_key, row.sealed)) == ("made", "She wrote.")
        assert donations_page(actor=cast.finance).totals == (Money(3_000, "JPY"),)
        assert fund_totals(appeal_id=cast.appeal_id) == (Money(3_000, "JPY"),)
        told = OutboxEvent.objects.filter(name__endswith="DonationRefunded").values_list("payload", flat=True)
        assert [dict(payload) for payload in told] == [
            {"donation_ref": donation, "returned_minor": 2_000, "left_minor": 3_000}
        ]
    assert violations(cast) == []


def test_cash_goes_back_in_cash_and_never_more_than_was_given(cast: Cast) -> None:
    donation = cash(cast, 1_000)
    refund(cast, donation, 600)
    with pytest.raises(Refusal) as refused:
        refund(cast, donation, 401)

    refund(cast, donation, 400)

    assert (refused.value.code, refused.value.values) == ("donations.refund_large", {"left": Money(400, "JPY")})
    assert (balances(cast), violations(cast)) == ({}, [])


def test_money_that_is_spent_cannot_go_back(cast: Cast) -> None:
    donation = cash(cast, 1_000)
    paid(cast, approved(cast, 800))

    with pytest.raises(Refusal) as refused:
        refund(cast, donation, 201)

    assert refused.value.code == "donations.fund_short"


def test_a_refund_that_was_a_mistake_is_reversed(cast: Cast) -> None:
    donation = banked(cast)
    ref = refund(cast, donation, 5_000)

    reverse_correction(actor=cast.finance, now=MARCH, ref=ref)

    assert (balances(cast), violations(cast)) == ({"bank": 5_000, "fund": -5_000}, [])


def test_a_statement_whose_money_went_back_is_not_undone(cast: Cast) -> None:
    donation = banked(cast)
    ref = refund(cast, donation, 1)
    with acting(cast.system):
        statement = Statement.objects.get().ref
    with pytest.raises(Refusal) as refused:
        undo_statement(actor=cast.finance, now=MARCH, statement_ref=statement)
    reverse_correction(actor=cast.finance, now=MARCH, ref=ref)

    undo_statement(actor=cast.finance, now=MARCH, statement_ref=statement)

    assert refused.value.code == "donations.was_refunded"
    assert (balances(cast), violations(cast)) == ({}, [])


def test_nor_is_one_whose_money_is_spent(cast: Cast) -> None:
    banked(cast)
    paid(cast, approved(cast, 1))
    with acting(cast.system):
        statement = Statement.objects.get().ref

    with pytest.raises(Refusal) as refused:
        undo_statement(actor=cast.finance, now=MARCH, statement_ref=statement)

    assert refused.value.code == "donations.fund_short"


def test_from_the_threshold_on_two_people_are_wanted(cast: Cast) -> None:
    donation = cash(cast, 10_000)
    set_threshold(actor=cast.officer(Role.ADMINISTRATOR), now=MARCH, amount=Money(5_000, "JPY"))
    small, large = refund(cast, donation, 4_999), refund(cast, donation, 5_000)
    before = balances(cast)
    with pytest.raises(Refusal) as alone:
        agree_to_correction(actor=cast.finance, now=MARCH, ref=large)

    agree_to_correction(actor=colleague(cast), now=MARCH, ref=large)

    assert (small[:2], alone.value.code) == ("R-", "donations.agree_own")
    assert (before, balances(cast), violations(cast)) == (
        {"cash": 5_001, "fund": -5_001},
        {"cash": 1, "fund": -1},
        [],
    )
    with pytest.raises(IntegrityError), acting(cast.system):
        execute("UPDATE donations_refund SET decided_by = asked_by WHERE ref = %s", [large])


def test_what_is_dropped_moves_nothing(cast: Cast) -> None:
    donation = cash(cast, 10_000)
    set_threshold(actor=cast.officer(Role.ADMINISTRATOR), now=MARCH, amount=Money(0, "JPY"))
    ref = refund(cast, donation, 1)

    drop_correction(actor=cast.finance, now=MARCH, ref=ref)

    with pytest.raises(Refusal) as refused:
        agree_to_correction(actor=colleague(cast), now=MARCH, ref=ref)
    assert (refused.value.code, balances(cast)) == ("donations.asked_meanwhile", {"cash": 10_000, "fund": -10_000})


def test_a_free_fund_gives_to_another_one(cast: Cast) -> None:
    free = open_fund(cast, restricted=False)
    cash(cast, 1_000, free)

    move(cast, free, cast.fund_ref, 700)

    assert (donation_funds(cast), violations(cast)) == ([-700, -300], [])


def donation_funds(cast: Cast) -> list[int]:
    with acting(cast.system):
        found = balances_by_code(organisation_id=cast.organisation_id)
    return sorted(money.amount_minor for code, sums in found.items() if code.startswith("fund:") for money in sums)


def test_a_restricted_fund_gives_only_with_consent_and_by_two(cast: Cast) -> None:
    free = open_fund(cast, restricted=False)
    cash(cast, 1_000)
    with pytest.raises(Refusal) as refused:
        move(cast, cast.fund_ref, free, 700)

    ref = move(cast, cast.fund_ref, free, 700, consent="authority", consent_on=ON)
    asked = donation_funds(cast)
    agree_to_correction(actor=colleague(cast), now=MARCH, ref=ref)

    assert refused.value.code == "donations.consent_missing"
    assert (asked, donation_funds(cast)) == ([-1_000], [-700, -300])
    with pytest.raises(IntegrityError), acting(cast.system):
        execute("UPDATE donations_transfer SET consent = 'none' WHERE ref = %s", [ref])


def test_a_remainder_that_nobody_explains_goes_to_a_fund(cast: Cast) -> None:
    with acting(cast.system):
        # A line of an account whose credits are not all donations, and that nobody ever explains.
        execute("UPDATE donations_bankaccount SET every_credit_is_donation = false")
    reconciled(cast, bank_file(gift(500)))
    with pytest.raises(Refusal) as refused:
        write(cast, "unallocated", 501)

    write(cast, "unallocated", 500)

    assert refused.value.values == {"left": Money(500, "JPY")}
    assert (balances(cast), violations(cast)) == ({"bank": 500, "fund": -500}, [])


def test_a_loss_is_borne_by_a_fund(cast: Cast) -> None:
    cash(cast, 1_000)

    ref = write(cast, "cash", 100)
    loss = balances(cast)
    reverse_correction(actor=cast.finance, now=MARCH, ref=ref)

    assert loss == {"cash": 900, "fund": -900, "released": -100, "written_off": 100}
    assert (balances(cast), violations(cast)) == ({"cash": 1_000, "fund": -1_000}, [])


def test_a_bank_account_is_never_written_off(cast: Cast) -> None:
    banked(cast)
    with acting(cast.system):
        code = Statement.objects.get().account.ledger_account.code

    with pytest.raises(Refusal) as refused:
        write(cast, code, 1)

    assert refused.value.code == "donations.not_writable"
