"""Any history of files, decisions, claims, shares, cards, refunds and receipts keeps every truth about money.

APPEALDESK_HISTORIES says how many histories are tried; a suite tries a few.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from appealdesk.core.banking.zengin_write import ZenginTransfer
from appealdesk.donations.actions.absorb import absorb_payment
from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.claim import claim_donation
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.join_lines import join_lines
from appealdesk.donations.actions.match_line import match_line
from appealdesk.donations.actions.propose_card_refund import propose_card_refund
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.refund import refund_donation
from appealdesk.donations.actions.send_card_refund import send_card_refund
from appealdesk.donations.actions.settle import settle_claim
from appealdesk.donations.actions.split_line import split_line
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.inputs import ClaimInput, PartInput, PledgeInput, RefundInput
from appealdesk.donations.models import Donation, Match, Receipt, Statement, StatementLine
from appealdesk.donations.queries.waiting import WaitingLine, waiting_lines, waiting_page
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.refusals import Foreseen, Refusal
from tests.cast import Cast
from tests.donations.bank import DAY, bank_file, gift
from tests.donations.cards.gifts import begun, given, stripe_account
from tests.donations.cards.stripe_stand_in import StripeStandIn
from tests.donations.money import LATER, balances, violations
from tests.donations.receipting import DONOR, issued, set_issuer

_GIFTS = st.builds(gift, st.integers(1, 4).map(lambda n: n * 1000), st.sampled_from(["ｻﾄｳ ﾐﾅ", "ｱｵｷ ｹｲｺ", ""]))
_HISTORIES = int(os.environ.get("APPEALDESK_HISTORIES", "6"))
_ENOUGH = 200
_ACTS = {
    "a line is matched",
    "a line is shared",
    "lines are joined",
    "a gift is refunded",
    "a receipt is issued",
    "a receipt is voided",
    "a claim is confirmed",
    "a card is charged",
    "a card is refunded",
    "a decision is taken back",
    "a statement is undone",
}
_TAKEN_BACK = _GIFTS.map(lambda line: gift(line.amount_minor, line.payer, cancelled=True))


class Histories(RuleBasedStateMachine):
    """The bank's account grows; files show its beginning, so that later ones overlap earlier ones."""

    statements: Bundle[str] = Bundle("statements")

    def __init__(
        self, cast: Cast, stripe: StripeStandIn, card_account: str, pledge: str, happened: Counter[str]
    ) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.cast, self.stripe, self.card_account, self.pledge = cast, stripe, card_account, pledge
        self.happened = happened
        self.bank: list[ZenginTransfer] = []
        self.seen: set[int] = set()
        self.imported: set[int] = set()
        self.files: dict[bytes, str] = {}
        self.shown: dict[str, int] = {}
        self.brought: dict[str, set[int]] = {}
        self.gone: set[str] = set()
        self.matches: list[str] = []
        self.claims: list[str] = []
        self.paid_by_card: dict[str, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    @initialize(target=statements, lines=st.lists(_GIFTS, min_size=2, max_size=6), reconciled=st.booleans())
    def a_first_file_is_imported(self, lines: list[ZenginTransfer], reconciled: bool) -> str:
        """Most of what can happen needs a line that waits or a gift, so every history has some from the start."""
        self.bank += lines
        ref = self.a_file_arrives(1)
        self.the_worker_imports(ref)
        if reconciled:
            self.the_worker_reconciles(ref)
        return ref

    @rule(lines=st.lists(_GIFTS | _TAKEN_BACK, min_size=1, max_size=4))
    def people_pay(self, lines: list[ZenginTransfer]) -> None:
        self.bank += lines

    @rule(target=statements, part=st.floats(0, 1))
    def a_file_arrives(self, part: float) -> str:
        shown = round(part * len(self.bank))
        data = bank_file(*self.bank[:shown])

        received = receive_statement(actor=self.cast.finance, now=LATER, data=data, file_name="bank.txt")

        assert received.already == (data in self.files)
        assert self.files.setdefault(data, received.ref) == received.ref
        assert received.lines == shown
        self.shown[received.ref] = shown
        return received.ref

    @rule(ref=statements)
    def the_worker_imports(self, ref: str) -> None:
        with acting(self.cast.system):
            done = Statement.objects.get(ref=ref).status != "received"
        if ref in self.gone:
            with pytest.raises(Refusal):
                import_statement(actor=self.cast.system, now=LATER, statement_ref=ref)
            return

        result = import_statement(actor=self.cast.system, now=LATER, statement_ref=ref)

        fresh = set(range(self.shown[ref])) - self.imported
        assert done or result.new == len(fresh)
        if not done:
            self.brought[ref] = fresh
            self.imported |= fresh

    @rule(ref=statements)
    def the_worker_reconciles(self, ref: str) -> None:
        with acting(self.cast.system):
            ready = Statement.objects.get(ref=ref).status != "received"
        if ready:
            reconcile_statement(actor=self.cast.system, now=LATER, statement_ref=ref)

    @rule(choice=st.integers(0, 30), known=st.booleans())
    def an_officer_decides(self, choice: int, known: bool) -> None:
        with acting(self.cast.finance):
            found = waiting_page(actor=self.cast.finance)
        if not found.lines:
            return
        line = found.lines[choice % len(found.lines)]
        asked: dict[str, Any] = {
            "actor": self.cast.finance,
            "now": LATER,
            "statement_ref": line.statement_ref,
            "number": line.number,
        }
        # A line of a statement that is not reconciled yet waits for the rules first.
        with suppress(Foreseen):
            if known:
                self.matches.append(match_line(**asked, target_ref=self.pledge).match_ref)
                self.happened["a line is matched"] += 1
            else:
                self.matches.append(match_line(**asked, outcome="unknown").match_ref)

    @rule(choice=st.integers(0, 30), parts=st.integers(1, 3), fee=st.sampled_from([0, 0, 110]))
    def an_officer_shares_a_line(self, choice: int, parts: int, fee: int) -> None:
        lines = self._waiting()
        if not lines:
            return
        line = lines[choice % len(lines)]
        whole = line.amount.amount_minor + fee
        amounts = [whole // parts] * (parts - 1)
        shares = [PartInput(amount_minor=amount) for amount in (*amounts, whole - sum(amounts))]
        with suppress(Foreseen):
            match = split_line(
                actor=self.cast.finance,
                now=LATER,
                statement_ref=line.statement_ref,
                number=line.number,
                parts=shares,
                fee_minor=fee,
            )
            self.matches.append(match)
            self.happened["a line is shared"] += 1

    @rule(first=st.integers(0, 30), second=st.integers(0, 30), fee=st.sampled_from([0, 110]))
    def an_officer_joins_lines(self, first: int, second: int, fee: int) -> None:
        lines = self._waiting()
        if not lines:
            return
        chosen = [lines[choice % len(lines)] for choice in (first, second)]
        with suppress(Foreseen):
            match = join_lines(
                actor=self.cast.finance,
                now=LATER,
                lines=[(line.statement_ref, line.number) for line in chosen],
                target_ref=self.pledge,
                fee_minor=fee,
            )
            self.matches.append(match)
            self.happened["lines are joined"] += 1

    @rule(choice=st.integers(0, 30), part=st.floats(0.1, 1))
    def money_goes_back(self, choice: int, part: float) -> None:
        donation = self._donation(choice)
        if donation is None:
            return
        entry = RefundInput(
            donation_ref=donation.ref,
            amount_minor=max(1, round((donation.amount_minor - donation.returned_minor) * part)),
            happened_on=LATER.date(),
            reason="donor_asked",
            words="They wrote.",
        )
        with suppress(Foreseen):
            refund_donation(actor=self.cast.finance, now=LATER, entry=entry)
            self.happened["a gift is refunded"] += 1

    @rule(choice=st.integers(0, 30))
    def a_receipt_is_issued(self, choice: int) -> None:
        donation = self._donation(choice)
        if donation is None:
            return
        with suppress(Foreseen):
            attach_donor(actor=self.cast.finance, now=LATER, donation_ref=donation.ref, identity=DONOR)
        with suppress(Foreseen):
            issued(self.cast, donation.ref)
            self.happened["a receipt is issued"] += 1

    @rule(choice=st.integers(0, 30))
    def a_receipt_is_voided(self, choice: int) -> None:
        with acting(self.cast.system):
            refs = list(Receipt.objects.order_by("pk").values_list("ref", flat=True))
        if refs:
            void_receipt(
                actor=self.cast.finance, now=LATER, receipt_ref=refs[choice % len(refs)], reason="wrong_details"
            )
            self.happened["a receipt is voided"] += 1

    @rule(amount=st.integers(1, 4))
    def somebody_claims(self, amount: int) -> None:
        entry = ClaimInput(
            appeal_id=self.cast.appeal_id,
            amount_minor=amount * 1000,
            paid_on=DAY,
            payer="アオキ ケイコ",
            identity=DONOR,
            submission=new_submission_id(),
        )
        self.claims.append(claim_donation(actor=public_actor(self.cast.organisation_id), now=LATER, entry=entry))

    @rule(choice=st.integers(0, 30), at=st.integers(0, 30))
    def an_officer_confirms_a_claim(self, choice: int, at: int) -> None:
        lines = self._waiting()
        if not lines or not self.claims:
            return
        line = lines[at % len(lines)]
        with suppress(Foreseen):
            match = settle_claim(
                actor=self.cast.finance,
                now=LATER,
                claim_ref=self.claims[choice % len(self.claims)],
                statement_ref=line.statement_ref,
                number=line.number,
            )
            self.matches.append(match)
            self.happened["a claim is confirmed"] += 1

    @rule(amount=st.integers(500, 4_000))
    def somebody_gives_by_card(self, amount: int) -> None:
        ref = begun(self.cast, given(self.cast, self.card_account, amount), now=LATER)
        self.paid_by_card[ref] = self.stripe.pay(ref)
        absorb_payment(actor=self.cast.system, now=LATER, payment_ref=ref)
        self.happened["a card is charged"] += 1

    @rule(choice=st.integers(0, 30), amount=st.integers(1, 4_000))
    def money_goes_back_to_a_card(self, choice: int, amount: int) -> None:
        if not self.paid_by_card:
            return
        ref = list(self.paid_by_card)[choice % len(self.paid_by_card)]
        with suppress(Foreseen):
            refund = propose_card_refund(actor=self.cast.finance, now=LATER, payment_ref=ref, amount_minor=amount)
            send_card_refund(actor=self.cast.system, now=LATER, refund_ref=refund)
            absorb_payment(actor=self.cast.system, now=LATER, payment_ref=ref)
            self.happened["a card is refunded"] += 1

    def _waiting(self) -> tuple[WaitingLine, ...]:
        with acting(self.cast.finance):
            return waiting_lines(actor=self.cast.finance).lines

    def _donation(self, choice: int) -> Donation | None:
        with acting(self.cast.system):
            kept = list(Donation.objects.filter(undone_at__isnull=True).order_by("pk"))
        return kept[choice % len(kept)] if kept else None

    @rule(choice=st.integers(0, 30))
    def a_decision_is_taken_back(self, choice: int) -> None:
        if self.matches:
            ref = self.matches[choice % len(self.matches)]
            # Money that went back, or a receipt that stands, keeps the decision.
            with suppress(Foreseen):
                unmatch_line(actor=self.cast.finance, now=LATER, match_ref=ref)
                self.happened["a decision is taken back"] += 1

    @rule(ref=statements)
    def somebody_undoes_it(self, ref: str) -> None:
        with acting(self.cast.system):
            before = Statement.objects.get(ref=ref)
        try:
            undone = undo_statement(actor=self.cast.finance, now=LATER, statement_ref=ref)
        except Foreseen:
            # A later file counts lines of this one as known.
            return
        assert before.status != "undone" or undone.lines == 0
        self.imported -= self.brought.pop(ref, set())
        self.files = {data: known for data, known in self.files.items() if known != ref}
        self.gone.add(ref)
        self.happened["a statement is undone"] += 1

    @invariant()
    def every_truth_holds(self) -> None:
        assert violations(self.cast) == []

    @invariant()
    def the_ledger_is_what_bank_and_provider_showed(self) -> None:
        lines = [self.bank[place] for place in self.imported]
        charges = [self.stripe.charge_of(intent) for intent in self.paid_by_card.values()]

        with acting(self.cast.system):
            found = balances(self.cast)
            stored = StatementLine.objects.exclude(state="undone").count()
            kept = list(Donation.objects.filter(undone_at__isnull=True).select_related("line"))
            fees = sum(Match.objects.filter(undone_at__isnull=True).values_list("fee_minor", flat=True))
            numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))

        assert stored == len(lines)
        assert found.get("bank", 0) == sum(
            -line.amount_minor if line.cancelled else line.amount_minor for line in lines
        )
        given_lines = [row.line for row in kept if row.line is not None]
        assert [line for line in given_lines if line.amount_minor <= 0 or line.state != "open"] == []
        # What a bank kept of a gift was given as well, and spent by the fund at once.
        assert found.get("fund", 0) == fees + sum(row.returned_minor - row.amount_minor for row in kept)
        assert found.get("bank_fees", 0) == fees
        # Numbers of receipts have no gap, whatever was voided.
        assert numbers == list(range(1, len(numbers) + 1))
        charged = [(charge["amount"], charge["amount_refunded"]) for charge in charges]
        by_card = [(row.amount_minor, row.returned_minor) for row in kept if row.channel == "card"]
        assert sorted(by_card) == sorted(charged)
        assert found.get("card_clearing", 0) + found.get("card_fees", 0) == sum(one - two for one, two in charged)


@pytest.fixture
def happened() -> Counter[str]:
    """What was not refused, and how often."""
    return Counter()


@pytest.fixture
def machine(cast: Cast, stripe_server: StripeStandIn, happened: Counter[str]) -> Any:
    """What each history begins with is made once, and each history is rolled back to it."""
    set_issuer(cast)
    entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=1000)
    pledge = create_pledge(actor=cast.finance, now=LATER, entry=entry).ref
    return partial(Histories, cast, stripe_server, stripe_account(cast, stripe_server), pledge, happened)


def test_any_history_of_files_keeps_every_truth(
    machine: Any, happened: Counter[str], record_testsuite_property: Callable[[str, object], None]
) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=_HISTORIES,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    record_testsuite_property("happened", dict(happened))
    # In enough histories each of these was possible at some time.
    assert _HISTORIES < _ENOUGH or happened.keys() == _ACTS
