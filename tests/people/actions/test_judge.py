"""Judgements join persons and part them again; nothing that was said is lost."""

from datetime import date
from typing import Any

import pytest

from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.judge import Judged, judge_records
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import JudgementInput
from appealdesk.people.invariants import INVARIANTS
from appealdesk.people.models import Judgement, Person, Record
from appealdesk.people.queries.identities import identities_of
from appealdesk.people.queries.judgements import waiting_questions
from appealdesk.people.queries.persons import kept_persons, person_page
from tests.people.cast import NOW, SYSTEM, ask_for_erasure, audited, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)
BORN = date(1982, 7, 14)


def told(name: str, source_ref: str, **facts: Any) -> Identified:
    return identify_person(
        actor=SYSTEM, now=NOW, identity=identity(latin=name, **facts), source="enquiry", source_ref=source_ref
    )


def judge(one: Identified, other: Identified, verdict: str, *, actor: Actor = OFFICER) -> Judged:
    entry = JudgementInput.model_validate(
        {"record_a": one.record_ref, "record_b": other.record_ref, "verdict": verdict, "reasons": ["officer.asked"]}
    )
    return judge_records(actor=actor, now=NOW, entry=entry)


def violations() -> list[str]:
    with acting(SYSTEM):
        return [violation.sentence for check in INVARIANTS for violation in check()]


def test_same_joins_the_younger_person_to_the_older() -> None:
    one, other = told("Keiko Aoki", "E-1"), told("K. Aoki-Brandt", "E-2", emails=("kab@posteo.example",))

    judged = judge(other, one, "same")

    assert (judged.person_a, judged.person_b) == (one.person_ref, one.person_ref)
    with acting(SYSTEM):
        assert Person.objects.get(ref=other.person_ref).redirects_to_id == one.person_id
        page = person_page(actor=SYSTEM, now=NOW, ref=other.person_ref)
        followed = identities_of(actor=SYSTEM, person_ids=[other.person_id])[other.person_id]
        event = OutboxEvent.objects.get()
    assert page.ref == one.person_ref
    assert [record.ref for record in page.records] == [one.record_ref, other.record_ref]
    assert followed.emails == ("kab@posteo.example",)
    assert (event.name, event.payload) == (
        "PersonsJoined",
        {"kept_ref": one.person_ref, "joined_ref": other.person_ref},
    )
    assert audited("judgement.recorded") == [(f"staff:{OFFICER.ref}", judged.ref)]
    assert violations() == []


def test_a_chain_of_joins_is_one_step_long() -> None:
    one, two, three = told("Ann One", "E-1"), told("Ann Two", "E-2"), told("Ann Three", "E-3")

    judge(two, three, "same")
    judge(one, two, "same")

    with acting(SYSTEM):
        leads = dict(Person.objects.values_list("ref", "redirects_to__ref"))
    assert leads == {one.person_ref: None, two.person_ref: one.person_ref, three.person_ref: one.person_ref}
    assert violations() == []


def test_revoking_parts_them_and_the_younger_part_gets_a_new_reference() -> None:
    one, other = told("Keiko Aoki", "E-1"), told("K. Aoki-Brandt", "E-2")
    judged = judge(one, other, "same")

    parted = revoke_judgement(actor=OFFICER, now=NOW, judgement_ref=judged.ref)

    assert parted.person_a == one.person_ref
    assert parted.person_b not in {one.person_ref, other.person_ref}
    with acting(SYSTEM):
        assert OutboxEvent.objects.latest("id").payload == {
            "person_ref": one.person_ref,
            "parted_ref": parted.person_b,
        }
    assert violations() == []


def test_undo_is_exact_for_every_reference_that_was_ever_given() -> None:
    one = told("Keiko Aoki", "E-1", phones=("090-2345-6781",))
    other = told("Kate Brandt", "E-2", phones=("090-2345-6789",))
    judged = judge(one, other, "same")
    attached = told("Kate Brandt", "E-3", phones=("090-2345-6789",))

    parted = revoke_judgement(actor=OFFICER, now=NOW, judgement_ref=judged.ref, reason="mistake")

    assert (attached.how, attached.person_ref) == ("attached", one.person_ref)
    with acting(SYSTEM):
        kept = kept_persons(actor=SYSTEM, person_ids=[one.person_id, other.person_id, attached.person_id])
        new = Person.objects.get(ref=parted.person_b)
        names = identities_of(actor=SYSTEM, person_ids=[one.person_id, attached.person_id])
        pages = [person_page(actor=SYSTEM, now=NOW, ref=ref) for ref in (one.person_ref, other.person_ref)]
    assert (kept[one.person_id], kept[other.person_id], kept[attached.person_id]) == (one.person_id, new.pk, new.pk)
    assert (names[one.person_id].names.latin, names[attached.person_id].names.latin) == ("Keiko Aoki", "Kate Brandt")
    assert [[record.ref for record in page.records] for page in pages] == [
        [one.record_ref],
        [other.record_ref, attached.record_ref],
    ]
    assert violations() == []


