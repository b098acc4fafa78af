"""A disbursement to somebody who may be listed: held, decided, remembered for the next one."""

import pytest

from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.plan import plan_disbursement
from appealdesk.donations.actions.refund import refund_donation
from appealdesk.donations.actions.release import release_disbursement
from appealdesk.donations.inputs import DisbursementInput, RefundInput
from appealdesk.donations.models import Disbursement
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.actions.undo import undo_decision
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.models import Hit
from tests.cast import Cast, work_off
from tests.donations.receipting import given, issued, set_issuer
from tests.donations.spending import MARCH, cash, colleague
from tests.sanctions.lists import LISTED, YEVHRAF, entry, load


def plan(cast: Cast, payee: str) -> str:
    entry = DisbursementInput(
        fund_ref=cast.fund_ref, amount_minor=1000, currency="JPY", payee=payee, purpose="Blankets"
    )
    return plan_disbursement(actor=cast.finance, now=MARCH, entry=entry).ref


def held(cast: Cast) -> list[bool]:
    with acting(cast.system):
        return [row.is_held for row in Disbursement.objects.order_by("pk")]


def hit(cast: Cast) -> str:
    with acting(cast.system):
        return Hit.objects.get().ref


def not_same(cast: Cast) -> None:
    entry = SettleInput(hit_ref=hit(cast), verdict="not_same", reason="Another company.")
    settle_hit(actor=cast.finance, now=MARCH, entry=entry)
    work_off(MARCH)


def test_a_listed_payee_is_held_at_once_and_nobody_releases_it_around_the_check(cast: Cast) -> None:
    load(LISTED)
    cash(cast, 100_000)
    ref = plan(cast, "Vymyslenko Yevhraf")

    assert held(cast) == [True]
    with pytest.raises(Refusal):
        approve_disbursement(actor=cast.finance, now=MARCH, disbursement_ref=ref)
    with pytest.raises(Refusal) as refused:
        release_disbursement(actor=colleague(cast), now=MARCH, disbursement_ref=ref)
    assert refused.value.code == "donations.hit_first"


def test_once_it_is_not_the_same_payments_to_the_name_go_on_and_the_next_is_not_held(cast: Cast) -> None:
    load(LISTED)
    cash(cast, 100_000)
    plan(cast, "Vymyslenko Yevhraf")
    not_same(cast)
    plan(cast, "VYMYSLENKO  Yevhraf")

    assert held(cast) == [False, False]
    undo_decision(actor=cast.finance, now=MARCH, hit_ref=hit(cast))
    work_off(MARCH)
    assert held(cast) == [True, True]


def test_a_list_that_comes_later_holds_what_is_not_paid(cast: Cast) -> None:
    cash(cast, 100_000)
    plan(cast, "Yevhraf Vymyslenko")
    plan(cast, "Relief Supplies Ltd")
    load(LISTED)
    work_off(MARCH)

    assert held(cast) == [True, False]


def test_a_held_donor_gets_no_receipt(cast: Cast) -> None:
    set_issuer(cast)
    [gift] = given(cast, 100_000)
    load(entry(1, "Keiko", "AOKI", aliases=["青木 恵子"]))

    with pytest.raises(Refusal) as refused:
        issued(cast, gift)

    # Nobody had checked the donor yet: issuing does.
    assert refused.value.code == "receipts.held"


def test_a_held_donor_gets_no_refund(cast: Cast) -> None:
    load(LISTED)
    gift = cash(cast, 100_000)
    attach_donor(actor=cast.finance, now=MARCH, donation_ref=gift, identity=YEVHRAF)
    work_off(MARCH)

    entry = RefundInput.model_validate(
        {
            "donation_ref": gift,
            "amount_minor": 1000,
            "happened_on": "2022-03-09",
            "reason": "mistake",
            "words": "Typed.",
        }
    )
    with pytest.raises(Refusal) as refused:
        refund_donation(actor=cast.finance, now=MARCH, entry=entry)
    assert refused.value.code == "donations.donor_held"
