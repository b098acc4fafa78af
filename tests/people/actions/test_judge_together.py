"""Two officers and a worker at once, with real commits: whoever is last sees what the others did."""

import threading
from collections.abc import Callable

from django.db import connections

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.invariants import INVARIANTS
from appealdesk.people.models import Judgement, Person, Record
from tests.people.cast import NOW, SYSTEM, identity, staff
from tests.postgres_plugin import Database


def told(name: str, source_ref: str, phone: str) -> Identified:
    said = identity(latin=name, phones=(phone,))
    return identify_person(actor=SYSTEM, now=NOW, identity=said, source="enquiry", source_ref=source_ref)


def at_once(*works: Callable[[], object]) -> list[str]:
    """Do all of it at the same moment; the codes of what was refused."""
    ready, refused = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=20)
            work()
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def judging(ref: str, one: Identified, other: Identified, verdict: str) -> Callable[[], object]:
    entry = JudgementInput.model_validate(
        {"record_a": one.record_ref, "record_b": other.record_ref, "verdict": verdict, "reasons": ["officer.asked"]}
    )
    role = Role.DESK_OFFICER if ref == "one" else Role.DUTY_OFFICER
    return lambda: judge_records(actor=staff(role), now=NOW, entry=entry)


def violations() -> list[str]:
    with acting(SYSTEM):
        return [violation.sentence for check in INVARIANTS for violation in check()]


def test_a_chain_judged_from_both_ends_while_a_record_arrives_is_one_person(committed_db: Database) -> None:
    ann, bea, cy = (
        told("Ann One", "E-1", "090-2345-6781"),
        told("Bea Two", "E-2", "090-2345-6782"),
        told("Cy Three", "E-3", "090-2345-6783"),
    )

    refused = at_once(
        judging("one", ann, bea, "same"),
        judging("two", bea, cy, "same"),
        lambda: told("Cy Three", "E-4", "090-2345-6783"),
    )

    with acting(SYSTEM):
        holders = set(Record.objects.values_list("person__ref", flat=True))
        leads = set(Person.objects.exclude(pk=ann.person_id).values_list("redirects_to__ref", flat=True))
    assert (refused, holders, leads, violations()) == ([], {ann.person_ref}, {ann.person_ref}, [])


def test_opposite_verdicts_at_once_leave_one_that_holds(committed_db: Database) -> None:
    ann, bea = told("Ann One", "E-1", "090-2345-6781"), told("Bea Two", "E-2", "090-2345-6782")

    refused = at_once(judging("one", ann, bea, "same"), judging("two", ann, bea, "different"))

    with acting(SYSTEM):
        held = list(Judgement.objects.filter(revoked_at=None).values_list("verdict", flat=True))
        count = Record.objects.values("person_id").distinct().count()
    assert (refused, count, violations()) == ([], 1 if held == ["same"] else 2, [])


def test_a_circle_that_would_close_over_a_difference_is_refused_to_whoever_comes_last(committed_db: Database) -> None:
    ann, bea, cy = (
        told("Ann One", "E-1", "090-2345-6781"),
        told("Bea Two", "E-2", "090-2345-6782"),
        told("Cy Three", "E-3", "090-2345-6783"),
    )
    judging("one", ann, cy, "different")()

    refused = at_once(judging("one", ann, bea, "same"), judging("two", bea, cy, "same"))

    assert (refused, violations()) == (["people.judged_different"], [])