def test_a_verdict_that_was_superseded_holds_again_when_the_later_one_is_taken_back() -> None:
    one = told("Keiko Aoki", "E-1", phones=("090-2345-6781",))
    attached = told("Keiko Aoki", "E-2", phones=("090-2345-6781",))
    judged = judge(one, attached, "different")

    joined = revoke_judgement(actor=OFFICER, now=NOW, judgement_ref=judged.ref)

    assert (joined.person_a, joined.person_b) == (one.person_ref, one.person_ref)
    with acting(SYSTEM):
        held = Judgement.objects.filter(revoked_at=None).values_list("verdict", "source", "revoked_by", "revoked_for")
        assert list(held) == [("same", "rule", "", "")]
        taken = Judgement.objects.get(ref=judged.ref)
    assert (taken.revoked_by, taken.evidence != []) == (OFFICER.ref, True)
    assert violations() == []


def test_records_that_others_join_are_not_judged_different_until_those_are_taken_back() -> None:
    one, two, three = told("Ann One", "E-1"), told("Ann Two", "E-2"), told("Ann Three", "E-3")
    judge(one, two, "same")
    judge(two, three, "same")

    with pytest.raises(Refusal) as refused:
        judge(one, three, "different")

    assert refused.value.code == "people.joined_otherwise"
    assert violations() == []


def test_nobody_judges_what_was_erased() -> None:
    one, other = told("Ann One", "E-1"), told("Ann Two", "E-2")
    erase_person(actor=OFFICER, now=NOW, request_ref=ask_for_erasure(other.person_ref))

    with pytest.raises(Refusal) as refused:
        judge(one, other, "same")

    assert refused.value.code == "people.judgement_erased"


def test_what_is_parted_after_an_erasure_stays_erased() -> None:
    one, other = told("Ann One", "E-1"), told("Ann Two", "E-2")
    judged = judge(one, other, "same")
    erase_person(actor=OFFICER, now=NOW, request_ref=ask_for_erasure(one.person_ref))

    parted = revoke_judgement(actor=OFFICER, now=NOW, judgement_ref=judged.ref)

    with acting(SYSTEM):
        assert Person.objects.get(ref=parted.person_b).erased_at == NOW


@pytest.mark.parametrize("reason", ["because", "superseded"])
def test_a_reason_for_undo_is_one_of_the_list(reason: str) -> None:
    judged = judge(told("Ann One", "E-1"), told("Ann Two", "E-2"), "same")

    with pytest.raises(Refusal) as refused:
        revoke_judgement(actor=OFFICER, now=NOW, judgement_ref=judged.ref, reason=reason)

    assert refused.value.code == "people.revoke_reason"


def test_an_attached_record_can_be_parted_by_judging_it_different() -> None:
    one = told("Keiko Aoki", "E-1", phones=("090-2345-6781",))
    attached = told("Keiko Aoki", "E-2", phones=("090-2345-6781",))

    judged = judge(one, attached, "different")

    assert attached.how == "attached"
    assert judged.person_a == one.person_ref
    assert judged.person_b != one.person_ref
    with acting(SYSTEM):
        history = Judgement.objects.order_by("pk").values_list("verdict", "source", "revoked_at", "revoked_by")
        assert list(history) == [("same", "rule", NOW, OFFICER.ref), ("different", "officer", None, "")]
    assert violations() == []


def test_records_that_are_judged_different_are_never_joined_round_a_corner() -> None:
    one, two, three = told("Ann One", "E-1"), told("Ann Two", "E-2"), told("Ann Three", "E-3")
    judge(one, three, "different")
    judge(one, two, "same")

    with pytest.raises(Refusal) as refused:
        judge(two, three, "same")

    assert refused.value.code == "people.judged_different"
    with acting(SYSTEM):
        assert Record.objects.get(pk=three.record_id).person_id == three.person_id
    assert violations() == []


def test_a_question_is_answered() -> None:
    one = told("Keiko Aoki", "E-1", birth_date=BORN, phones=("090-2345-6781",))
    other = told("Jun Aoki", "E-2", birth_date=BORN, phones=("090-2345-6781",))
    with acting(OFFICER):
        before = waiting_questions(actor=OFFICER)

    judge(one, other, "different")

    assert [(question.a.ref, question.b.ref) for question in before.questions] == [(one.record_ref, other.record_ref)]
    with acting(OFFICER):
        assert waiting_questions(actor=OFFICER).total == 0


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, Role.FINANCE_OFFICER])
def test_roles_that_may_not(role: Role) -> None:
    one, other = told("Ann One", "E-1"), told("Ann Two", "E-2")

    with pytest.raises(NotFound):
        judge(one, other, "same", actor=staff(role))


def test_another_organisation_is_not_found() -> None:
    one, other = told("Ann One", "E-1"), told("Ann Two", "E-2")

    with pytest.raises(NotFound):
        judge(one, other, "same", actor=staff(Role.DESK_OFFICER, 72))


def test_a_record_is_not_judged_against_itself() -> None:
    one = told("Ann One", "E-1")

    with pytest.raises(Refusal) as refused:
        judge(one, one, "same")

    assert refused.value.code == "people.judgement_pair"


def test_an_unknown_judgement_is_not_found() -> None:
    with pytest.raises(NotFound):
        revoke_judgement(actor=OFFICER, now=NOW, judgement_ref="J-000000000")
