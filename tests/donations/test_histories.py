"""Any history of files, overlapping or undone ones, and of decisions about lines, keeps every truth about money."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from appealdesk.core.banking.zengin_write import ZenginTransfer
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.match_line import match_line
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.inputs import PledgeInput
from appealdesk.donations.models import Donation, Statement, StatementLine
from appealdesk.donations.queries.waiting import waiting_page
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from tests.cast import Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, violations

_GIFTS = st.builds(gift, st.integers(1, 4).map(lambda n: n * 1000), st.sampled_from(["ｻﾄｳ ﾐﾅ", "ｱｵｷ ｹｲｺ", ""]))
_TAKEN_BACK = _GIFTS.map(lambda line: gift(line.amount_minor, line.payer, cancelled=True))


class Histories(RuleBasedStateMachine):
    """The bank's account grows; files show its beginning, so that later ones overlap earlier ones."""

    statements: Bundle[str] = Bundle("statements")

    def __init__(self) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.cast: Cast = set_cast()
        self.bank: list[ZenginTransfer] = []
        self.seen: set[int] = set()
        self.imported: set[int] = set()
        self.files: dict[bytes, str] = {}
        self.shown: dict[str, int] = {}
        self.brought: dict[str, set[int]] = {}
        self.gone: set[str] = set()
        self.matches: list[str] = []
        entry = PledgeInput(fund_ref=self.cast.fund_ref, currency="JPY", amount_minor=1000)
        self.pledge = create_pledge(actor=self.cast.finance, now=LATER, entry=entry).ref

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

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
        with suppress(Refusal):
            if known:
                self.matches.append(match_line(**asked, target_ref=self.pledge).match_ref)
            else:
                self.matches.append(match_line(**asked, outcome="unknown").match_ref)

    @rule(choice=st.integers(0, 30))
    def a_decision_is_taken_back(self, choice: int) -> None:
        if self.matches:
            ref = self.matches[choice % len(self.matches)]
            unmatch_line(actor=self.cast.finance, now=LATER, match_ref=ref)

    @rule(ref=statements)
    def somebody_undoes_it(self, ref: str) -> None:
        with acting(self.cast.system):
            before = Statement.objects.get(ref=ref)
        try:
            undone = undo_statement(actor=self.cast.finance, now=LATER, statement_ref=ref)
        except Refusal:
            # A later file counts lines of this one as known.
            return
        assert before.status != "undone" or undone.lines == 0
        self.imported -= self.brought.pop(ref, set())
        self.files = {data: known for data, known in self.files.items() if known != ref}
        self.gone.add(ref)

    @invariant()
    def every_truth_holds(self) -> None:
        assert violations(self.cast) == []

    @invariant()
    def the_bank_side_is_what_the_bank_showed(self) -> None:
        lines = [self.bank[place] for place in self.imported]
        total = sum(-line.amount_minor if line.cancelled else line.amount_minor for line in lines)

        assert balances(self.cast).get("bank", 0) == total
        with acting(self.cast.system):
            assert StatementLine.objects.exclude(state="undone").count() == len(self.imported)
            kept = Donation.objects.filter(undone_at__isnull=True)
            given = StatementLine.objects.filter(pk__in=kept.values("line_id"))
            assert kept.count() == given.count() == given.filter(amount_minor__gt=0, state="open").count()


@pytest.mark.usefixtures("db")
def test_any_history_of_files_keeps_every_truth() -> None:
    machine: Any = Histories
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
