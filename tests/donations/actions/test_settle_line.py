"""Outgoing lines of a statement: what they paid, the bank's fees by rule and by hand, and taking it back."""

import pytest

from appealdesk.donations.actions.end import end_fee_rule
from appealdesk.donations.actions.make import make_fee_rule
from appealdesk.donations.actions.post import post_fees
from appealdesk.donations.actions.reverse import reverse_disbursement
from appealdesk.donations.actions.settle_line import settle_line, settle_line_as_fee
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unsettle import unsettle_line
from appealdesk.donations.inputs import FeeRuleInput
from appealdesk.donations.models import Donation
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from tests.cast import Cast
from tests.donations.actions.test_corrections import refund
from tests.donations.bank import bank_file, gift
from tests.donations.money import balances, reconciled, violations
from tests.donations.spending import MARCH, approved, cash, paid

FEE = "ﾃｽｳﾘﾖｳ"


def statement(cast: Cast, *out: int, payer: str = FEE) -> str:
    """A statement with one gift of 10,000 and these debits, numbered from 2."""
    lines = [gift(10_000), *(gift(amount, payer, cancelled=True) for amount in out)]
    return reconciled(cast, bank_file(*lines)).statement_ref


def rule(cast: Cast, at_most: int = 500, words: str = "ﾃｽｳﾘﾖｳ") -> str:
    entry = FeeRuleInput(account_ref=cast.account_ref, words=words, at_most_minor=at_most, fund_ref=cast.fund_ref)
    return make_fee_rule(actor=cast.finance, now=MARCH, entry=entry)


def test_a_line_shows_a_payment_and_nothing_is_left_in_transit(cast: Cast) -> None:
    ref = statement(cast, 4_000)
    payment = paid(cast, approved(cast, 4_000))

    settled = settle_line(actor=cast.finance, now=MARCH, statement_ref=ref, number=2, subject_ref=payment)

    after = {"bank": 6_000, "fund": -6_000, "programme": 4_000, "released": -4_000}
    assert (balances(cast), violations(cast)) == (after, [])
    with pytest.raises(Refusal) as twice:
        settle_line(actor=cast.finance, now=MARCH, statement_ref=ref, number=2, subject_ref=payment)
    with pytest.raises(Refusal) as reverse:
        reverse_disbursement(actor=cast.finance, now=MARCH, disbursement_ref=payment, words="No.")
    with pytest.raises(Refusal) as undo:
        undo_statement(actor=cast.finance, now=MARCH, statement_ref=ref)
    unsettle_line(actor=cast.finance, now=MARCH, settlement_ref=settled)
    assert (twice.value.code, reverse.value.code, undo.value.code) == (
        "donations.line_meanwhile",
        "donations.is_settled",
        "donations.has_settled",
    )
    assert (balances(cast), violations(cast)) == (after | {"in_transit": -4_000, "unallocated": 4_000}, [])


def test_a_line_shows_a_refund(cast: Cast) -> None:
    ref = statement(cast, 3_000)
    with acting(cast.system):
        donation = Donation.objects.get().ref
    back = refund(cast, donation, 3_000)

    settle_line(actor=cast.finance, now=MARCH, statement_ref=ref, number=2, subject_ref=back)

    assert (balances(cast), violations(cast)) == ({"bank": 7_000, "fund": -7_000}, [])


@pytest.mark.parametrize(("number", "amount", "code"), [(1, 4_000, "not_outgoing"), (2, 3_999, "other_amount")])
def test_what_does_not_fit_is_refused(cast: Cast, number: int, amount: int, code: str) -> None:
    ref = statement(cast, 4_000)
    payment = paid(cast, approved(cast, amount))

    with pytest.raises(Refusal) as refused:
        settle_line(actor=cast.finance, now=MARCH, statement_ref=ref, number=number, subject_ref=payment)

    assert refused.value.code == f"donations.{code}"


def test_a_payment_in_cash_stands_on_no_line(cast: Cast) -> None:
    ref = statement(cast, 4_000)
    cash(cast, 4_000)
    payment = paid(cast, approved(cast, 4_000), means="cash")

    with pytest.raises(Refusal) as refused:
        settle_line(actor=cast.finance, now=MARCH, statement_ref=ref, number=2, subject_ref=payment)

    assert refused.value.code == "donations.not_paid"


def test_a_fee_by_hand_is_borne_by_a_fund(cast: Cast) -> None:
    ref = statement(cast, 330)

    settle_line_as_fee(actor=cast.finance, now=MARCH, statement_ref=ref, number=2, fund_ref=cast.fund_ref)

    assert balances(cast) == {"bank": 9_670, "bank_fees": 330, "fund": -9_670, "released": -330}
    assert violations(cast) == []


def test_rules_post_the_fees_of_a_statement_once(cast: Cast) -> None:
    made = rule(cast)
    ref = statement(cast, 330, 501, 440)

    posted = [post_fees(actor=cast.system, now=MARCH, statement_ref=ref) for _ in range(2)]
    end_fee_rule(actor=cast.finance, now=MARCH, rule_ref=made)

    assert posted == [2, 0]
    assert (balances(cast)["bank_fees"], balances(cast)["unallocated"], violations(cast)) == (770, 501, [])


def test_a_fee_that_its_fund_cannot_bear_waits_for_a_person(cast: Cast) -> None:
    rule(cast, at_most=20_000)
    ref = statement(cast, 10_001)

    assert (post_fees(actor=cast.system, now=MARCH, statement_ref=ref), violations(cast)) == (0, [])


def test_two_rules_with_the_same_words_are_one_too_many(cast: Cast) -> None:
    rule(cast)

    with pytest.raises(Refusal) as refused:
        rule(cast, words="テスウリヨウ")

    assert refused.value.code == "donations.fee_rule_exists"
