"""Any history of gifts, payments, refunds, transfers, write-offs and closed months keeps every truth about money."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from appealdesk.core.money import Money
from appealdesk.donations.actions.agree import agree_to_correction
from appealdesk.donations.actions.approve import approve_disbursement
from appealdesk.donations.actions.ask import ask_to_reopen
from appealdesk.donations.actions.close import close_month
from appealdesk.donations.actions.drop import drop_correction
from appealdesk.donations.actions.hold import hold_disbursement
from appealdesk.donations.actions.release import release_disbursement
from appealdesk.donations.actions.reopen import reopen_month
from appealdesk.donations.actions.reverse import reverse_correction, reverse_disbursement
from appealdesk.donations.actions.set import set_threshold
from appealdesk.donations.actions.settle_line import settle_line
from appealdesk.donations.actions.stop import stop_disbursement
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unsettle import unsettle_line
from appealdesk.donations.invariants import INVARIANTS
from appealdesk.donations.models import Disbursement, Donation, Period, Posting, Refund, Settlement, StatementLine
from appealdesk.donations.queries.periods import open_ends
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.verification import violations_of
from tests.cast import Cast
from tests.donations.actions.test_corrections import move, refund, write
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled
from tests.donations.spending import approved, cash, colleague, open_fund, paid, plan

_AMOUNT = st.integers(1, 6).map(lambda n: n * 100)
_CHOICE = st.integers(0, 9)
_START = datetime(2022, 3, 12, 9, tzinfo=UTC)


class Spending(RuleBasedStateMachine):
    """An office with a restricted fund and a free one; refusals are allowed, broken truths are not."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.cast = cast
        self.second = colleague(self.cast)
        self.free = open_fund(self.cast, restricted=False)
        self.now = _START
        self.files = 0
        set_threshold(actor=self.cast.officer(Role.ADMINISTRATOR), now=self.now, amount=Money(300, "JPY"))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    def pick(self, refs: Callable[[], Any], choice: int) -> Any:
        """One of these, or None."""
        with acting(self.cast.system):
            found = list(refs())
        return found[choice % len(found)] if found else None

    def disbursement(self, choice: int) -> str:
        return self.pick(lambda: Disbursement.objects.order_by("pk").values_list("ref", flat=True), choice) or "D-0"

    @rule(amount=_AMOUNT, restricted=st.booleans())
    def cash_is_counted(self, amount: int, restricted: bool) -> None:
        cash(self.cast, amount, self.cast.fund_ref if restricted else self.free, self.now)

    @rule(amount=_AMOUNT, out=_AMOUNT)
    def a_statement_comes(self, amount: int, out: int) -> None:
        self.files += 1
        payers = gift(amount, "ｻﾄｳ ﾐﾅ", code=f"{self.files:010d}"), gift(out, f"ﾓﾉ{self.files}", cancelled=True)
        reconciled(self.cast, bank_file(*payers))

    @rule(choice=_CHOICE)
    def a_statement_is_undone(self, choice: int) -> None:
        found = self.pick(lambda: StatementLine.objects.values_list("statement__ref", flat=True).distinct(), choice)
        if found:
            with suppress(Foreseen):
                undo_statement(actor=self.cast.finance, now=self.now, statement_ref=found)

    @rule(amount=_AMOUNT, restricted=st.booleans())
    def a_payment_is_planned(self, amount: int, restricted: bool) -> None:
        with suppress(Foreseen):
            plan(self.cast, amount, self.cast.fund_ref if restricted else self.free, self.now)

    @rule(choice=_CHOICE, second=st.booleans())
    def somebody_approves(self, choice: int, second: bool) -> None:
        with suppress(Foreseen):
            approve_disbursement(
                actor=self.second if second else self.cast.finance,
                now=self.now,
                disbursement_ref=self.disbursement(choice),
            )

    @rule(choice=_CHOICE, means=st.sampled_from(["bank", "cash"]))
    def it_is_paid(self, choice: int, means: str) -> None:
        with suppress(Foreseen):
            paid(self.cast, self.disbursement(choice), means=means, on=self.now.date(), now=self.now)

    @rule(amount=_AMOUNT, restricted=st.booleans())
    def a_payment_is_made(self, amount: int, restricted: bool) -> None:
        with suppress(Foreseen):
            ref = approved(self.cast, amount, self.cast.fund_ref if restricted else self.free, self.now)
            paid(self.cast, ref, on=self.now.date(), now=self.now)

    @rule(choice=_CHOICE, what=st.sampled_from(["hold", "release", "reject", "reverse"]))
    def it_goes_another_way(self, choice: int, what: str) -> None:
        ref = self.disbursement(choice)
        with suppress(Foreseen):
            if what == "hold":
                hold_disbursement(actor=self.cast.system, now=self.now, disbursement_ref=ref, reason="sanctions")
            elif what == "release":
                release_disbursement(actor=self.second, now=self.now, disbursement_ref=ref)
            elif what == "reject":
                stop_disbursement(
                    actor=self.second, now=self.now, disbursement_ref=ref, outcome="rejected", words="No."
                )
            else:
                reverse_disbursement(actor=self.second, now=self.now, disbursement_ref=ref, words="It came back.")

    @rule(choice=_CHOICE, amount=_AMOUNT)
    def a_donor_gets_money_back(self, choice: int, amount: int) -> None:
        found = self.pick(lambda: Donation.objects.order_by("pk").values_list("ref", flat=True), choice)
        if found:
            with suppress(Foreseen):
                refund(self.cast, found, amount)

    @rule(amount=_AMOUNT, out=st.booleans(), consented=st.booleans())
    def money_is_moved(self, amount: int, out: bool, consented: bool) -> None:
        more = {"consent": "donor", "consent_on": _START.date() - timedelta(days=9)} if consented else {}
        funds = (self.cast.fund_ref, self.free) if out else (self.free, self.cast.fund_ref)
        with suppress(Foreseen):
            move(self.cast, *funds, amount, **more)

    @rule(amount=_AMOUNT, account=st.sampled_from(["unallocated", "in_transit", "cash"]))
    def something_is_written_off(self, amount: int, account: str) -> None:
        with suppress(Foreseen):
            write(self.cast, account, amount)

    @rule(choice=_CHOICE, what=st.sampled_from(["agree", "drop", "reverse"]), second=st.booleans())
    def it_is_decided(self, choice: int, what: str, second: bool) -> None:
        tables = "donations_refund", "donations_transfer", "donations_writeoff"
        query = " UNION ALL ".join(f"SELECT ref FROM {table}" for table in tables)  # noqa: S608 - our tables
        found = self.pick(lambda: [ref for (ref,) in fetch_all(f"{query} ORDER BY ref")], choice)
        act: Any = {"agree": agree_to_correction, "drop": drop_correction, "reverse": reverse_correction}[what]
        if found:
            with suppress(Foreseen):
                act(actor=self.second if second else self.cast.finance, now=self.now, ref=found)

    @rule(line=_CHOICE, choice=_CHOICE)
    def a_line_shows_it(self, line: int, choice: int) -> None:
        lines = StatementLine.objects.filter(amount_minor__lt=0).order_by("pk").values_list("statement__ref", "number")
        at = self.pick(lambda: lines, line)
        payments = self.pick(
            lambda: [
                *Disbursement.objects.filter(status="paid").values_list("ref", flat=True),
                *Refund.objects.filter(status="made").values_list("ref", flat=True),
            ],
            choice,
        )
        if at and payments:
            with suppress(Foreseen):
                settle_line(
                    actor=self.cast.finance, now=self.now, statement_ref=at[0], number=at[1], subject_ref=payments
                )

    @rule(choice=_CHOICE)
    def a_line_is_freed(self, choice: int) -> None:
        found = self.pick(lambda: Settlement.objects.order_by("pk").values_list("ref", flat=True), choice)
        if found:
            with suppress(Foreseen):
                unsettle_line(actor=self.cast.finance, now=self.now, settlement_ref=found)

    @rule(months=st.integers(0, 2))
    def months_are_closed(self, months: int) -> None:
        self.now += timedelta(days=31 * months)
        month = (self.now - timedelta(days=31)).date()
        with acting(self.cast.system):
            ends = [
                end.code for end in open_ends(organisation_id=self.cast.organisation_id, month=month.replace(day=1))
            ]
        with suppress(Foreseen):
            close_month(actor=self.cast.finance, now=self.now, month=month, leaves=ends)

    @rule(choice=_CHOICE)
    def one_is_opened(self, choice: int) -> None:
        found = self.pick(lambda: Period.objects.order_by("pk").values_list("ref", flat=True), choice)
        if found:
            with suppress(Foreseen):
                ask_to_reopen(actor=self.cast.finance, now=self.now, period_ref=found, reason="audit")
                reopen_month(actor=self.second, now=self.now, period_ref=found)

    @invariant()
    def every_truth_holds(self) -> None:
        with acting(self.cast.system):
            with connection.cursor() as cursor:
                # What is checked at commit is checked now.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            assert list(violations_of(*INVARIANTS)) == []
            kept = dict(fetch_all("SELECT currency, sum(amount_minor) FROM donations_accountday GROUP BY currency"))
            assert set(kept.values()) <= {0}
            assert Posting.objects.filter(amount_minor=0).exists() is False


def test_any_history_keeps_every_truth_about_spending(cast: Cast) -> None:
    run_state_machine_as_test(
        partial(Spending, cast),
        settings=settings(
            max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
