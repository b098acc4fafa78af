"""A disbursement to somebody who may be listed: held, decided, remembered for the next one."""

import pytest

from appealdesk.core.money import Money
from appealdesk.donations.actions.agree import agree_to_correction
from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.hand_over import hand_over_receipt
from appealdesk.donations.actions.plan import plan_disbursement
from appealdesk.donations.actions.refund import refund_donation
from appealdesk.donations.actions.release import release_disbursement
from appealdesk.donations.actions.set import set_threshold
from appealdesk.donations.inputs import DisbursementInput, RefundInput
from appealdesk.donations.models import Disbursement
from appealdesk.donations.queries.held import held_gifts_among, payee_page
from appealdesk.donations.queries.money import donations_page
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.actions.undo import undo_decision
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.models import Hit
from tests.cast import Cast, work_off
from tests.donations.bank import bank_file
from tests.donations.bank import gift as bank_gift
from tests.donations.money import reconciled
from tests.donations.receipting import given, issued, set_issuer
from tests.donations.spending import MARCH, cash, colleague
from tests.sanctions.lists import LISTED, YEVHRAF, entry, load


def plan(cast: Cast, payee: str, country: str = "") -> str:
    entry = DisbursementInput(
        fund_ref=cast.fund_ref,
        amount_minor=1000,
        currency="JPY",
        payee=payee,
        payee_country=country,
        purpose="Blankets",
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


def test_a_payee_is_compared_by_their_country_too(cast: Cast) -> None:
    cash(cast, 100_000)
    for country in ("", "RU", "JP"):
        plan(cast, "Yevhraf Vymyslenko", country)
    load(entry(1, "Yevhraf", "VYMYSLENKO", country="Russia"))
    work_off(MARCH)

    with acting(cast.finance):
        found = list(Hit.objects.order_by("-bits").values_list("subject__payee_ref", "reasons"))
        shown = [payee_page(actor=cast.finance, payee_ref=ref).country for ref, _ in found]
    said = [[level for feature, level, _ in reasons if feature == "country"] for _, reasons in found]
    assert list(zip(shown, said, strict=True)) == [("RU", ["equal"]), ("", []), ("JP", ["different"])]


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


def test_the_hit_that_a_receipt_was_refused_for_can_be_decided(cast: Cast) -> None:
    set_issuer(cast)
    [gift] = given(cast, 100_000)
    load(entry(1, "Keiko", "AOKI", aliases=["青木 恵子"]))
    with pytest.raises(Refusal):
        issued(cast, gift)

    not_same(cast)

    assert issued(cast, gift).label


def test_a_receipt_is_not_handed_over_while_its_donor_is_held_and_the_hit_can_be_decided(cast: Cast) -> None:
    set_issuer(cast)
    [gift] = given(cast, 100_000)
    receipt, site = issued(cast, gift).ref, "https://desk.example"
    load(entry(1, "Keiko", "AOKI", aliases=["青木 恵子"]))

    with pytest.raises(Refusal) as refused:
        hand_over_receipt(actor=cast.finance, now=MARCH, receipt_ref=receipt, address=site)

    assert refused.value.code == "receipts.held"
    not_same(cast)
    assert hand_over_receipt(actor=cast.finance, now=MARCH, receipt_ref=receipt, address=site).ref


def back(gift: str) -> RefundInput:
    return RefundInput.model_validate(
        {
            "donation_ref": gift,
            "amount_minor": 1000,
            "happened_on": "2022-03-09",
            "reason": "mistake",
            "words": "Typed.",
        }
    )


def refused(cast: Cast, gift: str) -> str:
    with pytest.raises(Refusal) as refusal:
        refund_donation(actor=cast.finance, now=MARCH, entry=back(gift))
    return refusal.value.code


def marked(cast: Cast) -> list[bool]:
    with acting(cast.finance):
        rows = donations_page(actor=cast.finance).rows
        held = held_gifts_among(actor=cast.finance, donations=rows)
        return [row.ref in held for row in rows]


def test_a_held_donor_gets_no_refund_and_the_gift_is_marked(cast: Cast) -> None:
    load(LISTED)
    gift = cash(cast, 100_000)
    attach_donor(actor=cast.finance, now=MARCH, donation_ref=gift, identity=YEVHRAF)
    work_off(MARCH)

    assert (refused(cast, gift), marked(cast)) == ("donations.donor_held", [True])


def test_a_list_that_comes_while_a_refund_waits_for_its_second_person_holds_it(cast: Cast) -> None:
    set_threshold(actor=cast.officer(Role.ADMINISTRATOR), now=MARCH, amount=Money(1000, "JPY"))
    gift = cash(cast, 100_000)
    attach_donor(actor=cast.finance, now=MARCH, donation_ref=gift, identity=YEVHRAF)
    asked = refund_donation(actor=cast.finance, now=MARCH, entry=back(gift))
    load(LISTED)

    with pytest.raises(Refusal) as refusal:
        agree_to_correction(actor=colleague(cast), now=MARCH, ref=asked)

    assert refusal.value.code == "donations.donor_held"
    not_same(cast)
    agree_to_correction(actor=colleague(cast), now=MARCH, ref=asked)


def test_a_payer_whom_nobody_knows_is_checked_before_money_goes_back(cast: Cast) -> None:
    load(entry(1, "Ivan", "PETRENKO"))
    reconciled(cast, bank_file(bank_gift(100_000, "48213ｲﾜﾝ ﾍﾟﾄﾚﾝｺ"), bank_gift(90_000, "ﾌｼﾞｲ ﾏﾘ")))
    with acting(cast.finance):
        other, gift = (row.ref for row in donations_page(actor=cast.finance).rows)

    assert refund_donation(actor=cast.finance, now=MARCH, entry=back(other))
    assert (refused(cast, gift), marked(cast)) == ("donations.donor_held", [False, True])
    with acting(cast.finance):
        page = payee_page(actor=cast.finance, payee_ref=Hit.objects.get().subject.payee_ref)
    assert (page.name, [item.ref for item in page.payments]) == ("48213ｲﾜﾝ ﾍﾟﾄﾚﾝｺ", [gift])
    not_same(cast)
    assert refund_donation(actor=cast.finance, now=MARCH, entry=back(gift))
