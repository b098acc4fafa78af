"""Gifts by card from the form to the ledger, whatever the provider tells, in whatever order."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.actions.approve_card_refund import approve_card_refund
from appealdesk.donations.actions.pair_payouts import pair_payouts
from appealdesk.donations.actions.poll_card_events import Polled, poll_card_events, poll_card_events_due
from appealdesk.donations.actions.propose_card_refund import propose_card_refund
from appealdesk.donations.actions.return_card_gift import return_card_gift
from appealdesk.donations.actions.send_card_refund import send_card_refund
from appealdesk.donations.actions.settle_payout import settle_payout
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.withdraw_card_refund import withdraw_card_refund
from appealdesk.donations.ledger.posting import CASH, open_account, post_entry
from appealdesk.donations.models import (
    CardEvent,
    CardMovement,
    CardPayment,
    CardRefund,
    Donation,
    Entry,
    Fund,
    LedgerAccount,
    StatementLine,
)
from appealdesk.donations.queries.card_payments import card_payment_detail, payouts_page
from appealdesk.donations.queries.money import donations_page, fund_totals
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.inputs import IdentityInput
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.actions.undo import undo_decision
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.models import Hit
from tests.cast import Cast, work_off
from tests.donations.bank import bank_file, gift
from tests.donations.cards.gifts import AT, begun, donation, given, paid, payment, stripe_account, told
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.donations.money import LATER, balances, reconciled, violations
from tests.sanctions.lists import LISTED, YEVHRAF, load

KEIKO = IdentityInput(written="青木 恵子", emails=("keiko@example.jp",), language="ja")


@dataclass
class Cards:
    """The cast, Stripe, and the account between them."""

    cast: Cast
    server: StripeStandIn
    account: str

    def paid(self, amount: int = 10_000) -> tuple[str, str]:
        return paid(self.cast, self.server, self.account, amount)

    def told(self, since: int = 0) -> list[bool]:
        return told(self.cast, self.server, self.account, self.server.events[since:])

    def heard(self) -> None:
        """Whatever the provider has to tell by now."""
        told(self.cast, self.server, self.account, self.server.events)


@pytest.fixture
def cards(cast: Cast, stripe_server: StripeStandIn) -> Cards:
    return Cards(cast, stripe_server, stripe_account(cast, stripe_server))


def test_a_gift_is_booked_gross_fee_and_net(cards: Cards) -> None:
    ref, _intent = cards.paid()

    given_ = donation(cards.cast, ref)
    assert given_ is not None
    assert (given_.amount_minor, given_.currency, given_.channel, given_.received_on, given_.anonymous) == (
        10_000,
        "JPY",
        "card",
        date(2022, 2, 25),
        True,
    )
    assert balances(cards.cast) == {"card_clearing": 9_640, "card_fees": 360, "fund": -10_000}
    assert (cards.server.balance(), violations(cards.cast)) == (9_640, [])


def test_who_gave_is_sealed_until_the_money_has_come(cards: Cards) -> None:
    ref = begun(cards.cast, given(cards.cast, cards.account, identity=KEIKO))
    before = payment(cards.cast, ref)

    cards.server.pay(ref)
    cards.heard()

    after = payment(cards.cast, ref)
    assert (before.sealed is None, after.sealed, after.checkout_address) == (False, None, "")
    assert after.donation is not None
    assert after.donation.person_id is not None
    assert b"keiko" not in bytes(before.sealed or b"")


def test_a_gift_that_is_not_paid_leaves_nothing(cards: Cards) -> None:
    ref = begun(cards.cast, given(cards.cast, cards.account, identity=KEIKO))

    cards.server.expire(ref)
    cards.heard()

    row = payment(cards.cast, ref)
    assert (row.state, row.sealed, row.donation, balances(cards.cast)) == ("ended", None, None, {})


def test_the_same_form_again_is_one_payment_with_the_last_wish(cards: Cards) -> None:
    entry = given(cards.cast, cards.account)

    refs = {begun(cards.cast, entry), begun(cards.cast, entry.model_copy(update={"anonymous": False}))}

    assert [payment(cards.cast, ref).anonymous for ref in refs] == [False]
    assert cards.server.server.asked == ["POST /v1/checkout/sessions"]


def test_too_little_another_currency_and_no_account_are_refused(cards: Cards) -> None:
    entry = given(cards.cast, cards.account)

    with pytest.raises(Refusal, match="less than a card payment"):
        begun(cards.cast, entry.model_copy(update={"amount_minor": 499}))
    with pytest.raises(NotFound):
        begun(cards.cast, entry.model_copy(update={"currency": "EUR"}))
    stripe_account(cards.cast, cards.server, active=False)
    with pytest.raises(NotFound):
        begun(cards.cast, entry)


def test_a_provider_that_is_away_is_told_and_the_form_may_be_sent_again(cards: Cards) -> None:
    entry = given(cards.cast, cards.account)
    cards.server.server.down = 503

    with pytest.raises(Refusal, match="does not answer"):
        begun(cards.cast, entry)
    cards.server.server.down = 0

    assert payment(cards.cast, begun(cards.cast, entry)).checkout_address.startswith(cards.server.address)


def test_duplicates_and_replays_change_nothing(cards: Cards) -> None:
    cards.paid()
    before = (balances(cards.cast), len(cards.server.server.asked))

    again = cards.told()

    assert (again, balances(cards.cast)) == ([False] * 3, before[0])
    assert len(cards.server.server.asked) == before[1]


def test_the_refund_may_be_heard_of_first(cards: Cards) -> None:
    ref = begun(cards.cast, given(cards.cast, cards.account))
    intent = cards.server.pay(ref)
    cards.server.give_back(intent, 4_000)

    told(cards.cast, cards.server, cards.account, cards.server.events[::-1])

    given_ = donation(cards.cast, ref)
    assert given_ is not None
    assert given_.returned_minor == 4_000
    assert balances(cards.cast) == {"card_clearing": 5_640, "card_fees": 360, "fund": -6_000}
    assert violations(cards.cast) == []


def test_a_partial_refund_reduces_and_a_whole_one_takes_away(cards: Cards) -> None:
    _first, part = cards.paid(10_000)
    _second, whole = cards.paid(3_000)

    cards.server.give_back(part, 2_500)
    cards.server.give_back(whole, 3_000)
    cards.heard()

    with acting(cards.cast.system):
        totals = fund_totals(appeal_id=cards.cast.appeal_id)
        listed = donations_page(actor=cards.cast.finance).totals
    assert [total.amount_minor for total in (*totals, *listed)] == [7_500, 7_500]
    events = OutboxEvent.objects.filter(name="DonationRefunded").order_by("pk").values_list("payload", flat=True)
    assert [(said["returned_minor"], said["left_minor"]) for said in events] == [(2_500, 7_500), (3_000, 0)]
    assert violations(cards.cast) == []


def test_a_refund_that_bounces_is_given_again(cards: Cards) -> None:
    ref, intent = cards.paid()
    refund = cards.server.give_back(intent, 10_000)
    cards.heard()

    cards.server.bounce(refund)
    cards.heard()

    given_ = donation(cards.cast, ref)
    assert given_ is not None
    assert given_.returned_minor == 0
    assert balances(cards.cast) == {"card_clearing": 9_640, "card_fees": 360, "fund": -10_000}
    assert violations(cards.cast) == []


def test_a_dispute_takes_nothing_from_the_fund_until_it_is_lost(cards: Cards) -> None:
    ref, intent = cards.paid()
    dispute = cards.server.dispute(intent)
    cards.heard()
    opened = (payment(cards.cast, ref).dispute, balances(cards.cast))

    cards.server.decide(dispute, won=False)
    cards.heard()

    lost = payment(cards.cast, ref)
    assert opened == (
        "open",
        {"card_clearing": -1_860, "card_disputed": 10_000, "card_fees": 1_860, "fund": -10_000},
    )
    assert lost.donation is not None
    assert (lost.dispute, lost.donation.returned_minor) == ("lost", 10_000)
    assert balances(cards.cast) == {"card_clearing": -1_860, "card_fees": 1_860}
    assert violations(cards.cast) == []


def test_a_dispute_that_is_won_gives_back_all_but_its_fee(cards: Cards) -> None:
    ref, intent = cards.paid()
    cards.server.decide(cards.server.dispute(intent), won=True)

    # What was told last is heard first: a decision is not taken back by older news.
    told(cards.cast, cards.server, cards.account, cards.server.events[::-1])

    row = payment(cards.cast, ref)
    assert row.donation is not None
    assert (row.dispute, row.donation.returned_minor) == ("won", 0)
    assert balances(cards.cast) == {"card_clearing": 8_140, "card_fees": 1_860, "fund": -10_000}
    assert violations(cards.cast) == []


def test_a_payout_is_on_its_way_until_the_bank_shows_it_and_no_second_donation(cards: Cards) -> None:
    cards.paid()
    cards.server.charge_fee(200)
    cards.server.pay_out()
    cards.heard()
    on_its_way = balances(cards.cast)

    result = reconciled(cards.cast, bank_file(gift(9_440, "ｽﾄﾗｲﾌﾟｼﾞﾔﾊﾟﾝ(ｶ"), gift(5_000)))

    assert on_its_way == {"card_transit": 9_440, "card_fees": 560, "fund": -10_000}
    assert (result.donations, balances(cards.cast)) == (1, {"bank": 14_440, "card_fees": 560, "fund": -15_000})
    with acting(cards.cast.system):
        assert (Donation.objects.count(), StatementLine.objects.get(amount_minor=9_440).state) == (2, "other")
        assert [row.status for row in payouts_page(actor=cards.cast.finance)] == ["settled"]
    assert violations(cards.cast) == []


def test_a_payout_that_is_heard_of_after_the_bank_takes_the_second_donation_back(cards: Cards) -> None:
    cards.paid()
    cards.server.pay_out()
    first = reconciled(cards.cast, bank_file(gift(9_640, "STRIPE")))
    twice = balances(cards.cast)

    cards.heard()

    assert (first.donations, twice["fund"]) == (1, -19_640)
    assert balances(cards.cast) == {"bank": 9_640, "card_fees": 360, "fund": -10_000}
    assert violations(cards.cast) == []


def test_what_another_payer_sent_is_a_gift_though_it_has_the_payouts_amount(cards: Cards) -> None:
    cards.paid()
    cards.server.pay_out()
    cards.heard()

    result = reconciled(cards.cast, bank_file(gift(9_640, "ｱｵｷ ｹｲｺ")))

    assert (result.donations, balances(cards.cast)["card_transit"]) == (1, 9_640)
    with acting(cards.cast.finance):
        (choice,) = payouts_page(actor=cards.cast.finance)[0].choices
        payout = payouts_page(actor=cards.cast.finance)[0].ref
    statement, _, number = choice.at.partition(":")
    settle_payout(actor=cards.cast.finance, now=LATER, payout_ref=payout, statement_ref=statement, number=int(number))
    assert balances(cards.cast) == {"bank": 9_640, "card_fees": 360, "fund": -10_000}
    assert violations(cards.cast) == []
    with pytest.raises(Refusal, match="settled this payout meanwhile"):
        settle_payout(
            actor=cards.cast.finance, now=LATER, payout_ref=payout, statement_ref=statement, number=int(number)
        )


def test_two_lines_that_may_be_one_payout_wait_for_a_person(cards: Cards) -> None:
    cards.paid()
    cards.server.pay_out()
    cards.heard()

    reconciled(cards.cast, bank_file(gift(9_640, "STRIPE"), gift(9_640, "STRIPE JP")))

    assert balances(cards.cast)["card_transit"] == 9_640


def test_an_undone_statement_sends_its_payout_on_its_way_again(cards: Cards) -> None:
    cards.paid()
    cards.server.pay_out()
    cards.heard()
    data = bank_file(gift(9_640, "STRIPE"))
    first = reconciled(cards.cast, data)

    undo_statement(actor=cards.cast.finance, now=LATER, statement_ref=first.statement_ref)
    undone = balances(cards.cast)
    reconciled(cards.cast, data)

    assert undone == {"card_transit": 9_640, "card_fees": 360, "fund": -10_000}
    assert balances(cards.cast) == {"bank": 9_640, "card_fees": 360, "fund": -10_000}
    assert violations(cards.cast) == []


def test_what_the_account_took_for_somebody_else_is_not_ours(cards: Cards) -> None:
    cards.paid()
    cards.server.sell_elsewhere(7_000)
    cards.server.pay_out()

    cards.heard()

    assert balances(cards.cast) == {"card_transit": 16_640, "card_fees": 360, "fund": -10_000, "unallocated": -7_000}
    assert violations(cards.cast) == []


def test_a_change_of_currency_is_booked_as_it_arrived(cards: Cards) -> None:
    cards.server.takes_yen_for = "usd"
    entry = given(cards.cast, cards.account, 10_000).model_copy(update={"currency": "USD"})
    ref = begun(cards.cast, entry)

    cards.server.pay(ref)
    cards.heard()

    given_ = donation(cards.cast, ref)
    assert given_ is not None
    assert (given_.amount_minor, given_.currency) == (11_500, "JPY")
    assert (payment(cards.cast, ref).currency, violations(cards.cast)) == ("USD", [])


def test_a_lost_webhook_is_asked_for(cards: Cards) -> None:
    ref = begun(cards.cast, given(cards.cast, cards.account))
    cards.server.pay(ref)

    asked = poll_card_events(actor=cards.cast.system, now=AT, account_ref=cards.account)
    work_off(AT + timedelta(hours=1))
    again = poll_card_events(actor=cards.cast.system, now=AT, account_ref=cards.account)

    assert (asked, again, payment(cards.cast, ref).state) == (Polled(3, 3), Polled(3, 0), "paid")
    due = [poll_card_events_due(actor=cards.cast.system, now=AT + timedelta(minutes=each)) for each in (0, 14, 15)]
    assert due == [1, 0, 1]


def test_who_comes_back_has_the_provider_asked_once(cards: Cards) -> None:
    ref = begun(cards.cast, given(cards.cast, cards.account))
    cards.server.pay(ref)

    first = return_card_gift(actor=cards.cast.system, now=AT, payment_ref=ref)
    again = return_card_gift(actor=cards.cast.system, now=AT, payment_ref=ref)
    work_off(AT)

    assert (first, again, payment(cards.cast, ref).state) == (True, False, "paid")


def test_a_provider_in_trouble_is_asked_again_by_the_worker(cards: Cards) -> None:
    ref = begun(cards.cast, given(cards.cast, cards.account))
    cards.server.pay(ref)
    cards.server.server.down = 500
    cards.heard()
    before = payment(cards.cast, ref).state

    cards.server.server.down = 0
    work_off(AT + timedelta(days=1))

    assert (before, payment(cards.cast, ref).state) == ("started", "paid")


def test_an_officer_refunds_and_from_an_amount_on_two_do(cards: Cards) -> None:
    small, _ = cards.paid(10_000)
    large, _ = cards.paid(50_000)
    finance, admin = cards.cast.finance, cards.cast.officer(Role.ADMINISTRATOR)

    alone = propose_card_refund(actor=finance, now=AT, payment_ref=small, amount_minor=2_000)
    both = propose_card_refund(actor=finance, now=AT, payment_ref=large, amount_minor=50_000)
    with pytest.raises(Refusal, match="second person"):
        approve_card_refund(actor=finance, now=AT, refund_ref=both)
    with pytest.raises(Refusal, match="under way"):
        propose_card_refund(actor=finance, now=AT, payment_ref=large, amount_minor=1)
    work_off(AT + timedelta(hours=7))
    waiting = payment(cards.cast, large)
    approve_card_refund(actor=admin, now=AT, refund_ref=both)
    work_off(AT + timedelta(hours=7))

    assert waiting.donation is not None
    assert waiting.donation.returned_minor == 0
    given_ = [donation(cards.cast, ref) for ref in (small, large)]
    assert [row.returned_minor for row in given_ if row is not None] == [2_000, 50_000]
    with acting(finance):
        detail = card_payment_detail(actor=finance, ref=small)
        statuses = dict(CardRefund.objects.values_list("ref", "status"))
    assert (statuses, detail.left.amount_minor) == ({alone: "sent", both: "sent"}, 8_000)
    assert violations(cards.cast) == []


def test_a_held_donor_gets_nothing_back_by_card(cards: Cards) -> None:
    load(LISTED)
    refs = [begun(cards.cast, given(cards.cast, cards.account, amount, identity=YEVHRAF)) for amount in (8_000, 50_000)]
    for ref in refs:
        cards.server.pay(ref)
    cards.heard()
    finance, at = cards.cast.finance, AT + timedelta(days=9)
    with acting(finance):
        hits = [hit.ref for hit in Hit.objects.all()]

    with pytest.raises(Refusal) as at_once:
        propose_card_refund(actor=finance, now=at, payment_ref=refs[0], amount_minor=8_000)
    for hit in hits:
        verdict = SettleInput(hit_ref=hit, verdict="not_same", reason="Born in another year.")
        settle_hit(actor=finance, now=at, entry=verdict)
    alone, both = (
        propose_card_refund(actor=finance, now=at, payment_ref=ref, amount_minor=amount)
        for ref, amount in zip(refs, (8_000, 50_000), strict=True)
    )
    for hit in hits:
        undo_decision(actor=finance, now=at, hit_ref=hit)
    with pytest.raises(Refusal) as by_two:
        approve_card_refund(actor=cards.cast.officer(Role.ADMINISTRATOR), now=at, refund_ref=both)
    outcome = send_card_refund(actor=cards.cast.system, now=at, refund_ref=alone)

    assert [at_once.value.code, by_two.value.code, outcome] == ["donations.donor_held"] * 2 + ["withdrawn"]
    assert "POST /v1/refunds" not in cards.server.server.asked


def test_more_than_is_left_is_not_refunded_and_a_proposal_can_be_taken_back(cards: Cards) -> None:
    ref, _ = cards.paid(50_000)
    finance = cards.cast.finance

    with pytest.raises(Refusal, match="Only what is left"):
        propose_card_refund(actor=finance, now=AT, payment_ref=ref, amount_minor=50_001)
    refund = propose_card_refund(actor=finance, now=AT, payment_ref=ref, amount_minor=50_000)
    withdraw_card_refund(actor=finance, now=AT, refund_ref=refund)
    with pytest.raises(Refusal, match="meanwhile"):
        approve_card_refund(actor=cards.cast.officer(Role.ADMINISTRATOR), now=AT, refund_ref=refund)

    assert "POST /v1/refunds" not in cards.server.server.asked


def test_the_database_keeps_movements_and_the_two_people(cards: Cards) -> None:
    ref, _ = cards.paid(50_000)
    finance = cards.cast.finance
    refund = propose_card_refund(actor=finance, now=AT, payment_ref=ref, amount_minor=50_000)

    with acting(cards.cast.system):
        with pytest.raises(IntegrityError, match="never changed"), acting(cards.cast.system):
            execute("UPDATE donations_cardmovement SET fee_minor = 0, net_minor = gross_minor")
        with pytest.raises(IntegrityError, match="card_refund_two_people"), acting(cards.cast.system):
            CardRefund.objects.filter(ref=refund).update(approved_by=finance.ref)


def test_nobody_elsewhere_and_no_other_role_reaches_a_payment(cards: Cards) -> None:
    ref, _ = cards.paid()

    for role in (Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER):
        with pytest.raises(NotFound):
            propose_card_refund(actor=cards.cast.officer(role), now=AT, payment_ref=ref, amount_minor=1)
    with acting(cards.cast.system):
        counts = [model.objects.count() for model in (CardEvent, CardMovement, CardPayment)]
    assert (counts, [model.objects.count() for model in (CardEvent, CardMovement, CardPayment)]) == (
        [3, 1, 1],
        [0, 0, 0],
    )


def test_pairing_without_payouts_does_nothing(cards: Cards) -> None:
    assert pair_payouts(actor=cards.cast.system, now=AT) == 0


def test_a_refund_beyond_a_spent_fund_is_booked_all_the_same(cards: Cards) -> None:
    ref, intent = cards.paid()
    with acting(cards.cast.system):
        fund = Fund.objects.get(ref=cards.cast.fund_ref)
        cash = open_account(organisation_id=cards.cast.organisation_id, code=CASH, kind=LedgerAccount.Kind.ASSET)
        post_entry(
            actor=cards.cast.system,
            now=AT,
            kind=Entry.Kind.TRANSFER,
            subject_ref="F-000000001",
            booked_on=date(2022, 2, 26),
            sides=(Side(str(fund.ledger_account_id), 7_000, "JPY"), Side(str(cash.pk), -7_000, "JPY")),
        )

    cards.server.give_back(intent, 10_000)
    cards.heard()

    given_ = donation(cards.cast, ref)
    assert given_ is not None
    assert given_.returned_minor == 10_000
    assert balances(cards.cast) == {"card_clearing": -360, "card_fees": 360, "card_short": 7_000, "cash": -7_000}
