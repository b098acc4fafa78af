"""Two people at once, in transactions that really commit: one is first, and the other learns what happened."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.screening.actions.choose import choose_bulk
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.perform import perform_bulk
from appealdesk.screening.actions.prepare import prepare_bulk
from appealdesk.screening.actions.start import start_bulk
from appealdesk.screening.actions.undo import undo_decision
from appealdesk.screening.inputs import BulkChoice, BulkSelection, UndoInput
from appealdesk.screening.invariants import INVARIANTS
from appealdesk.screening.models import Decision, ProposedAcceptance
from appealdesk.screening.queries.application import application_page
from appealdesk.screening.queries.bulk import bulk_page
from tests.postgres_plugin import Database
from tests.screening.cast import (
    ADDRESS,
    NOW,
    WAY,
    ScreeningStage,
    accepted,
    apply,
    ask_for_two,
    declined,
    officer,
    set_screening_stage,
)

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def committed(committed_db: Database) -> ScreeningStage:
    return set_screening_stage()


def _at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run them at the same moment; how each ended: done, or the code of its refusal."""
    ready = threading.Barrier(len(acts))
    ended = [""] * len(acts)

    def run(place: int) -> None:
        ready.wait()
        try:
            acts[place]()
            ended[place] = "done"
        except Foreseen as refusal:
            ended[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def _decides(actor: Actor, entry: Any) -> Callable[[], Any]:
    return lambda: decide_application(actor=actor, now=LATER, entry=entry, address=ADDRESS)


def _violations(stage: ScreeningStage) -> list[str]:
    with acting(stage.system):
        return [violation.sentence for invariant in INVARIANTS for violation in invariant()]


def test_two_propose_at_once(committed: ScreeningStage) -> None:
    ask_for_two(committed)
    ref = apply(committed, service_branch="jsdf", service_years=3)
    hanako, taro = officer(committed, "hanako"), officer(committed, "taro")

    ended = _at_once(_decides(hanako, accepted(ref)), _decides(taro, accepted(ref)))

    with acting(committed.system):
        counts = (ProposedAcceptance.objects.count(), Decision.objects.count())
    assert (ended, counts, _violations(committed)) == (["done", "screening.proposed_meanwhile"], (1, 0), [])


def test_two_confirm_at_once(committed: ScreeningStage) -> None:
    ask_for_two(committed)
    ref = apply(committed, service_branch="jsdf", service_years=3)
    _decides(officer(committed, "hanako"), accepted(ref))()
    taro, jiro = officer(committed, "taro"), officer(committed, "jiro")
    with acting(taro):
        page = application_page(actor=taro, now=LATER, ref=ref)
    assert page.proposal is not None
    assert page.changes is not None
    entry = accepted(ref, seen_proposal_ref=page.proposal.ref, seen_basis=page.changes.basis)

    ended = _at_once(_decides(taro, entry), _decides(jiro, entry))

    with acting(committed.system):
        letters = letters_about(actor=committed.system, ref=ref)
    assert (ended, len(letters), _violations(committed)) == (["done", "screening.decided_meanwhile"], 1, [])


def test_one_takes_back_while_another_approves_the_letter(committed: ScreeningStage) -> None:
    ref = apply(committed)
    hanako, taro = officer(committed, "hanako"), officer(committed, "taro")
    made = decide_application(actor=hanako, now=NOW, entry=declined(ref), address=ADDRESS)

    ended = _at_once(
        lambda: undo_decision(actor=hanako, now=LATER, entry=UndoInput(application_ref=ref, seen_ref=made.ref)),
        lambda: approve_letter(actor=taro, now=LATER, letter_ref=made.letter_ref),
    )

    assert ended in (["done", "letters.not_a_draft"], ["done", "screening.letter_approved"])
    assert _violations(committed) == []


def test_a_bulk_decision_and_an_officer_at_once(committed: ScreeningStage) -> None:
    untrained = {"value": False, "evidence": "documented"}
    refs = [apply(committed, service_branch="none", specialised_training=untrained) for _ in range(2)]
    hanako, taro = officer(committed, "hanako"), officer(committed, "taro")
    selection = BulkSelection(outcome="declined", application_refs=tuple(refs))
    bulk = prepare_bulk(actor=hanako, now=NOW, entry=selection).ref
    choice = BulkChoice(bulk_ref=bulk, outcome="declined", reason_codes=("lacks_service_experience",), ways=(WAY,))
    choose_bulk(actor=hanako, now=NOW, entry=choice)
    start_bulk(actor=hanako, now=NOW, bulk_ref=bulk)

    ended = _at_once(
        lambda: perform_bulk(actor=committed.system, now=LATER, bulk_ref=bulk, address=ADDRESS),
        _decides(taro, accepted(refs[1])),
    )

    with acting(hanako):
        page = bulk_page(actor=hanako, now=LATER, ref=bulk)
    told = (page.decided, page.left) if "screening.decided_meanwhile" not in ended else None
    assert told in (None, (1, {"decided_meanwhile": 1}))
    assert (page.decided + page.left_out, _violations(committed)) == (2, [])
