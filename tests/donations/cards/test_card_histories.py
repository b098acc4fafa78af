"""Whatever happens to cards, and in whatever order, how often or how late we hear of it, the ledger ends the same."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule, run_state_machine_as_test

from appealdesk.donations.actions.poll_card_events import poll_card_events
from appealdesk.donations.models import CardPayment
from appealdesk.donations.queries.money import fund_totals
from appealdesk.foundation.db import acting
from tests.cast import set_cast, work_off
from tests.donations.cards.gifts import AT, LATER, begun, given, stripe_account, told
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.donations.money import balances, violations


class Histories(RuleBasedStateMachine):
    """Donors, cardholders, their banks and Stripe act; some of what Stripe tells arrives, in any order, or twice."""

    begun_: Bundle[str] = Bundle("begun")
    paid: Bundle[str] = Bundle("paid")
    refunds: Bundle[str] = Bundle("refunds")
    disputes: Bundle[str] = Bundle("disputes")

    def __init__(self) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.server = StripeStandIn()
        self.cast = set_cast()
        self.account = stripe_account(self.cast, self.server)
        self.disputed: set[str] = set()

    def teardown(self) -> None:
        try:
            self.everything_is_heard()
        finally:
            self.server.server.close()
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    @rule(target=begun_, amount=st.integers(500, 20_000))
    def somebody_begins(self, amount: int) -> str:
        return begun(self.cast, given(self.cast, self.account, amount))

    @rule(target=paid, ref=consumes(begun_))
    def they_pay(self, ref: str) -> str:
        return self.server.pay(ref)

    @rule(ref=consumes(begun_))
    def they_do_not(self, ref: str) -> None:
        self.server.expire(ref)

    @rule(target=refunds, intent=paid, part=st.floats(0.1, 1))
    def money_goes_back(self, intent: str, part: float) -> str:
        charge = self.server.charge_of(intent)
        left = charge["amount"] - charge["amount_refunded"]
        if not left or intent in self.disputed:
            return ""
        return self.server.give_back(intent, max(1, round(left * part)))

    @rule(refund=consumes(refunds))
    def a_refund_bounces(self, refund: str) -> None:
        if refund and self.server.things[refund]["payment_intent"] not in self.disputed:
            self.server.bounce(refund)

    @rule(target=disputes, intent=paid)
    def a_cardholder_contests(self, intent: str) -> str:
        charge = self.server.charge_of(intent)
        if intent in self.disputed or charge["amount"] == charge["amount_refunded"]:
            return ""
        self.disputed.add(intent)
        return self.server.dispute(intent)

    @rule(dispute=consumes(disputes), won=st.booleans())
    def their_bank_decides(self, dispute: str, won: bool) -> None:
        if dispute:
            self.server.decide(dispute, won=won)

    @rule(amount=st.integers(1, 300))
    def stripe_takes_a_fee(self, amount: int) -> None:
        self.server.charge_fee(amount)

    @rule(amount=st.integers(500, 5_000))
    def a_shop_sells(self, amount: int) -> None:
        self.server.sell_elsewhere(amount)

    @rule()
    def stripe_pays_out(self) -> None:
        self.server.pay_out()

    @rule(data=st.data())
    def some_of_it_arrives(self, data: Any) -> None:
        if self.server.events:
            picked = data.draw(st.lists(st.sampled_from(self.server.events), max_size=5))
            told(self.cast, self.server, self.account, picked)
            assert violations(self.cast) == []

    def everything_is_heard(self) -> None:
        """A poll brings what was lost; then the ledger says what Stripe's own books say."""
        poll_card_events(actor=self.cast.system, now=AT, account_ref=self.account)
        work_off(AT + LATER)
        found = balances(self.cast)
        assert violations(self.cast) == []
        assert {name: found.get(name, 0) for name in self.expected()} == self.expected()
        with acting(self.cast.system):
            given_ = sum(total.amount_minor for total in fund_totals(appeal_id=self.cast.appeal_id))
            states = CardPayment.objects.filter(state="paid").count()
        assert (given_, states) == (-found.get("fund", 0), len(self.ours()))

    def ours(self) -> list[str]:
        """The paid payments that we started."""
        charges = [thing for name, thing in self.server.things.items() if name.startswith("ch_")]
        intents = [self.server.things[charge["payment_intent"]] for charge in charges]
        return [intent["id"] for intent in intents if intent["metadata"]]

    def expected(self) -> dict[str, int]:
        """From Stripe's objects alone; what was neither paid out nor is of us, we have not heard of."""
        things, ours = self.server.things, set(self.ours())
        rows = [thing for name, thing in things.items() if name.startswith("txn_")]
        payments = {
            row["id"]: things[row["source"]]["payment_intent"]
            for row in rows
            if row["source"] and not row["source"].startswith("po_")
        }
        heard = [
            row
            for row in rows
            if payments.get(row["id"]) in ours or row.get("payout") or str(row["source"]).startswith("po_")
        ]
        disputes = [thing for name, thing in things.items() if name.startswith("dp_")]
        open_ = sum(each["amount"] for each in disputes if each["status"] == "needs_response")
        lost = sum(each["amount"] for each in disputes if each["status"] == "lost")
        gifts = sum(
            row["amount"]
            for row in rows
            if payments.get(row["id"]) in ours and row["type"] in {"charge", "refund", "refund_failure"}
        )
        return {
            "card_clearing": sum(row["net"] for row in heard),
            "card_transit": -sum(row["amount"] for row in heard if row["type"] == "payout"),
            "card_fees": sum(row["fee"] - (row["amount"] if row["type"] == "fee" else 0) for row in heard),
            "card_disputed": open_,
            "fund": -(gifts - lost),
            "unallocated": -sum(
                row["amount"] for row in heard if row["type"] == "charge" and payments[row["id"]] not in ours
            ),
        }


@pytest.mark.usefixtures("db")
def test_any_order_and_repetition_ends_in_the_same_ledger() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
