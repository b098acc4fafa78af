"""Any history of decisions keeps one chain for each application, and a roster that agrees with it.

Two officers propose, confirm, decide, take back, answer reviews and decide about everybody at once, while letters are
approved and applicants contest and withdraw; whatever is refused changes nothing.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.placements import invariants as placements
from appealdesk.placements.actions.keep import keep_roster
from appealdesk.screening import invariants as screening
from appealdesk.screening.actions.answer import answer_review
from appealdesk.screening.actions.choose import choose_bulk
from appealdesk.screening.actions.decide import decide_application, decide_withdrawal
from appealdesk.screening.actions.perform import perform_bulk
from appealdesk.screening.actions.prepare import prepare_bulk
from appealdesk.screening.actions.request import request_review
from appealdesk.screening.actions.revoke import revoke_bulk
from appealdesk.screening.actions.start import start_bulk
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import (
    BulkChoice,
    BulkSelection,
    DecisionInput,
    ReviewAnswerInput,
    ReviewInput,
    UndoInput,
)
from appealdesk.screening.queries.application import ApplicationPage, application_page
from appealdesk.screening.queries.decisions import present_outcome
from tests.placements.cast import NOW
from tests.screening.cast import (
    ADDRESS,
    WAY,
    ScreeningStage,
    apply,
    ask_for_two,
    set_screening_stage,
)

_REASONS = {"declined": ("position_filled",), "deferred": ("needs_documents",)}
_TRUTHS = (
    screening.decisions_are_one_chain,
    screening.an_undo_restores_what_stood,
    screening.nobody_was_told_what_was_undone,
    screening.confirmed_acceptances_had_two_people,
    screening.profiles_know_what_waits,
    placements.the_roster_follows_the_decisions,
)
_who = st.integers(0, 1)
_whom = st.integers(0, 2)


class Histories(RuleBasedStateMachine):
    """Two officers and three applications, the last for no position; the position asks for two people, perhaps."""

    def __init__(self) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.stage: ScreeningStage = set_screening_stage()
        # Without accounts, whose slow passwords would be most of the time.
        self.officers = [replace(self.stage.staff(), ref=ref) for ref in ("S-hanako", "S-taro")]
        facts = {"service_branch": "jsdf", "service_years": 3}
        self.refs = [apply(self.stage, **facts), apply(self.stage, **facts), apply(self.stage, position_ref=None)]
        with acting(self.stage.system):
            rows = [application_by_ref(actor=self.stage.system, ref=ref) for ref in self.refs]
        self.keys = {row.ref: row.id for row in rows}
        self.chains: dict[str, int] = dict.fromkeys(self.refs, 0)
        self.bulks: list[str] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    def page(self, actor: Actor, ref: str) -> ApplicationPage:
        with acting(actor):
            return application_page(actor=actor, now=NOW, ref=ref)

    def tried(self, act: Any, **values: Any) -> None:
        """Do it, or be refused; a refusal is an answer, and the invariants say whether it left anything behind."""
        try:
            act(now=NOW, **values)
        except Refusal:
            return

    @rule()
    def it_takes_two_from_now_on(self) -> None:
        ask_for_two(self.stage)

    @rule()
    def it_takes_one_again(self) -> None:
        with acting(self.stage.system):
            execute("UPDATE appeals_position SET second_decision = false WHERE id = %s", [self.stage.position_id])

    @rule(who=_who, whom=_whom, outcome=st.sampled_from(["accepted", "declined", "deferred", "referred"]))
    def an_officer_decides(self, who: int, whom: int, outcome: str) -> None:
        actor, ref = self.officers[who], self.refs[whom]
        page = self.page(actor, ref)
        entry = DecisionInput.model_validate(
            {
                "application_ref": ref,
                "outcome": outcome,
                "reason_codes": _REASONS.get(outcome, ()),
                "ways": () if outcome == "accepted" else (WAY,),
                "seen_decision_ref": page.seen_decision_ref,
                "seen_proposal_ref": page.proposal.ref if page.proposal else "",
                "seen_basis": page.changes.basis if page.changes else "",
            }
        )
        self.tried(decide_application, actor=actor, entry=entry, address=ADDRESS)

    @rule(who=_who, whom=_whom)
    def an_officer_takes_back(self, who: int, whom: int) -> None:
        actor, ref = self.officers[who], self.refs[whom]
        page = self.page(actor, ref)
        seen = page.proposal.ref if page.proposal else page.seen_decision_ref
        if seen:
            self.tried(undo_decision, actor=actor, entry=UndoInput(application_ref=ref, seen_ref=seen))

    @rule(whom=_whom)
    def the_applicant_contests(self, whom: int) -> None:
        entry = ReviewInput(application_ref=self.refs[whom], language="ja", text="もう一度お願いします。")
        self.tried(request_review, actor=self.stage.system, entry=entry)

    @rule(who=_who, whom=_whom)
    def an_officer_upholds(self, who: int, whom: int) -> None:
        actor, ref = self.officers[who], self.refs[whom]
        page = self.page(actor, ref)
        if page.review:
            entry = ReviewAnswerInput(application_ref=ref, review_ref=page.review.ref, answer="変わりません。")
            self.tried(answer_review, actor=actor, entry=entry, address=ADDRESS)

    @rule(who=_who, outcome=st.sampled_from(["accepted", "declined"]))
    def an_officer_decides_about_all(self, who: int, outcome: str) -> None:
        actor = self.officers[who]
        selection = BulkSelection(outcome=outcome, application_refs=tuple(self.refs))
        bulk = prepare_bulk(actor=actor, now=NOW, entry=selection).ref
        choice = {"bulk_ref": bulk, "outcome": outcome, "reason_codes": _REASONS.get(outcome, ())}
        ways = () if outcome == "accepted" else (WAY,)
        choose_bulk(actor=actor, now=NOW, entry=BulkChoice.model_validate(choice | {"ways": ways}))
        start_bulk(actor=actor, now=NOW, bulk_ref=bulk)
        self.bulks.append(bulk)

    @precondition(lambda self: self.bulks)
    @rule(which=st.integers(0, 9))
    def the_worker_goes_on(self, which: int) -> None:
        bulk = self.bulks[which % len(self.bulks)]
        perform_bulk(actor=self.stage.system, now=NOW, bulk_ref=bulk, address=ADDRESS, batch=2)

    @precondition(lambda self: self.bulks)
    @rule(who=_who, which=st.integers(0, 9))
    def an_officer_takes_all_back(self, who: int, which: int) -> None:
        revoke_bulk(actor=self.officers[who], now=NOW, bulk_ref=self.bulks[which % len(self.bulks)])

    @rule(who=_who, whom=_whom)
    def a_letter_is_approved(self, who: int, whom: int) -> None:
        actor = self.officers[who]
        with acting(actor):
            letters = letters_about(actor=actor, ref=self.refs[whom])
        drafts = [letter.ref for letter in letters if letter.status == "draft"]
        if drafts:
            approve_letter(actor=actor, now=NOW, letter_ref=drafts[-1])

    @rule(whom=_whom)
    def the_applicant_withdraws(self, whom: int) -> None:
        ref = self.refs[whom]
        if withdraw_application(actor=self.stage.system, now=NOW, application_ref=ref):
            decide_withdrawal(actor=self.stage.system, now=NOW, application_ref=ref)

    @invariant()
    def every_truth_holds(self) -> None:
        with acting(self.stage.system):
            assert [violation.sentence for check in _TRUTHS for violation in check()] == []

    @invariant()
    def chains_only_grow(self) -> None:
        with acting(self.stage.system):
            rows = fetch_all(
                "SELECT application.ref, count(decision.id) FROM enquiries_application AS application "
                "LEFT JOIN screening_decision AS decision ON decision.application_id = application.id GROUP BY 1"
            )
        now = {ref: count for ref, count in rows if ref in self.chains}
        assert all(now[ref] >= before for ref, before in self.chains.items())
        self.chains = now

    @invariant()
    def the_roster_agrees(self) -> None:
        system = self.stage.system
        for ref in self.refs:
            entry = keep_roster(actor=system, now=NOW, application_ref=ref)
            with acting(system):
                outcome = present_outcome(actor=system, application_id=self.keys[ref])
            assert (entry.ref is not None) == (outcome == "accepted")


@pytest.mark.django_db
def test_any_history_of_decisions_keeps_every_truth() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
